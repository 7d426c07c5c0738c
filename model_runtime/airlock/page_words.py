"""Read the words that can be seen on a page after hiding, for a person who selects, copies or looks for them.

Reads only what is left: what is hidden is paper before anything is read. Words of the document's own text layer stand as it
spells them, as far as the pixels confirm them and nothing hides them. Sends nothing to an engine.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region, Word
from model_runtime.reading import layout
from model_runtime.reading.lines import Line
from model_runtime.redaction import looks, regions
from model_runtime.redaction.page_lines import PageLines, Reads, own_lines

_WORD = re.compile(r"\S+")


def words_on(page: SourcePage, hide: Sequence[Region], reads: Reads) -> tuple[Word, ...]:
    """Return the words of `page` that `hide` leaves to be seen, in reading order, each where it stands on the page."""
    height, width = page.pixels.shape[:2]
    left = looks.papered(page, hide)
    hidden = regions.hidden_boxes(hide, width, height)
    known = own_lines(left)
    taken = [lines.box(piece) for lines in known for line in lines.lines for piece in _pieces(line)]
    read = [_without(lines, taken) for lines in reads.text_in(left.pixels)]
    words = (Word(piece.text, box) for piece, box in _in_order((*known, *read)))
    inside = ((word, word.box.clipped(width, height)) for word in words)
    return tuple(
        Word(word.text, box)
        for word, box in inside
        if box is not None and not any(regions.intersects(box, other) for other in hidden)
    )


def _pieces(line: Line) -> list[Line]:
    """Return the words of a line, each with its own place."""
    return [line.piece(*found.span()) for found in _WORD.finditer(line.text)]


def _without(read: PageLines, taken: Sequence[Box]) -> PageLines:
    """Return read lines without the words that are known already: those whose middle lies in a known one."""
    kept = []
    for line in read.lines:
        new = [piece for piece in _pieces(line) if not _is_taken(read.box(piece), taken)]
        kept += [line] if len(new) == len(_pieces(line)) else new
    return replace(read, lines=tuple(kept))


def _is_taken(box: Box, taken: Sequence[Box]) -> bool:
    x, y = box.left + box.width // 2, box.top + box.height // 2
    return any(other.left <= x < other.right and other.top <= y < other.bottom for other in taken)


def _in_order(parts: Sequence[PageLines]) -> Iterator[tuple[Line, Box]]:
    """Yield every word with its place: direction after direction, each as people read it."""
    for turned in dict.fromkeys(part.turned for part in parts if part.lines):
        same = [part for part in parts if part.turned == turned]
        for row in layout.reading_order([line for part in same for line in part.lines]):
            for line in row.lines:
                for piece in _pieces(line):
                    yield piece, same[0].box(piece)
