"""Tell a Data Matrix that is too damaged to be read from noise: it still has its solid corner, two sides that meet.

Noise has enough short edges for the library to try; without this check one slice of a scanner in seven had a "code"
(1828 views of plain noise: 259 before, 3 after; of 76 damaged codes all are left). Reads no code, and judges no other format:
those have marks of their own that noise does not have.
"""

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from model_runtime.documents.page import Pixels

_SAMPLES = 48  # along each side; more than a small code has modules
_INSETS = (-0.05, 0.0, 0.05, 0.1)
"""How far inside the corners that the library gives sides are looked for: those of a code that it cannot read are rough."""

_SOLID = 0.95
_BROKEN = 0.8
"""Share of a side in one colour: at least that of the two that are solid, at most that of the others, which alternate."""


def is_shaped(code: zxingcpp.Barcode, pixels: Pixels) -> bool:
    """Tell whether what was seen in `pixels` [H, W, 3] may be a code: it was read, or looks like one of its format."""
    if code.valid or code.format != zxingcpp.BarcodeFormat.DataMatrix:
        return True
    place = code.position
    corners = np.array(
        [(corner.x, corner.y) for corner in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)],
        np.float32,
    )
    middle = corners.mean(axis=0)
    insets = [middle + (corners - middle) * (1 - inset) for inset in _INSETS]
    sides = [[_dark_share(pixels, around[side], around[(side + 1) % 4]) for around in insets] for side in range(4)]
    return _has_solid_corner(sides) or _has_solid_corner([[1 - share for share in shares] for shares in sides])


def _has_solid_corner(sides: list[list[float]]) -> bool:
    is_solid = [max(shares) >= _SOLID for shares in sides]
    is_broken = [min(shares) <= _BROKEN for shares in sides]
    return any(
        is_solid[side] and is_solid[(side + 1) % 4] and is_broken[(side + 2) % 4] and is_broken[(side + 3) % 4]
        for side in range(4)
    )


def _dark_share(pixels: Pixels, start: npt.NDArray[np.float32], end: npt.NDArray[np.float32]) -> float:
    """Return how much of a side is dark, as the library tells dark from bright on most pages."""
    steps = np.linspace(0.0, 1.0, _SAMPLES, dtype=np.float32)[:, None]
    points = start + (end - start) * steps
    sampled = cv2.remap(pixels, points[None, :, 0].copy(), points[None, :, 1].copy(), cv2.INTER_NEAREST)
    return float((sampled.mean(axis=2) < 128).mean())
