"""Cut a line of print that is too long for one look between two of its words. Reads nothing."""

import math

import numpy as np
import numpy.typing as npt

from model_runtime.reading.turning import Rgb

_SEARCHED = 0.3
"""Share of a piece, at its end, in which a place to cut is looked for: a line of print has words shorter than that."""

_QUIET = 0.15
"""A column whose rows differ by less than this share of what the line's rows differ by holds no letter."""


def spans(line: Rgb, longest_px: int, squeeze: float, most: int) -> list[tuple[int, int]]:
    """Return from which column to which each piece of a line goes, in order, together the whole line.

    Args:
        line: [H, W, 3] uint8, laid flat.
        longest_px: how long a piece should be, at most.
        squeeze: a line longer than that by no more than this factor stays whole.
        most: of pieces; more would be needed, and these are longer.
    """
    width = line.shape[1]
    if width <= squeeze * longest_px:
        return [(0, width)]
    step = math.ceil(width / min(most, math.ceil(width / longest_px)))
    contrast = _contrast(line)
    cuts = [0]
    while width - cuts[-1] > step:
        end = cuts[-1] + step
        cuts.append(_gap(contrast, max(cuts[-1] + 1, end - round(_SEARCHED * step)), end))
    return [(start, end) for start, end in zip(cuts, [*cuts[1:], width], strict=True)]


def _contrast(line: Rgb) -> npt.NDArray[np.uint8]:
    """Return for each column by how much its rows differ, in the channel in which they differ most."""
    inner = line[line.shape[0] // 8 : line.shape[0] - line.shape[0] // 8]  # the edges of a box may touch other lines
    differing: npt.NDArray[np.uint8] = np.ptp(inner, axis=0).max(axis=1)
    return differing


def _gap(contrast: npt.NDArray[np.uint8], start: int, end: int) -> int:
    """Return the middle of the longest run of columns without a letter; where there is none, the column with the least."""
    part = contrast[start:end]
    quiet = np.concatenate(([False], part < _QUIET * max(1, int(contrast.max())), [False]))
    turns = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
    if not len(turns):
        return start + int(part.argmin())
    first, last = turns[np.diff(turns, axis=1).argmax()]
    return start + int(first + last) // 2
