"""Find what stands around a street in an address block: the name above it, the town below it.

A street whose word no list knows ("Rosenrain 8") is one where a post code and a town stand below it. Labels are not needed.
"""

import re
from collections.abc import Iterator, Sequence

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.found import Found, is_firm, is_of_document
from model_runtime.redaction.entities.readable import Readable

_SCORE = 0.55
_ROWS_NEAR = 4  # a row of the neighbouring column may stand between two lines of a block
_LONGEST = 60  # letters of a street
_APART = 2.0  # letter heights between the middles of two lines of a block
_POST_CODE = re.compile(
    r"^[^:€$£%=]*(?<![\w.,/])(?:[A-Z]{1,2}[- ]?)?(?=[A-Z]{0,2}\d)[A-Z0-9]{3,6}(?: [A-Z0-9]{2,4})?(?![\w.,/]\d)[^:€$£%=]*$"
)
_CAPITAL = r"[^\W\d_a-zß-ÿ][\w'.\-]*"
_WORD = r"[^\W\d_][\w'.\-]*"
_PARTICLE = r"(?:de|del|della|di|da|do|la|le|der|den|dem|van|von|zum|zur|am|im)"
_STREET = re.compile(
    rf"^{_CAPITAL}(?: (?:{_CAPITAL}|{_PARTICLE})){{0,4}},? \d{{1,4}} ?[a-zA-Z]?(?:[/\-] ?\d{{1,4}}\w?)?$"
    rf"|^\d{{1,4}}[a-zA-Z]?,? {_CAPITAL}(?: {_CAPITAL}){{0,3}}$"
    rf"|^{_WORD}(?: {_WORD}){{1,4}},? \d{{1,4}} ?[a-zA-Z]?$"
    rf"|^\d{{1,4}}[a-zA-Z]?,? {_WORD}(?: {_WORD}){{1,4}}$"
)
_TOWN = re.compile(
    rf"^(?:[A-Z]{{1,2}}[- ])?(?:\d{{4,6}}|\d{{3}} ?\d{{2}}|\d{{2}}-\d{{3}}|\d{{4}} ?[A-Z]{{2}}|\d{{4}}-\d{{3}}) {_CAPITAL}(?:[ \-][\w'.\-()]+){{0,4}}$"
    rf"|^{_CAPITAL}(?: [\w'.\-]+){{0,3}},? (?:\d{{5,6}}|\d{{3}} \d{{3}})$"
)


def around_streets(page: Sequence[Row], found: Sequence[Found]) -> Iterator[Found]:
    """Yield names above and towns below the streets among `found`, and streets that a town below shows to be some.

    Above: two to four capitalised words, no firm. Below: a line with a post code, in any country's form.
    """
    streets = {id(one.place): one.place for one in found if one.origin == "street-number"}
    by_top = {(place.top, place.left) for place in streets.values()}
    for number, row in enumerate(page):
        for line in row.lines:
            if (line.top, line.left) not in by_top and _has_town_below(line, page, number):
                yield Found(EntityKind.ADDRESS, _SCORE, "address-block", line)
                streets[id(line)] = line
    yield from _around(page, sorted(streets.values(), key=lambda place: place.middle))


def _around(page: Sequence[Row], streets: Sequence[Line]) -> Iterator[Found]:
    for row in page:
        for line in row.lines:
            text = Readable(line.text).folded
            words = re.findall(r"[^\W\d_][\w'.\-]*", text)
            is_name = 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)
            is_name = is_name and not re.search(r"[\d:,&@]", text) and not (is_firm(text) or is_of_document(text))
            if is_name and any(_is_atop(line, street) for street in streets):
                yield Found(EntityKind.PERSON, _SCORE, "address-block", line)
            if _POST_CODE.search(text) and any(_is_atop(street, line) for street in streets):
                yield Found(EntityKind.ADDRESS, _SCORE, "address-block", line)


def _has_town_below(line: Line, page: Sequence[Row], number: int) -> bool:
    text = Readable(line.text)
    if len(text.text) > _LONGEST or not _STREET.match(text.folded.strip()) or is_of_document(text.text):
        return False
    near = (other for row in page[number + 1 : number + 1 + _ROWS_NEAR] for other in row.lines if _is_atop(line, other))
    return any(_TOWN.match(Readable(other.text).folded.strip()) for other in near)


def _is_atop(line: Line, street: Line) -> bool:
    """Tell whether `line` stands just above `street`, on the same left or right edge."""
    near = 0 < street.middle - line.middle <= _APART * max(line.tall, street.tall)
    return near and min(abs(line.left - street.left), abs(line.right - street.right)) < line.tall
