"""Find the values of labels that stand alone: right of the label, below it, in the column or the block that it heads.

A block is what "SHIP TO", "Zahlbar durch" or "Address" announces: a name, then the lines of an address, down to the first
gap, amount or other label. Values in the label's own line are `labelled.py`'s.
"""

import re
from collections.abc import Iterator, Sequence

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.found import Found, is_firm, is_of_document
from model_runtime.redaction.entities.labelled import open_label
from model_runtime.redaction.entities.labels import Label, labels_in
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.values import value_at

_FAR_RIGHT = 30.0  # letter heights: a value further right belongs to another column
_BELOW = 3.0  # letter heights between the middles of a label and of its value
_COLUMN_ROWS = 40  # rows below a table's head
_SIDE, _COLUMN = 0.75, 0.65
_BLOCK_LINES = 6  # a name, a firm, a street, a house, a town, a country
_BLOCK_APART = 2.2  # letter heights between the middles of two lines of a block
_LONGEST_IN_BLOCK = 60
_ALIGNED = 1.5  # letter heights between left edges
_MOST_NAMES = 3
_HOUSE = re.compile(r"\d")
_NO_ADDRESS = re.compile(r"[:=€$£%@]|\d[.,]\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_LETTERS = re.compile(r"\W{0,3}(?:[^\W\d_a-zß-ÿ]|\d.*[^\W\d_]{2}|[a-z]/[a-z] )")
"""How a line of an address begins: with a capital or a number, or with "c/o"."""

_PROSE = re.compile(r"(?:(?<![\w.])[a-zß-ÿ]{3,} ){3}")
_SIGNATURE_LINE = re.compile(r"^[\s_.\-xX✗×…]*_{4,}|[_…]{6,}|\.{12,}")
_SIGNATURE_HEIGHT = 2.2  # letter heights above the line or right of the word
_SIGNATURE_WIDTH = 14.0


def beside_labels(page: Sequence[Row]) -> Iterator[Found]:
    """Yield the values of all labels of `page` that wait for one, and the lines in which a labelled value goes on."""
    for number, row in enumerate(page):
        for line in row.lines:
            text = Readable(line.text)
            label = open_label(text)
            if label is not None and label.kind is not None:
                yield from _beside(label, label.kind, line, page, number)
            else:
                yield from _below_value(text, line, page, number)


def _beside(label: Label, kind: EntityKind, line: Line, page: Sequence[Row], number: int) -> Iterator[Found]:
    """Yield the value right of a label, else the one below it, else those of the column or the block that it heads."""
    row, following = page[number], page[number + 1 : number + 1 + _COLUMN_ROWS]
    below = _nearest_below(line, line, following[:1])
    right = next((other for other in row.lines if other.left > line.left), None)
    if right is not None and (right.left - line.right >= _FAR_RIGHT * line.tall or _is_label(right)):
        right = None
    if kind is EntityKind.SIGNATURE:
        yield _signature(line)
    elif label.heads_block and below is not None and not _is_label(below):
        yield from _block(kind, "label-above", _lines_down(below, page, number + 1))
    elif label.heads_block and right is not None:
        yield from _block(kind, "label-left", _lines_down(right, page, number))
    elif _is_table_head(line, row, following):
        yield from _column(kind, line, following)
    elif right is not None:
        yield from _one(kind, "label-left", right)
        if kind is EntityKind.PERSON:
            yield from _name_goes_on(right.text, right.left, right, page, number)
    elif below is not None and not _is_label(below):
        yield from _one(kind, "label-above", below)


def _one(kind: EntityKind, origin: str, line: Line) -> Iterator[Found]:
    value = _value(kind, line)
    if value is not None:
        yield Found(kind, _SIDE, origin, value)


def _below_value(text: Readable, line: Line, page: Sequence[Row], number: int) -> Iterator[Found]:
    """Yield the lines in which the value of a label in `line` goes on: a name's second part, the rest of a block."""
    labels = labels_in(text)
    if not labels or labels[-1].kind not in (EntityKind.PERSON, EntityKind.ADDRESS):
        return
    label, left = labels[-1], line.edges[min(labels[-1].end, len(line.edges) - 1)]
    if label.heads_block and label.is_marked:
        block = _lines_down(line, page, number, left)[1:]
        if any(_HOUSE.search(one.text) for one in block[:3]):
            yield from _block(EntityKind.ADDRESS, "label-above", block)
    elif label.kind is EntityKind.PERSON and label.is_marked:
        yield from _name_goes_on(text.folded[label.end :], left, line, page, number)


def _name_goes_on(value: str, left: float, line: Line, page: Sequence[Row], number: int) -> Iterator[Found]:
    """Yield the rest of a name of one word that stands below it, behind the place of its label."""
    if len(value.split()) != 1 or number + 1 == len(page):
        return
    first = page[number + 1].lines[0]
    is_near = first.middle - line.middle <= _BLOCK_APART * line.tall and abs(first.left - left) < _ALIGNED * line.tall
    is_name = len(first.text.split()) <= _MOST_NAMES and _value(EntityKind.PERSON, first) is not None
    if is_near and is_name and not _is_label(first):
        yield Found(EntityKind.PERSON, _COLUMN, "label-above", first)


def _lines_down(first: Line, page: Sequence[Row], number: int, left: float | None = None) -> list[Line]:
    """Return `first` and the lines below it that belong to its block; they may begin at `left` instead of its own."""
    block = [first]
    for row in page[number + 1 : number + 2 * _BLOCK_LINES]:
        last = block[-1]
        for line in row.lines:
            is_aligned = any(abs(line.left - at) < _ALIGNED * last.tall for at in (left, first.left) if at is not None)
            if is_aligned and 0 < line.middle - last.middle <= _BLOCK_APART * max(last.tall, line.tall):
                if len(block) == _BLOCK_LINES or not _may_be_in_block(line):
                    return block
                block.append(line)
                break
    return block


def _may_be_in_block(line: Line) -> bool:
    text = Readable(line.text)
    is_short = len(text.text) <= _LONGEST_IN_BLOCK
    labels = (label for label in labels_in(text) if label.kind is not EntityKind.ADDRESS)  # "12 High Street" is a line
    return is_short and not any(labels) and not _NO_ADDRESS.search(text.folded) and not _PROSE.search(text.folded)


def _block(kind: EntityKind, origin: str, lines: Sequence[Line]) -> Iterator[Found]:
    """Yield a name, where a name is announced, and what stands below it: firm, street, house, town and country."""
    is_named = kind is not EntityKind.PERSON
    for line in lines:
        value = None if is_named else _value(EntityKind.PERSON, line)
        if value is not None and not _HOUSE.search(line.text):
            is_named = True
            is_heading = len(line.text.split()) == 1 and is_of_document(line.text)
            if not is_firm(line.text) and not is_heading:
                yield Found(EntityKind.PERSON, _SIDE, origin, value)
        elif is_named and _LETTERS.match(line.text) and not _NO_ADDRESS.search(line.text):
            yield Found(EntityKind.ADDRESS, _COLUMN, origin, line)


def _column(kind: EntityKind, head: Line, following: Sequence[Row]) -> Iterator[Found]:
    """Yield the values of the column below `head`, down to the first gap."""
    reach = head
    for row in following[:_COLUMN_ROWS]:
        below = _nearest_below(head, reach, (row,))
        value = None if below is None else _value(kind, below)
        if below is None or value is None or (kind is EntityKind.PERSON and _HOUSE.search(below.text)):
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
    if kind is EntityKind.IP_ADDRESS:
        return None  # its form finds it anywhere
    place = value_at(kind, text, 0, len(line.text))
    return None if place is None else line.piece(*place)


def _is_label(line: Line) -> bool:
    labels = labels_in(Readable(line.text))
    return bool(labels) and labels[0].start == 0


def _is_below(label: Line, reach: Line, other: Line) -> bool:
    is_near = 0 < other.middle - reach.middle <= _BELOW * max(label.tall, other.tall)
    shared = min(label.right, other.right) - max(label.left, other.left)
    is_aligned = abs(other.left - label.left) < _ALIGNED * label.tall
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
