"""Look for text and codes in a film: where its picture changes, for reading each frame would take a second each.

What a look finds is hidden from the frame after the look before to the one before the look after, within its scene: what
appears or goes in between is covered by one of the two. What runs is followed besides, before the look and after it, for
a second (`film_places.py`); what flashes up in a picture that was calm is read at once. Hides nothing.
"""

import statistics
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Region
from model_runtime.redaction import film_changes, second_look
from model_runtime.redaction import regions as boxes
from model_runtime.redaction.film_changes import Small
from model_runtime.redaction.film_places import Grey, Path, Walk, grey_copy
from model_runtime.redaction.second_look import Look

_AT_LEAST_S, _AT_MOST_S = 5.0, 0.2
"""How often a film is read at least and at most; in between where it changes."""


_SUDDEN, _REMEMBERED = 2.5, 12
"""How much more must change in a frame than in most of so many before it, to be read at once: a flash of text, not a pan."""

_STILL = 1.0
"""Steps of 255, likewise: what changes less has not moved."""

_FOLLOWED_S, _MOST_FOLLOWED = 1.0, 60
"""How long, and for how many frames at most, a place is followed to either side of its look: frames wait in memory for it."""

_MOST_WALKS = 40
"""Places that are followed at once; more is a page of print, and that does not run past."""

_SAME = 0.3
"""Overlap of a place that was followed with one that was read, from which on they are the same."""


@dataclass(frozen=True)
class Held:
    """Places that are hidden in all frames from `first` to `last`, and along `paths` wherever these lead."""

    first: int
    last: int
    regions: tuple[Region, ...]
    paths: tuple[Path, ...] = ()

    def at(self, number: int) -> tuple[Region, ...]:
        """Return what is hidden in a frame; some of it may reach beyond its edges."""
        along = [
            msgspec.structs.replace(one.region, box=one.boxes[number]) for one in self.paths if number in one.boxes
        ]
        return (*(self.regions if self.first <= number <= self.last else ()), *along)


@dataclass(frozen=True)
class _Read:
    number: int
    regions: tuple[Region, ...]
    walks: tuple[Walk, ...]


class FilmReading:
    """Takes the frames of a film in their order."""

    def __init__(self, looks: Sequence[Look], frames_a_second: float) -> None:
        """Begin; without `looks` nothing is ever read."""
        self._looks = looks
        self._rate = frames_a_second
        self._reads: list[_Read] = []
        self._read_small: Small = np.zeros((0, 0), np.float32)  # of the frame that was read last
        self._small = self._read_small  # of the frame before
        self._changes: deque[float] = deque(maxlen=_REMEMBERED)
        most = min(_MOST_FOLLOWED, max(2, round(_FOLLOWED_S * frames_a_second)))
        self._trail: deque[tuple[int, Grey]] = deque(maxlen=most)
        self._walks: list[Walk] = []
        self.residual: list[tuple[int, Region]] = []

    def add(self, number: int, pixels: Pixels, *, is_first: bool) -> None:
        """Read the next frame where it is the first of its scene or has changed. Raises what the looks raise."""
        if not self._looks:
            return
        small, (grey, scale) = film_changes.small_copy(pixels), grey_copy(pixels)
        if is_first:
            self._changes.clear()
            self._trail.clear()
            self._walks = []
        change = film_changes.change(self._small, small) if self._trail else 0.0
        self._walk_on(number, grey, is_still=change < _STILL)
        is_wanted = self._is_wanted(number, small, change, is_first=is_first)
        self._small = small
        self._changes.append(change)
        if is_wanted:
            self._read_small = small
            outcome = second_look.looked_over(SourcePage(number, pixels), self._looks)
            self.residual += [(number, region) for region in outcome.residual]
            self._follow(number, outcome.found, grey, scale)
        self._trail.append((number, grey))

    def held(self, cuts: Sequence[int], count: int) -> tuple[Held, ...]:
        """Return what is hidden in a film of `count` frames, whose scenes begin at `cuts`."""
        numbers = [0, *(read.number for read in self._reads), count + 1]
        result = []
        for read, before, after in zip(self._reads, numbers, numbers[2:], strict=False):
            begin = max(cut for cut in cuts if cut <= read.number)
            end = min((cut for cut in cuts if cut > read.number), default=count + 1)
            if read.regions:
                paths = tuple(walk.path for walk in read.walks if walk.has_moved)
                result.append(Held(max(begin, before + 1), min(end, after) - 1, read.regions, paths))
        return tuple(result)

    def _is_wanted(self, number: int, small: Small, change: float, *, is_first: bool) -> bool:
        """Tell whether a frame is to be read."""
        since_s = (number - self._reads[-1].number) / self._rate if self._reads else _AT_LEAST_S
        if is_first or since_s >= _AT_LEAST_S:
            return True
        usual = statistics.median(self._changes) if self._changes else 0.0
        if since_s < _AT_MOST_S and change <= max(film_changes.CHANGED, _SUDDEN * usual):
            return False
        return film_changes.change(self._read_small, small) > film_changes.CHANGED

    def _walk_on(self, number: int, grey: Grey, *, is_still: bool) -> None:
        """Follow what was read before into the next frame."""
        for walk in self._walks:
            if is_still:
                walk.stay(number)
            else:
                walk.step(self._trail[-1][1], grey, number)
        self._walks = [
            walk for walk in self._walks if not walk.is_over and len(walk.path.boxes) < (self._trail.maxlen or 0)
        ]

    def _follow(self, number: int, found: tuple[Region, ...], grey: Grey, scale: float) -> None:
        """Follow what has just been read back to the look before and beyond, and from here on."""
        self._walks = [walk for walk in self._walks if not _is_among(walk, found)]
        back, on = ([Walk(region, scale) for region in found[:_MOST_WALKS]] for _ in range(2))
        for walk in back:
            later = grey
            for earlier_number, earlier in reversed(self._trail):
                walk.step(later, earlier, earlier_number)
                is_read = self._reads[-1].number == earlier_number
                if walk.is_over or (is_read and _is_among(walk, self._reads[-1].regions)):
                    break
                later = earlier
        self._reads.append(_Read(number, found, (*back, *on)))
        self._walks = [*on, *self._walks][:_MOST_WALKS]


def _is_among(walk: Walk, found: Sequence[Region]) -> bool:
    """Tell whether a place that was followed has been read where it is now."""
    return any(one.kind == walk.path.region.kind and boxes.overlap(one.box, walk.box) >= _SAME for one in found)
