"""Find rows of small closed boxes that were drawn for one letter each.

Works on the borders' shapes only: a box is paper with ink all around it. Does not read; does not find combs that are
open at the top (`comb_ticks.py`).
"""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.comb_cells import Cell, count_pieces, mostly_single

_SIDES_PX = (9, 160)  # of a box that holds one letter
_NARROWEST, _WIDEST = 0.3, 2.3  # of its height
_LEAST_FILLED = 0.5  # of its upright box: a letter that touches the border takes a bite
_RECTANGULAR = 0.85  # of its upright box, typically: the eye of an O is an ellipse, 0.79
_MOST_BOXES = 20_000
_FEWEST_CELLS = 4
_SAME_SIZE, _SAME_LEVEL = 0.25, 0.3  # shares of a box by which the next one may differ
_REACH = 2.6  # box widths to the middle of the next one: one box may be missing, groups stand apart
_REGULAR = 0.15  # share of the pitch by which a step may differ from it
_EDGE_SHARE, _EDGE_PX = 0.05, 1  # of a box, at its border: the border's own blur


def boxes_in_rows(ink: npt.NDArray[np.uint8]) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Return rows of boxes with letters in `ink` [H, W]: those that lie, left to right; those that stand, top down."""
    boxes = _boxes(ink)
    lying = _chains(boxes, ink)
    standing = [chain for chain in _chains([box.on_its_side() for box in boxes], ink.T) if _is_own(chain, lying)]
    lying = [chain for chain in lying if _is_own(chain, standing)]
    return (
        [list(_cells(chain)) for chain in lying],
        [list(_cells([box.on_its_side() for box in chain])) for chain in standing],
    )


@dataclass(frozen=True)
class _Box:
    left: int
    top: int
    width: int
    height: int
    filled: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def on_its_side(self) -> "_Box":
        return _Box(self.top, self.left, self.height, self.width, self.filled)


def _boxes(ink: npt.NDArray[np.uint8]) -> list[_Box]:
    """Return patches of paper with ink all around them, of the size and shape of a box for one letter."""
    contours, levels = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour, level in zip(contours, () if levels is None else levels[0], strict=True):
        if level[3] < 0:
            continue  # ink, not paper
        left, top, width, height = cv2.boundingRect(contour)
        left, top, width, height = left + 1, top + 1, width - 2, height - 2  # the contour of a hole lies on its ink
        shortest, longest = min(width, height), max(width, height)
        if _SIDES_PX[0] <= shortest and longest <= _SIDES_PX[1] and longest <= shortest / _NARROWEST:
            filled = cv2.contourArea(contour) / ((width + 1) * (height + 1))
            if filled >= _LEAST_FILLED:
                boxes.append(_Box(left, top, width, height, filled))
    return boxes[:_MOST_BOXES]


def _chains(boxes: Sequence[_Box], ink: npt.NDArray[np.uint8]) -> list[list[_Box]]:
    """Return rows of boxes of one size that hold one letter each, each row from left to right."""
    shaped = [box for box in boxes if _NARROWEST <= box.width / box.height <= _WIDEST]
    waiting = sorted(shaped, key=lambda box: box.left)
    lefts = np.array([box.left for box in waiting])
    used = [False] * len(waiting)
    chains = []
    for number, first in enumerate(waiting):
        if used[number]:
            continue
        chain = [first]
        used[number] = True
        while (following := _next(chain[-1], waiting, lefts, used)) is not None:
            used[following] = True
            chain.append(waiting[following])
        if _is_comb(chain, ink):
            chains.append(chain)
    return chains


def _next(box: _Box, waiting: Sequence[_Box], lefts: npt.NDArray[np.int64], used: Sequence[bool]) -> int | None:
    """Return the number of the nearest box of the same size right of `box`, on its level."""
    first = int(np.searchsorted(lefts, box.left + box.width // 2))
    last = int(np.searchsorted(lefts, box.left + _REACH * box.width))
    for number in range(first, last):
        other = waiting[number]
        same_size = (
            abs(other.width - box.width) <= max(2, _SAME_SIZE * box.width)
            and abs(other.height - box.height) <= max(2, _SAME_SIZE * box.height)
        )  # fmt: skip
        beside = other.left >= box.left + box.width and abs(other.middle[1] - box.middle[1]) <= _SAME_LEVEL * box.height
        if same_size and beside and not used[number]:
            return number
    return None


def _is_comb(chain: Sequence[_Box], ink: npt.NDArray[np.uint8]) -> bool:
    """Tell whether boxes are many, rectangular, evenly set, and hold single letters."""
    if len(chain) < _FEWEST_CELLS or statistics.median(box.filled for box in chain) < _RECTANGULAR:
        return False
    steps = [b.middle[0] - a.middle[0] for a, b in itertools.pairwise(chain)]
    pitch = statistics.median(steps)
    if sum(abs(step - pitch) <= _REGULAR * pitch for step in steps) < 0.6 * len(steps):
        return False
    pieces = [
        count_pieces(ink[box.top + 2 : box.top + box.height - 2, box.left + 2 : box.left + box.width - 2])
        for box in chain
    ]
    return mostly_single(pieces, _FEWEST_CELLS - 1)


def _is_own(chain: Sequence[_Box], others: Sequence[Sequence[_Box]]) -> bool:
    """Tell whether no longer chain across this one shares a box with it."""
    own = {box.on_its_side() for box in chain}
    return not any(len(other) >= len(chain) and not own.isdisjoint(other) for other in others)


def _cells(chain: Sequence[_Box]) -> Iterator[Cell]:
    """Yield the paper of each box without its border's blur; one for a box that is missing between two."""
    whole = list(_completed(chain))
    for box in whole:
        across = _EDGE_PX + _EDGE_SHARE * box.width
        down = _EDGE_PX + _EDGE_SHARE * box.height
        yield (
            box.left + across,
            box.top + down,
            box.left + box.width - across,
            box.top + box.height - down,
        )


def _completed(chain: Sequence[_Box]) -> Iterator[_Box]:
    """Yield the boxes with the one put in that a letter across its border hid."""
    middles = np.array([box.middle for box in chain])
    steps = np.diff(middles, axis=0)
    pitch = float(np.median(np.abs(steps).max(axis=1)))
    for number, box in enumerate(chain):
        yield box
        if number < len(steps):
            step = float(np.abs(steps[number]).max())
            if abs(step - 2 * pitch) <= _REGULAR * pitch:
                across, down = steps[number] / 2
                yield _Box(round(box.left + across), round(box.top + down), box.width, box.height, 1.0)
