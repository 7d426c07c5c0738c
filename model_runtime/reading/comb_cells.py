"""Say what a cell of a comb is, and whether it holds a single letter. Finds no combs."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Cell: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom of the paper for one letter, in pixels."""

_LEAST_INK = 0.01  # of a cell: less is a speck
_GAP = 0.04  # of a cell's width, at least 2 px: between two letters
_WIDEST = 1.45  # times as wide as high is a W; what is wider is a word


def count_pieces(inside: npt.NDArray[np.uint8]) -> int:
    """Count what stands side by side in the ink [H, W] inside a cell; 0 for an empty one."""
    columns = np.flatnonzero(inside.any(axis=0))
    if not len(columns) or int((inside > 0).sum()) < _LEAST_INK * inside.size:
        return 0
    rows = np.flatnonzero(inside.any(axis=1))
    is_word = columns[-1] - columns[0] + 1 > _WIDEST * (rows[-1] - rows[0] + 1)
    return 1 + int(is_word) + int((np.diff(columns) > max(2, _GAP * inside.shape[1])).sum())


def mostly_single(pieces: list[int], fewest: int) -> bool:
    """Tell whether at least `fewest` cells are written in, most of them with a single letter."""
    written = [count for count in pieces if count]
    return len(written) >= fewest and sum(count == 1 for count in written) >= 0.6 * len(written)
