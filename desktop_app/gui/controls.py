"""Make the few kinds of button and label that the window is built of, so that they all look and speak alike."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton

from desktop_app.gui import icons


def button(text: str, kind: str = "outlined", name: str = "") -> QPushButton:
    """Return a push button. `kind` is primary, outlined, link, chip or source; `name` is what a screen reader says."""
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def tool_button(text: str, tip: str = "", *, is_checkable: bool = False) -> QToolButton:
    """Return a flat button with words in a tool bar."""
    made = QToolButton()
    made.setText(text)
    made.setAccessibleName(text)
    made.setToolTip(tip or text)
    made.setCheckable(is_checkable)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setIconSize(QSize(16, 16))
    return made


def icon_button(name: str, drawing: str) -> QToolButton:
    """Return a flat button with only an icon; `tint` colours it."""
    made = QToolButton()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setProperty("kind", "small")
    made.setProperty("drawing", drawing)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setIconSize(QSize(18, 18))
    return made


def tint(widget: QToolButton | QPushButton, colour: str) -> None:
    """Draw a button's icon (its property `drawing`) in a colour."""
    drawing = widget.property("drawing")
    if drawing:
        widget.setIcon(icons.icon(str(drawing), colour))


def label(text: str = "", *, is_quiet: bool = False, is_wrapped: bool = False, name: str = "") -> QLabel:
    """Return a label of plain text. `name` is its object name in the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(is_wrapped)
    if is_quiet:
        made.setProperty("quiet", True)
    if name:
        made.setObjectName(name)
    return made
