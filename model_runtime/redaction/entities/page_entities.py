"""Find personal data on a page of lines: in each line, and right of or below the labels that stand alone.

Gives the places of the values; labels stay. Works on lines with places, wherever they were read. Does not read pixels.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model_runtime.reading.layout import Row, rows
from model_runtime.reading.lines import Line, join
from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.entities.labelled import open_label
from model_runtime.redaction.entities.labels import labels_in
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.recognition import entities_in
from model_runtime.redaction.entities.values import value_at

_JOIN_GAP = 1.2  # letter heights: a scanner cuts long numbers at wide blanks
_FAR_RIGHT = 30.0  # letter heights: a value further right belongs to another column
_BELOW = 3.0  # letter heights between the middles of a label and of its value
_COLUMN_ROWS = 40  # rows below a table's head
_SIDE, _COLUMN, _BLOCK = 0.75, 0.65, 0.55
_SIGNATURE_LINE = re.compile(r"^[\s_.\-xX✗×…]*_{4,}|[_…]{6,}|\.{12,}")
_POST_CODE = re.compile(
    r"^[^:€$£%=]*(?<![\w.,/])(?:[A-Z]{1,2}[- ]?)?(?=[A-Z]{0,2}\d)[A-Z0-9]{3,6}(?: [A-Z0-9]{2,4})?(?![\w.,/]\d)[^:€$£%=]*$"
)
_SIGNATURE_HEIGHT = 2.2  # letter heights above the line or right of the word
_SIGNATURE_WIDTH = 14.0


@dataclass(frozen=True)
class Found:
    """Personal data on a page. `place` is the piece of the page that shows it, and nothing else."""

    kind: EntityKind
    score: float
    origin: str
    place: Line


def found_on(lines: Sequence[Line], given: GivenWords | None = None) -> tuple[Found, ...]:
    """Return the personal data in `lines` (of one upright page, in any order)."""
    page = tuple(Row(tuple(_joined(row.lines))) for row in rows(lines))
    found = [
        Found(entity.kind, entity.score, entity.origin, line.piece(entity.start, entity.end))
        for row in page
        for line in row.lines
        for entity in entities_in(line.text, given)
    ]
    for number, row in enumerate(page):
        for line in row.lines:
            label = open_label(Readable(line.text))
            if label is not None and label.kind is not None:
                found += _beside(label.kind, line, page, number)
    found += _address_block(page, found)
    return tuple(found)


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Join lines that stand side by side so closely that one value may have been cut in two."""
    waiting = lines[0]
    for line in lines[1:]:
        if line.left - waiting.right < _JOIN_GAP * min(waiting.tall, line.tall):
            waiting = join(waiting, line)
        else:
            yield waiting
            waiting = line
    yield waiting


def _beside(kind: EntityKind, label: Line, page: Sequence[Row], number: int) -> Iterator[Found]:
    """Yield the value right of a label, else the one below it, else those of the column that it heads."""
    if kind is EntityKind.SIGNATURE:
        yield _signature(label)
        return
    row, following = page[number], page[number + 1 :]
    if _is_table_head(label, row, following):
        yield from _column(kind, label, following)
        return
    right = next((other for other in row.lines if other.left > label.left), None)
    if right is not None and right.left - label.right < _FAR_RIGHT * label.tall and not _is_label(right):
        value = _value(kind, right)
        if value is not None:
            yield Found(kind, _SIDE, "label-left", value)
        return
    below = _nearest_below(label, label, following[:1])
    value = None if below is None or _is_label(below) else _value(kind, below)
    if value is not None:
        yield Found(kind, _SIDE, "label-above", value)


def _column(kind: EntityKind, head: Line, following: Sequence[Row]) -> Iterator[Found]:
    """Yield the values of the column below `head`, down to the first gap."""
    reach = head
    for row in following[:_COLUMN_ROWS]:
        below = _nearest_below(head, reach, (row,))
        value = None if below is None else _value(kind, below)
        if below is None or value is None:
            return
        yield Found(kind, _COLUMN, "label-above", value)
        reach = below


