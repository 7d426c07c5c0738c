"""Let somebody ask with one touch, or with words, see the answer with its place lit up, and take a copy along. Shows and tells."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.answer_panel import AnswerPanel
from desktop_app.gui.kiosk.screen_keyboard import ScreenKeyboard
from desktop_app.gui.kiosk.touch_buttons import touch_button
from desktop_app.gui.kiosk.touch_scroll import TouchScroll
from desktop_app.gui.managed.padlock import Padlock
from desktop_app.gui.page.page_canvas_view import PageCanvasView
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import wording
from desktop_app.settings.presets import Preset

MAX_QUESTION_CHARS = 300
_COLUMNS = 2
_SIDE_PX = 480
"""Narrower, Qt would reckon with a question of one word a line, and with a screen as high as that."""

_ROOMY_PX = 600
"""Of a screen, below its head, on which there is room for the keys and an answer."""


class AskView(QWidget):
    """The third step.

    Attributes:
        canvas: the page.
        answer: the newest question and what came of it.

    Signals:
        asked: a question in somebody's own words.
        preset_chosen: a `Preset`.
        copy_asked: the hidden copy is to be taken along.
        back_asked: another file.
    """

    asked = Signal(str)
    preset_chosen = Signal(object)
    copy_asked = Signal()
    back_asked = Signal()

    def __init__(self, presets: Sequence[Preset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._text = self._reason = ""
        self.canvas = PageCanvasView()
        self.canvas.fit_page()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answer = AnswerPanel()
        self._presets = [touch_button(wording.preset_title(preset.title), "touchChip") for preset in presets]
        for button, preset in zip(self._presets, presets, strict=True):
            button.clicked.connect(lambda _=False, one=preset: self.preset_chosen.emit(one))
        self._question = controls.label(is_wrapped=True, name="kioskQuestion")
        self._question.setAccessibleName(self.tr("Your question"))
        self._type = touch_button(self.tr("Ask in your own words"))
        self._type.setCheckable(True)
        self._type.toggled.connect(self._on_typing)
        self._copy = touch_button(self.tr("Take the hidden copy along"))
        self._copy.clicked.connect(self.copy_asked)
        self.padlock = Padlock()
        self._message = controls.label(is_wrapped=True, name="kioskMessage")
        self._message.hide()
        self._back = touch_button(self.tr("Another file"))
        self._back.clicked.connect(self.back_asked)
        self.keyboard = ScreenKeyboard()
        self.keyboard.typed.connect(self._add)
        self.keyboard.erased.connect(self._erase)
        self.keyboard.entered.connect(self._ask)
        self.keyboard.hide()
        self._lay_out()
        self.clear()

    def show_busy(self, *, is_busy: bool) -> None:
        """Take no question while one is being answered."""
        for button in (*self._presets, self._type):
            button.setEnabled(not is_busy)

    def show_copy(self, *, is_allowed: bool, reason: str) -> None:
        """Offer the copy, or say with a padlock why there is none."""
        self._reason = reason
        self._copy.setEnabled(is_allowed)
        self.padlock.show_reason("" if self._type.isChecked() else reason)

    def show_message(self, text: str) -> None:
        """Say what became of the copy, or nothing."""
        self._message.setText(text)
        self._message.setVisible(bool(text))

    def clear(self) -> None:
        """Show nothing of anybody."""
        self._text = ""
        self._type.setChecked(False)
        self._show_question()
        self.show_message("")
        self.show_busy(is_busy=False)
        self.answer.clear()
        self.canvas.show_picture(None)
        self.canvas.show_sources((), None)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self.canvas.show_palette(palette)
        self.keyboard.show_palette(palette)
        self.padlock.show_palette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters from a keyboard, too, where there is one and somebody types (Qt)."""
        if not self._type.isChecked():
            event.ignore()
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        elif event.text().isprintable():
            self._add(event.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put an older answer away where the keys leave no room for it."""
        self.answer.setVisible(not self._type.isChecked() or self.height() >= _ROOMY_PX)

    def _on_typing(self, is_on: bool) -> None:
        self.keyboard.setVisible(is_on)
        self._question.setVisible(is_on)
        self._type.setText(self.tr("Put the keys away") if is_on else self.tr("Ask in your own words"))
        for part in (self._offered, self._back, self._copy):
            part.setVisible(not is_on)  # on a small screen there is no room for both
        self._fit()
        self.padlock.show_reason("" if is_on else self._reason)
        if is_on:
            self.keyboard.begin()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, text: str) -> None:
        if len(self._text) + len(text) <= MAX_QUESTION_CHARS:
            self._text += text
            self._show_question()

    def _erase(self) -> None:
        self._text = self._text[:-1]
        self._show_question()

    def _ask(self) -> None:
        text, self._text = self._text.strip(), ""
        self._show_question()
        if text:
            self._type.setChecked(False)
            self.asked.emit(text)

    def _show_question(self) -> None:
        hint = self.tr("Type with the keys below, then touch Ask.")
        self._question.setText(f"{self._text}\N{BOX DRAWINGS LIGHT VERTICAL}" if self._text else hint)
        self._question.setProperty("quiet", not self._text)
        self._question.style().unpolish(self._question)
        self._question.style().polish(self._question)

    def _lay_out(self) -> None:
        offered = QWidget()
        grid = QGridLayout(offered)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for place, button in enumerate(self._presets):
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(10)
        self._offered = TouchScroll(offered, self.tr("Ready questions"))
        right.addWidget(self._offered)
        right.addWidget(self._question)
        right.addWidget(self._type)
        right.addWidget(self.answer, 1)
        right.addWidget(self._message)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._back)
        foot.addWidget(self._copy, 1)
        right.addLayout(foot)
        right.addWidget(self.padlock)
        sided = QWidget()
        sided.setLayout(right)
        sided.setMinimumWidth(_SIDE_PX)
        upper = QHBoxLayout()
        upper.setContentsMargins(32, 20, 32, 16)
        upper.setSpacing(24)
        upper.addWidget(self.canvas, 5)
        upper.addWidget(sided, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.keyboard)
        self._question.hide()
