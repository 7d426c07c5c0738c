"""Say what a person has decided about a film so far: who may be seen, what is hidden besides, what is being looked at.

Values only: every operation returns a new one. Sends nothing, and knows no pixels.
"""

from dataclasses import dataclass, replace

import msgspec

from desktop_app.conversation.review import MIN_SIDE_PX
from desktop_app.jobs import hiding
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import Box, FilmPlace, FilmTrack, Region, WhyDoubtful

MAX_STEPS = 200
"""Steps back that are remembered."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a film that a person should look at: frames `first` to `last`, of which row, and why."""

    first: int
    last: int
    row: int
    why: WhyDoubtful


@dataclass(frozen=True)
class FilmReview:
    """A film as the reviewing person has left it. Its rows are what was found, then what the person has drawn.

    Attributes:
        found: what the look through the film has found.
        shown: what of it stays visible.
        places: what the person hides besides.
        chosen: the row that is being looked at.
        stretch: the doubtful stretch that is being looked at.
        past: earlier states to go back to.
    """

    found: FoundInFilm
    shown: frozenset[FilmTrack] = frozenset()
    places: tuple[FilmPlace, ...] = ()
    chosen: int | None = None
    stretch: int | None = None
    past: tuple[tuple[frozenset[FilmTrack], tuple[FilmPlace, ...]], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.found.tracks) + len(self.places)

    @property
    def chosen_track(self) -> FilmTrack | None:
        """What was found and is being looked at."""
        return self.found.tracks[self.chosen] if self.chosen is not None and self.chosen < self._found else None

    @property
    def chosen_place(self) -> FilmPlace | None:
        """What the person has drawn and is looking at."""
        return (
            self.places[self.chosen - self._found] if self.chosen is not None and self.chosen >= self._found else None
        )

    @property
    def hidden_count(self) -> int:
        """How many rows are hidden."""
        return self.rows - len(self.shown)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The doubtful stretches of what is hidden, in the order of their beginnings."""
        doubtful = [
            Stretch(doubt.first, doubt.last, row, doubt.why)
            for row, track in enumerate(self.found.tracks)
            if track not in self.shown
            for doubt in track.doubts
        ]
        return tuple(sorted(doubtful, key=lambda one: (one.first, one.row)))

    def lists_as(self, other: "FilmReview | None") -> bool:
        """Tell whether both list the same, whatever is being looked at: thousands of rows are not made for each frame."""
        return (
            other is not None and self.found is other.found and (self.shown, self.places) == (other.shown, other.places)
        )

    def decision(self, *, is_reviewed: bool) -> FilmDecision:
        """Return what is decided."""
        return FilmDecision(self.shown, self.places, is_reviewed)

    def span(self, row: int) -> tuple[int, int]:
        """Return the first and the last frame of a row."""
        part = self.found.tracks[row] if row < self._found else self.places[row - self._found]
        return part.first, part.last

    def is_shown(self, row: int) -> bool:
        """Tell whether a row stays visible."""
        return row < self._found and self.found.tracks[row] in self.shown

    def may_be_shown(self, row: int) -> bool:
        """Tell whether a person can let a row be seen: places that stay where they are, which have no number, cannot."""
        return row < self._found and self.found.tracks[row].number > 0

    def choosing(self, row: int | None) -> "FilmReview":
        """Look at a row; at none for one that is not there."""
        is_there = row is not None and 0 <= row < self.rows
        return replace(self, chosen=row if is_there else None, stretch=None)

    def with_chosen_shown(self, *, is_shown: bool) -> "FilmReview":
        """Let what is chosen be seen in the whole film, or hide it again."""
        track = self.chosen_track
        if track is None or not track.number:
            return self
        return self._stepped(replace(self, shown=self.shown | {track} if is_shown else self.shown - {track}))

    def with_place(self, box: Box, first: int, last: int) -> "FilmReview":
        """Hide a box from one frame to another, and look at it. Unchanged where hardly any of it lies on the frames."""
        inside = box.clipped(self.found.native.width, self.found.native.height)
        if inside is None or min(inside.width, inside.height) < MIN_SIDE_PX:
            return self
        place = FilmPlace(first, last, Region(hiding.MARKED, 1.0, hiding.PERSON, inside))
        return self._stepped(replace(self, places=(*self.places, place), chosen=self.rows, stretch=None))

    def with_chosen_box(self, box: Box) -> "FilmReview":
        """Give the chosen place another box; what was found moves by itself."""
        place, inside = self.chosen_place, box.clipped(self.found.native.width, self.found.native.height)
        if place is None or inside is None or min(inside.width, inside.height) < MIN_SIDE_PX:
            return self
        region = msgspec.structs.replace(place.region, box=inside)
        return self._with_place(msgspec.structs.replace(place, region=region))

    def with_chosen_from(self, number: int) -> "FilmReview":
        """Hide the chosen place from a frame on; its end gives way."""
        place = self.chosen_place
        if place is None:
            return self
        return self._with_place(msgspec.structs.replace(place, first=number, last=max(number, place.last)))

    def with_chosen_to(self, number: int) -> "FilmReview":
        """Hide the chosen place up to a frame; its beginning gives way."""
        place = self.chosen_place
        if place is None:
            return self
        return self._with_place(msgspec.structs.replace(place, first=min(number, place.first), last=number))

    def without_chosen_place(self) -> "FilmReview":
        """Take what a person has drawn away again."""
        place = self.chosen_place
        if place is None or self.chosen is None:
            return self
        places = (*self.places[: self.chosen - self._found], *self.places[self.chosen - self._found + 1 :])
        return self._stepped(replace(self, places=places, chosen=None))

    def walked(self, by: int, number: int) -> "FilmReview":
        """Look at the next (1) or the previous (-1) doubtful stretch, round and round; the first time from frame `number` on."""
        stretches = self.stretches
        if not stretches:
            return self
        if self.stretch is not None and self.stretch < len(stretches):
            index = (self.stretch + by) % len(stretches)
        elif by > 0:
            index = next((place for place, one in enumerate(stretches) if one.last >= number), 0)
        else:
            earlier = [place for place, one in enumerate(stretches) if one.first <= number]
            index = earlier[-1] if earlier else len(stretches) - 1
        return replace(self, chosen=stretches[index].row, stretch=index)

    def undone(self) -> "FilmReview":
        """Go a step back."""
        if not self.past:
            return self
        shown, places = self.past[-1]
        return replace(self, shown=shown, places=places, past=self.past[:-1], chosen=None, stretch=None)

    @property
    def _found(self) -> int:
        return len(self.found.tracks)

    def _with_place(self, place: FilmPlace) -> "FilmReview":
        assert self.chosen is not None  # callers have looked
        index = self.chosen - self._found
        return self._stepped(replace(self, places=(*self.places[:index], place, *self.places[index + 1 :])))

    def _stepped(self, after: "FilmReview") -> "FilmReview":
        if (after.shown, after.places) == (self.shown, self.places):
            return self
        return replace(after, past=(*self.past[-(MAX_STEPS - 1) :], (self.shown, self.places)))


def film_review(found: FoundInFilm, decision: FilmDecision) -> FilmReview:
    """Return the review of a film as it was decided so far; of what was not found again nothing is decided."""
    shown = frozenset(found.tracks) & decision.shown if decision.shown else frozenset[FilmTrack]()
    return FilmReview(found, shown, decision.places)
