"""Show a page as somebody sees it who turns the contrast up: what is faint to the eye is no less there.

A page may use a small part of its range: an underexposed photograph, grey letters on grey, a sensor's ten bits divided
by 65,536. Detectors look at such a page twice, as it is and stretched; that one part of an ordinary page is faint, such as
a dark photograph on white paper, is `faint_parts`' to say. Changes nothing on the page itself, finds nothing.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels, SourcePage

Mask: TypeAlias = npt.NDArray[np.bool_]

_FAINT_LEVELS = 64
"""Of 255: a page that uses fewer is looked at stretched, too. Print and photographs use two or three times that."""

_DARK_LEVELS = 48
_BRIGHT_SHARE = 10
"""Percent of a dark page that may be bright all the same: a lamp, a window, a label."""

_PART_LEVELS = 16
"""Of a part of a page: with more than these a network sees a face as well as with all (measured: 16 levels 0.84 to 0.89,
4 levels none)."""

_LEAST_LEVELS = 2
_WHITE = 255
_OUTER = 1  # percent at each end: a few hot pixels do not make a dim page bright
_SAMPLED_PX = 1024  # of the longer side: to know what a page uses it need not be seen whole
_PART_SIDES = 16  # parts along the shorter side
_CLIP, _TILES = 40.0, 8  # of the equalisation: nearly none, and as fine as a face on a small photograph needs


def shown(page: SourcePage) -> Iterator[SourcePage]:
    """Yield `page`, the other views that it has, and each that uses a small part of the range with its contrast turned up."""
    for view in (page, *(replace(page, pixels=pixels, views=()) for pixels in page.views)):
        yield view
        used = _used_levels(view.pixels)
        if used is not None:
            low, high = used
            steps = np.clip((np.arange(_WHITE + 1) - low) * (_WHITE / (high - low)), 0, _WHITE).astype(np.uint8)
            yield replace(view, pixels=cv2.LUT(view.pixels, steps))


def faint_parts(pixels: Pixels) -> Mask:
    """Return [h, w], a grid of parts of `pixels` [H, W, 3]: true where a part uses few levels, but more than one."""
    grey = _sampled(pixels)
    side = max(1, min(grey.shape) // _PART_SIDES)
    rows, columns = -(-grey.shape[0] // side), -(-grey.shape[1] // side)
    smoothed = cv2.blur(grey, (3, 3))
    padded = np.pad(smoothed, ((0, rows * side - grey.shape[0]), (0, columns * side - grey.shape[1])), mode="edge")
    parts = padded.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(rows, columns, -1)
    low, high = np.percentile(parts, (_OUTER, 100 - _OUTER), axis=2)
    return np.asarray((high - low >= _LEAST_LEVELS) & (high - low < _PART_LEVELS))


def equalised(pixels: Pixels) -> Pixels:
    """Return `pixels` [H, W, 3] in grey with the contrast of every part turned up as far as it goes."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.cvtColor(cv2.createCLAHE(_CLIP, (_TILES, _TILES)).apply(grey), cv2.COLOR_GRAY2RGB))


def _used_levels(pixels: Pixels) -> tuple[float, float] | None:
    """Return the lowest and highest level that the page uses where that is a small part of the range; else None.

    What is quite black or quite white is paper, a frame, a hidden place: it counts only beside levels close to it.
    """
    counts = np.bincount(_sampled(pixels).ravel(), minlength=_WHITE + 1)
    rest = counts.copy()
    rest[[0, _WHITE]] = 0
    if not rest.any():
        return None
    low, high = _percentile(rest, _OUTER), _percentile(rest, 100 - _OUTER)
    low = 0.0 if low < _FAINT_LEVELS and counts[0] else low
    high = float(_WHITE) if high > _WHITE - _FAINT_LEVELS and counts[_WHITE] else high
    if _LEAST_LEVELS <= high - low < _FAINT_LEVELS:
        return low, high
    dark = _percentile(counts, 100 - _BRIGHT_SHARE)
    return (low, dark) if dark - low >= _LEAST_LEVELS and dark < _DARK_LEVELS else None


def _percentile(counts: npt.NDArray[np.int64], percent: int) -> float:
    """Return the level below which `percent` of the pixels lie, of which `counts` [256] have each level.

    As numpy.percentile says of the pixels themselves, between two where it falls between two, in a hundredth of the time.
    """
    below = np.cumsum(counts)
    at = (int(below[-1]) - 1) * percent / 100
    before, after = (int(np.searchsorted(below, rank, side="right")) for rank in (int(at), math.ceil(at)))
    return before + (after - before) * (at - int(at))


def _sampled(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Return single pixels of the page in grey [h, w], not averages: the mean of black and white is no level in use."""
    step = -(-max(pixels.shape[:2]) // _SAMPLED_PX)
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels[::step, ::step]), cv2.COLOR_RGB2GRAY))
