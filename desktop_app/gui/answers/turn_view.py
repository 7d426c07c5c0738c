"""Show one question and its answer: text as it comes, then confidence, how it was found, and the sources.

Plain text only: nothing in an answer can become a link or load anything.
"""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.conversation.document import OPEN_STATES, Turn, TurnState
from desktop_app.foundation import film_clock
from desktop_app.gui.answers.answer_table import AnswerTable
from desktop_app.gui.answers.answer_text import AnswerText
from desktop_app.gui.answers.shown_fields import beside_fields, shown_fields
from desktop_app.gui.answers.source_chips import SourceChips
from desktop_app.gui.answers.sources import MAX_SHOWN_SOURCES, SEEN
from desktop_app.gui.answers.taking import tables_of
from desktop_app.gui.style import controls, speech, theme
from desktop_app.gui.style.flow_layout import FlowLayout
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import wording
from desktop_app.gui.words.error_messages import error_message
from desktop_app.runtime_client.values import Answer, Source

FRAME_MS = 16
_WITH_PROGRESS = frozenset({TurnState.WAITING, TurnState.QUEUED, TurnState.LOADING, TurnState.READING})
SHORT_ANSWER_CHARS = 60
"""An answer up to this long is shown large."""
COPIED_MS = 2_000
SPOKEN_CHARS = 500
"""Of an answer, said when it comes; the rest is there to be read."""

MAX_CHIPS = 200
"""Sources beyond these are outlined on the page, all the same."""

MAX_TIMES = 8
"""Of the frames of a film that were read, named below the answer."""

_BUBBLE_MAX_PX, _BUBBLE_PAD_PX = 256, 34
"""The widest fits into the answers at their narrowest, beside a scroll bar."""


