"""Look at a page, hide what is found, and look again: until nothing more is found, or a person must decide.

A detector that saw a face beside ten others may see an eleventh when the ten are gone; text that was cut may still be
read. A detector that found nothing does not look again: what others hid gives it nothing to see that it did not see
before. Finds and hides nothing itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import regions

MAX_ROUNDS = 3
"""Looks at a page after something was hidden on it."""

_HIDDEN_SHARE = 0.8
"""A find that lies in hidden boxes to this share is the edge of a box, a shape that hiding made."""

Find: TypeAlias = Callable[[SourcePage], tuple[Region, ...]]
Leave: TypeAlias = Callable[[SourcePage, Sequence[Region]], SourcePage]


@dataclass(frozen=True)
class Look:
    """One detector, under the kinds and thresholds of a policy.

    Attributes:
        first: what it sees on the page as it came.
        again: what it sees after hiding; another way of looking where one is at hand.
        left: the page as it is shown to it when something is hidden.
    """

    first: Find
    again: Find
    left: Leave


@dataclass(frozen=True)
class Outcome:
    """How the looks at a page ended.

    Attributes:
        found: everything to hide, beyond what was given.
        rounds: looks taken after something had been hidden, 0 to `MAX_ROUNDS`.
        residual: finds of the last round, which nobody has hidden: where there are some, a person must look.
    """

    found: tuple[Region, ...]
    rounds: int
    residual: tuple[Region, ...]


def looked_over(
    page: SourcePage, looks: Sequence[Look], hidden: Sequence[Region] = (), spared: Sequence[Region] = ()
) -> Outcome:
    """Return what `looks` find on `page` when `hidden` is hidden on it, and what `spared` names is left alone."""
    found: tuple[Region, ...] = ()
    rounds = 0
    looking = [(look, look.first) for look in looks]
    while True:
        hide = (*hidden, *found)
        rounds += bool(hide)
        fresh = [
            (look, unhidden(find(look.left(page, hide) if hide else page), hide, spared)) for look, find in looking
        ]
        news = regions.merged(one for _, of_look in fresh for one in of_look)
        if not news or rounds == MAX_ROUNDS:
            return Outcome(found, rounds, news)
        found += news  # not merged: who takes a late, large box away must not lose what it lies over
        looking = [(look, look.again) for look, of_look in fresh if of_look]


def unhidden(finds: Sequence[Region], hidden: Sequence[Region], spared: Sequence[Region]) -> list[Region]:
    """Return finds that lie outside everything hidden and are not what a person chose to show."""
    edges = _edges(hidden)
    return [
        one
        for one in finds
        if _share_in(one.box, edges) < _HIDDEN_SHARE and not any(_is_meant(one, other) for other in spared)
    ]


def _is_meant(one: Region, spared: Region) -> bool:
    return one.kind == spared.kind and (
        regions.overlap(one.box, spared.box) >= regions.MERGE_OVERLAP
        or _share_in(one.box, _edges([spared])) >= _HIDDEN_SHARE
    )


def _edges(of: Sequence[Region]) -> npt.NDArray[np.int64]:
    """Return [N, 4] left, top, right, bottom."""
    boxes = [(one.box.left, one.box.top, one.box.right, one.box.bottom) for one in of]
    return np.array(boxes, dtype=np.int64).reshape(-1, 4)


def _share_in(box: Box, edges: npt.NDArray[np.int64]) -> float:
    """Return the share of the box's area that boxes with these `edges` cover together."""
    width, height = box.width, box.height
    inside = np.clip(edges - (box.left, box.top, box.left, box.top), 0, (width, height, width, height))
    covered = np.zeros((height, width), dtype=np.bool_)
    for left, top, right, bottom in inside[(inside[:, 0] < inside[:, 2]) & (inside[:, 1] < inside[:, 3])]:
        covered[top:bottom, left:right] = True
    return float(covered.mean())
