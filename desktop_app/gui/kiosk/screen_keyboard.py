"""A keyboard on the screen, for a question. Ours, because Qt's own is under the GPL. Keeps no letter that was typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.touch_buttons import TARGET_PX, touch_key
from desktop_app.gui.style import controls
from desktop_app.gui.style.controls import Button
from desktop_app.gui.style.theme import Palette

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS = ("1234567890", "@#%&*()/+", "-_:;\"'=")
_ALWAYS = ",.?"


class ScreenKeyboard(QWidget):
    """The keys.

    Signals:
        typed: a letter or sign.
        erased: the last one is to go.
        entered: what was typed is complete.
    """

    typed = Signal(str)
    erased = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screenKeyboard")
        self._is_upper = self._has_signs = False
        self._rows = [[touch_key("") for _ in row] for row in _LETTERS]
        self._shift = touch_key("\N{UPWARDS WHITE ARROW}", self.tr("Capital letters"))
        self._shift.setCheckable(True)
        self._erase = touch_key("\N{ERASE TO THE LEFT}", self.tr("Delete the last letter"))
        self._erase.setAutoRepeat(True)
        self._signs = touch_key("", self.tr("Digits and signs"))
        self._space = touch_key(self.tr("Space"))
        self._enter = touch_key(self.tr("Ask"))
        self._enter.setProperty("kind", "touchPrimary")
        self._lay_out()
        for row in self._rows:
            for key in row:
                key.clicked.connect(lambda _=False, one=key: self._type(one.text().replace("&&", "&")))
        self._shift.clicked.connect(self._on_shift)
        self._erase.clicked.connect(self.erased)
        self._signs.clicked.connect(self._on_signs)
        self._space.clicked.connect(lambda: self.typed.emit(" "))
        self._enter.clicked.connect(self.entered)
        self.begin()

    def begin(self) -> None:
        """Offer what a question begins with."""
        self._is_upper, self._has_signs = True, False
        self._show()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for key in (self._shift, self._erase):
            controls.tint(key, palette.ink)

    def _type(self, letter: str) -> None:
        self.typed.emit(letter)
        if self._is_upper:
            self._is_upper = False
            self._show()

    def _on_shift(self) -> None:
        self._is_upper = not self._is_upper
        self._show()

    def _on_signs(self) -> None:
        self._has_signs = not self._has_signs
        self._show()

    def _show(self) -> None:
        for row, letters in zip(self._rows, _SIGNS if self._has_signs else _LETTERS, strict=True):
            for key, letter in zip(row, letters, strict=True):
                shown = letter.upper() if self._is_upper else letter
                key.setText(shown)
                key.setAccessibleName(shown)
        self._shift.setChecked(self._is_upper)
        self._shift.setEnabled(not self._has_signs)
        self._signs.setText("abc" if self._has_signs else "123")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for number, row in enumerate(self._rows):
            line = QHBoxLayout()
            line.setSpacing(8)
            if number == 1:
                line.addSpacing(TARGET_PX // 2)
            if number == 2:
                line.addWidget(self._shift)
            for key in row:
                line.addWidget(key)
            if number == 1:
                line.addSpacing(TARGET_PX // 2)
            if number == 2:
                line.addWidget(self._erase)
            column.addLayout(line)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        stops: list[Button] = [touch_key(sign) for sign in _ALWAYS]
        for key in stops:
            key.clicked.connect(lambda _=False, one=key: self._type(one.text()))
        for key, share in ((self._signs, 2), (stops[0], 1), (self._space, 6), (stops[1], 1), (stops[2], 1)):
            foot.addWidget(key, share)
        foot.addWidget(self._enter, 3)
        column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
