"""Find where something stands on a page that is nearly blank, so that it can be looked at by itself.

The network that finds lines weighs what it sees in a place against the whole picture (it has squeeze-and-excitation
blocks, Hu et al. 2018, arXiv:1709.01507, and PP-LCNet, arXiv:2109.15099): one line of print on a white sheet is nothing to
it, the same line cut out with its surroundings is plain. Dust and the noise of a scanner help it, so only clean pages
suffer. Measured at 200 dpi: a single line of 8 points was not found, six were. Shows nothing to a network.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.turning import Rgb

_CELL_PX = 16
_CONTRAST = 16
"""Between the lightest and the darkest pixel of a cell, in any channel: faint print has more, JPEG's clean paper less."""

_NEARLY_BLANK = 0.04
"""Of a page's cells: where more hold something, all of it is found at the first look (measured: a hundredth would do)."""

_NEAR = 4
"""Cells: what stands no further apart belongs together, words of a line above all."""

_MARGIN = 2
"""Cells around an island that are shown with it."""

_MOST_CELLS = 64
"""Of an island: what is wider or higher, as a frame around the page is, is looked at in pieces of so many (1,024 pixels)."""

_OVERLAP = 16
"""Cells that two pieces share."""


@dataclass(frozen=True)
class Island:
    """A part of a page that something stands on, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: Rgb) -> Rgb:
        """Return that part of `picture`."""
        return picture[self.top : self.bottom, self.left : self.right]


def islands_of(picture: Rgb) -> list[Island]:
    """Return every place of a nearly blank page that something stands on; nothing for any other page, or a blank one.

    Args:
        picture: [H, W, 3] uint8.
    """
    held = _held(picture)
    share = float(held.mean()) if held.size else 1.0
    if not 0 < share <= _NEARLY_BLANK:
        return []
    near = cv2.dilate(held, np.ones((2 * _NEAR + 1, 2 * _NEAR + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    height, width = picture.shape[:2]
    islands = []
    for number, (left, top, columns, rows, _) in enumerate(stats[1:], start=1):
        own = held[top : top + rows, left : left + columns] & (
            labels[top : top + rows, left : left + columns] == number
        )
        for piece_left, piece_top, piece in _pieces(own):
            down, across = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
            if len(down):
                islands.append(
                    Island(
                        max(0, int(left + piece_left + across[0] - _MARGIN) * _CELL_PX),
                        max(0, int(top + piece_top + down[0] - _MARGIN) * _CELL_PX),
                        min(width, int(left + piece_left + across[-1] + 1 + _MARGIN) * _CELL_PX),
                        min(height, int(top + piece_top + down[-1] + 1 + _MARGIN) * _CELL_PX),
                    )
                )
    return islands


def _held(picture: Rgb) -> npt.NDArray[np.uint8]:
    """Return which cells hold something: [ceil(H / 16), ceil(W / 16)] of 0 and 1."""
    height, width = picture.shape[:2]
    lightest = cv2.dilate(picture, np.ones((_CELL_PX, _CELL_PX), np.uint8), anchor=(0, 0))
    darkest = cv2.erode(picture, np.ones((_CELL_PX, _CELL_PX), np.uint8), anchor=(0, 0))
    cells = slice(0, height, _CELL_PX), slice(0, width, _CELL_PX)
    differing = (lightest[cells].astype(np.int16) - darkest[cells]).max(axis=2)
    holds: npt.NDArray[np.uint8] = (differing > _CONTRAST).astype(np.uint8)
    return holds


def _pieces(own: npt.NDArray[np.uint8]) -> list[tuple[int, int, npt.NDArray[np.uint8]]]:
    """Return an island's cells in pieces that are not too large, each with where it begins."""
    rows, columns = own.shape
    step = _MOST_CELLS - _OVERLAP
    return [
        (left, top, own[top : top + _MOST_CELLS, left : left + _MOST_CELLS])
        for top in range(0, max(1, rows - _OVERLAP), step)
        for left in range(0, max(1, columns - _OVERLAP), step)
    ]
