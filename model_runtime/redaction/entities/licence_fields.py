"""Find the numbered fields of a driving licence: "1. OKONJO", "3. 02.02.1992 LAGOS", "5. OKONJ952022FA9IJ".

Numbers instead of labels stand on the licences of Europe and of many other countries (directive 2006/126/EC, annex I). A
page shows one where field 3 is a date and 4a or 4b is another; numbered lists have no such fields. Reads no pixels.
"""

import re
from collections.abc import Iterator, Sequence

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.dates import DATE
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.found import Found
from model_runtime.redaction.entities.readable import Readable

_SCORE = 0.75
_FIELD = re.compile(r"(?<![\w.,/])(1|2|3|4[abcd]|5|8)[.,:)]{0,2}(?:\s+|(?<=[.,:)])|$)", re.ASCII)
_KINDS = {
    "1": EntityKind.PERSON,
    "2": EntityKind.PERSON,
    "3": EntityKind.DATE_OF_BIRTH,
    "4d": EntityKind.NATIONAL_ID,
    "5": EntityKind.NATIONAL_ID,
    "8": EntityKind.ADDRESS,
}


def licence_fields(page: Sequence[Row]) -> Iterator[Found]:
    """Yield the values of a driving licence's personal fields; of field 3 the place of birth, too."""
    fields = [field for row in page for field in _fields(row)]
    dated = {name for name, value in fields if DATE.match(Readable(value.text).plain)}
    if "3" not in dated or not dated & {"4a", "4b"}:
        return
    for name, value in fields:
        if name in _KINDS:
            yield Found(_KINDS[name], _SCORE, "licence-field", value)


def _fields(row: Row) -> Iterator[tuple[str, Line]]:
    """Yield the number and the value of each field of a row; the value may be a line of its own."""
    for line, following in zip(row.lines, (*row.lines[1:], None), strict=True):
        text = Readable(line.text).folded
        match = _FIELD.match(text.lower())
        if match is None:
            continue
        end = len(text.rstrip())
        value = line.piece(match.end(), end) if match.end() < end else following
        if value is not None:
            yield match[1], value
