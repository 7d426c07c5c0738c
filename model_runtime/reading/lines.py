"""Say what a line of read text is: its letters and the place of every one of them.

Everything after optical character recognition works on these values. Does not read pixels, does not judge what a line
means.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

_WORD_GAP = 0.65  # of the letter height: a wider gap begins another cell


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
        slant: how far right of its edges a character reaches, because the line is tilted.
        slope: dy/dx of a line that is tilted so much that its pieces lie at different heights; else 0.
        is_whole: whether the places of its characters are not known; a piece of it lies anywhere in it.
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
    slant: float = 0.0
    slope: float = 0.0
    is_whole: bool = False

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
        edges = self.edges[start : end + 1]
        if self.is_whole:
            return replace(self, text=self.text[start:end], edges=edges)
        left, right = edges[0], edges[-1] + self.slant
        before, behind = left - self.edges[0], self.edges[-1] - edges[-1]
        above, below = (before, behind) if self.slope > 0 else (behind, before)
        steep = abs(self.slope)
        top, bottom = self.top + steep * above, self.bottom - steep * below
        return replace(
            self, text=self.text[start:end], left=left, top=top, width=right - left, height=bottom - top, edges=edges
        )


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
        slant=max(line.slant, other.slant),
        is_whole=line.is_whole or other.is_whole,
    )


def typical_height(lines: tuple[Line, ...]) -> float:
    """The median height of the lines' letters in pixels; 1.0 without lines."""
    return statistics.median([line.tall for line in lines]) if lines else 1.0


def words_to_lines(pieces: Sequence[Line], blank_steps: float = 0.0) -> tuple[Line, ...]:
    """Join words (lines of one word) that stand close together on one line.

    `blank_steps`: a gap of up to so many letters' widths is a blank, too, whatever the letters' height: in letters of one
    width it is as wide as a letter.
    """
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        row = next(
            (
                row
                for row in reversed(rows[-3:])
                if abs(row[-1].middle - piece.middle) < 0.4 * min(row[-1].tall, piece.tall)
            ),
            None,
        )
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return tuple(line for row in rows for line in _joined(sorted(row, key=lambda piece: piece.left), blank_steps))


def _joined(row: Sequence[Line], blank_steps: float) -> list[Line]:
    lines: list[Line] = []
    for piece in row:
        if lines and piece.left - lines[-1].right < _widest_blank(lines[-1], piece, blank_steps):
            lines[-1] = join(lines[-1], piece)
        else:
            lines.append(piece)
    return lines


def _widest_blank(line: Line, other: Line, blank_steps: float) -> float:
    step = (line.width + other.width) / (len(line.text) + len(other.text))
    return max(_WORD_GAP * max(line.tall, other.tall), blank_steps * step)
