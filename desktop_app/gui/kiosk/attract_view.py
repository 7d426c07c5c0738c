"""Invite whoever comes by: what this is, that it stays in the room, and one large place to touch. Shows nothing of anybody."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.touch_buttons import touch_button, touch_icon
from desktop_app.gui.style import controls, icons
from desktop_app.gui.style.theme import Palette

_MARKED_PX = 680
"""Of a screen that has the height for the mark as well."""


class AttractView(QWidget):
    """What is seen when nobody is there.

    Signals:
        begun: somebody has touched it.
        door_asked: somebody wants to leave the kiosk, which takes a PIN.
    """

    begun = Signal()
    door_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = controls.label()
        self._mark.setPixmap(icons.window_icon().pixmap(QSize(96, 96)))
        self._mark.setAccessibleName("In Camera")
        self._begin = touch_button(self.tr("Touch to begin"), "touchPrimary")
        self._begin.setMinimumSize(360, 96)
        self._begin.clicked.connect(self.begun)
        self._message = controls.label(is_wrapped=True, name="kioskMessage")
        self._message.hide()
        self._shield = controls.label(is_wrapped=True, is_quiet=True, name="kioskShield")
        self._door = touch_icon(self.tr("For staff: leave the kiosk"), "padlock")
        self._door.clicked.connect(self.door_asked)
        self._lay_out()

    def show_message(self, text: str) -> None:
        """Say what happened last, or nothing."""
        self._message.setText(text)
        self._message.setVisible(bool(text))

    def show_shield(self, text: str, *, may_begin: bool) -> None:
        """Say what this machine's own tests have shown; while they have not, nobody begins."""
        self._shield.setText(text)
        self._begin.setEnabled(may_begin)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._door, palette.quiet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the mark where there is room for it above the words (Qt)."""
        super().resizeEvent(event)
        self._mark.setVisible(self.height() >= _MARKED_PX)

    def _lay_out(self) -> None:
        title = controls.label(
            self.tr("Ask about a document. It stays in this room."), is_wrapped=True, name="attractTitle"
        )
        steps = (
            self.tr("1   Bring a file: plug in a USB stick"),
            self.tr("2   Look at what is hidden: faces, names, numbers"),
            self.tr("3   Ask, or take the hidden copy along"),
        )
        middle = QVBoxLayout()
        middle.setSpacing(14)
        middle.addStretch(2)
        middle.addWidget(self._mark)
        middle.addWidget(title)
        middle.addSpacing(10)
        for step in steps:
            middle.addWidget(controls.label(step, is_wrapped=True, name="attractStep"))
        middle.addSpacing(18)
        middle.addWidget(self._message)
        middle.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeft)
        middle.addWidget(
            controls.label(self.tr("When you leave, everything of yours is gone."), is_quiet=True, name="kioskText")
        )
        middle.addStretch(3)
        foot = QHBoxLayout()
        foot.addWidget(self._shield, 1)
        foot.addWidget(self._door)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(middle, 6)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.addLayout(across, 1)
        column.addLayout(foot)
