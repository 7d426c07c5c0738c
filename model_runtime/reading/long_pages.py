"""Look at a long page part by part, so that its print is not shrunk until nobody sees it, and join what the parts show.

A conversation or a till roll is many screens long: as large as a network takes it whole, its letters are dots. Parts share
a zone with the next one, in which everything is seen twice; what a part's edge cuts is joined with its other half. A page
that is no longer than pages are is no long page. Works on places; shows nothing to a network.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from model_runtime.reading.turning import Quad, ordered, sides

_LONG = 3.0
"""Longer than this many times its width, and no sheet of paper and no screen."""

_PART = 2.0
"""How many times its width is looked at at a time: about a sheet of paper."""

_LEAST_PART_PX = 1000
"""Of a narrow page: what has few pixels is not looked at in hundreds of parts."""

_ZONE = 1 / 6
"""Of a part: what it shares with the next, higher than a line is."""

_MOST_SHOWN_PX = 24_000_000
"""A page with more pixels than that is not enlarged; this many take a quarter of a minute on two cores."""

_SAME = 0.5
"""Of the smaller of two places: what share so much show one thing."""

_CUT = 0.5
"""Of a place's height: so near to the edge of a part it may go on behind it."""

_AS_HIGH = 1.5
_NEARLY_ALL = 0.8

_LARGE = 0.5
"""Of a zone: higher print than that may be cut by both parts that show it, and is looked for on the whole page."""


@dataclass(frozen=True)
class Parts:
    """How a long page is looked at. `part_px`: its pixels at a time; `zone_px`: those that two parts share."""

    part_px: int
    zone_px: int
    scale: float

    def spans(self, length_px: int) -> list[tuple[int, int]]:
        """Return from where to where each part of so many pixels reaches, the last one as far as the others."""
        last = max(0, length_px - self.part_px)
        starts = [*range(0, last, self.part_px - self.zone_px), last]
        return [(start, min(length_px, start + self.part_px)) for start in starts]


@dataclass(frozen=True)
class Look:
    """What one part showed: places on the whole page, and from where to where the part reaches along it."""

    quads: tuple[Quad, ...]
    start: int
    end: int


def parts_of(height: int, width: int, min_short_px: int, max_long_px: int) -> Parts | None:
    """Return how a page of this size is looked at where a whole one may be so large; None for one that is not long."""
    short, long = sorted((height, width))
    if long <= max(_LONG * short, max_long_px):
        return None
    part_px = round(max(_PART * short, _LEAST_PART_PX))
    enlarged = max(1.0, min(min_short_px / short, (_MOST_SHOWN_PX / (height * width)) ** 0.5))
    return Parts(part_px, round(_ZONE * part_px), min(enlarged, max_long_px / part_px))


def joined(looks: Sequence[Look], axis: int) -> list[Quad]:
    """Return what all parts show, each thing once and whole. `axis`: 0 where they follow each other across, 1 down."""
    shown = [(number, quad) for number, look in enumerate(looks) for quad in look.quads]
    spans = [(float(quad[:, axis].min()), float(quad[:, axis].max())) for _, quad in shown]
    at_start, at_end = [], []
    for (number, quad), (low, high) in zip(shown, spans, strict=True):
        near = _CUT * min(sides(quad))
        at_start.append(number > 0 and low <= looks[number].start + near)
        at_end.append(number < len(looks) - 1 and high >= looks[number].end - near)
    group = list(range(len(shown)))

    def first(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    for number in range(len(looks) - 1):
        start, end = looks[number + 1].start, looks[number].end
        before = [index for index, (of, _) in enumerate(shown) if of == number and spans[index][1] > start]
        after = [index for index, (of, _) in enumerate(shown) if of == number + 1 and spans[index][0] < end]
        for one in before:
            for other in after:
                is_cut = at_end[one] and at_start[other]
                if _is_same(shown[one][1], shown[other][1], (start, end) if is_cut else None, axis):
                    group[first(other)] = first(one)
    groups: dict[int, list[int]] = {}
    for index in range(len(shown)):
        groups.setdefault(first(index), []).append(index)
    result: list[Quad] = []
    for members in groups.values():
        cut = [index for index in members if at_start[index] or at_end[index]]
        whole = [shown[index][1] for index in members if index not in cut]
        result += _once(whole, [_around([shown[index][1] for index in cut])] if cut else [])
    return result


def with_large(quads: Sequence[Quad], on_whole: Iterable[Quad], parts: Parts) -> list[Quad]:
    """Return `quads` and what is so large that only a look at the whole page shows it in one piece."""
    large = (quad for quad in on_whole if min(sides(quad)) >= _LARGE * parts.zone_px)
    return [*quads, *(quad for quad in large if not any(_covers(other, quad) for other in quads))]


def with_more(quads: Sequence[Quad], more: Iterable[Quad]) -> list[Quad]:
    """Return `quads` and what another look shows beside them; where that shows a line whole that was seen in part, that line."""
    added: list[Quad] = []
    for quad in sorted(more, key=_area, reverse=True):
        if not any(_covers(other, quad) for other in (*quads, *added)):
            added.append(quad)
    return [*(quad for quad in quads if not any(_is_part(quad, other) for other in added)), *added]


def _is_part(quad: Quad, other: Quad) -> bool:
    """Tell whether a place is a part of another one that is no higher: two lines do not make one."""
    return min(sides(other)) <= _AS_HIGH * min(sides(quad)) and _shared(quad, other) >= _NEARLY_ALL * _area(quad)


def _once(whole: Sequence[Quad], rest: Sequence[Quad]) -> list[Quad]:
    """Return places of one group without those that others hold; what no edge cuts comes first."""
    kept: list[Quad] = []
    for quad in (*sorted(whole, key=_area, reverse=True), *rest):
        if not any(_covers(other, quad) for other in kept):
            kept.append(quad)
    return kept


def _is_same(one: Quad, other: Quad, zone: tuple[int, int] | None, axis: int) -> bool:
    """Tell whether two parts show one thing; `zone`: where both are cut, what they show in there says so, too."""
    if np.any(one.max(axis=0) <= other.min(axis=0)) or np.any(other.max(axis=0) <= one.min(axis=0)):
        return False
    shared = _shared(one, other)
    if shared >= _SAME * min(_area(one), _area(other)):
        return True
    if zone is None:
        return False
    corners = np.concatenate((one, other))
    low, high = corners.min(axis=0), corners.max(axis=0)
    low[axis], high[axis] = zone
    inside = np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float32)
    return shared >= _SAME * min(_shared(one, inside), _shared(other, inside))


def _covers(other: Quad, quad: Quad) -> bool:
    return _shared(other, quad) >= _SAME * _area(quad) and _area(other) >= _SAME * _area(quad)


def _around(quads: Sequence[Quad]) -> Quad:
    """Return the rectangle around places; one alone as it is."""
    if len(quads) == 1:
        return quads[0]
    return ordered(cv2.boxPoints(cv2.minAreaRect(np.concatenate(quads).astype(np.float32))))


def _shared(one: Quad, other: Quad) -> float:
    return float(cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))[0])


def _area(quad: Quad) -> float:
    return float(cv2.contourArea(quad.astype(np.float32)))
