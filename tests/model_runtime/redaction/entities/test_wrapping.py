"""Values that a line's end cuts in two are found whole; what merely stands one above the other is not joined."""

from collections.abc import Sequence

import pytest

from model_runtime.reading.layout import rows
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import Entity
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.recognition import entities_in
from model_runtime.redaction.entities.wrapping import wrapped_in
from tests.adversarial import attack_values
from tests.adversarial.row import Row, Size
from tests.helpers.read_lines import line_at


def _wrapped(*texts: str, left: Sequence[int] = ()) -> set[str]:
    """Return the pieces of values that go on in a line below, of lines one below the other."""
    lefts = left or [0] * len(texts)
    lines = [line_at(text, at, 30 * number) for number, (text, at) in enumerate(zip(texts, lefts, strict=True))]
    return {place.text for one in wrapped_in(rows(lines), entities_in) for place in one.places}


@pytest.mark.parametrize("row", list(attack_values.rows(Size.SMALL)), ids=lambda row: row.check)
def test_values_are_found_however_they_are_set(row: Row) -> None:
    """Cut, spaced, in boxes, in small letters, behind and below labels: every row of the attack holds."""
    assert row.held, row.names


@pytest.mark.parametrize(
    ("above", "below", "pieces"),
    [
        ("signed by Mar-", "garet Thornton today in London", set()),
        ("The letter was signed today by Marga-", "ret Thornton in London", {"Marga", "ret Thornton"}),
        ("Write to margaret-", "@example.org", {"margaret-", "@example.org"}),
        ("E-mail: margaret.koch@example", ".org", {"margaret.koch@example", ".org"}),
        ("reach me at m.koch@mail.exam", "ple.org today", {"m.koch@mail.exam", "ple.org"}),
        ("born on: 3 May", "1970 in Ulm", {"3 May", "1970"}),
        ("MRN: 0048-", "2231 of ward 4", {"0048-", "2231"}),
        ("we live at the corner, 12 High", "Street, second floor", {"12 High", "Street"}),
        ("under +49 30", "90182012", {"+49 30", "90182012"}),
        ("+49 30", "90182012", {"+49 30", "90182012"}),
        ("4111 1111", "1111 1111", {"4111 1111", "1111 1111"}),
    ],
)
def test_a_value_goes_on_below(above: str, below: str, pieces: set[str]) -> None:
    """Both pieces, exactly, and nothing of the rest."""
    assert _wrapped(above, below) >= pieces
    assert pieces or not _wrapped(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("41111111", "11111111"),  # figures above figures, as in any table
        ("810205", "9007"),
        ("Total 86.00", "4.87"),
        ("DISC", "@89.21"),
        ("Website", "info@example.org"),
        ("we sell to anybody", "info@example.org"),
        ("reach us at m.koch@example.org", "and nowhere else"),
        ("under +49 30 9018 2012", "12 pieces were sent"),
        ("030 901820", "12 pieces"),
        ("Hauptstraße 12", "Rechnung 2024"),
        ("Passport No. C01X00T47", "12 items"),
        ("Client 192.168.17", "4 connected"),
        ("This morning came Anna", "Total: 12"),
        ("Anna", "Koch"),
        ("AB-123", "CD 12"),
    ],
)
def test_two_things_that_stand_one_above_the_other_are_not_joined(above: str, below: str) -> None:
    """Columns of figures, whole values, labels, other words."""
    assert _wrapped(above, below) == set()


def test_the_next_line_is_that_of_the_same_column_and_near() -> None:
    """Not one further to the left or right, not one far below."""
    texts = ("account DE89 3704 0044", "0532 0130 00")
    assert _wrapped(*texts)
    assert not _wrapped(*texts, left=(500, 0))
    assert not _wrapped(*texts, left=(0, 500))
    assert not _wrapped(*texts, left=(0, 150))
    far = [line_at(texts[0], 0, 0), line_at(texts[1], 0, 200)]
    assert not list(wrapped_in(rows(far), entities_in))


def test_what_stands_below_the_rest_of_a_value_is_left() -> None:
    """Two lines have the value, the third has none of it."""
    assert _wrapped("account DE89 3704 0044", "0532 0130 00", "thank you") == {"DE89 3704 0044", "0532 0130 00"}


def test_given_words_are_found_over_a_lines_end() -> None:
    """Whatever they mean."""
    given = GivenWords(("Projekt Löwenzahn",))
    found = found_on([line_at("so geht es mit dem Projekt", 0, 0), line_at("Löwenzahn weiter", 0, 30)], given)
    assert {one.place.text for one in found if one.kind == "GIVEN_WORD"} == {"Projekt", "Löwenzahn"}


@pytest.mark.parametrize("count", [100, 400])
def test_a_dense_page_is_read_once(count: int) -> None:
    """Each line is joined to a bounded number of others, of bounded length: the work grows with the lines alone."""
    lines: list[Line] = [line_at("7.1 " * 40, 0, 24 * number) for number in range(count)]
    seen: list[int] = []

    def find(text: str) -> Sequence[Entity]:
        seen.append(len(text))
        return ()

    assert not list(wrapped_in(rows(lines), find))
    assert len(seen) <= 4 * count
    assert max(seen) <= 200
