"""Find a date of birth that a form takes apart: "Day", "Month" and "Year" with a figure below or above each.

Only beside the label of a birth, in the same row or in one near above: other dates stay. Dates in one piece are others'.
"""

import re
from collections.abc import Iterator, Sequence

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.dates import MONTH
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.found import Found
from model_runtime.redaction.entities.labels import label_words
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.table_columns import is_in_column

_SCORE = 0.75
_PARTS = tuple(
    re.compile(rf"\W*(?:{names})\W*(?:\([^)]*\)\W*)?")
    for names in (
        "day|dd|tag|tt|jour|jj|dia|giorno|gg|dag|dzien|den|paiva|nap|zi|gun",
        "month|mm|monat|mois|mes|mese|maand|maned|manad|miesiac|mesic|kuukausi|honap|luna|ay",
        "year|yyyy|yy|jahr|jjjj|annee|aaaa|ano|anno|jaar|ar|rok|vuosi|ev|an|yil",
    )
)
"""What stands above the three cells, in plain letters."""

_VALUE = re.compile(rf"\W*(?:\d{{1,4}}|{MONTH})\W*")
_LONGEST_HEAD = 24  # letters
_LABEL_APART = 4.0  # letter heights between the middles of the birth's label and of the heads
_CELL_APART = 3.0  # letter heights between the middles of a head and of its cell


def cells_of_birth(page: Sequence[Row]) -> Iterator[Found]:
    """Yield the cells of every date of birth in `page`."""
    for number, row in enumerate(page):
        heads = _heads(row)
        label = _label_of_birth(heads, page[: number + 1]) if heads else None
        if label is not None:
            near = [*page[number + 1 : number + 2], *page[max(0, number - 1) : number]]
            near.sort(key=lambda other: other is not label)  # not the next field's, but what stands beside the label
            cells = next(filter(None, (_cells(heads, other) for other in near)), [])
            yield from (Found(EntityKind.DATE_OF_BIRTH, _SCORE, "label-above", cell) for cell in cells)


def _heads(row: Row) -> list[Line]:
    """Return the heads of day, month and year; none where one of them is missing."""
    short = [line for line in row.lines if len(line.text) <= _LONGEST_HEAD]
    found = [[line for line in short if part.fullmatch(Readable(line.text).plain)] for part in _PARTS]
    return [lines[0] for lines in found] if all(found) else []


def _label_of_birth(heads: Sequence[Line], page: Sequence[Row]) -> Row | None:
    """Return the row in or above that of `heads` whose label is that of a birth; None where it is that of other heads."""
    first = heads[0]
    for row in reversed(page):
        is_far = first.middle - row.lines[0].middle > _LABEL_APART * first.tall
        if is_far or (row is not page[-1] and _heads(row)):
            return None
        texts = [Readable(line.text) for line in row.lines if line not in heads]
        if any(kind is EntityKind.DATE_OF_BIRTH for text in texts for kind, _, _ in label_words(text)):
            return row
    return None


def _cells(heads: Sequence[Line], row: Row) -> list[Line]:
    """Return the cells of `row` below or above `heads`: at least two, nothing but figures and months."""
    short = [line for line in row.lines if len(line.text) <= _LONGEST_HEAD]
    near = [line for line in short if abs(line.middle - heads[0].middle) <= _CELL_APART * heads[0].tall]
    cells = [line for line in near if any(is_in_column(head, line) for head in heads)]
    is_date = len(cells) > 1 and all(_VALUE.fullmatch(Readable(cell.text).plain) for cell in cells)
    return cells if is_date else []