def _is_table_head(label: Line, row: Row, following: Sequence[Row]) -> bool:
    """Tell whether `label` heads a column: it and its neighbour both have something below, and not another label."""
    others = [line for line in row.lines if line is not label]
    below = _nearest_below(label, label, following[:1])
    if not others or below is None or _is_label(below):
        return False
    return any(_nearest_below(other, other, following[:1]) is not None for other in others)


def _nearest_below(label: Line, reach: Line, following: Sequence[Row]) -> Line | None:
    return next((other for row in following for other in row.lines if _is_below(label, reach, other)), None)


def _value(kind: EntityKind, line: Line) -> Line | None:
    text = Readable(line.text)
    if kind in (EntityKind.EMAIL, EntityKind.IP_ADDRESS):
        return None  # their form finds them anywhere
    place = value_at(kind, text, 0, len(line.text))
    return None if place is None else line.piece(*place)


def _is_label(line: Line) -> bool:
    labels = labels_in(Readable(line.text))
    return bool(labels) and labels[0].start == 0


def _is_below(label: Line, reach: Line, other: Line) -> bool:
    is_near = 0 < other.middle - reach.middle <= _BELOW * max(label.tall, other.tall)
    shared = min(label.right, other.right) - max(label.left, other.left)
    is_aligned = abs(other.left - label.left) < 1.5 * label.tall
    return is_near and (is_aligned or shared > 0.5 * min(label.width, other.width))


def _signature(label: Line) -> Found:
    """Return the room for handwriting: above the word where it stands under a line, and behind it."""
    height = _SIGNATURE_HEIGHT * label.tall
    width = max(label.width, _SIGNATURE_WIDTH * label.tall)
    words = Readable(label.text)
    at = labels_in(words)[-1]
    is_before_line = (
        bool(_SIGNATURE_LINE.search(words.folded[at.end - 4 :])) or words.folded[: at.end].rstrip()[-1:] == ":"
    )
    if is_before_line:
        left = label.edges[min(at.end, len(label.edges) - 1)]
        top, right = label.bottom - height, max(label.right, left + width)
    else:
        left, top, right = label.left, label.top - height, label.left + width
    return Found(EntityKind.SIGNATURE, _SIDE, "signature-line", _room(left, top, right, top + height))


def _room(left: float, top: float, right: float, bottom: float) -> Line:
    """Return a place without text."""
    width, height = right - left, bottom - top
    return Line("", left, top, width, height, (left,), (top + bottom) / 2, 1.0, height)


def _address_block(page: Sequence[Row], found: Sequence[Found]) -> Iterator[Found]:
    """Yield what stands above a street in a letter's address block, a name, and below it, the town.

    Above: two to four capitalised words, no firm. Below: a line with a post code, in any country's form.
    """
    streets = [one.place for one in found if one.kind is EntityKind.ADDRESS and one.origin == "street-number"]
    for line in (line for row in page for line in row.lines):
        text = Readable(line.text).folded
        words = re.findall(r"[^\W\d_][\w'.\-]*", text)
        is_name = 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and not re.search(r"[\d:,&@]", text)
        if is_name and any(_is_atop(line, street) for street in streets) and not _is_firm(text):
            yield Found(EntityKind.PERSON, _BLOCK, "address-block", line)
        if _POST_CODE.search(text) and any(_is_atop(street, line) for street in streets):
            yield Found(EntityKind.ADDRESS, _BLOCK, "address-block", line)


def _is_atop(line: Line, street: Line) -> bool:
    """Tell whether `line` stands just above `street`, on the same left or right edge."""
    near = 0 < street.middle - line.middle <= 2.0 * max(line.tall, street.tall)
    return near and min(abs(line.left - street.left), abs(line.right - street.right)) < line.tall


def _is_firm(text: str) -> bool:
    plain = [word.strip(".,()") for word in Readable(text).plain.split()]
    return any(word in name_lists.words("firms") or word in name_lists.words("documents") for word in plain)
