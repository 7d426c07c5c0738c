"""Find tables by rows of cells that stand in columns, and write them as comma-separated values.

Works on places only. Does not say what a column means and does not see ruled lines.
"""

import csv
import io
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from model_runtime.engines.reader.layout import Row
from model_runtime.engines.reader.page_text import Line
from model_runtime.engines.reader.page_view import PageView

_FEWEST_CELLS = 3
_FEWEST_ROWS = 2
_FAR = 3.5  # letter heights without a row end a table
_WIDER_PITCH = 2.2  # times the usual distance of rows
_LONE_LINES = 3  # single lines (a description that goes on) tolerated between rows of cells


@dataclass(frozen=True)
class Table:
    """Rows of cells, top to bottom; `cells[r][c]` is empty where nothing stands."""

    rows: tuple[Row, ...]
    cells: tuple[tuple[str, ...], ...]

    @property
    def csv(self) -> str:
        """The cells as comma-separated values, one line a row, as in RFC 4180."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.cells)
        return out.getvalue().rstrip("\n")


def find_tables(view: PageView) -> tuple[Table, ...]:
    """Give the tables of a page, top to bottom."""
    tables: list[Table] = []
    group: list[Row] = []
    for row in view.rows:
        if group and not _goes_on(group, row, view.height_px):
            tables += _table(group)
            group = []
        if group or len(row.lines) >= _FEWEST_CELLS:
            group.append(row)
    return tuple(tables + _table(group))


def _goes_on(group: Sequence[Row], row: Row, height: float) -> bool:
    gap = row.top - group[-1].bottom
    pitch = statistics.median([b.top - a.top for a, b in pairwise(group)]) if len(group) > 1 else _FAR * height
    if gap > _FAR * height or row.top - group[-1].top > _WIDER_PITCH * pitch:
        return False
    lone = 0
    for earlier in reversed(group):
        if len(earlier.lines) > 1:
            break
        lone += 1
    return len(row.lines) > 1 or lone < _LONE_LINES


def _table(group: list[Row]) -> list[Table]:
    """Make a table of a group of rows, or nothing when too few of them have cells."""
    while group and len(group[-1].lines) == 1:
        group = group[:-1]
    if sum(len(row.lines) >= _FEWEST_CELLS for row in group) < _FEWEST_ROWS:
        return []
    columns = _columns(group)
    cells = tuple(tuple(_cell_texts(row, columns)) for row in group)
    return [Table(tuple(group), cells)]


def _columns(group: Sequence[Row]) -> list[tuple[float, float]]:
    """Spans of the columns: those of the row with most cells, widened by what stands in them alone."""
    widest = max(group, key=lambda row: len(row.lines))
    columns = [(line.left, line.right) for line in widest.lines]
    for row in group:
        for line in row.lines:
            touched = [i for i, span in enumerate(columns) if min(line.right, span[1]) > max(line.left, span[0])]
            if not touched and all(line.right < left or line.left > right for left, right in columns):
                columns.append((line.left, line.right))
            elif len(touched) == 1:
                left, right = columns[touched[0]]
                columns[touched[0]] = (min(left, line.left), max(right, line.right))
        columns.sort()
    return columns


def _cell_texts(row: Row, columns: Sequence[tuple[float, float]]) -> list[str]:
    texts: list[list[str]] = [[] for _ in columns]
    for line in row.lines:
        texts[_nearest(line, columns)].append(line.text)
    return [" ".join(parts) for parts in texts]


def _nearest(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    """The column that shares most width with a line, else the nearest."""

    def closeness(index: int) -> tuple[float, float]:
        left, right = columns[index]
        return max(0.0, min(line.right, right) - max(line.left, left)), -abs((left + right) / 2 - line.center)

    return max(range(len(columns)), key=closeness)
