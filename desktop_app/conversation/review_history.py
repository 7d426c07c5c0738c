"""Keep the reviews of a document's pages with everything that can be undone. Values only; changes no page itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from desktop_app.conversation.review import PageReview
from desktop_app.runtime_client.values import Box

MAX_STEPS = 500
"""Steps back that are remembered; a step shares all it can with its neighbours."""


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


@dataclass(frozen=True)
class DocumentReview:
    """The pages of a document that have come so far, by number."""

    pages: Mapping[int, PageReview] = field(default_factory=dict)
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def with_page(self, number: int, page: PageReview) -> "DocumentReview":
        """Take a page in that has just been prepared; this is nothing to undo."""
        return replace(self, pages={**self.pages, number: page})

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
        return self._stepped_to(after.pages, Step(self.pages, number, is_nudge))

    def on_every_page(self, number: int) -> "DocumentReview":
        """Put the box that is chosen on page `number` on all others, at the same place, cut to each; one step."""
        place = self.pages[number].chosen_place
        if place is None:
            return self
        box, kind = place.region.box, place.region.kind
        pages = {
            other: page
            if other == number or box in (there.region.box for there in page.places)
            else replace(page.with_box(box, kind), chosen=page.chosen)
            for other, page in self.pages.items()
        }
        return self if pages == self.pages else self._stepped_to(pages, Step(self.pages, number))

    def with_boxes(self, number: int, boxes: Mapping[int, tuple[Box, ...]]) -> "DocumentReview":
        """Hide these boxes as well, by page, on those that have come; one step, taken on page `number`."""
        pages = {other: page.with_boxes(boxes.get(other, ())) for other, page in self.pages.items()}
        return self if pages == self.pages else self._stepped_to(pages, Step(self.pages, number))

    def all_accepted(self, number: int, numbers: tuple[int, ...]) -> "DocumentReview":
        """Agree with every place of these pages; one step, taken on page `number`."""
        pages = {other: page.all_accepted() if other in numbers else page for other, page in self.pages.items()}
        return self if pages == self.pages else self._stepped_to(pages, Step(self.pages, number))

    def undone(self) -> tuple["DocumentReview", int | None]:
        """Go a step back; with the page to look at, None where there is no way back."""
        if not self.past:
            return self, None
        step = self.past[-1]
        pages = {**self.pages, **step.pages}  # pages that came later stay
        future = (*self.future, Step(self.pages, step.number))
        return DocumentReview(pages, self.past[:-1], future), step.number

    def redone(self) -> tuple["DocumentReview", int | None]:
        """Go a step forward again; with the page to look at, None where there is none."""
        if not self.future:
            return self, None
        step = self.future[-1]
        pages = {**self.pages, **step.pages}
        past = (*self.past, Step(self.pages, step.number))
        return DocumentReview(pages, past, self.future[:-1]), step.number

    def _stepped_to(self, pages: Mapping[int, PageReview], step: Step) -> "DocumentReview":
        return DocumentReview(pages, (*self.past[-(MAX_STEPS - 1) :], step))

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
    """

    page_count: int = 1
    waiting: int = 0
    changed: int = 0
    look: Look = Look.NONE
    is_accepted: bool = False
    can_undo: bool = False
    can_redo: bool = False
