"""Show the bar in which words of a document are looked for, and from which the text of a page is copied. Finds nothing."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette

MAX_WANTED_CHARS = 200
_FIELD_PX, _WIDEST_FIELD_PX = 150, 220
"""Wide enough for a word, however narrow the page; what there is beyond a few words goes to how the search stands."""


class FindBarView(QFrame):
    """The bar.

    Signals:
        open_asked: somebody wants to look for something.
        wanted_changed: the words that are looked for.
        step_asked: 1 for the next find, -1 for the one before.
        copy_asked: the text of the page is wanted on the clipboard.
        hide_all_asked: every find is to be hidden.
        close_asked: nobody looks for anything any more.
    """

    open_asked = Signal()
    wanted_changed = Signal(str)
    step_asked = Signal(int)
    copy_asked = Signal()
    hide_all_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._wanted = QLineEdit()
        self._wanted.setObjectName("findText")
        self._wanted.setMaxLength(MAX_WANTED_CHARS)
        self._wanted.setMinimumWidth(_FIELD_PX)
        self._wanted.setMaximumWidth(_WIDEST_FIELD_PX)
        self._wanted.setPlaceholderText(self.tr("Find in this document"))
        self._wanted.setAccessibleName(self.tr("Find in this document"))
        self._wanted.installEventFilter(self)
        self._previous = controls.icon_button(self.tr("Previous find (Shift+Enter)"), "previous")
        self._next = controls.icon_button(self.tr("Next find (Enter)"), "next")
        self._state = controls.ShortLabel()
        self._state.setObjectName("findState")
        self._state.setProperty("quiet", True)
        self._copy = controls.icon_button(self.tr("Copy the page's text"), "copy")
        self._hide_all = controls.button(self.tr("Hide all"), name=self.tr("Hide every place where this stands"))
        self._hide_all.setProperty("tight", True)
        self._hide_all.hide()
        self._close = controls.icon_button(self.tr("Close the search (Esc)"), "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(4)
        row.addWidget(self._wanted, 1)
        for button in (self._previous, self._next):
            row.addWidget(button)
        row.addWidget(self._state, 2)
        row.addWidget(self._hide_all)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self._wanted.textChanged.connect(self.wanted_changed)
        self._previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self._next.clicked.connect(lambda: self.step_asked.emit(1))
        self._copy.clicked.connect(self.copy_asked)
        self._hide_all.clicked.connect(self.hide_all_asked)
        self._close.clicked.connect(self.close_asked)
        self.hide()

    def focus_box(self) -> None:
        """Put the cursor into the box, with what stands in it selected."""
        self._wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._wanted.selectAll()

    def show_state(self, words: str, *, has_finds: bool, has_text: bool) -> None:
        """Show how the search stands."""
        self._state.setText(words)
        for button in (self._previous, self._next, self._hide_all):
            button.setEnabled(has_finds)
        self._copy.setEnabled(has_text)

    def show_reviewing(self, *, is_on: bool) -> None:
        """Offer to hide what is found, while the page is reviewed."""
        self._hide_all.setVisible(is_on)
        self._copy.setVisible(not is_on)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for button in (self._previous, self._next, self._copy, self._close):
            controls.tint(button, palette.ink)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Step with Enter, and leave with Esc, before the window takes them (Qt)."""
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        is_press = event.type() is QEvent.Type.KeyPress
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if is_press:
                    self.step_asked.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case Qt.Key.Key_Escape:
                if is_press:
                    self.close_asked.emit()
            case _:
                return False
        event.accept()  # of a shortcut: it is ours, and comes once more as a key
        return True
