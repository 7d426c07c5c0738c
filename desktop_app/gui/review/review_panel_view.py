"""Show the review beside the page: the policy, what will be hidden, and what can be done about it.

Takes the place of questions and answers while a review is open. Decides nothing.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.conversation.review import PageReview
from desktop_app.conversation.review_history import Look, Standing
from desktop_app.gui.policy.policy_picker_view import PolicyPickerView
from desktop_app.gui.review.kind_chip import KindChip
from desktop_app.gui.review.place_list import PlaceListView
from desktop_app.gui.review.range_row import RangeRow
from desktop_app.gui.style import controls
from desktop_app.gui.style.flow_layout import FlowLayout, tight_row
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import kind_words, policy_words


class ReviewPanelView(QFrame):
    """The panel.

    Attributes:
        picker, places, range_row: the policy, the list of boxes, and over which slices one goes; shown through their own
            methods.

    Signals:
        accept_page_asked, accept_all_asked, remove_asked, undo_asked, redo_asked, every_page_asked, look_again_asked,
            close_asked: a button was pressed.
        kind_asked: a kind of place on the page, and whether all of it is to be hidden (or seen).
        comparison_toggled: the switch's new state.
        see_through: whether the button is held that shows the page without boxes.
    """

    accept_page_asked = Signal()
    accept_all_asked = Signal()
    remove_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    every_page_asked = Signal()
    look_again_asked = Signal()
    close_asked = Signal()
    kind_asked = Signal(str, bool)
    comparison_toggled = Signal(bool)
    see_through = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAccessibleName(self.tr("Review of what will be hidden"))
        self.picker = PolicyPickerView()
        self.picker.setProperty("kind", "outlined")
        self.places = PlaceListView()
        self._close = controls.icon_button(self.tr("Leave the review (Esc)"), "close")
        self._about = controls.label(is_quiet=True, is_wrapped=True)
        self._scripts = controls.label(is_wrapped=True, is_quiet=True)
        self._off = controls.label(is_wrapped=True, name="reviewOff")
        self._counts = FlowLayout(gap_px=6)
        self._empty = controls.label(is_quiet=True, is_wrapped=True)
        self._undecided = controls.label(is_wrapped=True, name="reviewOff")
        self._removed = controls.label(is_quiet=True, is_wrapped=True)
        self._look = controls.label(
            self.tr("No detector finds everything: look yourself. Drag over the page to hide more."), is_wrapped=True
        )
        self._look.setObjectName("reviewLook")
        self._looked = controls.label(is_quiet=True, is_wrapped=True, name="reviewLooked")
        self._state = controls.label(is_wrapped=True, name="reviewState")
        self._remove = controls.button(self.tr("Remove"), name=self.tr("Let the chosen place be seen (Delete)"))
        self._undo = controls.button(self.tr("Undo"), name=self.tr("Undo (Ctrl+Z)"))
        self._redo = controls.button(self.tr("Redo"), name=self.tr("Redo (Ctrl+Shift+Z)"))
        self._every_page = controls.button(self.tr("On all pages"), name=self.tr("Put the chosen box on every page"))
        self.range_row = RangeRow()
        self._unseen = controls.label(is_quiet=True, is_wrapped=True, name="reviewUnseen")
        self._again = controls.button(
            self.tr("Look again"), name=self.tr("Look for more, with these boxes hidden and the removed ones left")
        )
        self._compare = controls.button(self.tr("Before and after"), name=self.tr("Compare with what is sent"))
        self._compare.setCheckable(True)
        self._compare.setToolTip(self.tr("Drag the line over the page: left as it is, right as it is sent"))
        self._see = controls.button(self.tr("Hold to see"), name=self.tr("Hold: the page without boxes (H)"))
        self._accept_all = controls.button(self.tr("Accept all pages"))
        self._accept = controls.button(self.tr("Accept page"), "primary")
        self._counted: tuple[tuple[str, int], ...] = ()
        self._lay_out()
        self._connect()

    def show_policy(self, policy: str) -> None:
        """Show the policy in force, what it does and what it cannot."""
        self.picker.show_policy(policy)
        description, is_off = policy_words.policy_description(policy), policy == policy_words.OFF
        self._about.setText(description)
        self._about.setVisible(not is_off)
        self._off.setText(description)
        self._off.setVisible(is_off)
        self._again.setVisible(not is_off)  # nobody has looked a first time
        warning = policy_words.scripts_warning(policy)
        self._scripts.setText(warning)
        self._scripts.setVisible(bool(warning))

    def show_review(self, review: PageReview | None, standing: Standing) -> None:
        """Show a page's boxes and how far its document is; None while the page is being prepared."""
        page = review if review is not None else PageReview(0, 0)
        self.places.show_review(page)
        self.places.setVisible(bool(page.places))
        self._show_counts(page)
        self._show_words(review, standing)
        for button in (self._remove, self._every_page):
            button.setEnabled(page.chosen is not None)
        self._again.setEnabled(review is not None and standing.look is not Look.LOOKING)
        self._undo.setEnabled(standing.can_undo)
        self._redo.setEnabled(standing.can_redo)
        self._every_page.setVisible(standing.page_count > 1)
        words = self.tr("Apply to the series") if standing.is_series else self.tr("On all pages")
        self._every_page.setText(words)
        self.range_row.setVisible(standing.is_series and standing.page_count > 1)
        self.range_row.show_range(standing.page_count, can_apply=page.chosen is not None)
        self._show_unseen(review, standing)
        self._accept_all.setVisible(standing.page_count > 1)
        self._accept_all.setEnabled(review is not None)
        self._accept_all.setText(self.tr("Accept all slices") if standing.is_series else self.tr("Accept all pages"))
        self._accept_all.setAccessibleName(self._accept_all.text())
        one_of_several = self.tr("Accept slice") if standing.is_series else self.tr("Accept page")
        self._accept.setText(one_of_several if standing.page_count > 1 else self.tr("Accept"))
        self._accept.setAccessibleName(self._accept.text())
        self._accept.setEnabled(review is not None)

    def show_comparison(self, *, is_on: bool) -> None:
        """Show whether the line is over the page."""
        self._compare.setChecked(is_on)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._close, palette.ink)
        self.picker.show_palette(palette)
        self.places.show_palette(palette)

    def _show_counts(self, page: PageReview) -> None:
        counted = kind_words.counted(page.places)
        if counted == self._counted:
            return  # who has the focus keeps it
        self._counted = counted
        while (item := self._counts.takeAt(0)) is not None:
            old = item.widget()
            assert old is not None  # only chips were put in
            old.hide()
            old.deleteLater()
        for kind, count in counted:
            chip = KindChip(kind, count)
            chip.all_asked.connect(self.kind_asked)
            self._counts.addWidget(chip)
            chip.show()

    def _show_words(self, review: PageReview | None, standing: Standing) -> None:
        if review is None:
            self._empty.setText(self.tr("The page is being prepared…"))
        else:
            self._empty.setText(self.tr("Nothing was found here. Drag on the page to hide something."))
        self._empty.setVisible(review is None or not review.places)
        removed = len(review.removed) if review is not None else 0
        shown = (
            self.tr("1 place that was found stays visible."),
            self.tr("{count} places that were found stay visible."),
        )
        self._removed.setText((shown[0] if removed == 1 else shown[1]).format(count=removed))
        self._removed.setVisible(removed > 0)
        undecided = sum(place.is_undecided for place in review.places) if review is not None else 0
        late = (
            self.tr("1 place was found only after hiding. You decide."),
            self.tr("{count} places were found only after hiding. You decide."),
        )
        self._undecided.setText((late[0] if undecided == 1 else late[1]).format(count=undecided))
        self._undecided.setVisible(undecided > 0)
        looked = {
            Look.NONE: "",
            Look.LOOKING: self.tr("Looking again…"),
            Look.CLEAR: self.tr("Looked again: nothing more was found."),
        }[standing.look]
        self._looked.setText(looked)
        self._looked.setVisible(bool(looked))
        self._state.setText(self._state_words(standing) if review is not None else "")
        is_held = bool(standing.waiting or standing.changed)
        self._state.setProperty("tone", "held" if is_held else "done" if standing.is_accepted else "")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def _show_unseen(self, review: PageReview | None, standing: Standing) -> None:
        """Say what nobody has looked at yet: accepting all of it accepts that, too."""
        told = []
        if standing.unseen and standing.page_count > 1:
            many = self.tr("{count} of {total} slices") if standing.is_series else self.tr("{count} of {total} pages")
            words = many.format(count=standing.unseen, total=standing.page_count)
            told.append(self.tr("Not looked at yet: {what}.").format(what=words))
        if standing.other_files:
            one, many = self.tr("1 other file waits."), self.tr("{count} other files wait.")
            told.append((one if standing.other_files == 1 else many).format(count=standing.other_files))
        self._unseen.setText(" ".join(told))
        self._unseen.setVisible(review is not None and bool(told))

    def _state_words(self, standing: Standing) -> str:
        if standing.changed:
            return self.tr("Not accepted yet: nothing is sent meanwhile.")
        if standing.waiting and standing.page_count == 1:
            return self.tr("Nothing is sent before you accept this page.")
        if standing.waiting:
            words = self.tr("{count} of {total} pages wait for you. Nothing is sent before you accept them.")
            return words.format(count=standing.waiting, total=standing.page_count)
        if standing.is_accepted:
            return self.tr("Accepted. The model sees exactly this.")
        return self.tr("Change what is wrong, then accept.")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(controls.label(self.tr("What will be hidden"), name="reviewTitle"), 1)
        head.addWidget(self._close)
        policy = QHBoxLayout()
        policy.addWidget(self.picker)
        policy.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._accept_all)
        foot.addStretch(1)
        foot.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(policy)
        column.addWidget(self._scrolled(), 1)
        for part in (self._look, self._unseen, self._state):
            column.addWidget(part)
        column.addLayout(foot)

    def _scrolled(self) -> QScrollArea:
        """Return what is found and what can be done about it, in a frame that it is scrolled in where a window is low."""
        inside = QWidget()
        inside.setObjectName("side")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._about, self._off, self._scripts):
            column.addWidget(part)
        column.addLayout(self._counts)
        column.addWidget(self._empty)
        column.addWidget(self.places, 1)
        column.addStretch(0)
        for part in (self._undecided, self._removed, self._looked):
            column.addWidget(part)
        column.addLayout(tight_row(self._remove, self._undo, self._redo, self._every_page))
        column.addWidget(self.range_row)
        column.addLayout(tight_row(self._again, self._compare, self._see))
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._undo.clicked.connect(self.undo_asked)
        self._redo.clicked.connect(self.redo_asked)
        self._again.clicked.connect(self.look_again_asked)
        self._every_page.clicked.connect(self.every_page_asked)
        self._compare.toggled.connect(self.comparison_toggled)
        self._see.pressed.connect(lambda: self.see_through.emit(True))
        self._see.released.connect(lambda: self.see_through.emit(False))
        self._accept.clicked.connect(self.accept_page_asked)
        self._accept_all.clicked.connect(self.accept_all_asked)
