"""Read a page's text for detectors: out of its pixels, all of it, with exact letters where a confirmed word lends them.

What a document says of itself takes nothing from sight: no place is left out because words are said to stand there. Where
the letters lent are others than those read (O for 0), the line is given in both spellings. A page with a mark or a stroke of
a pen across its print is read with and without it. Where not all that is claimed was confirmed, the claims are given, too (`hints.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from model_runtime.documents.page import ClaimedWord, ConfirmedWord, Pixels, Place, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.reading.agreement import Agreement, agreements, spelled
from model_runtime.reading.bodies import Shows
from model_runtime.reading.lending import PlacedWord
from model_runtime.reading.lines import Line, line_from_box, words_to_lines
from model_runtime.redaction.hints import hints
from model_runtime.redaction.marks import without_marks
from model_runtime.redaction.pen_strokes import without_strokes


class Reads(Protocol):
    """Reads text out of pixels."""

    def text_in(self, pixels: Pixels, *, shows: Shows = Shows.PAGE) -> "tuple[PageLines, ...]":
        """Return the lines of text in `pixels` [H, W, 3] uint8 RGB, for each direction they run in; main one first."""
        ...

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return where text stands, also in scripts that cannot be read."""
        ...


@dataclass(frozen=True)
class PageLines:
    """Lines of one page that were read the same way.

    Attributes:
        turned: quarter turns to the left that made the page upright before it was read.
        width, height: of the page after those turns.
    """

    lines: tuple[Line, ...]
    turned: int
    width: int
    height: int

    def box(self, line: Line, margin_px: float = 0.0) -> Box:
        """Return where `line` lies on the page as it is, `margin_px` wider on each side, in whole pixels."""
        left, top = line.left - margin_px, line.top - margin_px
        right, bottom = line.right + margin_px, line.bottom + margin_px
        width, height = self.width, self.height
        for _ in range(self.turned):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        x, y = int(np.floor(left)), int(np.floor(top))
        return Box(x, y, int(np.ceil(right)) - x, int(np.ceil(bottom)) - y)

    def place(self, on_page: Place) -> Place:
        """Return where a place of the page as it is lies after the turns."""
        left, top, right, bottom = on_page
        width = self.height if self.turned % 2 else self.width
        height = self.width if self.turned % 2 else self.height
        for _ in range(self.turned):
            left, top, right, bottom = top, width - right, bottom, width - left
            width, height = height, width
        return left, top, right, bottom


def lines_of(page: SourcePage, reads: Reads) -> tuple[PageLines, ...]:
    """Return the text of `page` as its pixels show it, in the letters of its confirmed words."""
    shows = Shows.SLICE if page.is_measured else Shows.PAGE
    other = () if page.is_measured else (*without_marks(page.pixels), *without_strokes(page.pixels))
    pictures = (page.pixels, *other)
    read = tuple(
        spelling
        for picture in pictures
        for lines in reads.text_in(picture, shows=shows)
        for spelling in _spellings(lines, page.words)
    )
    height, width = page.pixels.shape[:2]
    upright = PageLines((), 0, width, height)
    claims = hints(page)
    return (*read, replace(upright, lines=lines_from_words(placed(claims, upright)))) if claims else read


def placed(words: Sequence[ClaimedWord | ConfirmedWord], read: PageLines) -> tuple[PlacedWord, ...]:
    """Return `words` where they stand among the lines of `read`."""
    return tuple(PlacedWord(word.text, tuple(read.place(letter) for letter in word.letters)) for word in words)


def own_lines(page: SourcePage) -> tuple[PageLines, ...]:
    """Return the lines that the confirmed words of `page` form, each in the direction in which its words run."""
    height, width = page.pixels.shape[:2]
    result = []
    for turned in sorted({word.turned for word in page.words}):
        size = (height, width) if turned % 2 else (width, height)
        empty = PageLines((), turned, *size)
        lines = lines_from_words(placed([word for word in page.words if word.turned == turned], empty))
        result.append(PageLines(lines, turned, *size))
    return tuple(result)


def lines_from_words(words: Sequence[PlacedWord]) -> tuple[Line, ...]:
    """Join words that stand close together on one line."""
    return words_to_lines([_line(word) for word in words])


def painted_over(pixels: Pixels, boxes: Iterable[Box]) -> Pixels:
    """Return a copy of `pixels` in which each of `boxes` has the colour of its edge: paper where letters were."""
    pixels = pixels.copy()
    for box in boxes:
        part = pixels[max(0, box.top) : box.bottom, max(0, box.left) : box.right]
        if part.size:
            edge = np.concatenate((part[0], part[-1], part[:, 0], part[:, -1]))
            part[:] = np.median(edge, axis=0)
    return pixels


def _spellings(read: PageLines, words: Sequence[ConfirmedWord]) -> tuple[PageLines, ...]:
    """Return `read` with the letters of `words`; and once more in its own letters, where those differ."""
    here = placed([word for word in words if word.turned == read.turned], read)
    of_line: dict[int, list[Agreement]] = {}
    for one in agreements(here, read.lines):
        of_line.setdefault(one.line, []).append(one)
    if not of_line:
        return (read,)
    lent, own = (
        tuple(
            spelled(line, of_line[index], here, as_read=as_read) if index in of_line else line
            for index, line in enumerate(read.lines)
        )
        for as_read in (False, True)
    )
    spellings = [lent] if [line.text for line in lent] == [line.text for line in own] else [lent, own]
    return tuple(PageLines(lines, read.turned, read.width, read.height) for lines in spellings)


def _line(word: PlacedWord) -> Line:
    """Return a word as a line, a pixel wider all round: places are those of ink, and ink is blurred where it ends."""
    left, right = min(p[0] for p in word.letters) - 1, max(p[2] for p in word.letters) + 1
    top, bottom = min(p[1] for p in word.letters) - 1, max(p[3] for p in word.letters) + 1
    return line_from_box(word.text, left, top, right - left, bottom - top)
