"""Make the few kinds of button and label that the window is built of, so that they all look and speak alike.

Whatever they show is plain text, wherever it comes from: nothing in it is markup, a key's mark or a control character. Qt
looks at a label's or a tip's words and takes them for rich text when they look like it; then it reads the pictures they
name. Every label, button and tip of the window is made here, therefore, and a test walks them all.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QCursor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QToolTip,
    QWidget,
)

from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.gui.style import icons

LABEL_CHARS = 5_000
"""Of a label of several lines; a text that may be longer has a view of its own (`answer_text.py`)."""

_ARROW_PX, _ARROW_FROM_EDGE_PX = 12, 16

_SHORTEST_PX = 80
"""Of a button whose words may be cut short."""

_UNSEEN = "\N{ZERO WIDTH SPACE}"
"""Behind what could begin a tag: nobody sees it, and Qt sees no tag."""


def tip(text: str) -> str:
    """Return words for a tool tip, which Qt takes for rich text when they look like it: these never do."""
    return plain_lines(text, LABEL_CHARS).replace("<", f"<{_UNSEEN}").replace("&", f"&{_UNSEEN}")


def show_tip(widget: QWidget, at: QPoint, text: str) -> None:
    """Show words beside a point of the screen, for what is drawn and no widget of its own."""
    QToolTip.showText(at, tip(text), widget)


def on_a_key(text: str) -> str:
    """Return words for a button or a menu, in which `&` marks a key and a tab what stands behind the words."""
    return plain(text).replace("&", "&&")


class Label(QLabel):
    """A label of plain text: one line, or several where it wraps."""

    def __init__(self, text: str = "", *, is_wrapped: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(is_wrapped)
        self.setText(text)

    def setText(self, text: str, /) -> None:
        """Show other words (Qt)."""
        super().setText(plain_lines(text, LABEL_CHARS) if self.wordWrap() else plain(text))

    def setToolTip(self, text: str, /) -> None:
        """Say more when the pointer rests on it (Qt)."""
        super().setToolTip(tip(text))


class ShortLabel(Label):
    """A label of one line that ends with an ellipsis where there is no room, and says the whole to the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str, /) -> None:
        """Show other words (Qt)."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for (Qt)."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        alignment = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        QPainter(self).drawText(self.contentsRect(), alignment, shown)


class FlowingLabel(Label):
    """A label of one line where there is room for it, and of as many as it needs where there is not."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, is_wrapped=True)
        self.setObjectName(name)

    def sizeHint(self) -> QSize:
        """Want one line (Qt, which makes a block of what may wrap)."""
        width = max(self.fontMetrics().horizontalAdvance(line) for line in self.text().split("\n")) + 2
        return QSize(width, self.heightForWidth(width))


class Button(QPushButton):
    """A push button with plain words."""

    def setText(self, text: str, /) -> None:
        """Show other words (Qt)."""
        super().setText(on_a_key(text))

    def setToolTip(self, text: str, /) -> None:
        """Say more when the pointer rests on it (Qt)."""
        super().setToolTip(tip(text))

    def setAccessibleName(self, name: str, /) -> None:
        """Tell a screen reader other words (Qt)."""
        super().setAccessibleName(plain(name))


class ShortButton(Button):
    """A push button that ends its words with an ellipsis where there is no room, and says the whole to the pointer."""

    def setText(self, text: str, /) -> None:
        """Show other words (Qt)."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Push nothing out of sight (Qt)."""
        return QSize(min(_SHORTEST_PX, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for (Qt)."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room_px = self.width() - (self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text()))
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room_px)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class ToolButton(QToolButton):
    """A flat button with plain words."""

    def setText(self, text: str, /) -> None:
        """Show other words (Qt)."""
        super().setText(on_a_key(text))

    def setToolTip(self, text: str, /) -> None:
        """Say more when the pointer rests on it (Qt)."""
        super().setToolTip(tip(text))

    def setAccessibleName(self, name: str, /) -> None:
        """Tell a screen reader other words (Qt)."""
        super().setAccessibleName(plain(name))


class Choice(QComboBox):
    """A list of a few things, one of which is chosen. Its arrow is ours: Qt draws the field of its own raised."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow, too (Qt)."""
        super().paintEvent(event)
        place = QRect(0, 0, _ARROW_PX, _ARROW_PX)
        is_mirrored = self.isRightToLeft()
        place.moveCenter(
            QPoint(_ARROW_FROM_EDGE_PX if is_mirrored else self.width() - _ARROW_FROM_EDGE_PX, self.height() // 2)
        )
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        icons.icon("down", colour).paint(QPainter(self), place)


def button(text: str, kind: str = "outlined", name: str = "") -> Button:
    """Return a push button. `kind` is primary, outlined, link, chip or source; `name` is what a screen reader says."""
    made = ShortButton() if kind == "source" else Button()  # those carry words of a page, however long
    made.setText(text)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def tool_button(text: str, help_text: str = "", *, is_checkable: bool = False) -> ToolButton:
    """Return a flat button with words in a tool bar."""
    made = ToolButton()
    made.setText(text)
    made.setAccessibleName(text)
    made.setToolTip(help_text or text)
    made.setCheckable(is_checkable)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setIconSize(QSize(16, 16))
    return made


def icon_button(name: str, drawing: str) -> ToolButton:
    """Return a flat button with only an icon; `tint` colours it."""
    made = ToolButton()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setProperty("kind", "small")
    made.setProperty("drawing", drawing)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setIconSize(QSize(18, 18))
    return made


def menu_action(menu: QMenu, words: str, help_text: str = "", *, behind: str = "") -> QAction:
    """Add a line to a menu; `behind` stands at its end, where other lines name their keys."""
    action = menu.addAction(f"{on_a_key(words)}\t{on_a_key(behind)}" if behind else on_a_key(words))
    action.setToolTip(tip(help_text or words))  # without one, Qt takes the words themselves
    return action


def submenu(menu: QMenu, words: str) -> QMenu:
    """Add a menu to a menu."""
    made = menu.addMenu(on_a_key(words))
    made.menuAction().setToolTip(tip(words))
    return made


def open_menu(button: QToolButton, menu: QMenu) -> None:
    """Let a button open a menu, and look as it does at rest once that has closed and the pointer is elsewhere."""
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def calm_down() -> None:
        if not button.rect().contains(button.mapFromGlobal(QCursor.pos())):
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # Qt tells no leaving through an open menu
            button.update()

    menu.aboutToHide.connect(calm_down)


def is_agreed(parent: QWidget, title: str, question: str) -> bool:
    """Ask a person something with yes and no; the window waits for the answer."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(plain(title))
    box.setText(plain_lines(question, LABEL_CHARS))
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    return box.exec() == QMessageBox.StandardButton.Yes


def tell(title: str, words: str) -> None:
    """Tell a person something before there is a window; nothing else happens until they have read it."""
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(plain(title))
    box.setText(plain_lines(words, LABEL_CHARS))
    box.exec()


def tint(widget: QToolButton | QPushButton, colour: str) -> None:
    """Draw a button's icon (its property `drawing`) in a colour."""
    drawing = widget.property("drawing")
    if drawing:
        widget.setIcon(icons.icon(str(drawing), colour))


def label(text: str = "", *, is_quiet: bool = False, is_wrapped: bool = False, name: str = "") -> Label:
    """Return a label. `name` is its object name in the style sheet."""
    made = Label(text, is_wrapped=is_wrapped)
    if is_quiet:
        made.setProperty("quiet", True)
    if name:
        made.setObjectName(name)
    return made
