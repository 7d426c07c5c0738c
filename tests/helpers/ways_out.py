"""Name the keys that lead out of programs, to other programs, or to what is under them."""

from PySide6.QtCore import Qt

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE, META = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.MetaModifier

WAYS_OUT = (
    (Qt.Key.Key_F4, ALT),
    (Qt.Key.Key_Tab, ALT),
    (Qt.Key.Key_Escape, NONE),
    (Qt.Key.Key_F11, NONE),
    (Qt.Key.Key_F1, NONE),
    (Qt.Key.Key_Q, CONTROL),
    (Qt.Key.Key_W, CONTROL),
    (Qt.Key.Key_C, CONTROL),
    (Qt.Key.Key_V, CONTROL),
    (Qt.Key.Key_Delete, CONTROL | ALT),
    (Qt.Key.Key_F1, CONTROL | ALT),
    (Qt.Key.Key_T, CONTROL | ALT),
    (Qt.Key.Key_Backspace, CONTROL | ALT),
    (Qt.Key.Key_L, META),
    (Qt.Key.Key_Print, NONE),
    (Qt.Key.Key_Menu, NONE),
)
