"""Say what was hidden on a page and how that was checked: kinds, counts, detectors, hashes. Never the text, never a crop.

Boxes are left out as well: with the source in hand they would say where to look.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

import msgspec

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Operator, Region
from model_runtime.redaction.second_look import SecondLook


class HiddenKind(msgspec.Struct, frozen=True):
    """How many regions of one kind one detector, rule or person named, and how sure the least sure of them was."""

    kind: str
    origin: str
    count: int
    least_score: float


class RedactionReport(msgspec.Struct, frozen=True):
    """What happened to one page.

    Attributes:
        page: number, from 1.
        source_sha256, result_sha256: of the pixels, rows top down, 8-bit RGB, behind `width` and `height` in text.
        hidden: by kind and origin, in their order.
        added: regions that only the second look found; part of `hidden`.
        rounds, residual: see `SecondLook`.
        needs_person: something was still found after the last round.
    """

    page: int
    policy: str
    operator: Operator
    source_sha256: str
    result_sha256: str
    hidden: tuple[HiddenKind, ...]
    added: int
    rounds: int
    residual: int
    needs_person: bool


def reported(
    page: SourcePage, hide: Sequence[Region], outcome: SecondLook, policy: str, operator: Operator
) -> RedactionReport:
    """Return the report on `page`, of which `hide` was hidden and which ended as `outcome`."""
    return RedactionReport(
        page=page.number,
        policy=policy,
        operator=operator,
        source_sha256=pixels_sha256(page.pixels),
        result_sha256=pixels_sha256(outcome.page.pixels),
        hidden=_by_kind((*hide, *outcome.added)),
        added=len(outcome.added),
        rounds=outcome.rounds,
        residual=outcome.residual,
        needs_person=outcome.residual > 0,
    )


def pixels_sha256(pixels: Pixels) -> str:
    """Return the SHA-256 of `pixels` [H, W, 3] and their size, lower-case hexadecimal."""
    height, width = pixels.shape[:2]
    digest = hashlib.sha256(b"%dx%d\n" % (width, height))
    digest.update(pixels.tobytes())
    return digest.hexdigest()


def _by_kind(found: Sequence[Region]) -> tuple[HiddenKind, ...]:
    counts = Counter((one.kind, one.origin) for one in found)
    return tuple(
        HiddenKind(kind, origin, count, min(one.score for one in found if (one.kind, one.origin) == (kind, origin)))
        for (kind, origin), count in sorted(counts.items())
    )
