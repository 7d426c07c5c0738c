"""Tell how much the part of a film's picture that changes most has changed, on small grey copies. Follows nothing."""

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels

Small: TypeAlias = npt.NDArray[np.float32]

CHANGED = 4.0
"""Steps of 255, mean over a part of 8 x 8 pixels of the small copy: a line of text that appears changes one by more."""

_SMALL_SIDE_PX = 256
_PART_PX = 8


def small_copy(pixels: Pixels) -> Small:
    """Return a grey copy of whole parts."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SMALL_SIDE_PX / max(height, width))
    sides = (-(-round(side * scale) // _PART_PX) * _PART_PX or _PART_PX for side in (width, height))
    small = cv2.resize(pixels, tuple(sides), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def change(before: Small, now: Small) -> float:
    """Return how much the part that changed most has changed, in steps of 255."""
    rows, columns = now.shape[0] // _PART_PX, now.shape[1] // _PART_PX
    parts = np.abs(before - now).reshape(rows, _PART_PX, columns, _PART_PX)
    return float(parts.mean(axis=(1, 3)).max())
