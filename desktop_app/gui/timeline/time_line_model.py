"""Say where one is in a film: which frame is there at a time, where a step leads to, which bars lie beside each other.

Pure: knows no window, no pixels and no document. Times are seconds from the film's beginning, frames are numbered from 1.
"""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.foundation import film_clock
from desktop_app.runtime_client.values import Doubt

MAX_LANES = 4
"""Bars that overlap in time lie in so many rows; what has no room of its own shares the last one."""

ROUNDING_S = 0.0001
"""A tenth of what containers can tell apart: a time that was reckoned is no earlier than the frame it was reckoned from."""


@dataclass(frozen=True)
class Bar:
    """Something that is hidden from frame `first` to frame `last`.

    Attributes:
        kind: what it is; its colour follows from it.
        lane: the row it lies in, from 0.
        is_shown: a person lets it be seen.
        is_chosen: it is being looked at.
        doubts: the stretches of it that a person should look at.
    """

    first: int
    last: int
    kind: str
    lane: int = 0
    is_shown: bool = False
    is_chosen: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class TimeLine:
    """When each frame of a film begins.

    Attributes:
        times_s: of all frames, in order; empty: there is no film.
    """

    times_s: Sequence[float] = ()

    @property
    def count(self) -> int:
        """How many frames there are."""
        return len(self.times_s)

    @property
    def end_s(self) -> float:
        """When the last frame ends."""
        return film_clock.end_s(self.times_s)

    def time_s(self, number: int) -> float:
        """Return when a frame begins; what lies beyond either end is cut to it."""
        return self.times_s[min(max(number, 1), self.count) - 1]

    def frame_at(self, time_s: float) -> int:
        """Return the frame that is seen at a time: the last one that has begun."""
        return max(1, bisect.bisect_right(self.times_s, time_s + ROUNDING_S))

    def share(self, number: int) -> float:
        """Return where a frame begins, as a share of the whole time (0..1)."""
        length_s = self.end_s - self.times_s[0]
        return (self.time_s(number) - self.times_s[0]) / length_s if length_s > 0 else 0.0

    def end_share(self, number: int) -> float:
        """Return where a frame ends, likewise."""
        return self.share(number + 1) if number < self.count else 1.0

    def frame_at_share(self, share: float) -> int:
        """Return the frame that is seen at a share of the whole time."""
        start_s = self.times_s[0]
        return self.frame_at(start_s + min(max(share, 0.0), 1.0) * (self.end_s - start_s))

    def stepped_s(self, number: int, by_s: float) -> int:
        """Return the frame that is seen `by_s` seconds after (or before) frame `number`, but always another one if there is."""
        there = self.frame_at(max(self.time_s(number) + by_s, self.times_s[0]))
        if there == number:
            there += 1 if by_s > 0 else -1
        return min(max(there, 1), self.count)

    def spread(self, count: int) -> tuple[int, ...]:
        """Return the frames in the middle of `count` stretches of equal length, each once."""
        shares = ((place + 0.5) / count for place in range(count))
        return tuple(dict.fromkeys(self.frame_at_share(share) for share in shares)) if self.count else ()


def in_lanes(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Return bars in rows, so that no two in a row overlap as long as there are rows; in their order."""
    ends: list[int] = []
    placed: dict[int, Bar] = {}
    listed = list(bars)
    for index in sorted(range(len(listed)), key=lambda one: listed[one].first):
        bar = listed[index]
        free = next((lane for lane, end in enumerate(ends) if end < bar.first), None)
        if free is None:
            free = min(len(ends), MAX_LANES - 1)
        if free == len(ends):
            ends.append(bar.last)
        ends[free] = max(ends[free], bar.last)
        placed[index] = Bar(bar.first, bar.last, bar.kind, free, bar.is_shown, bar.is_chosen, bar.doubts)
    return tuple(placed[index] for index in range(len(listed)))
