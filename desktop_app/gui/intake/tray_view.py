"""Show the documents of this conversation, with a place to drop more."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from desktop_app.gui.intake.document_delegate import DocumentDelegate
from desktop_app.gui.intake.document_list_model import DOCUMENT_ROLE, DocumentListModel
from desktop_app.gui.intake.drop_progress_view import DropProgressView
from desktop_app.gui.intake.drop_view import SmallDropView
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette


class TrayView(QFrame):
    """The left zone.

    Attributes:
        progress: how far what was dropped is.
        drop: the target at its foot.

    Signals:
        document_chosen, document_removal_asked: a document's id.
    """

    document_chosen = Signal(str)
    document_removal_asked = Signal(str)

    def __init__(self, model: DocumentListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray")
        self._model = model
        self._delegate = DocumentDelegate()
        self._list = _DocumentList()
        self._list.setModel(model)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName(self.tr("Documents of this conversation"))
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._list.delete_pressed.connect(self._on_delete_pressed)
        self.progress = DropProgressView()
        self.drop = SmallDropView()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(8)
        title = controls.label(self.tr("This conversation").upper(), name="section")
        title.setContentsMargins(2, 0, 2, 0)
        column.addWidget(title)
        column.addWidget(self._list, 1)
        column.addWidget(self.progress)
        column.addWidget(self.drop)

    def show_current(self, document_id: str | None) -> None:
        """Mark the document that is looked at."""
        row = self._model.row(document_id) if document_id is not None else -1
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._delegate.palette = palette
        self._list.viewport().update()

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.document_chosen.emit(index.data(DOCUMENT_ROLE).id)

    def _on_delete_pressed(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self.document_removal_asked.emit(index.data(DOCUMENT_ROLE).id)


class _DocumentList(QListView):
    """A list view that tells when Delete is pressed."""

    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete, move with the arrows (Qt)."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)
