"""List things by a swatch of their colour, what they are, how they stand, and a few words at the end of the row.

Each room makes its own rows; nothing here knows what they are rows of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.gui.style import theme
from desktop_app.gui.style.theme import Palette

_ROW_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX, _SWATCH_PX, _PAD_PX = 34, 12, 10
_LEAST_STATE_PX = 40
"""Words of a state that would have less room are left out."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class SwatchRow:
    """What a row shows.

    Attributes:
        name: what it is; `state` stands behind it, `end` at the end of the row.
        colour: of the swatch, `#rrggbb`; empty: only its edge is drawn.
        is_ticked: the swatch bears a tick.
        is_urgent: the name is written in the colour of what is refused.
    """

    name: str
    state: str
    end: str
    colour: str
    is_ticked: bool = False
    is_urgent: bool = False

    @property
    def words(self) -> str:
        """The whole row in words, for assistive technology."""
        return ", ".join(part for part in (self.name, self.end, self.state) if part)


class SwatchListView(QListView):
    """The list.

    Signals:
        row_chosen: index of the row that a person chose.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _RowModel()
        self._delegate = _RowDelegate()
        self._is_telling = True
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_rows(self, rows: Sequence[SwatchRow] | None, chosen: int | None) -> None:
        """Show other rows (None: the same ones), and mark the chosen one."""
        self._is_telling = False
        if rows is not None:
            self._model.show_rows(tuple(rows))
        index = self._model.index(chosen) if chosen is not None else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_telling = True
        self._show_chosen()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._delegate.palette = palette
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen row in sight (Qt)."""
        super().resizeEvent(event)
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _on_current_changed(self, index: QModelIndex) -> None:
        if self._is_telling and index.isValid():
            self.row_chosen.emit(index.row())


class _RowModel(QAbstractListModel):
    """The rows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[SwatchRow, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.words
            case _ if role == _ROW_ROLE:
                return row
            case _:
                return None

    def show_rows(self, rows: tuple[SwatchRow, ...]) -> None:
        """Show other rows. Those that stay keep their selection."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows != self._rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))


class _RowDelegate(QStyledItemDelegate):
    """The painter of the rows."""

    palette = theme.LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size (Qt)."""
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row (Qt)."""
        row: SwatchRow = index.data(_ROW_ROLE)
        card = QRect(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette.accent_wash if is_selected else self.palette.hover))
            painter.drawRoundedRect(card, 7, 7)
        inside = card.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        swatch = QRect(inside.left(), inside.center().y() - _SWATCH_PX // 2 + 1, _SWATCH_PX, _SWATCH_PX)
        self._paint_swatch(painter, QStyle.visualRect(option.direction, inside, swatch), row)
        painter.setLayoutDirection(option.direction)
        words = QStyle.visualRect(option.direction, inside, inside.adjusted(_SWATCH_PX + 8, 0, 0, 0))
        self._paint_words(painter, words, row, QColor(self.palette.ink if is_selected else self.palette.quiet))
        painter.restore()

    def _paint_swatch(self, painter: QPainter, swatch: QRect, row: SwatchRow) -> None:
        painter.setPen(QPen(QColor(self.palette.quiet), 1.0))  # the darkest swatch must not drown in the dark look
        painter.setBrush(QColor(row.colour) if row.colour else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(swatch, 3, 3)
        if row.is_ticked:
            painter.setPen(QColor(theme.LIGHT.panel))
            font = QFont(painter.font())
            font.setPixelSize(10)
            font.setWeight(QFont.Weight.Bold)
            painter.save()
            painter.setFont(font)
            painter.drawText(swatch, Qt.AlignmentFlag.AlignCenter, "✓")
            painter.restore()

    def _paint_words(self, painter: QPainter, place: QRect, row: SwatchRow, quiet: QColor) -> None:
        """Write what it is, behind it its state, and at the end of the row its last words."""
        metrics = painter.fontMetrics()
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        room = place.width() - metrics.horizontalAdvance(row.end) - 10
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(self.palette.refused if row.is_urgent else self.palette.ink))
        painter.drawText(place, leading, name)
        used = metrics.horizontalAdvance(name) + 8
        rest = QRect(place).adjusted(used, 0, room - place.width(), 0)
        rest = QStyle.visualRect(painter.layoutDirection(), place, rest)
        painter.setPen(quiet)
        painter.drawText(place, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, row.end)
        if rest.width() > _LEAST_STATE_PX:
            painter.drawText(rest, leading, metrics.elidedText(row.state, Qt.TextElideMode.ElideRight, rest.width()))
