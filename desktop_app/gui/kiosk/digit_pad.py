"""A pad of ten digits, and the place where a PIN is typed: nobody sees more than how many digits there are. Judges none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.touch_buttons import touch_button, touch_key
from desktop_app.gui.style import controls

MAX_DIGITS = 12
_DOT, _KEY_PX = "\N{BLACK CIRCLE}", 76


class DigitPad(QWidget):
    """The way out for those who know it.

    Signals:
        entered: the digits that were typed; they are forgotten here.
        left: nobody wants to type any.
    """

    entered = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self._dots = controls.label(name="pinDots")
        self._dots.setAccessibleName(self.tr("Digits typed so far"))
        self._dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message = controls.label(is_wrapped=True, name="kioskText")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMinimumHeight(48)
        self._keys = {digit: touch_key(digit) for digit in "1234567890"}
        self._erase = touch_key("\N{ERASE TO THE LEFT}", self.tr("Delete the last digit"))
        self._enter = touch_button(self.tr("Open"), "touchPrimary")
        self._back = touch_button(self.tr("Back to the start"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        for digit, key in self._keys.items():
            key.clicked.connect(lambda _=False, one=digit: self._type(one))
        self._erase.clicked.connect(self._take_back)
        self._enter.clicked.connect(self._tell)
        self._back.clicked.connect(self.left)
        self.clear()

    def clear(self) -> None:
        """Forget what was typed, and say nothing."""
        self._digits = ""
        self.show_message("")
        self._show()

    def show_message(self, text: str) -> None:
        """Say what became of the last try."""
        self._message.setText(text)

    def show_open(self, *, is_open: bool) -> None:
        """Take digits, or none for now."""
        for key in (*self._keys.values(), self._erase):
            key.setEnabled(is_open)
        self._is_open = is_open
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits from a keyboard, too, where there is one (Qt)."""
        if event.text() in self._keys and event.text():
            self._type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._take_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()

    def _type(self, digit: str) -> None:
        if self._is_open and len(self._digits) < MAX_DIGITS:
            self._digits += digit
            self.show_message("")
            self._show()

    def _take_back(self) -> None:
        self._digits = self._digits[:-1]
        self._show()

    def _tell(self) -> None:
        digits, self._digits = self._digits, ""
        if digits and self._is_open:
            self._show()
            self.entered.emit(digits)

    _is_open = True

    def _show(self) -> None:
        self._dots.setText(" ".join(_DOT * len(self._digits)) or " ")
        self._enter.setEnabled(self._is_open and bool(self._digits))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._keys[digit], place // 3, place % 3)
        grid.addWidget(self._erase, 3, 0)
        grid.addWidget(self._keys["0"], 3, 1)
        grid.addWidget(self._enter, 3, 2)
        for key in (*self._keys.values(), self._erase, self._enter):
            key.setFixedSize(_KEY_PX + 40, _KEY_PX)
        middle = QVBoxLayout()
        middle.setSpacing(16)
        middle.addStretch(1)
        title = controls.label(self.tr("For staff: the PIN, please"), name="kioskTitle")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (title, self._dots, self._message):
            middle.addWidget(widget)
        middle.addLayout(grid)
        middle.addWidget(self._back)
        middle.addStretch(1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(middle)
        row.addStretch(1)
