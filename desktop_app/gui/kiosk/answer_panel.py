"""Show one question and its answer, large, as plain words: nothing in it can be selected, copied or followed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QScroller, QVBoxLayout, QWidget

from desktop_app.conversation.document import OPEN_STATES, Turn, TurnState
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.kiosk.kiosk_words import error_words
from desktop_app.gui.style import controls, speech
from desktop_app.gui.words import wording

MAX_FIELDS = 60
_LONG_CHARS = 4_000
"""Of an answer; more is for a larger screen than a finger scrolls."""


class AnswerPanel(QScrollArea):
    """The newest question and what came of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answers")
        self.setAccessibleName(self.tr("Question and answer"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        inside = QWidget()
        inside.setObjectName("side")
        self._question = controls.label(is_wrapped=True, is_quiet=True, name="kioskText")
        self._answer = controls.label(is_wrapped=True, name="kioskAnswer")
        self._mark = controls.label(is_wrapped=True, name="kioskMark")
        self._note = controls.label(is_wrapped=True, is_quiet=True, name="kioskText")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._fields: list[QLabel] = []
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (self._question, self._answer):
            column.addWidget(widget)
        column.addLayout(self._grid)
        column.addWidget(self._mark)
        column.addWidget(self._note)
        column.addStretch(1)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """Be content with a few lines, and leave the rest to a finger (Qt)."""
        return QSize(0, 110)

    def show_turn(self, turn: Turn) -> None:
        """Show a turn's newest state."""
        self._question.setText(turn.question.title or turn.question.text)
        self._note.setText(turn.question.note)
        self._show_fields(turn)
        self._answer.setText(self._words_of(turn)[:_LONG_CHARS])
        for label in (self._answer, self._note):
            label.setVisible(bool(label.text()))  # an empty one would keep its place
        answer = turn.answer
        has_mark = answer is not None and turn.state is TurnState.DONE
        mark = answer.confidence if has_mark and answer is not None else None
        self._mark.setText(wording.confidence(mark))
        self._mark.setObjectName("check" if mark == "check" else "sure")
        self._mark.style().unpolish(self._mark)
        self._mark.style().polish(self._mark)
        if turn.state not in OPEN_STATES:
            speech.announce(self, self._answer.text())

    def clear(self) -> None:
        """Show nothing of anybody."""
        for label in (self._question, self._answer, self._mark, self._note):
            label.setText("")
        self._forget_fields()

    def _words_of(self, turn: Turn) -> str:
        if turn.error is not None:
            return error_words(turn.error, is_about_file=False)
        if turn.state in (TurnState.WAITING, TurnState.QUEUED, TurnState.LOADING, TurnState.READING):
            return self.tr("Reading …")
        if turn.state is TurnState.STOPPED:
            return self.tr("Stopped.")
        answer = turn.answer
        if answer is None:
            return turn.text
        has_table = bool(answer.fields) and answer.basis != "several"
        return "" if has_table else wording.answer_text(turn)

    def _show_fields(self, turn: Turn) -> None:
        self._forget_fields()
        answer = turn.answer
        if answer is None or answer.basis == "several":
            return
        for row, field in enumerate(answer.fields[:MAX_FIELDS]):
            name = controls.label(wording.field_name(field.name), is_quiet=True, name="kioskText")
            value = controls.label(plain(field.value), is_wrapped=True, name="kioskValue")
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._fields += [name, value]

    def _forget_fields(self) -> None:
        for label in self._fields:
            label.setText("")
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._fields = []
