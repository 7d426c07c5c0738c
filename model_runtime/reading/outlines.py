"""Tell where something stands out from its ground, as print does. Does not read it, and does not tell print from pictures."""

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.turning import Rgb

Mask = npt.NDArray[np.uint8]
"""[H, W], 1 where something is, else 0."""

_CONTRAST = 16
"""Steps of 255 between neighbours: what reads letters reads none that are fainter (measured)."""

_LONG_PX = 40
"""A stroke this long and no thicker than `_THIN_PX` is a rule, not print."""

_THIN_PX = 5
_LEAST_PX = (3, 7)
"""The shorter and the longer side of a minus sign's outline: smaller things (dots, ends of rules) say nothing."""


def outlines(picture: Rgb) -> Mask:
    """Return where neighbouring pixels of `picture` [H, W, 3] differ as print and ground do, in any colour."""
    kernel = np.ones((3, 3), np.uint8)
    steps = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, kernel)
    mask: Mask = (steps.max(axis=2) >= _CONTRAST).astype(np.uint8)
    return mask


def rows_with_more(picture: Rgb, known: Iterable[tuple[float, float, float, float]]) -> npt.NDArray[np.bool_]:
    """Return for each row of `picture` whether something that may be print stands in it outside the `known` places.

    Rules and frames are none; a logo or a photograph may be print, for anything can stand in it.

    Args:
        picture: [H, W, 3] uint8 RGB.
        known: left, top, right, bottom of places of which is known what they say.
    """
    mask = outlines(picture)
    for left, top, right, bottom in known:
        mask[max(0, int(top)) : max(0, int(bottom) + 1), max(0, int(left)) : max(0, int(right) + 1)] = 0
    mask &= 1 - rules(mask)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rows = np.zeros(len(mask), np.bool_)
    for _, top, width, height, _ in stats[1:count]:
        if min(width, height) >= _LEAST_PX[0] and max(width, height) >= _LEAST_PX[1]:
            rows[top : top + height] = True
    return rows


def rules(mask: Mask, step: int = 1) -> Mask:
    """Return those strokes of `mask` that are long and thin, and run along the page's edges.

    Args:
        mask: every `step`th pixel of a page, both ways.
        step: see `mask`.
    """
    found = np.zeros_like(mask)
    length, width = _LONG_PX // step, _THIN_PX // step + 1
    for long, across in (((length, 1), (1, width)), ((1, length), (width, 1))):
        strokes = _opened(mask, *long)
        thick = _opened(strokes, *across)
        found |= strokes & (1 - thick)
    return found


def _opened(mask: Mask, width: int, height: int) -> Mask:
    """Return what of `mask` a rectangle reaches that lies in it whole; beside the picture nothing is."""
    opened: Mask = cv2.morphologyEx(
        mask, cv2.MORPH_OPEN, np.ones((height, width), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    return opened
