"""Make the buttons of a kiosk: words as everywhere in the window, and large enough for any finger. Decides nothing."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from desktop_app.gui.style import controls
from desktop_app.gui.style.controls import Button, ToolButton

TARGET_PX = 64
"""No target of a kiosk is smaller, in either direction."""


def touch_button(text: str, kind: str = "touch", name: str = "") -> Button:
    """Return a button as wide as its words. `kind` is touch, touchPrimary, touchChip or touchKey."""
    made = controls.button(text, kind, name)
    made.setMinimumSize(TARGET_PX, TARGET_PX)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a touch leaves no frame behind
    made.setIconSize(QSize(28, 28))
    return made


def touch_key(text: str, name: str = "") -> Button:
    """Return a key of a keyboard or a pad, which takes what room there is."""
    made = touch_button(text, "touchKey", name)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # who types goes on typing
    return made


def touch_icon(name: str, drawing: str) -> ToolButton:
    """Return a button with only an icon; `controls.tint` colours it."""
    made = controls.icon_button(name, drawing)
    made.setFixedSize(TARGET_PX, TARGET_PX)
    made.setIconSize(QSize(28, 28))
    return made
