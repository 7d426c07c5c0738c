"""Seller and buyer are told apart: their names, their addresses and their VAT numbers."""

import pytest

from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.engines.reader.sides import heading_of
from tests.helpers.placed_pages import ask, placed_page

NOT_FOUND = "Not found on this page."

FORM = placed_page(
    [
        (60, (80, "Rechnung Nr. 471")),
        (140, (80, "Verkäufer:")),
        (180, (80, "Nummer : 5499")),
        (220, (80, "Rohstoff AG Salzheim")),
        (260, (80, "Marktstr. 15")),
        (300, (80, "38226 Salzheim")),
        (340, (80, "USt-IdNr: DE136695976")),
        (440, (80, "Käufer:")),
        (480, (80, "Nummer : 7596")),
        (520, (80, "Metallbau Linde GmbH")),
        (560, (80, "Pappelallee 15")),
        (600, (80, "12345 Lindestadt")),
        (640, (80, "USt-IdNr: DE123456788")),
    ]
)
WINDOW = placed_page(
    [
        (60, (80, "HOTEL BELLE RIVE")),
        (120, (80, "Société Belle Rive")),
        (150, (80, "2, rue du Lac")),
        (180, (80, "74000 Annecy")),
        (260, (860, "Dupont SARL")),
        (290, (860, "27, rue de Bassan")),
        (320, (860, "75008 Paris")),
        (420, (860, "TVA : FR38500003710")),
        (500, (80, "FACTURE nº 2023-60")),
        (1600, (80, "Société Belle Rive - TVA : FR40303265045")),
    ]
)
HEADINGS = placed_page(
    [
        (60, (80, "Rechnung")),
        (140, (80, "Informationen zum Käufer")),
        (180, (80, "Name:"), (300, "Unterste Leistung"), (700, "Umsatzsteuer-ID:"), (940, "DE987654321")),
        (300, (80, "Informationen zum Verkäufer")),
        (340, (80, "Firmenname:"), (300, "Oberste Leistung"), (700, "Umsatzsteuer-ID:"), (940, "DE136695976")),
    ]
)
YOURS = placed_page(
    [(60, (80, "Factuur")), (900, (80, "Uw BTW nummer: NL003335996B01")), (940, (80, "BTW-nr: NL8152.54.295.B01"))]
)
FOOT = placed_page(
    [
        (60, (80, "Rechnung")),
        (140, (80, "Kunde: Havelwerk AG, Spandauer Damm 12, 14059 Berlin")),
        (180, (80, "USt-IdNr. des Kunden: DE811907980")),
        (260, (80, "Beratung"), (500, "10"), (700, "95,00"), (900, "950,00")),
        (320, (80, "Netto"), (900, "950,00")),
        (360, (80, "USt 19 %"), (900, "180,50")),
        (400, (80, "Rechnungsbetrag"), (900, "1.130,50 EUR")),
        (480, (80, "Studio Ostwind, Kantstr. 3, 10623 Berlin")),
        (520, (80, "USt-IdNr.: DE136695976")),
    ]
)
FOOT_BELOW_TABLE = placed_page(
    [
        (60, (80, "Invoice to:")),
        (100, (80, "Tallis Imports BV, Kade 4, 3011 Rotterdam")),
        (140, (80, "VAT: NL823456789B01")),
        (220, (80, "Description"), (500, "Qty"), (700, "Price"), (900, "Amount")),
        (260, (80, "Fabric"), (500, "3"), (700, "100.00"), (900, "300.00")),
        (340, (80, "Lindgren Textil AB, Storgatan 1, 411 01 Goteborg")),
        (380, (80, "VAT no: SE556036079301")),
    ]
)
NOBODYS = placed_page(
    [(60, (80, "Invoice")), (300, (80, "VAT no: SE556036079301")), (700, (80, "VAT no: DE100000000"))]
)
NUMBERED = placed_page(
    [
        (60, (80, "Invoice")),
        (140, (80, "Bill To"), (700, "Customer Number:"), (1000, "BUYER-1")),
        (180, (80, "Acme Corp"), (700, "Contract Number:"), (1000, "CON-543")),
        (300, (80, "Référence"), (300, "Client"), (500, "Désignation"), (700, "Quantité"), (900, "Montant")),
        (340, (80, "PROD1"), (300, "AAA"), (500, "Produit"), (700, "18"), (900, "91,00")),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("page", "question", "expected"),
    [
        (FORM, "Who is the customer?", "Metallbau Linde GmbH"),
        (FORM, "Which company issued this document?", "Rohstoff AG Salzheim"),
        (FORM, "What is the address of the customer?", "Pappelallee 15 12345 Lindestadt"),
        (FORM, "What is the VAT ID of the customer?", "DE123456788"),
        (FORM, "What is the VAT ID of the seller?", "DE136695976"),
        (WINDOW, "Who is the customer?", "Dupont SARL"),
        (WINDOW, "What is the VAT ID of the customer?", "FR38500003710"),
        (WINDOW, "What is the VAT ID of the seller?", "FR40303265045"),
        (HEADINGS, "Who is the customer?", "Unterste Leistung"),
        (HEADINGS, "What is the VAT ID of the customer?", "DE987654321"),
        (HEADINGS, "What is the VAT ID of the seller?", "DE136695976"),
        (YOURS, "What is the VAT number of the customer?", "NL003335996B01"),
        (YOURS, "What is the VAT number of the seller?", "NL8152.54.295.B01"),
        (FOOT, "What is the buyer's VAT id?", "DE811907980"),
        (FOOT, "What is the seller's VAT number?", "DE136695976"),
        (FOOT_BELOW_TABLE, "What is the buyer's VAT id?", "NL823456789B01"),
        (FOOT_BELOW_TABLE, "What is the seller's VAT number?", "SE556036079301"),
        (NUMBERED, "Who is the customer?", "Acme Corp"),
    ],
)
def test_seller_and_buyer_are_not_mixed_up(page: ReadPage, question: str, expected: str) -> None:
    """By the words beside a value, by the heading of its block, by the name above it."""
    assert expected == ask(page, question).text


def test_vat_number_of_which_nothing_tells_whose_it_is_is_not_sure() -> None:
    """Of two numbers without a side either may be the seller's."""
    assert "check" == ask(NOBODYS, "What is the VAT ID of the seller?").confidence


def test_only_vat_number_of_a_page_is_not_the_buyers_too() -> None:
    """Who asks for the customer's number is not given the seller's."""
    page = placed_page([(60, (80, "Rechnung")), (140, (80, "USt-IdNr: DE136695976"))])
    assert (NOT_FOUND, "DE136695976") == (
        ask(page, "What is the VAT ID of the customer?").text,
        ask(page, "What is the VAT number?").text,
    )


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Käufer:", FieldName.BUYER),
        ("Bill to", FieldName.BUYER),
        ("Informationen zum Verkäufer", FieldName.COMPANY),
        ("SELLER: Acme", FieldName.COMPANY),
        ("CLIENT 1", None),
        ("the customer is always right", None),
    ],
)
def test_heading_names_a_side(text: str, side: FieldName | None) -> None:
    """A heading is a label alone, or with its value behind a colon."""
    assert side == heading_of(text)


def test_half_of_a_name_is_not_sure() -> None:
    """A line as tall above a legal form may be where the name begins."""
    page = placed_page([(60, (80, "MVM Musterhafter")), (95, (80, "Versicherungsverein Musterstadt a.G."))])
    assert "check" == ask(page, "Which company issued this document?").confidence


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(60, (80, "FACTURE")), (400, (80, "virement en indiquant le numéro de facture")), (440, (80, "Conditions : 30 jours net"))], NOT_FOUND),
        ([(60, (80, "Invoice number"), (500, "30 days"))], NOT_FOUND),
        ([(60, (80, "MIETRECHNUNG (387) Nr. 9314/00/M vom 01.10.2018"))], "9314/00/M"),
        ([(60, (80, "PURCHASE ORDER: "), (500, "PO123456"))], "PO123456"),
    ],
)  # fmt: skip
def test_number_is_the_documents(rows: list[tuple[int, tuple[int, str]]], expected: str) -> None:
    """Words of a sentence are no label and days are no number; an order that is no invoice has its own number."""
    assert expected == ask(placed_page(rows), "What is the invoice number?").text
