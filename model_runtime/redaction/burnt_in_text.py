"""Find lines burnt into a medical picture that name the patient, the staff, the place or the day: whole lines, in every view.

Measurements, sides, techniques and scale bars stay: they name nobody. Looks at no other kind of document.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Region
from model_runtime.reading.bodies import Shows, is_body
from model_runtime.reading.lines import Line
from model_runtime.redaction import contrast, regions
from model_runtime.redaction.entities.header_texts import HeaderTexts, dates_in
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.page_lines import PageLines, Reads, lines_of

KIND = "PATIENT_TEXT"
MARGIN = 0.15
"""Of the letter height, on each side: no pixel of a letter may be left, and a view may show letters thinner than another."""

_BESIDE = 1.5  # letter heights: pieces of one line that were read as two
_LABEL = re.compile(
    r"(?<![a-z])(?:name|patient|pat|dob|d\.o\.b|born|birth(?:day)?|birthdate|geb|mrn|pid|id|acc(?:ession)?|ref|dr|prof|phys|"
    r"physician|referring|operator|op|tech|hospital|clinic|clinique|klinik|klinikum|infirmary|insurance|ssn|tel|phone|fax)"
    r"(?:[.:#^]|\s*no\b|\s+\S*\d{3})",
    re.IGNORECASE,
)
"""What announces a name, a number or a date of birth on a picture."""

_NUMBER = re.compile(r"(?<![\w.,])[A-Za-z]{0,3}[\- ]?\d{6,}[A-Za-z]?(?![\w.,]*\d)")
"""Six digits and more in a row: no measurement has them."""

_SURE, _LIKELY = 0.95, 0.8
_CLOSE = 0.8  # letter heights between two lines of one block
_NAME_LIKE = re.compile(r"[^\W\d_]{3,}(?:[\s,.^'-]+[^\W\d_]{3,}){1,3}")
"""Two to four words without a figure; whether they begin with capitals is asked beside it."""


class ReadsAhead(Reads, Protocol):
    """Reads text, if it can, in several pictures at the same time."""

    def read_ahead(self, pictures: Sequence[Pixels], *, shows: Shows) -> None:
        """Read `pictures`, so that each need not be read when it is asked for."""
        ...


class BurntInTextDetector:
    """Finds identifying lines of a page with a header. Origins: `header-word`, `date`, `label`, `number`,
    `recogniser`, `above` (looks like a name and stands over such a line).
    """

    def __init__(self, reads: ReadsAhead) -> None:
        self._reads = reads

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return whole lines, clipped to the page; none on a page of any other document."""
        if page.known is None:
            return ()
        words = HeaderTexts(page.known)
        views = tuple(contrast.shown(page))
        if page.is_measured and len(views) > 1:
            self._reads.read_ahead([view.pixels for view in views], shows=Shows.SLICE)
        found = [
            region
            for view in views
            for read in lines_of(view, self._reads)
            for region in self._in_lines(read, words, page)
        ]
        return regions.merged(found)

    def _in_lines(self, read: PageLines, words: HeaderTexts, page: SourcePage) -> list[Region]:
        height, width = page.pixels.shape[:2]
        recognised = [one.place for one in found_on(read.lines)]
        bodies = [is_body(line.width, line.height, page.pixels.shape) for line in read.lines]  # go for what they say
        marked: dict[int, tuple[float, str]] = {}
        for index, line in enumerate(read.lines):
            why = _why(line.text, words)
            places = [
                place for place in recognised if not bodies[index] or place.top == line.top
            ]  # a body's are its own
            if why is None and any(_lies_on(place, line) for place in places):
                why = (_LIKELY, "recogniser")
            if why is not None:
                marked[index] = why
        for index in list(marked):
            for other in _beside(read.lines, index):
                if not bodies[other]:
                    marked.setdefault(other, marked[index])
        for index in list(marked):
            for other in _heading(read.lines, index):
                marked.setdefault(other, (_LIKELY, "above"))
        boxes = (
            (read.box(read.lines[index], MARGIN * read.lines[index].tall + 1), why) for index, why in marked.items()
        )
        on_page = ((box.clipped(width, height), why) for box, why in boxes)
        return [Region(KIND, score, origin, box) for box, (score, origin) in on_page if box is not None]


def _why(text: str, words: HeaderTexts) -> tuple[float, str] | None:
    """Return how sure a line is to name somebody, and by what; None where nothing says so."""
    if words.found_in(text, is_read=True):
        return _SURE, "header-word"
    if dates_in(text):
        return _SURE, "date"
    if _LABEL.search(text):
        return _LIKELY, "label"
    return (_LIKELY, "number") if _NUMBER.search(text) else None


def _beside(lines: Sequence[Line], index: int) -> list[int]:
    """Return the lines that stand in the same row right beside a line."""
    line = lines[index]
    reach = _BESIDE * line.tall
    return [
        other
        for other, one in enumerate(lines)
        if other != index
        and min(one.bottom, line.bottom) - max(one.top, line.top) > 0.5 * min(one.tall, line.tall)
        and max(one.left, line.left) - min(one.right, line.right) < reach
    ]


def _heading(lines: Sequence[Line], index: int) -> list[int]:
    """Return lines that stand right above one that names somebody and look like a name: a header may name nobody."""
    line = lines[index]
    return [
        other
        for other, one in enumerate(lines)
        if 0 <= line.top - one.bottom + 0.5 * line.tall < (_CLOSE + 0.5) * line.tall
        and one.left < line.right
        and line.left < one.right
        and _NAME_LIKE.fullmatch(one.text.strip())
        and all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", one.text))
    ]


def _lies_on(place: Line, line: Line) -> bool:
    middle = place.top + place.height / 2
    return line.top <= middle <= line.bottom and place.left < line.right and line.left < place.right
