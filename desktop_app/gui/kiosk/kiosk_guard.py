"""Keep whoever stands at the kiosk inside it: what leads out, or was meant for something else, is swallowed.

Sees every event of the program before anything else does. What the system's own compositor takes for itself never comes
here: that is what the recipe of the service is for (`installer/linux/kiosk`). Shows nothing.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut})
_BUTTONS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick})
_NEVER = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.InputMethod,  # composes with windows of its own; the keyboard on the screen is ours
        QEvent.Type.WhatsThisClicked,
        QEvent.Type.EnterWhatsThisMode,
    }
)
_TOUCHES = _BUTTONS | {QEvent.Type.KeyPress, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.Wheel}
_SEEN = _KEYS | _BUTTONS | _NEVER | _TOUCHES

_WALKING = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Shift,
    }
)
_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class KioskGuard(QObject):
    """Watches every event.

    Signals:
        touched: somebody is there.
    """

    touched = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow what leads out; tell of what says that somebody is there (Qt)."""
        kind = event.type()
        if kind not in _SEEN:
            return False
        if kind in _NEVER:
            event.ignore()
            return True
        if kind in _TOUCHES:
            self.touched.emit()
        if kind in _BUTTONS and isinstance(event, QMouseEvent):
            return event.button() is not Qt.MouseButton.LeftButton
        if kind is QEvent.Type.Shortcut:
            return True
        return isinstance(event, QKeyEvent) and not _is_harmless(event)


def _is_harmless(event: QKeyEvent) -> bool:
    """Tell whether a key types a letter or walks from one control to the next, and can mean nothing else."""
    if event.modifiers() & ~_HARMLESS:
        return False
    return event.key() in _WALKING or (event.text().isprintable() and event.text() != "")
