"""Read a page's text for detectors: the document's own words where it has some, and what only pixels show.

A document's words are exact and cost nothing; they are painted over before the pixels are read, so that a stamp, a
photographed card or a signature's name beside them is still found. Reads a page in the position in which it lies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box, Word
from model_runtime.reading.lines import Line, line_from_box, words_to_lines


class Reads(Protocol):
    """Reads text out of pixels."""

    def text_in(self, pixels: Pixels) -> "tuple[PageLines, ...]":
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


def lines_of(page: SourcePage, reads: Reads) -> tuple[PageLines, ...]:
    """Return the text of `page`: of its own words (when it has some), and of its pixels."""
    height, width = page.pixels.shape[:2]
    own = lines_from_words(page.words)
    read = reads.text_in(without_words(page) if own else page.pixels)
    return (PageLines(own, 0, width, height), *read) if own else read


def lines_from_words(words: Sequence[Word]) -> tuple[Line, ...]:
    """Join words that stand close together on one line."""
    pieces = [
        line_from_box(word.text.strip(), word.box.left, word.box.top, max(1, word.box.width), max(1, word.box.height))
        for word in words
        if word.text.strip()
    ]
    return words_to_lines(pieces)


def painted_over(pixels: Pixels, boxes: Iterable[Box]) -> Pixels:
    """Return a copy of `pixels` in which each of `boxes` has the colour of its edge: paper where letters were."""
    pixels = pixels.copy()
    for box in boxes:
        part = pixels[max(0, box.top) : box.top + box.height, max(0, box.left) : box.left + box.width]
        if part.size:
            edge = np.concatenate((part[0], part[-1], part[:, 0], part[:, -1]))
            part[:] = np.median(edge, axis=0)
    return pixels


def without_words(page: SourcePage) -> Pixels:
    """Return the page's pixels with its own words painted over."""
    return painted_over(page.pixels, (word.box for word in page.words))
