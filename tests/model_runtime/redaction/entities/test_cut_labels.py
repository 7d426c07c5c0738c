"""A value is found behind a label that a line's end cuts in two."""

import pytest

from model_runtime.redaction.entities.page_entities import found_on
from tests.helpers.read_lines import line_at


def _values(*texts: str) -> set[str]:
    found = found_on([line_at(text, 0, 30 * number) for number, text in enumerate(texts)])
    return {one.place.text for one in found if one.score >= 0.5}


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        ("The patient's date of", "birth is 03/03/1984.", "03/03/1984"),
        ("Ihr Geburtsdatum (date", "of birth): 3 maart 1984", "3 maart 1984"),
        ("as her passport", "no. C01X00T47 says", "C01X00T47"),
        ("paid from the bank account", "number 31926819 at once", "31926819"),
    ],
)
def test_a_label_goes_on_in_the_next_line(above: str, below: str, value: str) -> None:
    """Dates and numbers."""
    assert value in _values(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The patient's date of", "issue is 03/03/1984."),
        ("The patient's date of", "birth is not known."),
        ("we met our contact", "person Quillon there"),
        ("all about the order", "number 31926819 here"),
    ],
)
def test_other_words_over_a_lines_end_are_no_label(above: str, below: str) -> None:
    """Other dates and numbers, labels without a value, people."""
    assert _values(above, below) == set()
