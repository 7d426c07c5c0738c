"""Find the values of a table's column below the label that heads it, row after row, also where their cells have several lines.

Rows may stand far apart: a row belongs to the table as long as others of its columns have something there, too. Does not
tell which labels head a table.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.labels import labels_in
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.values import value_at

_ALIGNED = 1.5  # letter heights between left edges
_NEAR = 3.0  # letter heights to the next row, whatever stands in it
_FAR = 6.0  # letter heights to the next row, when it is plainly one of the table
_FEWEST_CELLS = 2  # of such a row
_LINE_APART = 1.8  # letter heights between two lines of one cell
_WIDER = 1.4  # times the narrowest distance of two lines: a new row begins
_WHOLE_BY_LINE = (EntityKind.PERSON, EntityKind.ADDRESS)
"""What each line of a cell has a part of that looks like one; a number's part does not."""


@dataclass(frozen=True)
class _Band:
    """A row of the table. `rows` are the page's, one for each line of its cells."""

    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for row in self.rows for line in row.lines)


def column_values(kind: EntityKind, head: Line, heads: Sequence[Line], following: Sequence[Row]) -> Iterator[Line]:
    """Yield the values of `kind` below `head`, down to the end of the table.

    Args:
        kind: what `head` announces.
        head: the label.
        heads: all that stands in its row, `head` too.
        following: the rows below, top to bottom; in one of them at least stands something below one of `heads`.
    """
    last = head
    is_behind_empty = False
    for band in _bands(heads, following):
        cell = [line for line in band.lines if is_in_column(head, line)]
        values = list(_values(kind, cell))
        first = min(band.lines, key=lambda line: line.middle)
        apart = (first.middle - last.middle) / max(first.tall, head.tall)
        if is_behind_empty or not cell or apart > _NEAR:
            is_of_table = apart <= _FAR and _cells(heads, band) >= _FEWEST_CELLS
            if not is_of_table or any(is_label(line) for line in band.lines):
                return
        if (cell and not values) or any(_ends_table(line) for line in cell):
            return
        if not cell and is_behind_empty:
            return
        is_behind_empty = not cell
        yield from values
        last = max(band.lines, key=lambda line: line.middle)


def value_of(kind: EntityKind, line: Line) -> Line | None:
    """Return the piece of `line` that may be a value of `kind`."""
    place = _place(kind, line.text)
    return None if place is None else line.piece(*place)


def is_label(line: Line) -> bool:
    """Tell whether `line` begins with a label."""
    labels = labels_in(Readable(line.text))
    return bool(labels) and labels[0].start == 0


def is_in_column(head: Line, other: Line) -> bool:
    """Tell whether `other` stands above or below `head`: on its left edge, or for the most part."""
    shared = min(head.right, other.right) - max(head.left, other.left)
    return abs(other.left - head.left) < _ALIGNED * head.tall or shared > 0.5 * min(head.width, other.width)


def _bands(heads: Sequence[Line], following: Sequence[Row]) -> Iterator[_Band]:
    """Yield the table's rows: lines that stand closer than others do are lines of the same cells."""
    inside = [Row(tuple(line for line in row.lines if _has_column(heads, line))) for row in following]
    inside = [row for row in inside if row.lines]
    gaps = [after.lines[0].middle - before.lines[0].middle for before, after in itertools.pairwise(inside)]
    narrowest = min(gaps, default=0.0)
    is_even = all(gap <= _WIDER * narrowest for gap in gaps)
    band: list[Row] = inside[:1]
    for gap, row in zip(gaps, inside[1:], strict=True):
        is_same = not is_even and gap <= _WIDER * narrowest and gap <= _LINE_APART * row.lines[0].tall
        if not is_same:
            yield _Band(tuple(band))
            band = []
        band.append(row)
    yield _Band(tuple(band))


def _ends_table(line: Line) -> bool:
    """Tell whether nothing but the label of a sum or another thing stands in a cell: "Total"."""
    labels = labels_in(Readable(line.text))
    return bool(labels) and labels[0].kind is None and labels[0].start == 0 and labels[0].end >= len(line.text)


def _has_column(heads: Sequence[Line], line: Line) -> bool:
    return any(is_in_column(head, line) for head in heads)


def _cells(heads: Sequence[Line], band: _Band) -> int:
    return sum(any(is_in_column(head, line) for line in band.lines) for head in heads)


def _values(kind: EntityKind, cell: Sequence[Line]) -> Iterator[Line]:
    """Yield the values of a cell's lines, and the pieces of one that goes on from line to line."""
    for line in cell:
        value = value_of(kind, line)
        if value is not None and not (kind is EntityKind.PERSON and any(sign.isdigit() for sign in line.text)):
            yield value
    text = " ".join(line.text for line in cell)
    place = None if kind in _WHOLE_BY_LINE or len(cell) < 2 else _place(kind, text)
    start = 0
    if place is None:
        return
    for line in cell:
        begin, end = max(0, place[0] - start), min(len(line.text), place[1] - start)
        if begin < end:
            yield line.piece(begin, end)
        start += len(line.text) + 1


def _place(kind: EntityKind, text: str) -> tuple[int, int] | None:
    if kind is EntityKind.IP_ADDRESS:
        return None  # its form finds it anywhere
    return value_at(kind, Readable(text), 0, len(text))
