"""Show the button from which hidden copies are saved, by its menu, or dragged out of the window. Makes no copy."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette

_PULL_PX = 8
"""Farther than a hand slips in a click."""


class CopyButtonView(controls.ToolButton):
    """The button.

    Signals:
        save_asked, save_all_asked: a line of the menu was chosen.
        drag_asked: the copy is being pulled out of the window; `carry` it once it is there.
    """

    save_asked = Signal()
    save_all_asked = Signal()
    drag_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = self.tr("Save or drag out the hidden copy (Ctrl+S)")
        self.setObjectName("copyButton")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setProperty("kind", "small")
        self.setProperty("drawing", "save")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pressed_at: QPoint | None = None
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        one = controls.menu_action(self._menu, self.tr("Save the hidden copy…"), behind=self.tr("Ctrl+S"))
        every = controls.menu_action(self._menu, self.tr("Save hidden copies of all documents…"))
        one.triggered.connect(self.save_asked)
        every.triggered.connect(self.save_all_asked)
        self.clicked.connect(self._open_menu)

    def carry(self, copy: Path) -> bool:
        """Let the pointer carry a copy until it is dropped; False where it is not being pulled any more."""
        if self._pressed_at is None or not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return False
        self._pressed_at = None
        mime, drag = QMimeData(), QDrag(self)
        mime.setUrls([QUrl.fromLocalFile(str(copy))])
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)
        return True

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self, palette.ink)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a pull may begin (Qt)."""
        self._pressed_at = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a pull (Qt)."""
        start = self._pressed_at
        is_far = start is not None and (event.position().toPoint() - start).manhattanLength() >= _PULL_PX
        if is_far and self.isDown():
            self.setDown(False)
            self.drag_asked.emit()
        elif self.isDown() or start is None:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pull, or open the menu (Qt)."""
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def _open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
