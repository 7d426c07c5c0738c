"""Calculate with the places to hide: grow, intersect, merge. Pure geometry.

Boxes are whole pixels of the upright page at native resolution. Finds nothing and hides nothing.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec

from model_runtime.protocol.payloads import Box, Region

MERGE_OVERLAP = 0.4
"""Two detectors that agree to this share of their common area mean the same thing (the usual bar for a face found)."""


def grown(box: Box, share: float) -> Box:
    """Return `box` with `share` of its width and height added on each side, rounded outwards."""
    across, down = math.ceil(box.width * share), math.ceil(box.height * share)
    return Box(box.left - across, box.top - down, box.width + 2 * across, box.height + 2 * down)


def intersection_area(a: Box, b: Box) -> int:
    """Return how many pixels `a` and `b` share."""
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    return width * height if width > 0 and height > 0 else 0


def intersects(a: Box, b: Box) -> bool:
    """Tell whether `a` and `b` share at least one pixel."""
    return (  # the four comparisons themselves, edges and all: a crowd asks this a million times
        a.left < b.left + b.width
        and b.left < a.left + a.width
        and a.top < b.top + b.height
        and b.top < a.top + a.height
        and intersection_area(a, b) > 0
    )


def bounding(a: Box, b: Box) -> Box:
    """Return the smallest box around `a` and `b`."""
    left, top = min(a.left, b.left), min(a.top, b.top)
    right, bottom = max(a.right, b.right), max(a.bottom, b.bottom)
    return Box(left, top, right - left, bottom - top)


def overlap(a: Box, b: Box) -> float:
    """Return intersection over union in 0..1."""
    shared = intersection_area(a, b)
    return shared / (a.width * a.height + b.width * b.height - shared) if shared else 0.0


def merged(regions: Iterable[Region]) -> tuple[Region, ...]:
    """Return regions of which no two of one kind mean the same thing, surest first.

    A region joins a surer one that it overlaps by `MERGE_OVERLAP` or lies in; the box becomes the one around both, so
    that every pixel that was to be hidden still is. Two that join keep the surer one's score and origin.
    """
    kept: list[Region] = []
    for region in sorted(regions, key=_surest_first):
        twin = next((index for index, other in enumerate(kept) if _is_same(other, region)), None)
        if twin is None:
            kept.append(region)
        else:
            other = kept[twin]
            kept[twin] = msgspec.structs.replace(other, box=bounding(other.box, region.box))
    return tuple(kept)


def hidden_boxes(regions: Sequence[Region], width: int, height: int) -> tuple[Box, ...]:
    """Return what `regions` cover on a page of `width` x `height`; those outside or without area drop out."""
    boxes = (region.box.clipped(width, height) for region in regions)
    return tuple(box for box in boxes if box is not None)


def _surest_first(region: Region) -> tuple[float, int, int, int, int]:
    """Order by score; by place where scores are equal, so that the order does not depend on the detectors' order."""
    return (-region.score, region.box.top, region.box.left, region.box.width, region.box.height)


def _is_same(kept: Region, other: Region) -> bool:
    if kept.kind != other.kind or not intersects(kept.box, other.box):
        return False
    return overlap(kept.box, other.box) >= MERGE_OVERLAP or kept.box.contains(other.box)
