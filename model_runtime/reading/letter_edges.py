"""Move the edges between characters to the paper beside them: the recogniser knows them to a few pixels only.

A box that ends within a letter leaves a sliver of it to be seen. Does not read.
"""

from dataclasses import replace

import numpy as np

from model_runtime.reading.ink import ink_of, main_band
from model_runtime.reading.text_recognition import Reading
from model_runtime.reading.turning import Rgb

_NEAR = 0.2  # of the line's height, in which paper is looked for


def at_paper(reading: Reading, line: Rgb) -> Reading:
    """Return `reading` of `line` [H, W, 3] with each inner edge on the nearest column without ink, where one is near."""
    height, width = line.shape[:2]
    if len(reading.edges) < 3:
        return reading
    paper = np.flatnonzero(~main_band(ink_of(line)).any(axis=0)) + 0.5
    if not len(paper):
        return reading
    edges = np.array(reading.edges) * width
    after = np.clip(np.searchsorted(paper, edges), 1, len(paper) - 1) if len(paper) > 1 else np.zeros(len(edges), int)
    before = np.maximum(after - 1, 0)
    nearest = np.where(np.abs(paper[before] - edges) <= np.abs(paper[after] - edges), paper[before], paper[after])
    moved = np.where(np.abs(nearest - edges) <= _NEAR * height, nearest, edges)
    moved[0], moved[-1] = edges[0], edges[-1]
    return replace(reading, edges=tuple(np.maximum.accumulate(moved / width).tolist()))
