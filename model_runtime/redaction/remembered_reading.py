"""Remember what was read on a page: several steps ask about the same one, and reading takes a second.

A picture that was read before is not read again. One of the same size of which only some rows are others (because
something was hidden there) is read in those rows; what stands in rows that are the same to the last bit says the same.
Rows are those of the page as it stands upright: a value on a page that lies on its side is hidden in all of its columns.
Forgets when it is told to; reads nothing itself.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box
from model_runtime.reading.bodies import Shows
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.lines import Line
from model_runtime.reading.strips import Strips, strips_around
from model_runtime.redaction.page_lines import PageLines, Reads

_KEPT = 8
"""The page as it came and as it is after each round of hiding, each with and without marks across it."""

_ROW_DIGEST_BYTES = 16


@dataclass(frozen=True)
class _Read:
    """What was read in a picture of that `shape`.

    Attributes:
        turned: quarter turns to the left that make most of it upright.
        rows: [H, 16], a digest of each row of its pixels after those turns.
    """

    shape: tuple[int, ...]
    turned: int
    rows: npt.NDArray[np.uint8]
    lines: tuple[PageLines, ...]


class ReadsStrips(Reads, Protocol):
    """Reads text also where it is shown only some rows of a page."""

    def text_in(
        self, pixels: Pixels, strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        """Return the lines of text in `pixels`, which are those rows of a page that `strips` names; None: the whole page."""
        ...


class RememberedReading:
    """Reads by another reader, as little as it can. See `Reads`."""

    def __init__(self, reads: ReadsStrips, known: KnownReadings | None = None) -> None:
        """Begin with nothing. `known`: what `reads` itself remembers, forgotten together with the rest."""
        self._reads = reads
        self._known = known
        self._kept: list[_Read] = []

    def text_in(self, pixels: Pixels, *, shows: Shows = Shows.PAGE) -> tuple[PageLines, ...]:
        """Return the lines of text in `pixels`."""
        alike = [kept for kept in self._kept if kept.shape == pixels.shape]
        rows = {turned: _digests(np.rot90(pixels, turned)) for turned in {kept.turned for kept in alike}}
        changed = [(kept.rows != rows[kept.turned]).any(axis=1) for kept in alike]
        nearest = min(range(len(alike)), key=lambda index: int(changed[index].sum()), default=None)
        if nearest is not None and not changed[nearest].any():
            return alike[nearest].lines
        again = None if nearest is None else self._again(pixels, changed[nearest], alike[nearest], shows)
        lines = self._reads.text_in(pixels, shows=shows) if again is None else again
        turned = lines[0].turned
        of_rows = rows[turned] if turned in rows else _digests(np.rot90(pixels, turned))
        self._kept = [*self._kept[-_KEPT + 1 :], _Read(pixels.shape, turned, of_rows, lines)]
        return lines

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return where text stands."""
        return self._reads.places_in(pixels)

    def forget(self) -> None:
        """Let go of everything that was read."""
        self._kept.clear()
        if self._known is not None:
            self._known.forget()

    def _again(
        self, pixels: Pixels, changed: npt.NDArray[np.bool_], known: _Read, shows: Shows
    ) -> tuple[PageLines, ...] | None:
        """Return what `pixels` say, of which only the `changed` rows are not known; None where they are most of it."""
        upright = np.rot90(pixels, known.turned)
        before = [_further(read, -known.turned) for read in known.lines]
        strips = strips_around(changed, [_span(read, line) for read in before for line in read.lines])
        if strips is None:
            return None
        lines: dict[int, list[Line]] = {}
        for read in before:
            kept = (line for line in read.lines if not strips.hold(*_span(read, line)))
            lines.setdefault(read.turned, []).extend(kept)
        for read in self._reads.text_in(strips.stacked(upright), strips, shows=shows):
            lines.setdefault(read.turned, []).extend(strips.put_back(line, read.turned) for line in read.lines)
        height, width = upright.shape[:2]
        again = (
            PageLines(_in_order(of_turn), turned, *((height, width) if turned % 2 else (width, height)))
            for turned, of_turn in lines.items()
        )
        return tuple(_further(read, known.turned) for read in again)


def _digests(pixels: Pixels) -> npt.NDArray[np.uint8]:
    digests = (hashlib.blake2b(row.tobytes(), digest_size=_ROW_DIGEST_BYTES).digest() for row in pixels)
    return np.frombuffer(b"".join(digests), np.uint8).reshape(-1, _ROW_DIGEST_BYTES)


def _further(read: PageLines, turns: int) -> PageLines:
    """Return the lines of a page as they are called on the same page before it was turned `turns` times to the left."""
    return replace(read, turned=(read.turned + turns) % 4)


def _span(read: PageLines, line: Line) -> tuple[float, float]:
    """Return the first and the last row of the page that `line` touches."""
    box = read.box(line)
    return box.top, box.bottom


def _in_order(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.top + line.height / 2))
