"""Turn places with the page: where a corner lies after the page was turned, and in which order corners are read.

Pure geometry, in quarter turns to the left as `numpy.rot90` counts them. Touches no pixels.
"""

import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]
"""A picture [height, width, 3], red green blue, rows top down."""

Quad = npt.NDArray[np.float32]
"""Corners [4, 2] as (x, y): top left, top right, bottom right, bottom left along the writing direction."""

STANDING = 1.5
"""What is this much taller than wide runs up or down."""


def ordered(corners: Quad) -> Quad:
    """Order corners from top left, clockwise."""
    by_x = corners[np.argsort(corners[:, 0])]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1])]
    top_right, bottom_right = right[np.argsort(right[:, 1])]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32)


def turned(points: npt.NDArray[np.float32], turns: int, width: int, height: int) -> npt.NDArray[np.float32]:
    """Return where `points` [N, 2] of a page of `width` x `height` lie when it is turned left `turns` times."""
    for _ in range(turns % 4):
        points = np.stack([points[:, 1], width - points[:, 0]], axis=1)
        width, height = height, width
    return points.astype(np.float32)


def turned_size(turns: int, width: int, height: int) -> tuple[int, int]:
    """Return width and height of a page of `width` x `height` that is turned `turns` times."""
    return (width, height) if turns % 2 == 0 else (height, width)


def sides(quad: Quad) -> tuple[float, float]:
    """Return how long `quad` is along the writing direction and across it, in pixels."""
    return float(np.linalg.norm(quad[0] - quad[1])), float(np.linalg.norm(quad[0] - quad[3]))


def bounds(points: npt.NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of the upright box around `points` [N, 2]."""
    left, top = (float(v) for v in points.min(axis=0))
    right, bottom = (float(v) for v in points.max(axis=0))
    return left, top, right, bottom


def upright(left: float, top: float, right: float, bottom: float) -> Quad:
    """Return the corners of an upright box."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)
