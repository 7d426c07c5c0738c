"""Show the documents of this conversation, with a place to drop more."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QMenu, QVBoxLayout, QWidget

from desktop_app.conversation.document import UNDER_WAY, Document
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
        document_reveal_asked: likewise; its folder is to be shown.
        document_preparation_asked, document_stop_asked: likewise; it is to be prepared once more, or no further.
    """

    document_chosen = Signal(str)
    document_removal_asked = Signal(str)
    document_reveal_asked = Signal(str)
    document_preparation_asked = Signal(str)
    document_stop_asked = Signal(str)

    def __init__(self, model: DocumentListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray")
        self._model = model
        self._delegate = DocumentDelegate()
        self._list = _DocumentList(self._delegate)
        self._menu: QMenu | None = None
        self._list.setModel(model)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName(self.tr("Documents of this conversation"))
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._list.removal_asked.connect(self.document_removal_asked)
        self._list.menu_asked.connect(self._on_menu_asked)
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

    def _on_menu_asked(self, index: QModelIndex, at: QPoint) -> None:
        """Offer what can be done with a document."""
        document: Document = index.data(DOCUMENT_ROLE)
        menu = self._menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [(self.tr("Remove"), self.document_removal_asked, "Del")]
        if document.files or document.name == document.path.name:  # else it was pasted, and lies in no folder
            lines.append((self.tr("Show its folder"), self.document_reveal_asked, ""))
        if document.state in UNDER_WAY:
            lines.append((self.tr("Stop preparing it"), self.document_stop_asked, ""))
        elif not document.is_replaced:
            lines.append((self.tr("Prepare it again"), self.document_preparation_asked, ""))
        for words, asked, behind in lines:
            action = controls.menu_action(menu, words, behind=behind)
            action.triggered.connect(lambda _=False, asked=asked: asked.emit(document.id))
        menu.popup(at)


class _DocumentList(QListView):
    """A list view whose rows are removed with Delete or with the cross that a row has under the pointer.

    Signals:
        removal_asked: a document's id.
        menu_asked: a row's index, and where on the screen.
    """

    removal_asked = Signal(str)
    menu_asked = Signal(QModelIndex, QPoint)

    def __init__(self, delegate: DocumentDelegate) -> None:
        super().__init__()
        self._delegate = delegate
        self._pressed = ""
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete, move with the arrows (Qt)."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removal_asked.emit(self.currentIndex().data(DOCUMENT_ROLE).id)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the cross, or choose a row (Qt)."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = self._crossed_at(event.position().toPoint()) if is_left else ""
        if not self._pressed:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove the row whose cross was pressed, if the pointer is still on it (Qt)."""
        pressed, self._pressed = self._pressed, ""
        if not pressed:
            super().mouseReleaseEvent(event)
        elif self._crossed_at(event.position().toPoint()) == pressed:
            self.removal_asked.emit(pressed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the row under the pointer, or with the chosen one (Qt)."""
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.viewport().mapToGlobal(self.visualRect(index).center()) if is_by_key else event.globalPos()
            self.menu_asked.emit(index, at)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what the cross does while the pointer rests on it (Qt)."""
        if isinstance(event, QHelpEvent) and self._crossed_at(event.pos()):
            controls.show_tip(self, event.globalPos(), self.tr("Remove from this conversation (Del)"))
            return True
        return super().viewportEvent(event)

    def _crossed_at(self, at: QPoint) -> str:
        """Return the document whose cross is there; empty for none."""
        index = self.indexAt(at)
        if not index.isValid():
            return ""
        cross = self._delegate.cross_place(self.visualRect(index), self.layoutDirection())
        document: Document = index.data(DOCUMENT_ROLE)
        return document.id if cross.contains(at) else ""
