"""Hide boxes in pixels: fill, pixelate, blur.

Only `fill` is redaction: 99 % of blurred and 78 % of pixelated faces could still be linked to their source, 0.3 %
(chance) of filled ones. The others are cosmetics that a person may choose with a warning. Chooses no boxes.
"""

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box

FILL_LEVEL = 0
"""Of red, green and blue: black."""

_MOSAIC_TILES = 8
"""Tiles across the shorter side of a pixelated box."""

_BLUR_SHARE = 0.25
"""Standard deviation of the blur, as a share of the shorter side."""


def hide(pixels: Pixels, boxes: Iterable[Box], replaced: Callable[[Pixels], Pixels]) -> None:
    """Put what `replaced` makes of each of `boxes` (which lie on the page) in its place in `pixels` [H, W, 3]."""
    for box in boxes:
        pixels[box.rows, box.columns] = replaced(pixels[box.rows, box.columns])


def fill(part: Pixels) -> Pixels:
    """Return `part` in black: nothing of it is left."""
    return np.full_like(part, FILL_LEVEL)


def pixelate(part: Pixels) -> Pixels:
    """Return `part` as a mosaic of about `_MOSAIC_TILES` tiles."""
    height, width = part.shape[:2]
    tile = max(1, -(-min(height, width) // _MOSAIC_TILES))
    tiles = (-(-width // tile), -(-height // tile))
    small = cv2.resize(part, tiles, interpolation=cv2.INTER_AREA)
    large = small.repeat(tile, axis=0).repeat(tile, axis=1)
    result: Pixels = large[:height, :width]
    return result


def blur(part: Pixels) -> Pixels:
    """Return `part` blurred by a Gaussian as wide as a quarter of it."""
    result: Pixels = cv2.GaussianBlur(part, (0, 0), max(1.0, min(part.shape[:2]) * _BLUR_SHARE))
    return result
