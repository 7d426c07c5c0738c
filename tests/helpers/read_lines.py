"""Place lines of text on a page for detectors, as if they had been read. Reads no pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from model_runtime.documents.page import ClaimedWord, ConfirmedWord, Pixels, Place
from model_runtime.protocol.payloads import Box
from model_runtime.reading.bodies import Shows
from model_runtime.reading.lines import Line, line_from_box
from model_runtime.reading.strips import Strips
from model_runtime.redaction.page_lines import PageLines

LETTER_PX = 10
HEIGHT_PX = 20


def line_at(text: str, left: int, top: int) -> Line:
    """Return a line of letters `LETTER_PX` wide."""
    return line_from_box(text, left, top, LETTER_PX * len(text), HEIGHT_PX)


def box_of(line: Line, piece: str) -> Box:
    """Return where `piece` stands in `line`."""
    start = line.text.index(piece)
    return Box(round(line.left) + LETTER_PX * start, round(line.top), LETTER_PX * len(piece), HEIGHT_PX)


def letters_of(text: str, box: Box) -> tuple[Place, ...]:
    """Return places for the letters of `text`, equally wide in `box`."""
    step = box.width / len(text)
    bottom = float(box.bottom)
    return tuple((box.left + step * i, float(box.top), box.left + step * (i + 1), bottom) for i in range(len(text)))


def claimed(text: str, box: Box) -> ClaimedWord:
    """Return a word that a document claims to stand in `box`."""
    return ClaimedWord(text, letters_of(text, box))


def word_at(text: str, box: Box) -> ConfirmedWord:
    """Return a word that the pixels of `box` confirm."""
    return ConfirmedWord(text, letters_of(text, box), box)


@dataclass
class GivenReading:
    """Reads the lines that it was given off any page. Attributes: `seen`, the pixels that it was shown, in their order.

    `shown_as`: as what it was told to read them.
    """

    lines: tuple[Line, ...] = ()
    turned: int = 0
    places: tuple[Box, ...] = ()
    seen: list[Pixels] = field(default_factory=list)
    shown_as: list[Shows] = field(default_factory=list)

    def text_in(
        self, pixels: Pixels, strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        """Return the given lines."""
        self.seen.append(pixels)
        self.shown_as.append(shows)
        height, width = pixels.shape[:2]
        return (PageLines(self.lines, self.turned, *((width, height) if self.turned % 2 == 0 else (height, width))),)

    def read_ahead(self, pictures: Sequence[Pixels], *, shows: Shows) -> None:
        """Wait until each is asked for."""

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return the given places."""
        self.seen.append(pixels)
        return self.places
