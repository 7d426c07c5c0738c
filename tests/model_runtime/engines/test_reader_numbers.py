"""A number is given as it is printed, whole, and without the words around it; each kind of document has its own."""

import pytest

from model_runtime.engines.reader.read_page import ReadPage
from tests.helpers.placed_pages import PlacedRow, ask, placed_page

NOT_FOUND = "Not found on this page."


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (((80, "Invoice no."), (400, "CF 2207")), "CF 2207"),
        (((80, "Invoice no.: CF 2207"),), "CF 2207"),
        (((80, "Rechnungsnummer"), (400, "RE 2025-0118")), "RE 2025-0118"),
        (((80, "Invoice no."), (400, "NO 2207")), "2207"),
        (((80, "Invoice no."), (400, "Nr. 2207")), "2207"),
        (((80, "Invoice no. 2207 of 3 May 2025"),), "2207"),
        (((80, "Invoice no."), (400, "Page 2207")), "2207"),
        (((80, "Invoice no. 2207"), (400, "CF 9")), "2207"),
        (((80, "Invoice no. CF-2207"), (400, "VAT 20")), "CF-2207"),
    ],
)
def test_letters_of_a_series_belong_to_the_number(cells: tuple[tuple[int, str], ...], expected: str) -> None:
    """Letters in capitals alone in front of the digits do; a word, a label or a neighbour does not."""
    row: PlacedRow = (200, *cells)
    page = placed_page([(60, (80, "INVOICE")), row])
    assert expected == ask(page, "What is the invoice number?").text


@pytest.mark.parametrize("value", ["2025 118", "AB 12 C"])
def test_number_with_blanks_of_which_nothing_tells_the_end_is_to_be_checked(value: str) -> None:
    """What stands behind the blank may be more of it, or something else; both readings are given."""
    answer = ask(
        placed_page([(60, (80, "INVOICE")), (200, (80, "Invoice no."), (400, value))]), "What is the invoice number?"
    )
    assert ("check", value) == (answer.confidence, answer.alternatives[-1])


CREDIT_NOTE = placed_page(
    [
        (60, (80, "CREDIT NOTE")),
        (200, (80, "Credit note no."), (500, "CN-0091")),
        (240, (80, "Original invoice"), (500, "PB-3317")),
    ]
)
PLAIN_CREDIT_NOTE = placed_page([(60, (80, "CREDIT NOTE")), (200, (80, "Credit note no."), (500, "CN-0091"))])
DELIVERY_NOTE = placed_page(
    [
        (60, (80, "Delivery note")),
        (200, (80, "Order no."), (500, "88123")),
        (240, (80, "Delivery note no."), (500, "DN-5540")),
    ]
)


@pytest.mark.parametrize(
    ("page", "question", "expected"),
    [
        (CREDIT_NOTE, "What is the invoice number?", "PB-3317"),
        (CREDIT_NOTE, "What is the credit note number?", "CN-0091"),
        (CREDIT_NOTE, "What is the document number?", "CN-0091"),
        (PLAIN_CREDIT_NOTE, "What is the invoice number?", "CN-0091"),
        (DELIVERY_NOTE, "What is the invoice number?", NOT_FOUND),
        (DELIVERY_NOTE, "What is the order number?", "88123"),
    ],
)
def test_each_paper_has_its_own_number(page: ReadPage, question: str, expected: str) -> None:
    """A credit note names the invoice that it is about; a delivery note is not numbered by its order."""
    assert expected == ask(page, question).text
