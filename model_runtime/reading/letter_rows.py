"""Join places of single letters that stand in one row to the place of one line.

The detector sees a letter set far from its neighbours as a line of its own. Works on places only: reads nothing, looks
at no pixels.
"""

import itertools
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from model_runtime.reading.turning import Quad, bounds, ordered

_COMPACT = 1.9  # heights wide, at most, of a letter or two with the margin that the detector leaves
_FEWEST = 4  # letters
_OF_SPACED = 2  # letters more in a place that is no single letter
_LEVEL = 0.35  # heights between the middles of two neighbours
_ALIKE = 1.7  # times the height of its neighbour
_CLOSE = 1.25  # heights between two letters; the detector's margins make a place nearly twice as tall as its letters
_WORD_GAP = 1.3  # steps from letter to letter: further on begins another line
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


def letter_rows(quads: Sequence[Quad], is_spaced: Callable[[int], bool]) -> tuple[LetterRow, ...]:
    """Return rows of letters among `quads`, which lie flat in any order.

    Args:
        quads: the places that were found.
        is_spaced: tells of a place, by its number, whether the letters in it stand far apart; asked of few.
    """
    places = [_Place(number, *bounds(quad)) for number, quad in enumerate(quads)]
    open_rows: list[list[_Place]] = []
    for place in sorted(places, key=lambda place: place.left):
        home = next((row for row in open_rows if _goes_on(row[-1], place)), None)
        if home is None:
            open_rows = [row for row in open_rows if len(row) > 1 or _reaches(row[-1], place.left)]
            open_rows.append([place])
        else:
            home.append(place)
    found = []
    for row in (part for whole in open_rows for part in _parts(whole, is_spaced)):
        members = tuple(place.number for place in row)
        corners = np.concatenate([quads[number] for number in members])
        found.append(LetterRow(ordered(cv2.boxPoints(cv2.minAreaRect(corners))), members))
    return tuple(found)


def _reaches(last: _Place, left: float) -> bool:
    return left - last.right <= _FAR * last.height


def _goes_on(last: _Place, place: _Place) -> bool:
    height = min(last.height, place.height)
    alike = max(last.height, place.height) <= _ALIKE * height
    level = abs(last.middle - place.middle) <= _LEVEL * height
    return alike and level and -0.5 * height < place.left - last.right <= _FAR * height


def _parts(row: Sequence[_Place], is_spaced: Callable[[int], bool]) -> Iterator[list[_Place]]:
    """Yield the pieces of a row that are letters set apart: close to each other, or at regular steps."""
    if len(row) < 2:
        return
    part: list[_Place] = []
    spaced = 0
    for place in row:
        compact = place.is_compact
        if not (compact or is_spaced(place.number)):
            yield from _judged(part, spaced)
            part, spaced = [], 0
            continue
        part.append(place)
        spaced += not compact
    yield from _judged(part, spaced)


def _judged(part: Sequence[_Place], spaced: int) -> Iterator[list[_Place]]:
    if len(part) < 2 or len(part) + _OF_SPACED * spaced < _FEWEST:
        return
    if _is_regular(part):
        yield list(part)
        return
    steps = [b.center - a.center for a, b in itertools.pairwise(part) if a.is_compact and b.is_compact]
    between_words = _WORD_GAP * statistics.median(steps) if steps else 0.0
    close = [[part[0]]]
    for place in part[1:]:
        last = close[-1][-1]
        reach = _CLOSE if place.is_compact and last.is_compact else _FAR  # spaced pieces show that they are spaced
        if place.left - last.right > max(between_words, reach * min(place.height, last.height)):
            close.append([])
        close[-1].append(place)
    for piece in close:
        wide = sum(not place.is_compact for place in piece)
        if len(piece) >= 2 and len(piece) + _OF_SPACED * wide >= _FEWEST:
            yield piece


def _is_regular(row: Sequence[_Place]) -> bool:
    """Tell whether single letters stand at even steps, or at multiples of one."""
    if not all(place.is_compact for place in row):
        return False
    steps = [b.center - a.center for a, b in itertools.pairwise(row)]
    step = statistics.median(steps)
    if not 0 < step <= _FAR * statistics.median(place.height for place in row):
        return False
    off = [abs(one / step - max(1, round(one / step))) for one in steps]
    return statistics.median(off) <= _REGULAR / 2 and max(off) <= 2 * _REGULAR
