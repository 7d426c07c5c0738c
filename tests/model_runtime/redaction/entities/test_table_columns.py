"""Columns are hidden to a table's end: rows far apart, cells of several lines, empty cells; what follows the table stays."""

from collections.abc import Sequence

import pytest

from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.page_entities import found_on
from tests.helpers.read_lines import line_at

_HEADS = ("Name", "Address", "Born", "Account")
_PEOPLE = (
    ("Ngozi Vexberry", "The Old Mill\nLittle Snoring", "14.08.1979", "31926819"),
    ("Kwabena Nordwaldt", "The Old Forge\nGreat Snoring", "01.01.1990", "41926820"),
    ("Zbigniew Brambleforth", "Rose Cottage\nNorth Snoring", "02.02.1992", "51926821"),
)


def _table(rows: Sequence[Sequence[str]], pitch: float, *, centred: bool = False) -> list[Line]:
    lines = []
    for number, row in enumerate(rows):
        most = max(cell.count("\n") for cell in row)
        for column, cell in enumerate(row):
            pieces = cell.split("\n")
            top = pitch * number + (12 * (most + 1 - len(pieces)) if centred else 0)
            lines += [line_at(text, 300 * column, round(top + 24 * at)) for at, text in enumerate(pieces) if text]
    return lines


def _values(lines: Sequence[Line]) -> set[str]:
    return {one.place.text for one in found_on(lines) if one.score >= 0.5}


def _pieces(rows: Sequence[Sequence[str]]) -> set[str]:
    return {piece for row in rows for cell in row for piece in cell.split("\n") if piece}


@pytest.mark.parametrize("pitch", [60, 84, 110])
def test_rows_that_stand_apart_are_rows_of_one_table(pitch: float) -> None:
    """Cells of two lines, little and much room between the rows."""
    assert _values(_table([_HEADS, *_PEOPLE], pitch)) == _pieces(_PEOPLE)


def test_cells_in_the_middle_of_their_row_are_cells_of_it() -> None:
    """A name stands between the two lines of its address."""
    assert _values(_table([_HEADS, *_PEOPLE], 84, centred=True)) == _pieces(_PEOPLE)


@pytest.mark.parametrize("pitch", [30, 50, 90])
def test_rows_of_one_line_are_found_however_far_apart(pitch: float) -> None:
    """Every row, and not the heads."""
    rows = [(name, "Purchasing", born, account) for name, _, born, account in _PEOPLE]
    found = _values(_table([("Name", "Department", "Born", "Account"), *rows], pitch))
    assert found == _pieces(rows) - {"Purchasing"}


def test_an_empty_cell_does_not_end_its_column() -> None:
    """The rows below it have values again; a total has none."""
    rows = [("", *_PEOPLE[0][1:]), _PEOPLE[1], (_PEOPLE[2][0], "", "", _PEOPLE[2][3])]
    assert _pieces(rows[1:]) <= _values(_table([_HEADS, *rows], 84))
    rows = [_PEOPLE[0], ("", *_PEOPLE[1][1:]), _PEOPLE[2]]
    total = ("", "", "Total", "1,250.00")
    found = _values(_table([_HEADS, *rows, total, ("Thank You", "", "", "")], 84))
    assert found == _pieces(rows)


def test_a_number_that_goes_on_in_its_cell_is_found_whole() -> None:
    """No part of it looks like a telephone number or a date."""
    rows = [("Ngozi\nVexberry", "020 7946\n0123"), ("Kwabena\nNordwaldt", "07700\n900123")]
    remark = ("Zbigniew\nBrambleforth\nOko", "07700\n900124\nevenings only")
    assert "evenings only" not in _values(_table([("Name", "Phone"), *rows, remark], 110))
    assert _values(_table([("Name", "Phone"), *rows], 84)) >= _pieces(rows)


def test_what_stands_below_a_table_stays() -> None:
    """A remark far below in one column, and the rows behind two empty cells."""
    lines = _table([_HEADS, *_PEOPLE], 84)
    assert "Thank You" not in _values([*lines, line_at("Thank You", 0, 84 * 4 + 60)])
    total = [line_at("Total", 0, 84 * 4), line_at("1,250.00", 900, 84 * 4)]
    assert _values([*lines, *total, line_at("Thank You", 0, 84 * 4 + 30)]) == _pieces(_PEOPLE)
    heads, one = ("Name", "IP address"), ("Ngozi Vexberry", "unknown\nto us")
    assert _values(_table([heads, one], 84)) == {"Ngozi Vexberry"}
    rows = [
        _PEOPLE[0],
        ("", "", "03.03.1993", "x"),
        ("", "", "04.04.1994", "y"),
        ("Grand Hotel", "", "05.05.1995", "z"),
    ]
    assert "Grand Hotel" not in _values(_table([_HEADS, *rows], 84))
