"""A date of birth is found where a form has a cell for the day, the month and the year; other dates stay."""

import pytest

from model_runtime.redaction.entities.page_entities import found_on
from tests.helpers.read_lines import line_at

_HEADS, _CELLS = ("Day", "Month", "Year"), ("03", "March", "1984")


def _births(*rows: tuple[str, ...]) -> set[str]:
    lines = [line_at(text, 300 * at, 30 * number) for number, row in enumerate(rows) for at, text in enumerate(row)]
    lines = [line for line in lines if line.text]
    return {one.place.text for one in found_on(lines) if one.kind == "DATE_OF_BIRTH"}


@pytest.mark.parametrize(
    "rows",
    [
        (("Date of birth", *_HEADS), ("", *_CELLS)),
        (("Date of birth",), _HEADS, _CELLS),
        (("Date of birth",), _CELLS, _HEADS),
        (("Geburtsdatum", "Tag", "Monat", "Jahr"), ("", *_CELLS)),
        (("Date de naissance", "JJ", "MM", "AAAA"), ("", *_CELLS)),
        (("Date of birth", "Day (dd)", "Month:", "Year"), ("", *_CELLS)),
        (("Family name", "Date of birth"), ("Koch", *_HEADS), ("", *_CELLS)),
        (("Date of birth",), ("(as in the passport)", *_HEADS), ("", *_CELLS)),
    ],
)
def test_the_cells_of_a_birth_are_found(rows: tuple[tuple[str, ...], ...]) -> None:
    """Below their heads or above them, the label in the same row or above."""
    assert _births(*rows) == set(_CELLS)


_OTHER, _TAG = ("01", "02", "2020"), ("Tag", "Monat", "Jahr")


@pytest.mark.parametrize(
    "rows",
    [
        (("Date of birth", *_CELLS), ("", *_HEADS), ("Date of issue", *_OTHER), ("", *_HEADS)),
        (("Date of birth", *_HEADS), ("", *_CELLS), ("Date of issue", *_HEADS), ("", *_OTHER)),
        (("Date of birth", "7", "8", "9"), ("", *_HEADS), ("", *_CELLS)),
        (("Date of birth", *_HEADS), ("", *_TAG), ("", *_CELLS)),
        (("Date of birth", *_HEADS), ("", *_TAG), ("", "Jour", "Mois", "Année"), ("", *_CELLS)),
        (("Date of birth", "", "", "", "Date of issue", *_HEADS), (*_HEADS, "", "", *_OTHER), _CELLS),
        (("Date of issue", *_HEADS, "Date of birth", *_HEADS), ("", *_OTHER, "", *_CELLS)),
        (("Date of issue", "", "", "Date of birth"), (*_HEADS, *_HEADS), (*_OTHER, *_CELLS)),
        (_HEADS, (*_CELLS, "Date of birth")),
        (("Date of birth", *_HEADS, "Nationality"), ("", *_CELLS, "German")),
        (("12", "01", "2020"), ("Date of birth", *_HEADS, "Nationality"), ("", *_CELLS, "German")),
        (("Date of birth", *_HEADS * 20), ("", *_OTHER * 19, *_CELLS)),
        (("Name", "Date of birth"), ("", *_HEADS), ("Anna Koch", "01", "02", "1950"), ("Paul Koch", *_CELLS)),
    ],
)
def test_the_cells_of_a_birth_go_whatever_stands_around_them(rows: tuple[tuple[str, ...], ...]) -> None:
    """Where it cannot be told whose cells they are, another field's go with them."""
    assert _births(*rows) >= set(_CELLS)


@pytest.mark.parametrize(
    "rows",
    [
        (("Date of issue", *_HEADS), ("", *_CELLS)),
        (("Date of birth", "Day", "Month"), ("", "03", "March")),
        (("Date of birth", *_HEADS), ("", "of", "the", "week")),
        (("Date of birth", *_HEADS),),
        (("Date of birth",), ("",), ("",), ("",), ("",), ("",), _HEADS, _CELLS),
        (_HEADS, _CELLS),
    ],
)
def test_other_cells_are_left(rows: tuple[tuple[str, ...], ...]) -> None:
    """Other dates, cells without figures, a label too far away."""
    assert _births(*rows) == set()
