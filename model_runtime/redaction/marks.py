"""Take marks that were drawn across a page (CONFIDENTIAL, a stamp, a logo behind the text) out of what is read.

A mark ties lines together that it crosses, and whoever looks for lines finds none of them. Marks are lighter or more
colourful than print, or nobody could read the print under them: a page with one is read once more in its darkest ink
alone. Hides nothing, and changes no page that is sent.
"""

import cv2
import numpy as np

from model_runtime.documents.page import Pixels
from model_runtime.reading.outlines import rules

_DARK = 130
"""Of 255, in the lightest colour of a pixel: print is darker, a mark or its overlap with paper is lighter."""

_BLACK = 40
_PAPER = 225
"""Lighter in its darkest colour than this is paper, not a mark."""

_STEP = 2
"""Every second pixel of every second row is enough to see a mark, and four times as fast."""

_LEAST_PX = 40 // _STEP
"""Height and width of a piece of a mark: print of 8 to 14 points is 16 to 30 pixels high."""

_FULLEST = 0.7
"""Share of its box that a stroke fills at most; fuller are grounds and pictures, which tie no lines together."""

_CROSSED_PX = 12 // _STEP**2
"""Pixels of print in the box of a piece of a mark: fewer are none."""


def without_marks(pixels: Pixels) -> Pixels | None:
    """Return `pixels` [H, W, 3] in their darkest ink alone, grey on white; None where nothing lies across their print."""
    if not _has_marks(pixels[::_STEP, ::_STEP]):
        return None
    grey = (pixels.max(axis=2).astype(np.int32) - _BLACK) * 255 // (_DARK - _BLACK)
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def _has_marks(pixels: Pixels) -> bool:
    """Tell whether something large and lighter than print lies across print."""
    first, second, third = np.moveaxis(pixels, 2, 0)
    lightest = np.maximum(np.maximum(first, second), third)
    darkest = np.minimum(np.minimum(first, second), third)
    light = ((lightest >= _DARK) & (darkest <= _PAPER)).astype(np.uint8)
    light &= 1 - rules(light, _STEP)
    print_ = lightest < _DARK
    _, _, stats, _ = cv2.connectedComponentsWithStats(light, connectivity=8)
    for left, top, width, height, area in stats[1:].tolist():
        is_mark = min(width, height) >= _LEAST_PX and area <= _FULLEST * width * height
        if is_mark and np.count_nonzero(print_[top : top + height, left : left + width]) >= _CROSSED_PX:
            return True
    return False
