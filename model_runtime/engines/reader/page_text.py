"""Say what was read on a page: lines of text with the place of every character.

Everything after optical character recognition works on these values only. Does not read pixels and does not judge
what a line means.
"""

import math
import statistics
from dataclasses import dataclass, replace

from model_runtime.protocol import payloads


@dataclass(frozen=True)
class Line:
    """A piece of text that stands together on one line.

    Attributes:
        text: as printed, outer blanks removed.
        left, top, width, height: upright box in pixels of the page that was read.
        edges: x of the left edge of each character and of the end of the last; `len(text) + 1` values.
        middle: y of the line's middle after the page's tilt is taken out; rows are found by it.
        score: mean certainty of its characters, 0..1 (1 for a document's own text layer).
        tall: height of the letters' band across the writing direction (less than `height` on a tilted page).
    """

    text: str
    left: float
    top: float
    width: float
    height: float
    edges: tuple[float, ...]
    middle: float
    score: float
    tall: float

    @property
    def right(self) -> float:
        """X where the line ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Y where the line ends."""
        return self.top + self.height

    @property
    def center(self) -> float:
        """X of the line's middle."""
        return self.left + self.width / 2

    def piece(self, start: int, end: int) -> "Line":
        """Cut characters `start` to `end` out, without blanks around them, with their own place."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        left, right = self.edges[start], self.edges[end]
        return replace(
            self, text=self.text[start:end], left=left, width=right - left, edges=self.edges[start : end + 1]
        )


@dataclass(frozen=True)
class PageText:
    """All lines of a page, in no particular order.

    Attributes:
        number: of the page in its document, from 1.
        width, height: of the pixels that were read, after `turned`.
        turned: quarter turns (counter-clockwise, 0..3) that made the page upright before reading.
        native_left, native_top, native_width, native_height: what part of the document's page the pixels show.
        codes: texts of QR and barcodes, placed on the pixels as they came (before `turned`).
        contrast: standard deviation of the pixels' grey levels (0..255).
        faces: boxes of faces on the document's page; None where nobody looked for them.
    """

    number: int
    width: int
    height: int
    lines: tuple[Line, ...]
    turned: int = 0
    native_left: int = 0
    native_top: int = 0
    native_width: int = 0
    native_height: int = 0
    codes: tuple[Line, ...] = ()
    faces: tuple[payloads.Box, ...] | None = None
    contrast: float = 0.0

    def source(self, line: Line) -> payloads.Source:
        """Say where a line stands, in pixels of the document's page."""
        return self._source(line.text, self._unturned(line.left, line.top, line.right, line.bottom))

    def code_source(self, code: Line) -> payloads.Source:
        """Say where a code stands, in pixels of the document's page."""
        return self._source(code.text, (code.left, code.top, code.right, code.bottom))

    def _source(self, text: str, place: tuple[float, float, float, float]) -> payloads.Source:
        left, top, right, bottom = place
        width, height = (self.width, self.height) if self.turned % 2 == 0 else (self.height, self.width)
        across = (self.native_width or width) / width
        down = (self.native_height or height) / height
        x, y = math.floor(max(left, 0) * across), math.floor(max(top, 0) * down)
        box = payloads.Box(
            left=self.native_left + x,
            top=self.native_top + y,
            width=max(1, math.ceil(min(right, width) * across) - x),
            height=max(1, math.ceil(min(bottom, height) * down) - y),
        )
        return payloads.Source(page=self.number, box=box, text=text)

    def _unturned(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Turn a box back by `turned` quarter turns, clockwise."""
        width, height = self.width, self.height
        for _ in range(self.turned):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        return left, top, right, bottom


def line_from_box(text: str, left: float, top: float, width: float, height: float) -> Line:
    """Make a line of known text whose characters are taken to be equally wide (a text layer's word)."""
    step = width / max(1, len(text))
    edges = tuple(left + step * i for i in range(len(text) + 1))
    return Line(text, left, top, width, height, edges, top + height / 2, 1.0, height)


def join(line: Line, other: Line) -> Line:
    """Make one line of two that stand side by side; the blank between them takes the gap."""
    top, bottom = min(line.top, other.top), max(line.bottom, other.bottom)
    return Line(
        text=f"{line.text} {other.text}",
        left=line.left,
        top=top,
        width=max(other.right, line.right) - line.left,
        height=bottom - top,
        edges=(*line.edges, *other.edges),
        middle=(line.middle + other.middle) / 2,
        score=min(line.score, other.score),
        tall=max(line.tall, other.tall),
    )


def typical_height(lines: tuple[Line, ...]) -> float:
    """The median height of the lines' letters in pixels; 1.0 without lines."""
    return statistics.median([line.tall for line in lines]) if lines else 1.0
