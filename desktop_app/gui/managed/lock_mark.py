"""Put a small padlock onto a control that the organisation has decided about; its tip says what. Locks nothing itself."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton

from desktop_app.foundation.plain_text import plain
from desktop_app.gui.style import icons
from desktop_app.gui.style.controls import Label
from desktop_app.gui.style.theme import Palette

_SIZE_PX = 11


class LockMark(Label):
    """The padlock, in the control's corner, where it covers no word."""

    def __init__(self, control: QAbstractButton, reason: str) -> None:
        super().__init__()
        self.setParent(control)
        self.setObjectName("lockMark")
        self.setFixedSize(_SIZE_PX, _SIZE_PX)
        self.setAccessibleName(reason)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        control.setToolTip(f"{control.toolTip()}\n{reason}")
        control.setAccessibleDescription(plain(reason))
        control.installEventFilter(self)
        self._place(control)
        self.show()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self.setPixmap(icons.pixmap("padlock", palette.accent, _SIZE_PX, self.devicePixelRatioF()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner (Qt)."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QAbstractButton):
            self._place(watched)
        return False

    def _place(self, control: QAbstractButton) -> None:
        self.move(control.width() - _SIZE_PX - 1, 1)
        self.raise_()
