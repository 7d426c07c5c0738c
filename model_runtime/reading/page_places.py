"""Say what is to be read as one line on a page: what the detector found, with combs and rows of letters joined.

Works on places. Reads nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from model_runtime.reading.comb_cells import Cell
from model_runtime.reading.combs import Comb
from model_runtime.reading.letter_rows import letter_rows
from model_runtime.reading.turning import Quad, bounds, ordered, sides, upright

_SHARED = 0.5  # of the lower one's height: a place and a comb that share this much are on one level
_LEAST_REST_PX, _LEAST_REST = 6, 0.8  # heights: less than this beside a comb is its border

IsSpaced: TypeAlias = Callable[[Quad, int], bool]
Bounds: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """What is read as one line.

    Attributes:
        quad: its rectangle.
        cells: boxes of its letters, where it is a comb.
        members: the places that it joins or takes the place of; read one by one where it says nothing itself.
    """

    quad: Quad
    cells: tuple[Cell, ...] = ()
    members: tuple[Quad, ...] = ()


def places_of(quads: Sequence[Quad], combs: Sequence[Comb], is_spaced: IsSpaced) -> list[Place]:
    """Return what is to be read on a page where the detector found `quads`, top to bottom.

    `is_spaced` tells whether letters in a rectangle stand far apart, when the page is turned by so many quarter turns.
    """
    rest = [part for quad in quads for part in _outside(quad, combs)]
    rows = letter_rows(rest, lambda number: _is_lying(rest[number]) and is_spaced(rest[number], 0))
    joined = {number for row in rows for number in row.members}
    places = [
        *(Place(comb.quad, comb.cells, tuple(quad for quad in quads if _is_cut(quad, comb))) for comb in combs),
        *(Place(row.quad, members=tuple(rest[number] for number in row.members)) for row in rows),
        *(Place(quad) for number, quad in enumerate(rest) if number not in joined),
    ]
    return sorted(places, key=lambda place: float(place.quad[:, 1].mean()))


def standing_rows(places: Sequence[Place], is_spaced: IsSpaced) -> list[Quad]:
    """Return columns of letters among places that were joined to nothing: a row of letters that runs up or down."""
    single = [place.quad for place in places if not (place.cells or place.members)]
    on_side = [ordered(quad[:, ::-1]) for quad in single]
    rows = letter_rows(on_side, lambda number: _is_lying(on_side[number]) and is_spaced(single[number], 1))
    return [ordered(row.quad[:, ::-1]) for row in rows]


def _is_lying(quad: Quad) -> bool:
    wide, tall = sides(quad)
    return wide >= tall


def _outside(quad: Quad, combs: Sequence[Comb]) -> list[Quad]:
    """Return what is left of a place without combs: nothing of letters in one, a label's part of one beside it."""
    parts = [np.asarray(quad, np.float32)]
    for comb in combs:
        parts = [rest for part in parts for rest in _without(part, comb)]
    return parts


def _without(quad: Quad, comb: Comb) -> list[Quad]:
    if comb.is_standing:
        return [
            ordered(part[:, ::-1]) for part in _beside(bounds(quad[:, ::-1]), bounds(comb.quad[:, ::-1]), quad[:, ::-1])
        ]
    return _beside(bounds(quad), bounds(comb.quad), quad)


def _is_cut(quad: Quad, comb: Comb) -> bool:
    return not (len(rest := _without(quad, comb)) == 1 and np.array_equal(rest[0], quad))


def _beside(place: Bounds, comb: Bounds, quad: Quad) -> list[Quad]:
    """Return the pieces left and right of a lying comb of a place on its level; the place where it is elsewhere."""
    left, top, right, bottom = place
    down = min(bottom, comb[3]) - max(top, comb[1])
    if min(right, comb[2]) <= max(left, comb[0]) or down <= _SHARED * min(bottom - top, comb[3] - comb[1]):
        return [quad]
    least = max(_LEAST_REST_PX, _LEAST_REST * (bottom - top))
    return [upright(a, top, b, bottom) for a, b in ((left, comb[0]), (comb[2], right)) if b - a > least]
