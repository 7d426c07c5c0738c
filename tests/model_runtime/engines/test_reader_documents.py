"""Several documents in one file: each is answered for itself, and an invoice of several pages stays one."""

from collections.abc import Sequence

import pytest

from model_runtime.engines.reader.answers import answer_from
from model_runtime.engines.reader.page_groups import documents_of
from model_runtime.engines.reader.questions import understand
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.protocol.payloads import Answer
from tests.helpers.placed_pages import PlacedRow, placed_page


def invoice(number: str, day: str, total: str, at: int) -> ReadPage:
    """A page that is an invoice of its own."""
    return placed_page(
        [
            (60, (80, "Holzwurm Werkstatt GmbH")),
            (130, (80, f"Rechnung Nr. {number}"), (700, f"Datum: {day}")),
            (240, (80, "Gesamtsumme"), (700, total)),
        ],
        number=at,
    )


def receipt(day: str, net: str, tax: str, total: str, at: int) -> ReadPage:
    """A page that is a receipt without a number."""
    rows: list[PlacedRow] = [
        (60, (80, "Corner Shop")),
        (100, (80, day), (400, "10:15")),
        (200, (80, "Net"), (400, net)),
        (240, (80, "VAT 20%"), (400, tax)),
        (280, (80, "TOTAL"), (400, total)),
    ]
    return placed_page(rows, number=at)


EIGHT = [invoice(f"2024-{100 + at}", f"{at:02}.03.2024", f"{at}00,50 €", at) for at in range(1, 9)]
LONG = [
    placed_page([(60, (80, "Rechnung Nr. 471")), (900, (80, "Übertrag"), (700, "80,00 €"))], number=1),
    placed_page([(60, (80, "Rechnung Nr. 471")), (900, (80, "Gesamtsumme"), (700, "100,00 €"))], number=2),
]
STRANGERS = [
    receipt("03.02.2024", "10.00", "2.00", "12.00", 1),
    placed_page(
        [
            (60, (80, "Musterversicherung a.G.")),
            (200, (80, "18. April 2014")),
            (280, (80, "Rechnungsbetrag"), (700, "1.163,40 €")),
        ],
        number=2,
    ),
]
NUMBERED = [
    placed_page([(60, (80, "Invoice no. 471")), (900, (80, "Page 1 of 2"))], number=1),
    placed_page([(60, (80, "Delivery no. 9")), (80, (80, "Invoice no. 9")), (900, (80, "Page 2 of 2"))], number=2),
    placed_page([(60, (80, "Invoice no. 471")), (900, (80, "Page 1 of 1"))], number=3),
]
RECEIPTS = [
    receipt("03.02.2024", "10.00", "2.00", "12.00", 1),
    receipt("04.02.2024", "20.00", "4.00", "24.00", 2),
]


def ask(pages: Sequence[ReadPage], question: str) -> Answer:
    """Ask one question about pages of one file."""
    return answer_from(understand(question), pages)


@pytest.mark.parametrize(
    ("pages", "numbers"),
    [
        (EIGHT, [[at] for at in range(1, 9)]),
        (LONG, [[1, 2]]),
        (NUMBERED, [[1, 2], [3]]),
        (RECEIPTS, [[1], [2]]),
        (STRANGERS, [[1], [2]]),
    ],
    ids=["eight invoices", "a long one", "pages that count themselves", "receipts without numbers", "another issuer"],
)
def test_pages_are_grouped_by_document(pages: list[ReadPage], numbers: list[list[int]]) -> None:
    """By number, by "page 1 of", else by a total and a date of their own, or of somebody else."""
    assert numbers == [[page.view.page.number for page in group] for group in documents_of(pages)]


def test_eight_invoices_are_said_to_be_eight_and_listed_with_their_pages() -> None:
    """No total is chosen over the others; each has its page, its place and its own mark."""
    answer = ask(EIGHT, "What is the total?")
    assert answer.text.splitlines() == ["8 documents:", *(f"page {at}: {at}00,50 €" for at in range(1, 9))]
    assert "several" == answer.basis
    assert list(range(1, 9)) == [source.number for source in answer.sources]
    assert [(f"page {at}", at) for at in range(1, 9)] == [(one.name, one.sources[0].number) for one in answer.fields]


def test_document_that_does_not_say_is_listed_and_nothing_is_sure() -> None:
    """What one of them does not state is said to be not found there."""
    silent = placed_page([(60, (80, "Rechnung Nr. 2024-999"), (700, "Datum: 09.03.2024"))], number=9)
    answer = ask([*EIGHT, silent], "What is the total?")
    assert "page 9: Not found on this page." == answer.text.splitlines()[-1]
    assert "check" == answer.confidence


def test_one_answer_of_all_documents_is_one_answer() -> None:
    """Eight invoices of one firm have one issuer."""
    assert "Holzwurm Werkstatt GmbH" == ask(EIGHT, "Which company issued this?").text


def test_answer_of_another_page_makes_it_unsure() -> None:
    """Within one document, two pages that are both sure of something else are none."""
    page = [placed_page([(60, (80, "IBAN: " + iban))], number=at) for at, iban in enumerate((
        "DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606"), 1)]  # fmt: skip
    assert ("sure", "check") == (
        ask(page[:1], "What is the IBAN?").confidence,
        ask(page, "What is the IBAN?").confidence,
    )
