"""Show the pages of a document as a strip of small pictures, to see what there is and to go there. Makes no picture."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QWidget

WIDTH_PX = 92
_ICON_PX, _ITEM_PX, _CELL_PX = QSize(60, 80), QSize(76, 104), QSize(78, 108)
MAX_KEPT = 300
"""Small pictures that are kept, 64 kB each; of a longer document those that came last."""

_Index = QModelIndex | QPersistentModelIndex


class PageStripModel(QAbstractListModel):
    """The pages of one document, by number."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._icons: dict[int, QIcon] = {}

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of pages (Qt)."""
        return 0 if parent.isValid() else self._count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a page shows (Qt)."""
        number = index.row() + 1
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(number)
            case Qt.ItemDataRole.DecorationRole:
                return self._icons.get(number)
            case Qt.ItemDataRole.SizeHintRole:
                return _ITEM_PX  # told, for the view measures one page for all, and before its picture has come
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("Page {number}").format(number=number)
            case _:
                return None

    def show_count(self, count: int) -> None:
        """Be a document of so many pages, of which there are no pictures yet."""
        self.beginResetModel()
        self._count, self._icons = count, {}
        self.endResetModel()

    def show_picture(self, number: int, image: QImage) -> None:
        """Show the picture of a page."""
        pixmap = QPixmap.fromImage(image)
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # as it is, without the tint of what is selected
        self._icons[number] = icon
        while len(self._icons) > MAX_KEPT:
            del self._icons[next(iter(self._icons))]
        index = self.index(number - 1)
        self.dataChanged.emit(index, index)


class PageStripView(QListView):
    """The strip.

    Signals:
        page_asked: the number of a page that was chosen.
    """

    page_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PageStripModel()
        self._is_telling = True
        self.setObjectName("pageStrip")
        self.setAccessibleName(self.tr("Pages of this document"))
        self.setModel(self.pages)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(_ICON_PX)
        self.setGridSize(_CELL_PX)
        self.setFixedWidth(WIDTH_PX)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.hide()

    def show_number(self, number: int) -> None:
        """Mark the page that is looked at, and keep it in sight."""
        index = self.pages.index(number - 1)
        if index == self.currentIndex():
            return
        self._is_telling = False
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_telling = True
        self.scrollTo(index)

    def _on_current_changed(self, index: QModelIndex) -> None:
        if self._is_telling and index.isValid():
            self.page_asked.emit(index.row() + 1)
