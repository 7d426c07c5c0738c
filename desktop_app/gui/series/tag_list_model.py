"""Offer the elements of a header to Qt's table: what each is, what stands in it, what a copy makes of it. Paints nothing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.foundation.plain_text import plain
from desktop_app.gui.series import series_words
from desktop_app.gui.style import controls
from desktop_app.runtime_client.values import Tag

_Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, FATE = range(3)
_INDENT = "\N{EN SPACE}"


class TagListModel(QAbstractTableModel):
    """The elements of one header, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._tags: tuple[Tag, ...] = ()

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All of them."""
        return self._tags

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Be another header."""
        self.beginResetModel()
        self._tags = tuple(tags)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of elements (Qt)."""
        return 0 if parent.isValid() else len(self._tags)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return three (Qt)."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a column shows (Qt)."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Element"), self.tr("Value"), self.tr("In the copy"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows (Qt)."""
        if not index.isValid():
            return None
        tag = self._tags[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(tag, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                lines = (f"{tag.tag} {plain(tag.name)}", plain(tag.value), self._words(tag, FATE))
                return controls.tip("\n".join(line for line in lines if line))
            case _:
                return None

    def _words(self, tag: Tag, column: int) -> str:
        match column:
            case _ if column == NAME:
                return f"{_INDENT * 2 * tag.depth}{plain(tag.name) or tag.tag}"
            case _ if column == VALUE:
                return plain(tag.value)
            case _:
                words = series_words.fate(tag.fate)
                return f"{words}: {plain(tag.new)}" if tag.new else words
