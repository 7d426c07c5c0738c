"""The people in a mail's head are found, however they are written; a journey's "From" and "To" name nobody."""

import pytest

from model_runtime.redaction.entities.page_entities import found_on
from tests.helpers.read_lines import line_at


def _people(*rows: tuple[str, ...]) -> set[str]:
    lines = [line_at(text, 300 * at, 30 * number) for number, row in enumerate(rows) for at, text in enumerate(row)]
    return {one.place.text for one in found_on(lines) if one.kind == "PERSON" and one.score >= 0.5}


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        (
            (("From: maggie",), ("To: dave o'neill; priya r",), ("Subject: the invoice",)),
            {"maggie", "dave o'neill", "priya r"},
        ),
        ((("Von: maggie <m.t@example.org>",), ("Gesendet: 3. Mai 2024",)), {"maggie"}),
        ((("From:", "maggie"), ("Cc:", "Dave"), ("Subject:", "the invoice")), {"maggie", "Dave"}),
        ((("À : amélie l.",), ("Objet : la facture",)), {"amélie l."}),
        ((("To: Accounts Department",), ("Subject: the invoice",)), set()),
        ((("To: m.t@example.org",), ("Subject: the invoice",)), set()),
        ((("To: 12.03.2024",), ("Subject: the invoice",)), set()),
        ((("To: all whom this may concern in the whole of the house",), ("Subject: the invoice",)), set()),
        ((("From: London",), ("To: Paris",), ("Date: 3 May 2024",)), set()),
        ((("From:",), ("Subject: the invoice",)), set()),
    ],
)
def test_who_writes_to_whom_is_found(rows: tuple[tuple[str, ...], ...], people: set[str]) -> None:
    """Names in small letters and given names alone, in the label's line or right of it."""
    assert _people(*rows) == people
