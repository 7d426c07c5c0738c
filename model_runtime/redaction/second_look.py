"""Look at a page again after hiding: what is still found is hidden too, and what stays is told.

A detector that saw a face beside ten others may see an eleventh when the ten are gone; text that was cut may still be
read. Works for every detector. Finds and hides nothing itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Operator, Region
from model_runtime.redaction import regions
from model_runtime.redaction.redact import RedactedPage, redacted

MAX_ROUNDS = 3

_HIDDEN_SHARE = 0.8
"""A find that lies in hidden boxes to this share is the edge of a box, a shape that hiding made."""

Look: TypeAlias = Callable[[SourcePage], tuple[Region, ...]]
"""What looks again: one detector or several, with the policy's kinds and thresholds."""


@dataclass(frozen=True)
class SecondLook:
    """How a page ended.

    Attributes:
        page: after hiding everything that any round found.
        added: what the rounds found beyond what was to be hidden.
        rounds: looks taken, 1 to `MAX_ROUNDS`.
        residual: finds of the last look that nobody hid yet: from 1 on, a person must look.
    """

    page: RedactedPage
    added: tuple[Region, ...]
    rounds: int
    residual: int


def looked_again(page: SourcePage, hide: Sequence[Region], operator: Operator, look: Look) -> SecondLook:
    """Hide `hide` on `page`, then look and hide until nothing is found, at most `MAX_ROUNDS` times.

    The last round only looks: what it finds is counted as residual and left to a person.
    """
    added: tuple[Region, ...] = ()
    after = redacted(page, hide, operator)
    for number in range(1, MAX_ROUNDS):
        fresh = _fresh(look(_seen_as_source(after)), (*hide, *added))
        if not fresh:
            return SecondLook(after, added, number, 0)
        added += fresh
        after = redacted(page, (*hide, *added), operator)
    left = _fresh(look(_seen_as_source(after)), (*hide, *added))
    return SecondLook(after, added, MAX_ROUNDS, len(left))


def _fresh(found: Sequence[Region], hidden: Sequence[Region]) -> tuple[Region, ...]:
    """Return what lies outside everything hidden."""
    return tuple(one for one in found if _hidden_share(one, hidden) < _HIDDEN_SHARE)


def _hidden_share(one: Region, hidden: Sequence[Region]) -> float:
    """Return the share of the find's area inside the hidden box that covers most of it."""
    area = max(1, one.box.width * one.box.height)
    return max((regions.intersection_area(one.box, other.box) / area for other in hidden), default=0.0)


def _seen_as_source(page: RedactedPage) -> SourcePage:
    """Return what is left, words included, in the form that detectors take."""
    return SourcePage(page.number, page.pixels, page.words, page.dpi)
