"""Find a date of birth that a form takes apart: "Day", "Month" and "Year" with a figure below or above each.

Only near the label of a birth: in the heads' row, the one below, or one not far above. Dates elsewhere stay; where it cannot be
told which field a cell is of, it goes. Dates in one piece are others'.
"""

import itertools
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
_MOST_HEADS = 48  # in a row that are told apart: where there are more, every figure is in the column of one
_LABEL_APART = 4.0  # letter heights between the middles of the birth's label and of the heads
_CELL_APART = 3.0  # letter heights between the middles of a head and of its cell


def cells_of_birth(page: Sequence[Row]) -> Iterator[Found]:
    """Yield the cells of every date of birth in `page`, and those around it of which cannot be told whose they are."""
    found: dict[int, Line] = {}
    for number, row in enumerate(page):
        heads = _heads(row)
        if heads and _is_of_birth(heads, page, number):
            cells = [
                *_cells_beyond(heads, page[number + 1 :]),
                *_cells_beyond(heads, page[max(0, number - 1) : number]),
            ]
            found |= {id(cell): cell for cell in cells}
    yield from (Found(EntityKind.DATE_OF_BIRTH, _SCORE, "label-above", cell) for cell in found.values())


def _heads(row: Row) -> list[Line]:
    """Return the heads of day, month and year, those of several dates in one row; none where one of the three is missing."""
    short = [line for line in row.lines if len(line.text) <= _LONGEST_HEAD]
    found = [[line for line in short if part.fullmatch(Readable(line.text).plain)] for part in _PARTS]
    return [line for lines in found for line in lines] if all(found) else []


def _is_of_birth(heads: Sequence[Line], page: Sequence[Row], number: int) -> bool:
    """Tell whether a birth's label stands in the heads' row, in the one below or near above."""

    def is_near(row: Row) -> bool:
        return abs(heads[0].middle - row.lines[0].middle) <= _LABEL_APART * heads[0].tall

    above = itertools.takewhile(is_near, (page[at] for at in range(number, -1, -1)))
    for row in itertools.chain(filter(is_near, page[number + 1 : number + 2]), above):
        texts = (Readable(line.text) for line in row.lines)
        if any(kind is EntityKind.DATE_OF_BIRTH for text in texts for kind, _, _ in label_words(text)):
            return True
    return False


def _cells_beyond(heads: Sequence[Line], page: Sequence[Row]) -> Iterator[Line]:
    """Yield the cells in the rows of `page`, from those near `heads` on as long as rows near each other have any.

    A table has a person in each.
    """
    last, has_begun = heads[0], False
    for row in page:
        cells = _cells(heads, row)
        is_far = abs(row.lines[0].middle - last.middle) > _CELL_APART * heads[0].tall
        if is_far or (has_begun and not cells):
            return
        if cells:
            last, has_begun = row.lines[0], True
        yield from cells


def _cells(heads: Sequence[Line], row: Row) -> list[Line]:
    """Return the cells of `row` below or above `heads`: at least two, figures and months."""
    short = [line for line in row.lines if len(line.text) <= _LONGEST_HEAD]
    is_told = len(heads) <= _MOST_HEADS
    near = [line for line in short if not is_told or any(is_in_column(head, line) for head in heads)]
    cells = [line for line in near if _VALUE.fullmatch(Readable(line.text).plain)]
    return cells if len(cells) > 1 else []
