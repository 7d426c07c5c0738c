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
from model_runtime.redaction.entities.table_columns import column_values, is_in_column, is_label, value_of

_FAR_RIGHT = 30.0  # letter heights: a value further right belongs to another column
_BELOW = 3.0  # letter heights between the middles of a label and of its value
_FAR_BELOW = 6.0  # letter heights between the middles of a table's heads and of its first row
_FEWEST_FILLED = 2
_COLUMN_ROWS = 120  # rows below a table's head, one for each line of a cell
_SIDE, _COLUMN = 0.75, 0.65
_BLOCK_LINES = 6  # a name, a firm, a street, a house, a town, a country
_BLOCK_APART = 2.2  # letter heights between the middles of two lines of a block
_LONGEST_IN_BLOCK = 60
_FEWEST_HEADS = 3  # of a table that addresses have a column of; two blocks side by side are none
_CENTRED = 1.2  # letter heights: a cell of one line stands between the two lines of its neighbour
_ALIGNED = 1.5  # letter heights between left edges
_MOST_NAMES = 3
_HOUSE = re.compile(r"\d")
_NO_ADDRESS = re.compile(r"[:=€$£%@]|\d[.,]\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_LETTERS = re.compile(
    r"\W{0,3}(?:[^\W\d_a-zß-ÿ]|\d.*[^\W\d_]{2}|[a-z]/[a-z] "
    r"|[^\W\d_][\w' .,\-]{1,40} (?:\d{5,6}(?:-\d{4})?|[a-z]{2,3} \d{4}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})$)"
)
"""How a line of an address begins: with a capital or a number, or with "c/o"; or a town in small letters and its code."""

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
    if right is not None and (right.left - line.right >= _FAR_RIGHT * line.tall or is_label(right)):
        right = None
    if kind is EntityKind.SIGNATURE:
        yield _signature(line)
    elif label.heads_block and below is not None and not is_label(below):
        yield from _block(kind, "label-above", _lines_down(below, page, number + 1))
        if kind is EntityKind.ADDRESS and len(row.lines) >= _FEWEST_HEADS and _is_table_head(line, row, following):
            yield from (one for one in _column(kind, line, row, following) if _may_be_in_block(one.place))
    elif label.heads_block and right is not None:
        yield from _block(kind, "label-left", _lines_down(right, page, number))
    elif _is_table_head(line, row, following):
        yield from _column(kind, line, row, following)
    elif right is not None:
        yield from _one(kind, "label-left", right)
        if kind is EntityKind.PERSON:
            yield from _name_goes_on(right.text, right.left, right, page, number)
    elif below is not None and not is_label(below):
        yield from _one(kind, "label-above", below)


def _one(kind: EntityKind, origin: str, line: Line) -> Iterator[Found]:
    value = value_of(kind, line)
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
    is_name = len(first.text.split()) <= _MOST_NAMES and value_of(EntityKind.PERSON, first) is not None
    if is_near and is_name and not is_label(first):
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
        value = None if is_named else value_of(EntityKind.PERSON, line)
        if value is not None and not _HOUSE.search(line.text):
            is_named = True
            is_heading = len(line.text.split()) == 1 and is_of_document(line.text)
            if not is_firm(line.text) and not is_heading:
                yield Found(EntityKind.PERSON, _SIDE, origin, value)
        elif is_named and _LETTERS.match(line.text) and not _NO_ADDRESS.search(line.text):
            yield Found(EntityKind.ADDRESS, _COLUMN, origin, line)


def _column(kind: EntityKind, head: Line, row: Row, following: Sequence[Row]) -> Iterator[Found]:
    return (Found(kind, _COLUMN, "label-above", value) for value in column_values(kind, head, row.lines, following))


def _first_cells(following: Sequence[Row]) -> Sequence[Row]:
    """Return the rows in which the first cells below a head stand: of cells in their middle, not the first row alone."""
    first = following[:1]
    return [one for one in following if one.lines[0].middle - first[0].lines[0].middle <= _CENTRED * one.lines[0].tall]


def _is_table_head(label: Line, row: Row, following: Sequence[Row]) -> bool:
    """Tell whether `label` heads a column: it and its neighbour both have something below, and not another label.

    Its own first cell may be empty where two neighbours have one; and the first row may stand far below where nearly all
    of the heads have a cell in it.
    """
    cells = [line for one in _first_cells(following) for line in one.lines]
    filled = [head for head in row.lines if any(is_in_column(head, cell) for cell in cells)]
    apart = (cells[0].middle - label.middle) / max(label.tall, cells[0].tall) if cells else _FAR_BELOW
    below = next((cell for cell in cells if is_in_column(label, cell)), None)
    if len(filled) < _FEWEST_FILLED or apart > _FAR_BELOW or (below is not None and is_label(below)):
        return False
    if apart <= _BELOW and below is not None:
        return True
    is_full = apart <= _BELOW or len(filled) >= len(row.lines) - 1
    return is_full and not any(is_label(cell) for cell in cells)


def _nearest_below(label: Line, reach: Line, following: Sequence[Row]) -> Line | None:
    return next((other for row in following for other in row.lines if _is_below(label, reach, other)), None)


def _is_below(label: Line, reach: Line, other: Line) -> bool:
    is_near = 0 < other.middle - reach.middle <= _BELOW * max(label.tall, other.tall)
    return is_near and is_in_column(label, other)


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
