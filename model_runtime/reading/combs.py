"""Find combs: places for single letters in a row, as forms have them for names and numbers.

A text detector sees lonely letters there, or letters and borders as one word. Finds the cells; does not read them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.comb_boxes import boxes_in_rows
from model_runtime.reading.comb_cells import Cell
from model_runtime.reading.comb_ticks import ticked_rows, turns_with_rules
from model_runtime.reading.turning import Quad, bounds, ordered, turned, upright

_LONGEST_SIDE_PX = 3000  # a larger picture is looked at smaller: bounds the time for a photograph
_NEAR_PX, _DARKER = 31, 10  # ink is this much darker (of 255) than its surroundings' mean


@dataclass(frozen=True)
class Comb:
    """Cells for single letters in one row.

    Attributes:
        cells: in pixels of the picture, in the order in which they stand side by side or below each other.
        is_standing: whether the row runs up and down.
    """

    cells: tuple[Cell, ...]
    is_standing: bool

    @property
    def quad(self) -> Quad:
        """The rectangle around all cells."""
        corners = np.concatenate([upright(*cell) for cell in self.cells])
        return ordered(cv2.boxPoints(cv2.minAreaRect(corners)))


def combs_in(picture: npt.NDArray[np.uint8]) -> tuple[Comb, ...]:
    """Return the combs in `picture` [H, W, 3] that have letters in them."""
    scale = min(1.0, _LONGEST_SIDE_PX / max(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if scale < 1.0:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEAR_PX, _DARKER)
    lying, standing = boxes_in_rows(np.asarray(ink, np.uint8))
    found = [Comb(_scaled(cells, scale), False) for cells in lying]
    found += [Comb(_scaled(cells, scale), True) for cells in standing]
    for turns in turns_with_rules(np.asarray(ink, np.uint8)):
        for row in ticked_rows(np.ascontiguousarray(np.rot90(ink, turns))):
            cells = [_turned_back(cell, turns, ink.shape[1], ink.shape[0]) for cell in row]
            comb = Comb(_scaled(cells, scale), turns % 2 == 1)
            if not any(_is_same(comb, other) for other in found):
                found.append(comb)
    return tuple(found)


def _scaled(cells: list[Cell], scale: float) -> tuple[Cell, ...]:
    return tuple((left / scale, top / scale, right / scale, bottom / scale) for left, top, right, bottom in cells)


def _turned_back(cell: Cell, turns: int, width: int, height: int) -> Cell:
    size = (width, height) if turns % 2 == 0 else (height, width)
    return bounds(turned(upright(*cell), -turns, *size))


def _is_same(comb: Comb, other: Comb) -> bool:
    """Tell whether two combs share letters."""
    left, top, right, bottom = bounds(comb.quad)
    other_left, other_top, other_right, other_bottom = bounds(other.quad)
    return min(right, other_right) > max(left, other_left) and min(bottom, other_bottom) > max(top, other_top)
