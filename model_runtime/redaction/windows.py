"""Cut a large picture into windows that overlap, so that looking at it takes bounded memory.

What is smaller than the overlap lies whole in at least one window. Pure geometry: touches no pixels.
"""

import itertools

from model_runtime.protocol.payloads import Box

MAX_SIDE_PX = 1088
"""Of a window: a network's working memory for it is 0.2 GB. A page of 1920 x 1080 is two of them, not four."""

OVERLAP_PX = 96
"""What is larger is found where the same picture is looked at smaller."""

MULTIPLE = 32
"""Sides of pictures and windows: the networks halve them five times."""


def windows(width: int, height: int) -> tuple[Box, ...]:
    """Return windows that cover a picture of `width` x `height`, all of one size; sides are multiples of `MULTIPLE`."""
    wide, lefts = _spans(width)
    tall, tops = _spans(height)
    return tuple(Box(left, top, wide, tall) for top, left in itertools.product(tops, lefts))


def _spans(length: int) -> tuple[int, tuple[int, ...]]:
    """Return how long each of the fewest spans that cover `length` is, and where each begins."""
    if length <= MAX_SIDE_PX:
        return length, (0,)
    count = -(-(length - OVERLAP_PX) // (MAX_SIDE_PX - OVERLAP_PX))
    span = _rounded_up(-(-(length + (count - 1) * OVERLAP_PX) // count))
    return span, tuple((length - span) * index // (count - 1) for index in range(count))


def _rounded_up(length: int) -> int:
    return -(-length // MULTIPLE) * MULTIPLE
