"""What is still owed is not the total; signs and groups of numbers are read as they are printed."""

from decimal import Decimal

import pytest

from model_runtime.engines.reader.amounts import amounts_in
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.reading.lines import line_from_box
from tests.helpers.placed_pages import PlacedRow, ask, placed_page

NOT_FOUND = "Not found on this page."


def invoice(*sums: tuple[str, str], title: str = "INVOICE") -> ReadPage:
    """A short invoice that ends in these sums."""
    head: list[PlacedRow] = [
        (60, (80, title)),
        (120, (80, "Tidewater Joinery Ltd")),
        (200, (80, "Work"), (600, "Hours"), (800, "Rate"), (1000, "Amount")),
    ]
    return placed_page(
        [*head, *((300 + 40 * i, (80, label), (1000, amount)) for i, (label, amount) in enumerate(sums))]
    )


DEPOSIT = invoice(
    ("Subtotal", "1,000.00"),
    ("VAT 20%", "200.00"),
    ("Total", "1,200.00"),
    ("Deposit received 2 June 2025", "-500.00"),
    ("Brought forward", "50.00"),
    ("Balance due", "£750.00"),
)
ACOMPTE = invoice(
    ("Total HT", "500,00 €"), ("TVA 20 %", "100,00 €"), ("Total TTC", "600,00 €"), ("Acompte versé", "150,00 €"),
    ("Reste à payer", "450,00 €"), title="FACTURE",
)  # fmt: skip
ANZAHLUNG = invoice(
    ("Nettobetrag", "1.000,00"), ("USt. 19 %", "190,00"), ("Gesamtbetrag", "1.190,00"),
    ("Erhaltene Anzahlungen", "-190,00"), ("Zahlbetrag", "1.000,00"), title="Rechnung",
)  # fmt: skip
PAID = invoice(
    ("Plan", "$25.00"), ("Tax", "$2.00"), ("Total", "$27.00"), ("Amount paid", "$27.00"), ("Amount due", "$0.00")
)
PAID_UNSAID = invoice(("Total", "$27.00"), ("Deposit", "$20.00"))
ONLY_DUE = invoice(("Subtotal", "50.00"), ("GST 10%", "5.00"), ("Amount due", "55.00"))
CREDIT = invoice(
    ("Stools", "(240.00)"),
    ("Subtotal", "(240.00)"),
    ("Tax 8.25%", "(19.80)"),
    ("TOTAL", "($259.80)"),
    title="Credit Memo",
)
GUTSCHRIFT = invoice(
    ("Nettobetrag", "308,00-"), ("USt. 19 %", "58,52-"), ("Gesamtbetrag", "366,52-"), title="Gutschrift"
)
LAKH = invoice(
    ("Taxable value", "2,23,500.00"),
    ("CGST 2.5%", "5,587.50"),
    ("SGST 2.5%", "5,587.50"),
    ("Grand Total", "2,34,675.00"),
)
YEN = invoice(("小計", "33,000"), ("消費税 10%", "3,300"), ("合計 JPY", "36,300"))
FRANKS = invoice(("Zwischensumme", "2'000.00"), ("MwSt. 8.1 %", "162.00"), ("Total CHF", "2’162.00"))


PREPAID = invoice(("Net", "1,152.00"), ("VAT 20%", "230.40"), ("Prepaid", "-382.40"), ("To pay", "1,000.00"))
LAST_BILL = invoice(
    ("Balance from last bill", "64.20"),
    ("You paid", "-64.20"),
    ("Electricity used", "141.30"),
    ("VAT 5%", "7.07"),
    ("Total for this bill", "148.37"),
    ("Please pay by 25 Feb 2025", "148.37"),
    title="Your bill",
)
PENDIENTE = invoice(
    ("Base imponible", "1.200,00"),
    ("IVA 21 %", "252,00"),
    ("Total factura", "1.452,00 €"),
    ("Anticipo", "-452,00"),
    ("Pendiente de pago", "1.000,00 €"),
    title="FACTURA",
)


@pytest.mark.parametrize(
    ("page", "due", "total"),
    [
        (DEPOSIT, "£750.00", "1,200.00"),
        (ACOMPTE, "450,00 €", "600,00 €"),
        (ANZAHLUNG, "1.000,00", "1.190,00"),
        (PAID, "$0.00", "$27.00"),
        (PAID_UNSAID, NOT_FOUND, "$27.00"),
        (ONLY_DUE, "55.00", "55.00"),
        (FRANKS, "2’162.00", "2’162.00"),
        (PREPAID, "1,000.00", NOT_FOUND),
        (LAST_BILL, "148.37", "148.37"),
        (PENDIENTE, "1.000,00 €", "1.452,00 €"),
    ],
)
def test_what_is_owed_is_not_the_total(page: ReadPage, due: str, total: str) -> None:
    """What was paid is off the one and not off the other; where nothing was paid, the total is owed."""
    assert (due, total) == (ask(page, "What is the amount due?").text, ask(page, "What is the total?").text)


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        (DEPOSIT, "1200.00 - 500.00 + 50.00 = 750.00"),
        (ANZAHLUNG, "1190.00 - 190.00 = 1000.00"),
        (PAID, "27.00 - 27.00 = 0.00"),
    ],
)
def test_what_is_owed_is_proven_by_what_was_paid(page: ReadPage, rule: str) -> None:
    """The sum is told, and makes the answer sure."""
    answer = ask(page, "How much is still owed?")
    assert (rule, "sure") == (answer.rule, answer.confidence)


