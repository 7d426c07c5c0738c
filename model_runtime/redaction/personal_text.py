"""Find personal data in the text of a page, and text of any kind: two detectors over the same reading.

Gives places and kinds; what the text says stays in here. Which kinds a policy wants, it picks itself.
"""

from collections.abc import Sequence

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.reading.lines import Line
from model_runtime.redaction import codes, contrast, regions
from model_runtime.redaction.entities import code_contents
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.entities.known_words import KnownWords
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.recognition import Words
from model_runtime.redaction.page_lines import PageLines, Reads, lines_of, own_lines

TEXT_KIND = "TEXT"

MARGIN = 0.12
"""Of the letter height, on each side: ascenders, and what reading misjudges by a pixel or two."""

_UPRIGHT_RATIO = 1.5
"""A line this much taller than wide runs downwards: places of letters along it are not known, so it goes whole."""


class PersonalTextDetector:
    """Finds names, numbers, addresses, also those that a code on the page holds. Origins are the names of rules."""

    def __init__(self, reads: Reads, given: GivenWords | None = None) -> None:
        self._reads = reads
        self._given = () if given is None else (given,)

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return one region for each piece of personal data, clipped to the page."""
        words = (KnownWords(code_contents.words_in(codes.texts_in(page))), *self._given)
        reads = (read for view in contrast.shown(page) for read in lines_of(view, self._reads))
        found = [region for read in reads for region in self._regions(read, words, page)]
        return regions.merged(found)

    def _regions(self, read: PageLines, words: Sequence[Words], page: SourcePage) -> list[Region]:
        height, width = page.pixels.shape[:2]
        whole_lines = [line for line in read.lines if line.height >= _UPRIGHT_RATIO * line.width]
        result = []
        for found in found_on(read.lines, *words):
            lying = next((line for line in whole_lines if _lies_in(found.place, line)), found.place)
            box = read.box(lying, MARGIN * lying.tall).clipped(width, height)
            if box is not None:
                result.append(Region(found.kind.value, found.score, found.origin, box))
        return result


class AllTextDetector:
    """Finds every place where text stands, in any script, read or not. Origins: `text-layer`, `text-detector`."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return the places of text, clipped to the page."""
        height, width = page.pixels.shape[:2]
        views = contrast.shown(page)
        own = [("text-layer", 1.0, of.box(line, MARGIN * line.tall)) for of in own_lines(page) for line in of.lines]
        seen = [
            ("text-detector", 0.9, _with_margin(box)) for view in views for box in self._reads.places_in(view.pixels)
        ]
        on_page = ((origin, score, box.clipped(width, height)) for origin, score, box in (*own, *seen))
        return tuple(Region(TEXT_KIND, score, origin, box) for origin, score, box in on_page if box is not None)


def _with_margin(box: Box) -> Box:
    margin = round(MARGIN * min(box.width, box.height)) + 1
    return Box(box.left - margin, box.top - margin, box.width + 2 * margin, box.height + 2 * margin)


def _lies_in(place: Line, line: Line) -> bool:
    return place.top == line.top and line.left <= place.left and place.right <= line.right
