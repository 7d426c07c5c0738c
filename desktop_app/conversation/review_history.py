"""Keep the reviews of a document's pages with everything that can be undone. Values only; changes no page itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from desktop_app.conversation.review import PageReview
from desktop_app.runtime_client.values import Box

MAX_PAGES = 1_000_000
"""Further than any document goes."""

MAX_STEPS = 500
"""Steps back that are remembered; a step shares all it can with its neighbours."""


@dataclass(frozen=True)
class Everywhere:
    """A box that a person wants at the same place on the pages `first` to `last`, those that have not come yet included."""

    box: Box
    kind: str
    first: int
    last: int

    def put_on(self, number: int, page: PageReview) -> PageReview:
        """Return a page with the box, cut to it, where it is one of these and has it not; what is chosen stays so."""
        is_there = any(place.region.box == self.box for place in page.places)
        if is_there or not self.first <= number <= self.last:
            return page
        return replace(page.with_box(self.box, self.kind), chosen=page.chosen)


@dataclass(frozen=True)
class Step:
    """A state to go back (or forward) to.

    Attributes:
        number: the page on which it was left.
        is_nudge: it was left by a small push with a key; a row of those is undone at once.
    """

    pages: Mapping[int, PageReview]
    number: int
    is_nudge: bool = False
    everywhere: tuple[Everywhere, ...] = ()


@dataclass(frozen=True)
class DocumentReview:
    """The pages of a document that have come so far, by number, and what is wanted on those that come later."""

    pages: Mapping[int, PageReview] = field(default_factory=dict)
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    everywhere: tuple[Everywhere, ...] = ()

    def with_page(self, number: int, page: PageReview) -> "DocumentReview":
        """Take a page in that has just been prepared; this is nothing to undo."""
        return replace(self, pages={**self.pages, number: page})

    def with_new_page(self, number: int, page: PageReview) -> "DocumentReview":
        """Take a page in that has come for the first time, with the boxes that are wanted everywhere."""
        for one in self.everywhere:
            page = one.put_on(number, page)
        return self.with_page(number, page)

    def changed(self, number: int, page: PageReview, *, is_nudge: bool = False) -> "DocumentReview":
        """Replace a page. Looking at another place is nothing to undo; everything else is."""
        before = self.pages[number]
        if page == before:
            return self
        after = self.with_page(number, page)
        if replace(page, chosen=before.chosen) == before:
            return after
        if is_nudge and self._last_nudged(number, page.chosen):
            return replace(after, future=())
        return self._stepped_to(after.pages, self._step(number, is_nudge=is_nudge))

    def on_pages(self, number: int, first: int, last: int) -> "DocumentReview":
        """Put the box that is chosen on page `number` on those from `first` to `last`, at the same place; one step.

        It is cut to each page, and put on those, too, that have not come yet.
        """
        place = self.pages[number].chosen_place
        if place is None:
            return self
        everywhere = Everywhere(place.region.box, place.region.kind, min(first, last), max(first, last))
        pages = {other: everywhere.put_on(other, page) for other, page in self.pages.items()}
        after = self if pages == self.pages else self._stepped_to(pages, self._step(number))
        return after if everywhere in self.everywhere else replace(after, everywhere=(*self.everywhere, everywhere))

    def with_boxes(self, number: int, boxes: Mapping[int, tuple[Box, ...]]) -> "DocumentReview":
        """Hide these boxes as well, by page, on those that have come; one step, taken on page `number`."""
        pages = {other: page.with_boxes(boxes.get(other, ())) for other, page in self.pages.items()}
        return self if pages == self.pages else self._stepped_to(pages, self._step(number))

    def all_accepted(self, number: int, numbers: tuple[int, ...]) -> "DocumentReview":
        """Agree with every place of these pages; one step, taken on page `number`."""
        pages = {other: page.all_accepted() if other in numbers else page for other, page in self.pages.items()}
        return self if pages == self.pages else self._stepped_to(pages, self._step(number))

    def undone(self) -> tuple["DocumentReview", int | None]:
        """Go a step back; with the page to look at, None where there is no way back."""
        if not self.past:
            return self, None
        step = self.past[-1]
        pages = {**self.pages, **step.pages}  # pages that came later stay
        future = (*self.future, self._step(step.number))
        return DocumentReview(pages, self.past[:-1], future, step.everywhere), step.number

    def redone(self) -> tuple["DocumentReview", int | None]:
        """Go a step forward again; with the page to look at, None where there is none."""
        if not self.future:
            return self, None
        step = self.future[-1]
        pages = {**self.pages, **step.pages}
        past = (*self.past, self._step(step.number))
        return DocumentReview(pages, past, self.future[:-1], step.everywhere), step.number

    def _stepped_to(self, pages: Mapping[int, PageReview], step: Step) -> "DocumentReview":
        return DocumentReview(pages, (*self.past[-(MAX_STEPS - 1) :], step), everywhere=self.everywhere)

    def _step(self, number: int, *, is_nudge: bool = False) -> Step:
        """Return what is needed to come back to this state from one that was reached on page `number`."""
        return Step(self.pages, number, is_nudge, self.everywhere)

    def _last_nudged(self, number: int, chosen: int | None) -> bool:
        """Tell whether the last step pushed the same place."""
        if not self.past or self.future:
            return False
        last = self.past[-1]
        return last.is_nudge and last.number == number and last.pages[number].chosen == chosen


class Look(Enum):
    """How a page stands that somebody wanted looked at again."""

    NONE = "none"
    LOOKING = "looking"
    CLEAR = "clear"


@dataclass(frozen=True)
class Standing:
    """How far the review of a document is.

    Attributes:
        page_count: of the document.
        waiting: pages that the policy does not let go before a person has accepted them.
        changed: pages with changes that are not accepted yet; nothing is sent meanwhile.
        look: how it stands with looking again at the page looked at.
        is_accepted: the page looked at was accepted as it is.
        unseen: pages that nobody has looked at since they came.
        other_files: other documents that wait for somebody to accept what is hidden.
        is_series: the pages are slices of one series.
    """

    page_count: int = 1
    waiting: int = 0
    changed: int = 0
    look: Look = Look.NONE
    is_accepted: bool = False
    can_undo: bool = False
    can_redo: bool = False
    unseen: int = 0
    other_files: int = 0
    is_series: bool = False