def test_what_was_paid_is_a_field_of_its_own() -> None:
    """A deposit is asked for by name; what was paid of a bill is not its total."""
    for question in ("How much was already paid?", "What was paid?", "Combien a été payé ?"):
        assert "150,00 €" == ask(ACOMPTE, question).text
    assert "$27.00" == ask(PAID, "How much was paid?").text


def test_a_bill_says_surely_that_it_was_paid_only_where_money_changed_hands() -> None:
    """The total is what would be paid; cash and change say that it was."""
    receipt = invoice(
        ("Subtotal", "10.00"), ("Tax 8%", "0.80"), ("Total", "10.80"), ("Cash", "20.00"), ("Change", "9.20")
    )
    assert ("10.80", "sure") == _paid(receipt)
    assert ("55.00", "check") == _paid(ONLY_DUE)


def _paid(page: ReadPage) -> tuple[str, str | None]:
    answer = ask(page, "How much was paid?")
    return answer.text, answer.confidence


@pytest.mark.parametrize(
    ("page", "total"),
    [(CREDIT, "($259.80)"), (GUTSCHRIFT, "366,52-"), (LAKH, "2,34,675.00"), (YEN, "36,300"), (FRANKS, "2’162.00")],
)
def test_sign_and_groups_of_a_total_are_kept_and_add_up(page: ReadPage, total: str) -> None:
    """A credit note is negative, lakhs are grouped by two, yen have no decimals; all are proven by net and tax."""
    answer = ask(page, "What is the total?")
    assert (total, "sure") == (answer.text, answer.confidence)
    assert answer.rule


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("(259.80)", ["-259.80"]),
        ("($1,259.80)", ["-1259.80"]),
        ("Fitting (58,00 €)", ["58.00"]),
        ("-369.60", ["-369.60"]),
        ("− €369.60", ["-369.60"]),
        ("366,52-", ["-366.52"]),
        ("366,52 €-", ["-366.52"]),
        ("366,52- EUR", ["-366.52"]),
        ("259.80 CR", ["-259.80"]),
        ("2,34,675.00", ["234675.00"]),
        ("₹ 12,34,567.50", ["1234567.50"]),
        ("2'346.50", ["2346.50"]),
        ("CHF 1’234’567.55", ["1234567.55"]),
        ("27946 ,00", ["27946.00"]),
        ("¥36,300", ["36300"]),
        ("36,300円", ["36300"]),
        ("A$ 12.00", ["12.00"]),
        ("Corp 12", []),
        ("FR27 1234", []),
        ("Tax 10% (343,800)", []),
    ],
)
def test_amounts_keep_their_sign(text: str, values: list[str]) -> None:
    """Brackets around nothing else, a minus on either side, a mark of credit; any grouping."""
    found = amounts_in(line_from_box(text, 0, 0, 10 * len(text), 20))
    assert [Decimal(value) for value in values] == [amount.value for amount in found]


def test_bare_numbers_are_amounts_only_where_money_has_no_decimals() -> None:
    """On a page with cents, "33,000" is a count."""
    pounds = invoice(("Pieces", "33,000"), ("Total GBP", "36.30"))
    assert [Decimal("36.30")] == [amount.value for amount, _ in pounds.view.amounts]


def test_total_that_is_only_printed_twice_is_to_be_checked() -> None:
    """A subtotal is printed twice as well: repetition proves nothing."""
    page = invoice(("Chairs", "100.00"), ("Total", "100.00"), ("Total", "120.00"))
    assert "check" == ask(page, "What is the total?").confidence


@pytest.mark.parametrize(
    ("page", "question", "expected"),
    [
        (ACOMPTE, "What is still to be paid?", "450,00 €"),
        (ACOMPTE, "How much is left to be paid?", "450,00 €"),
        (ANZAHLUNG, "Was wurde angezahlt?", "-190,00"),
        (DEPOSIT, "What was the advance?", "-500.00"),
        (PENDIENTE, "¿Cuánto queda por pagar?", "1.000,00 €"),
    ],
)
def test_what_is_paid_and_what_is_left_is_asked_for_in_many_words(page: ReadPage, question: str, expected: str) -> None:
    """What is still to be paid is an amount, although "be paid" alone asks for a day."""
    assert expected == ask(page, question).text


def test_total_of_a_part_is_what_is_printed_as_its_sum() -> None:
    """Not the first thing under its heading."""
    page = placed_page(
        [
            (60, (80, "Invoice")),
            (200, (80, "Part B: planting")),
            (240, (80, "Trees"), (1000, "320.00")),
            (280, (80, "Hedges"), (1000, "180.00")),
            (320, (80, "Total part B"), (1000, "500.00")),
            (400, (80, "Total"), (1000, "1,500.00")),
        ]
    )
    assert "500.00" == ask(page, "What is the total of part B?").text
