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


@pytest.mark.parametrize("label", ["Date of issue", "Weight kg"])
def test_the_cells_of_the_next_field_are_its_own(label: str) -> None:
    """Heads below their cells, and the next field right below them."""
    other = ("01", "02", "2020")
    below = (("Date of birth", *_CELLS), ("", *_HEADS), (label, *other), ("", *_HEADS))
    above = (("Date of birth", *_HEADS), ("", *_CELLS), (label, *_HEADS), ("", *other))
    assert _births(*below) == _births(*above) == set(_CELLS)


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
