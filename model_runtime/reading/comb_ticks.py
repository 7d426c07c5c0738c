"""Find combs that are open at the top: a rule with short ticks at even steps, and a letter above each step.

Works on the rule's shape and on the ink above it. Lying rules only: who looks for standing ones turns the picture. Does
not read.
"""

import itertools
import statistics
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.comb_cells import Cell, count_pieces, mostly_single

_Ink = npt.NDArray[np.uint8]
_Counts = npt.NDArray[np.int32]

_SHORTEST_PX = 36  # of a rule
_HEIGHTS_PX = (3, 90)  # of a rule with its ticks
_LONG = 2.5  # times as long as it is high
_MOST_FILLED = 0.55  # of its upright box: strokes, not letters
_RULE = 0.75  # of the comb's length: a row of ink this long is the rule
_BLUR_PX = 2  # beside the rule
_FEWEST_TICKS = 4
_PITCH_PX = (9, 90)
_REGULAR = 0.15  # of the pitch
_HIGHEST_TICK = 1.6  # pitches: higher ones are a table's
_NARROW = 0.3  # of the pitch, at most, is a tick's width
_ROOM = 2.2  # pitches above the rule in which the letters' band lies
_BETWEEN_GROUPS = 3.0  # pitches between the rules of two groups of one number
_MOST_RULES = 3_000


def turns_with_rules(ink: _Ink) -> tuple[int, ...]:
    """Return by how many quarter turns `ink` [H, W] must be turned for rules to lie below their letters, if any do."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = (stats[1:, column] for column in (2, 3, 4))
    lying = bool(_shaped(width, height, area).any())
    standing = bool(_shaped(height, width, area).any())
    return (0, 2) * lying + (1, 3) * standing


def _shaped(width: _Counts, height: _Counts, area: _Counts) -> npt.NDArray[np.bool_]:
    """Tell which pieces of ink may be a rule with ticks."""
    result: npt.NDArray[np.bool_] = (
        (width >= _SHORTEST_PX)
        & (height >= _HEIGHTS_PX[0])
        & (height <= _HEIGHTS_PX[1])
        & (width >= _LONG * height)
        & (area <= _MOST_FILLED * width * height)
    )
    return result


def ticked_rows(ink: _Ink) -> list[list[Cell]]:
    """Return the cells of each comb of ticks in `ink` [H, W], left to right; groups on one level are one comb."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, width, height, area = (stats[1:, column] for column in range(5))
    combs = []
    for number in np.flatnonzero(_shaped(width, height, area))[:_MOST_RULES]:
        place = slice(top[number], top[number] + height[number]), slice(left[number], left[number] + width[number])
        cells = _cells(ink, labels[place] == number + 1, int(left[number]), int(top[number]))
        if cells:
            combs.append(cells)
    rows = _with_groups(combs)
    return [row for row in rows if mostly_single([count_pieces(_inside(ink, cell)) for cell in row], _FEWEST_TICKS - 1)]


def _cells(ink: _Ink, part: npt.NDArray[np.bool_], left: int, top: int) -> list[Cell]:
    """Return the cells above a rule with ticks; none where `part`, which begins at `left`, `top`, is none."""
    rule = np.flatnonzero(part.sum(axis=1) >= _RULE * part.shape[1])
    if not len(rule) or rule[-1] - rule[0] > max(6, 0.3 * part.shape[0]):
        return []  # no rule; or two of them, which are a row of boxes
    above, below = part[: max(0, rule[0] - _BLUR_PX)], part[rule[-1] + 1 + _BLUR_PX :]
    ticks_of = above if len(above) >= len(below) else below
    spans = _spans(ticks_of.any(axis=0)) if len(ticks_of) else []
    middles = [(start + end) / 2 for start, end in spans]
    if len(spans) < _FEWEST_TICKS:
        return []
    steps = np.diff(middles)
    pitch = float(np.median(steps))
    heights = [int(np.flatnonzero(ticks_of[:, start:end].any(axis=1)).size) for start, end in spans]
    is_comb = (
        _PITCH_PX[0] <= pitch <= _PITCH_PX[1]
        and bool(np.all(np.abs(steps - pitch) <= max(2.0, _REGULAR * pitch)))
        and statistics.median(heights) <= _HIGHEST_TICK * pitch
        and statistics.median(end - start for start, end in spans) <= max(3.0, _NARROW * pitch)
    )
    if not is_comb:
        return []
    bottom = top + int(rule[0])
    first = _band(ink, left, bottom, spans, pitch)
    edges = [(left + start, left + end) for start, end in spans]
    return [(a[1] + 1, first, b[0] - 1, bottom - 1) for a, b in itertools.pairwise(edges)]


def _band(ink: _Ink, left: int, bottom: int, spans: Sequence[tuple[int, int]], pitch: float) -> int:
    """Return the y above the letters that stand on the rule whose upper edge is at `bottom`."""
    ceiling = max(0, bottom - round(_ROOM * pitch))
    room = ink[ceiling : max(ceiling, bottom - _BLUR_PX), left : left + spans[-1][1]].copy()
    for start, end in spans:
        room[:, max(0, start - 1) : end + 1] = 0
    written = np.flatnonzero(room.any(axis=1))
    if not len(written):
        return ceiling
    breaks = np.flatnonzero(np.diff(written) > 1)
    first = int(written[breaks[-1] + 1]) if len(breaks) else int(written[0])
    return max(0, ceiling + first - 1)


def _spans(has_ink: npt.ArrayLike) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], np.asarray(has_ink), [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _with_groups(combs: Sequence[list[Cell]]) -> Iterator[list[Cell]]:
    """Yield combs; those that go on behind a gap, on the same level and with the same pitch, as one."""
    waiting: list[list[Cell]] = []
    for comb in sorted(combs, key=lambda cells: cells[0][0]):
        home = next((row for row in waiting if _goes_on(row[-1], comb[0])), None)
        if home is None:
            waiting.append(list(comb))
        else:
            home += comb
    yield from waiting


def _goes_on(last: Cell, cell: Cell) -> bool:
    width = last[2] - last[0]
    is_near = 0 <= cell[0] - last[2] <= _BETWEEN_GROUPS * width
    same_level = abs(cell[3] - last[3]) <= 0.3 * width
    return is_near and same_level and abs(cell[2] - cell[0] - width) <= max(2, 0.2 * width)


def _inside(ink: _Ink, cell: Cell) -> _Ink:
    left, top, right, bottom = (round(value) for value in cell)
    return ink[top:bottom, left:right]
