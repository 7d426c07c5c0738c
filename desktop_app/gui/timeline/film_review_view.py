"""Show the review of a film beside it: who will be hidden from when to when, what is doubtful, and what can be done about it.

Takes the place of questions and answers while a review is open. Decides nothing.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.conversation.film_review import FilmReview
from desktop_app.foundation import film_clock
from desktop_app.gui.policy.policy_picker_view import PolicyPickerView
from desktop_app.gui.style import controls
from desktop_app.gui.style.flow_layout import tight_row
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.timeline.time_line_model import TimeLine
from desktop_app.gui.timeline.track_list import TrackListView


class FilmReviewView(QFrame):
    """The panel.

    Attributes:
        picker, tracks: the policy and the list of what is hidden, shown through their own methods.

    Signals:
        shown_asked: whether what is chosen is to stay visible in the whole film.
        from_asked, to_asked, remove_asked: the chosen place begins here, ends here, goes.
        doubt_asked: -1 or 1: the doubtful stretch before or after.
        undo_asked, accept_asked, close_asked: a button was pressed.
        comparison_toggled: the switch's new state.
        see_through: whether the button is held that shows the frame without boxes.
    """

    shown_asked = Signal(bool)
    from_asked = Signal()
    to_asked = Signal()
    remove_asked = Signal()
    doubt_asked = Signal(int)
    undo_asked = Signal()
    accept_asked = Signal()
    close_asked = Signal()
    comparison_toggled = Signal(bool)
    see_through = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAccessibleName(self.tr("Review of what will be hidden in the film"))
        self.picker = PolicyPickerView()
        self.picker.setProperty("kind", "outlined")
        self.tracks = TrackListView()
        self._close = controls.icon_button(self.tr("Leave the review (Esc)"), "close")
        self._empty = controls.label(is_quiet=True, is_wrapped=True)
        self._doubts = controls.label(is_wrapped=True, name="filmDoubts")
        self._previous = controls.button(self.tr("Previous"), name=self.tr("The doubtful stretch before ([)"))
        self._next = controls.button(self.tr("Next"), name=self.tr("The next doubtful stretch (])"))
        self._toggle = controls.button(self.tr("Keep visible"), name=self.tr("Keep visible in the whole film (Delete)"))
        self._from = controls.button(self.tr("From here"), name=self.tr("Hide the chosen place from this frame on"))
        self._to = controls.button(self.tr("To here"), name=self.tr("Hide the chosen place up to this frame"))
        self._remove = controls.button(self.tr("Remove"), name=self.tr("Take the chosen place away (Delete)"))
        self._undo = controls.button(self.tr("Undo"), name=self.tr("Undo (Ctrl+Z)"))
        self._compare = controls.button(self.tr("Before and after"), name=self.tr("Compare with what is sent"))
        self._compare.setCheckable(True)
        self._see = controls.button(self.tr("Hold to see"), name=self.tr("Hold: the frame without boxes (H)"))
        self._look = controls.label(
            self.tr("No detector finds everything: play it and look yourself. Drag over the film to hide a place."),
            is_wrapped=True,
            name="reviewLook",
        )
        self._state = controls.label(is_wrapped=True, name="reviewState")
        self._accept = controls.button(self.tr("Accept"), "primary")
        self._lay_out()
        self._connect()

    def show_review(self, review: FilmReview | None, line: TimeLine, *, is_changed: bool, is_reviewed: bool) -> None:
        """Show what is hidden in a film; None while it is being looked through.

        Args:
            review: the film's.
            line: when its frames begin.
            is_changed: something is not accepted yet, and nothing is sent meanwhile.
            is_reviewed: it has been accepted as it is.
        """
        self.tracks.show_review(review, line)
        self.tracks.setVisible(review is not None and review.rows > 0)
        looking = self.tr("The film is being looked through. What is found will stand here.")
        nothing = self.tr("Nothing was found in this film. Drag over it to hide something.")
        self._empty.setText(looking if review is None else nothing)
        self._empty.setVisible(review is None or not review.rows)
        self._show_doubts(review, line)
        self._show_tools(review)
        self._accept.setEnabled(review is not None)
        self._undo.setEnabled(review is not None and bool(review.past))
        words = self.tr("Change what is wrong, then accept.")
        if is_changed:
            words = self.tr("Not accepted yet: nothing is sent meanwhile.")
        elif is_reviewed:
            words = self.tr("Accepted. The model and the copy see exactly this.")
        self._state.setText(words if review is not None else "")
        self._state.setProperty("tone", "held" if is_changed else "done" if is_reviewed else "")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def show_comparison(self, *, is_on: bool) -> None:
        """Show whether the line is over the frame."""
        self._compare.setChecked(is_on)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._close, palette.ink)
        self.picker.show_palette(palette)
        self.tracks.show_palette(palette)

    def _show_doubts(self, review: FilmReview | None, line: TimeLine) -> None:
        stretches = review.stretches if review is not None else ()
        for widget in (self._doubts, self._previous, self._next):
            widget.setVisible(bool(stretches))
        if not stretches or review is None:
            return
        if review.stretch is None or review.stretch >= len(stretches):
            one, many = self.tr("1 stretch is doubtful: look at it."), self.tr("{count} stretches are doubtful: look.")
            self._doubts.setText(one if len(stretches) == 1 else many.format(count=len(stretches)))
            return
        chosen = stretches[review.stretch]
        span = " – ".join(film_clock.clock(line.time_s(number)) for number in (chosen.first, chosen.last))
        why = {
            "unsure": self.tr("hardly seen"),
            "gap": self.tr("not seen in between"),
            "late": self.tr("found only after hiding"),
        }[chosen.why]
        words = self.tr("Doubtful {place} of {count}: {span}, {why}")
        self._doubts.setText(words.format(place=review.stretch + 1, count=len(stretches), span=span, why=why))

    def _show_tools(self, review: FilmReview | None) -> None:
        place = review.chosen_place if review is not None else None
        row = review.chosen if review is not None else None
        for button in (self._from, self._to, self._remove):
            button.setVisible(place is not None)
        self._toggle.setVisible(place is None)
        may = review is not None and row is not None and review.may_be_shown(row)
        self._toggle.setEnabled(may)
        is_shown = review is not None and row is not None and review.is_shown(row)
        self._toggle.setText(self.tr("Hide again") if is_shown else self.tr("Keep visible"))
        self._toggle.setAccessibleName(
            self.tr("Hide again in the whole film (Delete)")
            if is_shown
            else self.tr("Keep visible in the whole film (Delete)")
        )
        self._toggle.setProperty("shows", not is_shown)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(controls.label(self.tr("What will be hidden"), name="reviewTitle"), 1)
        head.addWidget(self._close)
        policy = QHBoxLayout()
        policy.addWidget(self.picker)
        policy.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(policy)
        column.addWidget(self._empty)
        column.addWidget(self.tracks, 1)
        column.addStretch(0)
        column.addWidget(self._doubts)
        column.addLayout(tight_row(self._previous, self._next))
        column.addLayout(tight_row(self._toggle, self._from, self._to, self._remove, self._undo))
        column.addLayout(tight_row(self._compare, self._see))
        column.addWidget(self._look)
        column.addWidget(self._state)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_asked)
        self._previous.clicked.connect(lambda: self.doubt_asked.emit(-1))
        self._next.clicked.connect(lambda: self.doubt_asked.emit(1))
        self._toggle.clicked.connect(lambda: self.shown_asked.emit(bool(self._toggle.property("shows"))))
        self._from.clicked.connect(self.from_asked)
        self._to.clicked.connect(self.to_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._undo.clicked.connect(self.undo_asked)
        self._compare.toggled.connect(self.comparison_toggled)
        self._see.pressed.connect(lambda: self.see_through.emit(True))
        self._see.released.connect(lambda: self.see_through.emit(False))
        self._accept.clicked.connect(self.accept_asked)
