"""Place lines of text on a page for detectors, as if they had been read. Reads no pixels."""

from dataclasses import dataclass, field

from model_runtime.documents.page import Pixels
from model_runtime.protocol.messages import Box
from model_runtime.reading.lines import Line, line_from_box

LETTER_PX = 10
HEIGHT_PX = 20


def line_at(text: str, left: int, top: int) -> Line:
    """Return a line of letters `LETTER_PX` wide."""
    return line_from_box(text, left, top, LETTER_PX * len(text), HEIGHT_PX)


def box_of(line: Line, piece: str) -> Box:
    """Return where `piece` stands in `line`."""
    start = line.text.index(piece)
    return Box(round(line.left) + LETTER_PX * start, round(line.top), LETTER_PX * len(piece), HEIGHT_PX)


@dataclass
class GivenReading:
    """Reads the lines that it was given off any page. Attributes: `seen`, the pixels that it was shown, in their order."""

    lines: tuple[Line, ...] = ()
    turned: int = 0
    width: int = 0
    height: int = 0
    places: tuple[Box, ...] = ()
    seen: list[Pixels] = field(default_factory=list)

    def text_in(self, pixels: Pixels) -> "GivenReading":
        """Return the given lines, sized to the page unless a size was given."""
        self.seen.append(pixels)
        self.height = self.height or pixels.shape[0]
        self.width = self.width or pixels.shape[1]
        return self

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return the given places."""
        self.seen.append(pixels)
        return self.places
