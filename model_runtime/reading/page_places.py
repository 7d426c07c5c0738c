"""Say what is to be read as one line on a page: what the detector found, with combs and rows of letters joined.

Works on places. Reads nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model_runtime.reading.combs import Cell, Comb
from model_runtime.reading.letter_rows import letter_rows
from model_runtime.reading.turning import Quad, bounds, ordered, upright

_INSIDE = 0.5  # of a place's area: what lies in a comb to this share is its letters
_LEAST_REST_PX = 6


@dataclass(frozen=True)
class Place:
    """What is read as one line.

    Attributes:
        quad: its rectangle.
        cells: boxes of its letters, where it is a comb.
        members: the places that it joins, where it is a row of letters; read one by one where the row says nothing.
    """

    quad: Quad
    cells: tuple[Cell, ...] = ()
    members: tuple[Quad, ...] = ()


def places_of(quads: Sequence[Quad], combs: Sequence[Comb]) -> list[Place]:
    """Return what is to be read on a page where the detector found `quads`, top to bottom."""
    rest = [part for quad in quads for part in _outside(quad, combs)]
    rows = letter_rows(rest)
    joined = {number for row in rows for number in row.members}
    places = [
        *(Place(comb.quad, cells=comb.cells) for comb in combs),
        *(Place(row.quad, members=tuple(rest[number] for number in row.members)) for row in rows),
        *(Place(quad) for number, quad in enumerate(rest) if number not in joined),
    ]
    return sorted(places, key=lambda place: float(place.quad[:, 1].mean()))


def standing_rows(places: Sequence[Place]) -> list[Quad]:
    """Return columns of letters among places that were joined to nothing: a row of letters that runs up or down."""
    single = [place.quad for place in places if not (place.cells or place.members)]
    return [ordered(row.quad[:, ::-1]) for row in letter_rows([ordered(quad[:, ::-1]) for quad in single])]


def _outside(quad: Quad, combs: Sequence[Comb]) -> list[Quad]:
    """Return what is left of a place without combs: nothing of a letter in one, a label's part of one beside it."""
    left, top, right, bottom = bounds(quad)
    for comb in combs:
        comb_left, comb_top, comb_right, comb_bottom = bounds(comb.quad)
        across = min(right, comb_right) - max(left, comb_left)
        down = min(bottom, comb_bottom) - max(top, comb_top)
        if across <= 0 or down <= _INSIDE * min(bottom - top, comb_bottom - comb_top):
            continue
        if across * down >= _INSIDE * (right - left) * (bottom - top) and not comb.is_standing and right - left > 0:
            parts = [(left, comb_left), (comb_right, right)]
            kept = [upright(a, top, b, bottom) for a, b in parts if b - a > max(_LEAST_REST_PX, 0.6 * (bottom - top))]
            return [part for one in kept for part in _outside(one, [other for other in combs if other is not comb])]
        if across * down >= _INSIDE * (right - left) * (bottom - top):
            return []
    return [np.asarray(quad, np.float32)]
