"""Join places of single letters that stand in one row to the place of one line.

The detector sees a letter set far from its neighbours as a line of its own. Works on places only: reads nothing, looks
at no pixels.
"""

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from model_runtime.reading.turning import Quad, bounds, ordered

_COMPACT = 1.9  # heights wide, at most, of a letter or two with the margin that the detector leaves
_FEWEST = 4
_SHARE = 0.6  # of the places in a row that must be compact
_LEVEL = 0.35  # heights between the middles of two neighbours
_ALIKE = 1.7  # times the height of its neighbour
_CLOSE = 1.25  # heights between two letters; the detector's margins make a place nearly twice as tall as its letters
_FAR = 2.2  # heights, where the steps are regular
_REGULAR = 0.12  # share of the typical step by which steps may differ


@dataclass(frozen=True)
class LetterRow:
    """A line of letters. Attributes: `members`, the numbers of the places that it joins, left to right."""

    quad: Quad
    members: tuple[int, ...]


@dataclass(frozen=True)
class _Place:
    number: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_compact(self) -> bool:
        return self.right - self.left <= _COMPACT * self.height


def letter_rows(quads: Sequence[Quad]) -> tuple[LetterRow, ...]:
    """Return rows of letters among `quads`, which lie flat in any order."""
    places = [_Place(number, *bounds(quad)) for number, quad in enumerate(quads)]
    short = sorted((place for place in places if place.right - place.left <= 4 * place.height), key=lambda p: p.left)
    open_rows: list[list[_Place]] = []
    for place in short:
        home = next((row for row in open_rows if _goes_on(row[-1], place)), None)
        if home is None:
            open_rows.append([place])
        else:
            home.append(place)
    found = []
    for row in (part for whole in open_rows for part in _parts(whole)):
        if len(row) >= _FEWEST and sum(place.is_compact for place in row) >= max(_FEWEST - 1, _SHARE * len(row)):
            members = tuple(place.number for place in row)
            corners = np.concatenate([quads[number] for number in members])
            found.append(LetterRow(ordered(cv2.boxPoints(cv2.minAreaRect(corners))), members))
    return tuple(found)


def _goes_on(last: _Place, place: _Place) -> bool:
    height = min(last.height, place.height)
    alike = max(last.height, place.height) <= _ALIKE * height
    level = abs(last.middle - place.middle) <= _LEVEL * height
    return alike and level and -0.5 * height < place.left - last.right <= _FAR * height


def _parts(row: Sequence[_Place]) -> list[list[_Place]]:
    """Cut a row where letters stand far apart, unless its steps are regular."""
    if len(row) < _FEWEST or _is_regular(row):
        return [list(row)]
    parts = [[row[0]]]
    for place in row[1:]:
        if place.left - parts[-1][-1].right > _CLOSE * min(place.height, parts[-1][-1].height):
            parts.append([])
        parts[-1].append(place)
    return parts


def _is_regular(row: Sequence[_Place]) -> bool:
    steps = [b.center - a.center for a, b in itertools.pairwise(row)]
    step = statistics.median(steps)
    if step > _FAR * statistics.median(place.height for place in row):
        return False
    off = [abs(one / step - max(1, round(one / step))) for one in steps] if step > 0 else [1.0]
    return statistics.median(off) <= _REGULAR / 2 and max(off) <= 2 * _REGULAR
