"""Say what a person has decided about one page: which places are hidden, which were taken out, which one is chosen.

Values only: every operation returns a new one. Remembers no earlier state (`review_history.py`) and sends nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from desktop_app.jobs import hiding
from desktop_app.runtime_client.values import Box, Region

PERSON = hiding.PERSON
"""The origin of a box that somebody drew or changed."""

MARKED = hiding.MARKED
"""The kind of a box that somebody drew: what lies below it, only they know."""

DOUBTFUL_SCORE = 0.5
"""What was found with less is looked at first."""

MIN_SIDE_PX = 4
"""A smaller box hides nothing that could be seen."""


@dataclass(frozen=True)
class Place:
    """A place that will be hidden when the page is accepted.

    Attributes:
        is_accepted: a person looked at it and agreed.
        is_undecided: found when the page was looked at again after hiding, and hidden only once a person agrees.
    """

    region: Region
    is_accepted: bool = False
    is_undecided: bool = False

    @property
    def is_by_person(self) -> bool:
        """Whether a person drew or changed it."""
        return self.region.origin == PERSON


@dataclass(frozen=True)
class PageReview:
    """A page as the reviewing person has left it.

    Attributes:
        width, height: of the upright page in native pixels; boxes lie inside.
        removed: what was found and will be seen all the same, because a person said so.
        chosen: index of the place that is being looked at.
    """

    width: int
    height: int
    places: tuple[Place, ...] = ()
    removed: tuple[Region, ...] = ()
    chosen: int | None = None

    @property
    def regions(self) -> tuple[Region, ...]:
        """What is hidden once this page is accepted."""
        return tuple(place.region for place in self.places)

    @property
    def settled(self) -> tuple[Region, ...]:
        """What is to be hidden without the places that nobody has decided about."""
        return tuple(place.region for place in self.places if not place.is_undecided)

    @property
    def walk(self) -> tuple[int, ...]:
        """The places in the order in which they are looked at: doubtful ones first, each and all others as they stand."""
        return tuple(sorted(range(len(self.places)), key=lambda index: (_certainty(self.places[index]), index)))

    @property
    def chosen_place(self) -> Place | None:
        """The place that is being looked at."""
        return self.places[self.chosen] if self.chosen is not None else None

    def choosing(self, index: int | None) -> "PageReview":
        """Look at a place; at none for an index that is not there."""
        is_there = index is not None and 0 <= index < len(self.places)
        return replace(self, chosen=index if is_there else None)

    def walked(self, by: int) -> "PageReview":
        """Look at the next (1) or the previous (-1) place, round and round, in the order of `walk`."""
        if not self.places:
            return self
        walk = self.walk
        start = walk.index(self.chosen) if self.chosen is not None else (-1 if by > 0 else len(walk))
        return replace(self, chosen=walk[(start + by) % len(walk)])

    def with_box(self, box: Box, kind: str = MARKED) -> "PageReview":
        """Hide one more box, cut to the page, and look at it. Unchanged where hardly any of it lies on the page."""
        inside = box.clipped(self.width, self.height)
        if inside is None or min(inside.width, inside.height) < MIN_SIDE_PX:
            return self
        place = Place(Region(kind, 1.0, PERSON, inside), is_accepted=True)
        return replace(self, places=(*self.places, place), chosen=len(self.places))

    def moved(self, by_x: int, by_y: int) -> "PageReview":
        """Move the chosen box, as far as the page goes."""
        if (place := self.chosen_place) is None:
            return self
        box = place.region.box
        left = min(max(box.left + by_x, 0), self.width - box.width)
        top = min(max(box.top + by_y, 0), self.height - box.height)
        return self._with_chosen_at(Box(left, top, box.width, box.height))

    def resized(self, box: Box) -> "PageReview":
        """Give the chosen place another box, cut to the page and never too small to hide anything."""
        if self.chosen_place is None:
            return self
        left = min(max(box.left, 0), max(0, self.width - MIN_SIDE_PX))
        top = min(max(box.top, 0), max(0, self.height - MIN_SIDE_PX))
        right = min(max(box.right, left + MIN_SIDE_PX), self.width)
        foot = min(max(box.bottom, top + MIN_SIDE_PX), self.height)
        return self._with_chosen_at(Box(left, top, right - left, foot - top))

    def without_chosen(self) -> "PageReview":
        """Let the chosen place be seen, and look at the one after it."""
        if (place := self.chosen_place) is None or self.chosen is None:
            return self
        places = (*self.places[: self.chosen], *self.places[self.chosen + 1 :])
        removed = self.removed if place.is_by_person else (*self.removed, place.region)
        return replace(
            self, places=places, removed=removed, chosen=min(self.chosen, len(places) - 1) if places else None
        )

    def without_kind(self, kind: str) -> "PageReview":
        """Let every place of a kind be seen."""
        gone = [place for place in self.places if place.region.kind == kind]
        removed = (*self.removed, *(place.region for place in gone if not place.is_by_person))
        return replace(
            self, places=tuple(place for place in self.places if place not in gone), removed=removed, chosen=None
        )

    def with_kind_accepted(self, kind: str) -> "PageReview":
        """Agree with every place of a kind."""
        agreed = tuple(
            replace(place, is_accepted=True, is_undecided=False) if place.region.kind == kind else place
            for place in self.places
        )
        return replace(self, places=agreed)

    def with_boxes(self, boxes: Iterable[Box]) -> "PageReview":
        """Hide these boxes, too, but for those that lie in one already; the place that was chosen stays so."""
        page = self
        for box in boxes:
            if not any(region.box.contains(box) for region in page.regions):
                page = page.with_box(box)
        return replace(page, chosen=self.chosen)

    def with_chosen_accepted(self) -> "PageReview":
        """Agree with the chosen place."""
        if (place := self.chosen_place) is None:
            return self
        return self._with_chosen(replace(place, is_accepted=True, is_undecided=False))

    def all_accepted(self) -> "PageReview":
        """Agree with every place, those that nobody had decided about included."""
        agreed = tuple(replace(place, is_accepted=True, is_undecided=False) for place in self.places)
        return replace(self, places=agreed)

    def with_late(self, finds: Iterable[Region]) -> "PageReview":
        """Add what was found when the page was looked at again, but for what lies in a box or was let be seen."""
        known = (*self.regions, *self.removed)
        late = [
            Place(find, is_undecided=True) for find in finds if not any(one.box.contains(find.box) for one in known)
        ]
        return replace(self, places=(*self.places, *late)) if late else self

    def _with_chosen_at(self, box: Box) -> "PageReview":
        place = self.chosen_place
        if place is None or box == place.region.box:
            return self
        region = msgspec.structs.replace(place.region, box=box, origin=PERSON, score=1.0)
        return self._with_chosen(Place(region, is_accepted=True))

    def _with_chosen(self, place: Place) -> "PageReview":
        assert self.chosen is not None  # callers have looked
        return replace(self, places=(*self.places[: self.chosen], place, *self.places[self.chosen + 1 :]))


def _certainty(place: Place) -> int:
    if place.is_undecided:
        return 0
    return 1 if not place.is_by_person and place.region.score < DOUBTFUL_SCORE else 2


def page_review(size: tuple[int, int], hidden: Iterable[Region], undecided: Iterable[Region] = ()) -> PageReview:
    """Return the review of a page nobody has touched, its places in reading order. `size` is width and height."""
    places = [Place(region, is_accepted=region.origin == PERSON) for region in hidden]
    places += [Place(region, is_undecided=True) for region in undecided]
    places.sort(key=lambda place: (place.region.box.top, place.region.box.left))
    return PageReview(*size, places=tuple(places))