class TurnView(QWidget):
    """One turn.

    Signals:
        source_chosen: the turn's id and the place in its list of sources.
        time_chosen: the turn's id and a time of the film, in seconds.
        copy_asked, save_asked, again_asked: the turn's id.
    """

    source_chosen = Signal(str, int)
    time_chosen = Signal(str, float)
    copy_asked = Signal(str)
    save_asked = Signal(str)
    again_asked = Signal(str)

    def __init__(self, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn = turn
        self._palette = theme.LIGHT
        self._places: list[QToolButton] = []
        self._sources: list[tuple[int, QAbstractButton]] = []
        self._bubble = controls.label(turn.question.title or turn.question.text, is_wrapped=True, name="bubble")
        self._bubble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bubble.setMinimumWidth(min(_BUBBLE_MAX_PX, _text_width(self._bubble) + _BUBBLE_PAD_PX))
        self._answer = AnswerText()
        self._answer.setAccessibleName(self.tr("Answer"))
        self._progress_text = controls.label(is_quiet=True, is_wrapped=True, name="turnState")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress of the answer"))
        self._read_pages = controls.label(is_quiet=True, is_wrapped=True, name="readPages")
        self._mark = controls.label(wording.not_for_diagnosis(), is_wrapped=True, name="check")
        self._details = QVBoxLayout()
        self._facts = FlowLayout()
        self._copy = controls.icon_button(self.tr("Copy the answer"), "copy")
        self._save = controls.icon_button(self.tr("Save the answer"), "save")
        self._again = controls.icon_button(self.tr("Ask again"), "again")
        self._copied = controls.label(self.tr("Copied"), name="copied")
        self._copied.hide()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._draw)
        self._draw_ms = 0
        self._has_details = False
        self._lay_out()
        self._connect()
        self._draw()

    def show_turn(self, turn: Turn) -> None:
        """Show the turn's newest state, at most once a frame, less often when drawing takes long."""
        was_open, self._turn = self._turn.state in OPEN_STATES, turn
        if turn.state not in OPEN_STATES:
            self._frame.stop()
            self._draw()
            if was_open:
                speech.announce(self, self._spoken())
        elif not self._frame.isActive():
            self._frame.start(max(FRAME_MS, 4 * self._draw_ms))

    def show_lit(self, source: int | None) -> None:
        """Mark the chip of the source that is lit on the page."""
        for index, button in self._sources:
            button.setChecked(index == source)

    def show_copied(self) -> None:
        """Say for a moment that the answer is on the clipboard."""
        self._copied.show()
        speech.announce(self._copied, self._copied.text())
        QTimer.singleShot(COPIED_MS, self._copied, self._copied.hide)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        for button in (self._copy, self._save, self._again):
            controls.tint(button, palette.quiet)
        for place in self._places:
            controls.tint(place, palette.source)
        self._show_times()

    def _lay_out(self) -> None:
        bubble_row = QHBoxLayout()
        bubble_row.addStretch(1)
        bubble_row.addWidget(self._bubble, 0)
        together = QWidget()  # what can be done with an answer is not torn apart at the end of a row
        row = QHBoxLayout(together)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self._copy, self._save, self._again):
            row.addWidget(button)
        self._facts.addWidget(together)
        self._facts.addWidget(self._copied)
        self._details.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(bubble_row)
        column.addSpacing(6)
        column.addWidget(self._answer)
        column.addWidget(self._progress_text)
        column.addWidget(self._progress)
        column.addWidget(self._read_pages)
        column.addWidget(self._mark)
        column.addLayout(self._details)
        column.addLayout(self._facts)

    def _connect(self) -> None:
        self._copy.clicked.connect(lambda: self.copy_asked.emit(self._turn.id))
        self._save.clicked.connect(lambda: self.save_asked.emit(self._turn.id))
        self._again.clicked.connect(lambda: self.again_asked.emit(self._turn.id))
        self._answer.time_chosen.connect(lambda time_s: self.time_chosen.emit(self._turn.id, time_s))

    def _draw(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        turn = self._turn
        is_open = turn.state in OPEN_STATES
        text = wording.answer_text(turn) if turn.answer is not None else turn.text
        is_large = turn.state is TurnState.DONE and turn.answer is not None and _is_short(turn.answer)
        tables = tables_of(turn, turn.answer) if turn.answer is not None else ()
        self._set_answer(beside_fields(text, shown_fields(turn.answer)), is_large=is_large)
        self._answer.setVisible(bool(self._answer.text) and not tables)
        self._progress_text.setText(self._state_words(turn))
        self._progress_text.setVisible(bool(self._progress_text.text()))
        self._progress.setVisible(turn.state in _WITH_PROGRESS)
        self._progress.setRange(0, turn.total if turn.state is TurnState.LOADING or turn.total > 1 else 0)
        self._progress.setValue(turn.done)
        self._read_pages.setText(self._read_words(turn))
        self._show_times()
        self._read_pages.setVisible(bool(self._read_pages.text()))
        self._mark.setVisible(turn.is_medical and bool(text))
        for button in (self._copy, self._save):
            button.setVisible(not is_open and bool(text))
        self._again.setVisible(not is_open)
        if turn.state is TurnState.DONE and turn.answer is not None and not self._has_details:
            self._has_details = True
            self._add_details(turn.answer)
            for place, table in enumerate(tables):
                shown = AnswerTable(table)
                self._details.insertWidget(place, shown)
                shown.show()
        self._draw_ms = clock.elapsed()

    def _spoken(self) -> str:
        """Return what a screen reader says when an answer has come, or has not."""
        words = wording.copied_text(self._turn) if self._turn.answer is not None else ""
        return " ".join(part for part in (self._progress_text.text(), words[:SPOKEN_CHARS]) if part)

    def _read_words(self, turn: Turn) -> str:
        """Say what was read where that is not all: of a film a few frames, by their times."""
        if turn.line is None or not turn.is_of_film or not turn.pages:
            return wording.read_pages(turn.pages, turn.of_pages, is_rest_ready=turn.is_rest_ready)
        times = [film_clock.clock(turn.line.times_s[number - 1]) for number in turn.pages[:MAX_TIMES]]
        names = ", ".join(times) + ("…" if len(turn.pages) > MAX_TIMES else "")
        return self.tr("From the film at {times}").format(times=names)

    def _show_times(self) -> None:
        if self._turn.line is not None and self._turn.is_of_film:
            self._answer.show_times(film_clock.end_s(self._turn.line.times_s), self._palette.source)

    def _set_answer(self, text: str, *, is_large: bool) -> None:
        self._answer.show_text(text)
        self._answer.show_large(is_large=is_large)

    def _state_words(self, turn: Turn) -> str:
        match turn.state:
            case TurnState.WAITING:
                return self.tr("Waiting for the document…")
            case TurnState.REVIEW:
                return self.tr("Waiting for your review of what is hidden.")
            case TurnState.QUEUED:
                return self.tr("Waiting for its turn…")
            case TurnState.LOADING if turn.total:
                percent = 100 * turn.done // turn.total
                return self.tr("Loading {model}, {percent} %").format(model=turn.model, percent=percent)
            case TurnState.LOADING:
                return self.tr("Loading {model}…").format(model=turn.model)
            case TurnState.READING if turn.total > 1 and turn.is_of_film:
                return self.tr("Reading frame {done} of {count}…").format(done=turn.done, count=turn.total)
            case TurnState.READING if turn.total > 1:
                return self.tr("Reading page {done} of {count}…").format(done=turn.done, count=turn.total)
            case TurnState.READING:
                return self.tr("Reading the page…")
            case TurnState.ANSWERING:
                return self.tr("Answering…") if not turn.text else ""
            case TurnState.STOPPED:
                return self.tr("Stopped.")
            case TurnState.FAILED if turn.error is not None:
                message = error_message(turn.error, is_about_file=False)
                return f"{message.what} {message.why}".strip()  # the notice that said so may be closed
            case _:
                return ""

    def _add_details(self, answer: Answer) -> None:
        if self._turn.question.note:
            self._details.addWidget(controls.label(self._turn.question.note, is_wrapped=True, name="check"))
        if answer.alternatives:
            also = self.tr("also printed: {values}").format(values=" · ".join(answer.alternatives))
            self._details.addWidget(controls.label(also, is_wrapped=True, name="rule"))
        if answer.fields:
            self._details.addLayout(self._field_grid(answer))
        is_seen = answer.basis == SEEN  # then a source is a whole page: no place to point at
        pages = [self._page_words(source) for source in answer.sources[:MAX_SHOWN_SOURCES]]
        has_chips = not answer.fields and (not is_seen or self._turn.is_of_film)  # of a film a page is a time
        chips = SourceChips(self._chips(answer) if has_chips else (), MAX_SHOWN_SOURCES)
        facts: list[QWidget] = [*chips.first, *chips.more]
        self._details.addWidget(chips)
        if (more := len(answer.fields) - len(shown_fields(answer))) > 0:
            facts.append(controls.label(self.tr("+ {count} more").format(count=more), name="rule"))
        word = wording.confidence(answer.confidence)
        if word and not answer.fields:
            facts.append(controls.label(word, name=str(answer.confidence)))
        how = [
            *(filter(None, pages) if is_seen and not has_chips else ()),
            wording.basis(answer, self._turn),
            wording.seconds(answer.usage.total_s),
        ]
        facts.append(controls.FlowingLabel(" · ".join(part for part in how if part), "rule"))
        self._facts.put_first(facts)
        for fact in facts:
            fact.show()  # with the answer, not a moment later

    def _field_grid(self, answer: Answer) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        first = 0
        for row, field in enumerate(shown_fields(answer)):
            grid.addWidget(controls.label(wording.field_name(field.name), is_wrapped=True, name="fieldName"), row, 0)
            value = AnswerText()  # breaks anywhere: an e-mail address must not push the marks out of sight
            value.setObjectName("fieldValue")
            value.setAccessibleName(wording.field_name(field.name))
            value.show_text(field.value)
            grid.addWidget(value, row, 1)
            grid.addWidget(controls.label(wording.confidence(field.confidence), name=field.confidence), row, 2)
            if field.sources:
                grid.addWidget(self._place_button(first, wording.field_name(field.name)), row, 3)
            first += len(field.sources)
        return grid

    def _place_button(self, index: int, words: str) -> QToolButton:
        made = controls.icon_button(self.tr("Show the source on the page: {words}").format(words=words), "place")
        made.clicked.connect(lambda: self.source_chosen.emit(self._turn.id, index))
        controls.tint(made, self._palette.source)
        made.setCheckable(True)
        self._places.append(made)
        self._sources.append((index, made))
        return made

    def _page_words(self, source: Source) -> str:
        """Return which page a source is on; nothing where there is but one."""
        if self._turn.line is not None and self._turn.is_of_film:
            return film_clock.clock(self._turn.line.times_s[source.number - 1])
        if self._turn.series:
            return self.tr("{series}, slice {number}").format(series=self._turn.series, number=source.number)
        is_only = self._turn.page_count == 1
        return "" if is_only else self.tr("page {number}").format(number=source.number)

    def _chips(self, answer: Answer) -> list[QWidget]:
        nameless = self.tr("on the page")
        words = [_source_words(self._page_words(source), source) or nameless for source in answer.sources]
        return [self._chip(index, one) for index, one in enumerate(words[:MAX_CHIPS])]

    def _chip(self, index: int, words: str) -> QWidget:
        chip = controls.button(words, "source", self.tr("Show the source on the page: {words}").format(words=words))
        chip.clicked.connect(lambda: self._choose(index))
        chip.setCheckable(True)
        self._sources.append((index, chip))
        return chip

    def _choose(self, index: int) -> None:
        """Show a source; of what a model saw in a film that is a whole frame, which has a time and no place."""
        answer, line = self._turn.answer, self._turn.line if self._turn.is_of_film else None
        if answer is not None and line is not None and answer.basis == SEEN:
            self.time_chosen.emit(self._turn.id, line.times_s[answer.sources[index].number - 1])
        else:
            self.source_chosen.emit(self._turn.id, index)


def _text_width(label: QLabel) -> int:
    return max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))


def _is_short(answer: Answer) -> bool:
    return (
        len(answer.text) <= SHORT_ANSWER_CHARS
        and "\n" not in answer.text
        and answer.basis not in ("not_found", "beyond")
    )


def _source_words(page: str, source: Source) -> str:
    text = source.text if len(source.text) <= 22 else source.text[:21] + "…"
    return " · ".join(part for part in (page, text) if part)
