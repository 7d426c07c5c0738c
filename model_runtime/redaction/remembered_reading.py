"""Remember what was read on a page: several steps ask about the same one, and reading takes a second.

A picture that was read before is not read again. One of the same size of which only some rows are others (because
something was hidden there) is read in those rows; what stands in rows that are the same to the last bit says the same.
Rows are those of the page as it stands upright: a value on a page that lies on its side is hidden in all of its columns.
Forgets when it is told to; reads nothing itself.
"""

import contextvars
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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

_KEPT = 16
"""The page as it came and as it is after each round of hiding, each with and without marks across it, and without strokes."""

_ROW_DIGEST_BYTES = 16

_SIDE_BY_SIDE = 2
"""Pictures read at the same time: the network that finds lines keeps one core and a part of the next one busy."""

_MOST_PX = 1024 * 1024
"""Of a picture that is read beside another one: looking at a larger one takes too much memory to be done twice at a time,
and keeps all cores busy by itself."""


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


@dataclass(frozen=True)
class _Like:
    """What was read in a picture much like another one, which has other pixels in the `changed` rows [H]."""

    known: _Read
    changed: npt.NDArray[np.bool_]

    def lines(self) -> list[PageLines]:
        """Return what was read, as it lies on the page that was turned upright."""
        return [_further(read, -self.known.turned) for read in self.known.lines]


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
        like = self._likest(pixels)
        if like is not None and not like.changed.any():
            return like.known.lines
        again = None if like is None else self._again(pixels, like, shows)
        lines = self._read(pixels, shows) if again is None else again
        self._keep(pixels, lines)
        return lines

    def read_ahead(self, pictures: Sequence[Pixels], *, shows: Shows) -> None:
        """Read `pictures` side by side, so that `text_in` remembers each: small ones, of which all is to be read.

        What is read in one is the same whichever was read first.
        """
        new = [pixels for pixels in pictures if pixels.shape[0] * pixels.shape[1] <= _MOST_PX and self._is_new(pixels)]
        if len(new) < 2:
            return
        with ThreadPoolExecutor(_SIDE_BY_SIDE, "reading") as pool:
            begun = [  # whom to ask whether this is wanted is known to this thread only
                pool.submit(contextvars.copy_context().run, self._read, pixels, shows) for pixels in new
            ]
            for pixels, read in zip(new, [one.result() for one in begun], strict=True):
                self._keep(pixels, read)

    def _is_new(self, pixels: Pixels) -> bool:
        like = self._likest(pixels)
        return like is None or _strips(like) is None

    def _likest(self, pixels: Pixels) -> _Like | None:
        """Return what was read in the picture of this size of which the fewest rows were others; None of another size."""
        alike = [kept for kept in self._kept if kept.shape == pixels.shape]
        rows = {turned: _digests(np.rot90(pixels, turned)) for turned in {kept.turned for kept in alike}}
        likes = [_Like(kept, (kept.rows != rows[kept.turned]).any(axis=1)) for kept in alike]
        return min(likes, key=lambda like: int(like.changed.sum()), default=None)

    def _read(self, pixels: Pixels, shows: Shows) -> tuple[PageLines, ...]:
        return self._reads.text_in(pixels, shows=shows)

    def _keep(self, pixels: Pixels, lines: tuple[PageLines, ...]) -> None:
        turned = lines[0].turned
        read = _Read(pixels.shape, turned, _digests(np.rot90(pixels, turned)), lines)
        self._kept = [*self._kept[-_KEPT + 1 :], read]

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return where text stands."""
        return self._reads.places_in(pixels)

    def forget(self) -> None:
        """Let go of everything that was read."""
        self._kept.clear()
        if self._known is not None:
            self._known.forget()

    def _again(self, pixels: Pixels, like: _Like, shows: Shows) -> tuple[PageLines, ...] | None:
        """Return what `pixels` say, of which only the changed rows are not known; None where they are most of it."""
        known, before = like.known, like.lines()
        upright = np.rot90(pixels, known.turned)
        strips = _strips(like)
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


def _strips(like: _Like) -> Strips | None:
    """Return the rows that are to be read again, with all of their lines; None where they are most of the picture."""
    return strips_around(like.changed, [_span(read, line) for read in like.lines() for line in read.lines])


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
