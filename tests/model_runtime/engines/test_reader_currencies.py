"""A question that names a currency is answered with an amount of that currency, or not at all."""

import pytest

from model_runtime.engines.reader import currencies
from model_runtime.engines.reader.read_page import ReadPage
from tests.helpers.placed_pages import PlacedRow, ask, placed_page

NOT_FOUND = "Not found on this page."


def page_of(*rows: tuple[str, ...]) -> ReadPage:
    """A page of rows whose last cells are amounts, in columns."""
    placed: list[PlacedRow] = [
        (60 + 40 * number, *((80 + 320 * column, text) for column, text in enumerate(row) if text))
        for number, row in enumerate(rows)
    ]
    return placed_page(placed)


LABELLED = page_of(
    ("INVOICE",),
    ("Net GBP", "1,000.00"),
    ("VAT 20% GBP", "200.00"),
    ("Total GBP", "1,200.00"),
    ("Rate GBP/EUR 1.1850",),
    ("Total EUR", "1,422.00"),
)
COLUMNS = page_of(
    ("INVOICE", "EUR", "CHF"), ("Net", "100.00", "95.00"), ("VAT 20%", "20.00", "19.00"), ("Total", "120.00", "114.00")
)
PLAIN = page_of(("Rechnung",), ("Netto", "100,00"), ("MwSt. 19 %", "19,00"), ("Gesamtbetrag", "119,00 €"))
BARE = page_of(("Invoice",), ("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "120.00"))
DOLLARS = page_of(("Invoice",), ("Net", "$100.00"), ("Tax 8%", "$8.00"), ("Total", "$108.00"))


@pytest.mark.parametrize(
    ("page", "question", "expected"),
    [
        (LABELLED, "What is the total in EUR?", "1,422.00"),
        (LABELLED, "What is the EUR total?", "1,422.00"),
        (LABELLED, "What is the total in euros?", "1,422.00"),
        (LABELLED, "Wie hoch ist der Gesamtbetrag in Euro?", "1,422.00"),
        (LABELLED, "Quel est le montant total en € ?", "1,422.00"),
        (LABELLED, "What is the total in pounds?", "1,200.00"),
        (LABELLED, "What is the total in £?", "1,200.00"),
        (LABELLED, "What is the total?", "1,200.00"),
        (LABELLED, "What is the VAT in EUR?", NOT_FOUND),
        (LABELLED, "What is the total in dollars?", NOT_FOUND),
        (COLUMNS, "What is the total in francs?", "114.00"),
        (COLUMNS, "What is the total in EUR?", "120.00"),
        (PLAIN, "What is the net amount in euros?", "100,00"),
        (PLAIN, "What is the total in yen?", NOT_FOUND),
        (BARE, "What is the total in EUR?", NOT_FOUND),
        (DOLLARS, "What is the total in dollars?", "$108.00"),
        (DOLLARS, "What is the total in USD?", "$108.00"),
        (DOLLARS, "What is the total in EUR?", NOT_FOUND),
    ],
)
def test_amount_is_of_the_currency_that_is_asked_for(page: ReadPage, question: str, expected: str) -> None:
    """By what is printed beside it, in its row, over its column, or alone on its page."""
    assert expected == ask(page, question).text


def test_amount_of_the_only_currency_stays_sure() -> None:
    """Who names the page's own currency loses nothing."""
    assert ("119,00 €", "sure") == (
        ask(PLAIN, "What is the total in EUR?").text,
        ask(PLAIN, "What is the total in EUR?").confidence,
    )


@pytest.mark.parametrize("question", ["What is the total?", "Try to find the total.", "How much is it for all?"])
def test_words_that_only_look_like_codes_name_no_currency(question: str) -> None:
    """A code in small letters is a word, unless it is one that people write so."""
    assert frozenset() == currencies.asked_for(question)
