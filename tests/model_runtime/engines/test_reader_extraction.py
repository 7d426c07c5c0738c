"""What the reader's rules make of pages of many layouts and languages, from words placed by hand."""

import pytest

from model_runtime.engines.reader.read_page import ReadPage
from tests.helpers.placed_pages import ask, placed_page

GERMAN_INVOICE = placed_page(
    [
        (60, (800, "Schreinerei Holzwurm e.K.")),
        (90, (800, "Am Sägewerk 4")),
        (120, (800, "88212 Ravensburg")),
        (150, (800, "Tel. 0751 / 12 34 56")),
        (180, (800, "info@holzwurm-rv.de")),
        (260, (80, "Schreinerei Holzwurm · Am Sägewerk 4 · 88212 Ravensburg")),
        (300, (80, "Frau")),
        (330, (80, "Erika Beispiel")),
        (360, (80, "Lindenweg 12a")),
        (390, (80, "88250 Weingarten")),
        (470, (800, "Datum: 14.02.2023")),
        (500, (800, "Kunden-Nr.: 10233")),
        (540, (80, "Rechnung Nr. 2023-0147")),
        (610, (80, "für unsere Arbeiten am 10.02.2023 berechnen wir Ihnen wie folgt:")),
        (680, (80, "Pos."), (160, "Bezeichnung"), (640, "Menge"), (800, "Einzelpreis"), (1000, "Gesamtpreis")),
        (720, (80, "1"), (160, "Einbauschrank Eiche"), (640, "1 Stk"), (800, "1.850,00 €"), (1000, "1.850,00 €")),
        (750, (80, "2"), (160, "Montage"), (640, "6 Std"), (800, "58,00 €"), (1000, "348,00 €")),
        (780, (80, "3"), (160, "Anfahrt"), (640, "1"), (800, "35,00 €"), (1000, "35,00 €")),
        (840, (800, "Summe netto"), (1000, "2.233,00 €")),
        (870, (800, "19 % MwSt."), (1000, "424,27 €")),
        (900, (800, "Gesamtsumme"), (1000, "2.657,27 €")),
        (980, (80, "Zahlbar bis 28.02.2023 ohne Abzug.")),
        (1600, (500, "IBAN: DE89 3704 0044 0532 0130 00"), (1000, "BIC: COBADEFFXXX")),
        (1640, (80, "USt-IdNr. DE 136 695 976"), (500, "Steuernummer 77 / 123 / 45678")),
    ]
)
FRENCH_INVOICE = placed_page(
    [
        (60, (80, "LES JARDINS DE MARIE SARL")),
        (90, (80, "14, rue des Lilas")),
        (120, (80, "31000 TOULOUSE")),
        (150, (80, "Tél : 05 61 22 33 44"), (760, "FACTURE N° F2022-118")),
        (180, (760, "Date : 03/10/2022")),
        (210, (760, "Échéance : 02/11/2022")),
        (300, (760, "Monsieur Paul DURAND")),
        (330, (760, "8 avenue Foch")),
        (360, (760, "31200 TOULOUSE")),
        (480, (80, "Désignation"), (600, "Qté"), (760, "P.U. HT"), (960, "Montant HT")),
        (520, (80, "Tonte de pelouse"), (600, "2"), (760, "45,00"), (960, "90,00")),
        (550, (80, "Taille de haie"), (600, "1"), (760, "120,00"), (960, "120,00")),
        (640, (760, "Total HT"), (960, "210,00 €")),
        (670, (760, "TVA 10 %"), (960, "21,00 €")),
        (700, (760, "Total TTC"), (960, "231,00 €")),
        (1600, (80, "TVA intracommunautaire FR40303265045 - IBAN FR14 2004 1010 0505 0001 3M02 606")),
    ]
)
ENGLISH_INVOICE = placed_page(
    [
        (50, (80, "INVOICE"), (900, "Acme Widgets Ltd")),
        (80, (900, "12 High Street")),
        (110, (900, "London SW1A 1AA")),
        (220, (80, "Bill To"), (500, "Ship To"), (900, "Invoice #"), (1080, "INV-00912")),
        (250, (80, "Globex Corporation"), (500, "Globex Warehouse"), (900, "Invoice Date"), (1080, "March 5, 2024")),
        (280, (80, "742 Evergreen Terrace"), (500, "Dock 7"), (900, "Due Date"), (1080, "April 4, 2024")),
        (310, (80, "Springfield, OR 97477"), (900, "P.O. #"), (1080, "4500012345")),
        (400, (80, "Qty"), (200, "Description"), (800, "Unit Price"), (1020, "Amount")),
        (440, (80, "10"), (200, "Widget, blue"), (800, "4.50"), (1020, "45.00")),
        (470, (80, "3"), (200, "Gasket set"), (800, "12.25"), (1020, "36.75")),
        (540, (800, "Subtotal"), (1020, "81.75")),
        (570, (800, "Shipping"), (1020, "10.00")),
        (600, (800, "Sales Tax 8.0%"), (1020, "6.54")),
        (630, (800, "TOTAL"), (1020, "$98.29")),
    ]
)
HEADED_COLUMNS = placed_page(
    [
        (60, (80, "Muster Elektrotechnik")),
        (300, (80, "Stadtwerke Beispielstadt")),
        (330, (80, "Werkstraße 1")),
        (360, (80, "99999 Beispielstadt")),
        (520, (80, "Rechnungs-Nr."), (350, "Kunden-Nr."), (600, "Auftrags-Nr."), (850, "Rechnungsdatum")),
        (550, (80, "RG100045"), (350, "K-2201"), (600, "AU7788"), (850, "03.11.2020")),
        (800, (160, "Warenwert netto"), (1050, "109,00")),
        (830, (160, "Umsatzsteuer 16,00 % auf 109,00"), (1050, "17,44")),
        (860, (160, "Endbetrag EUR"), (1050, "126,44")),
        (1650, (80, "Muster Elektrotechnik GmbH & Co. KG · Voltweg 3 · 99999 Beispielstadt · HRA 4711")),
    ]
)
TILL_RECEIPT = placed_page(
    [
        (40, (150, "Kaufladen Markt GmbH")),
        (80, (150, "Hauptstr. 5")),
        (120, (150, "50667 Köln")),
        (160, (150, "UID Nr.: DE812706034")),
        (240, (40, "BIO MILCH"), (500, "1,29 A")),
        (280, (40, "BROT VOLLKORN"), (500, "2,49 A")),
        (320, (40, "SCHOKOLADE"), (500, "0,99 A")),
        (400, (40, "SUMME"), (380, "EUR"), (500, "4,77")),
        (440, (40, "Geg. BAR"), (380, "EUR"), (500, "5,00")),
        (480, (40, "Rückgeld BAR"), (380, "EUR"), (500, "0,23")),
        (540, (40, "Steuer %"), (200, "Netto"), (340, "Steuer"), (500, "Brutto")),
        (580, (40, "A= 7,0%"), (200, "4,46"), (340, "0,31"), (500, "4,77")),
        (660, (40, "14.06.2022"), (250, "18:22"), (400, "Bon-Nr.:4711")),
    ],
    620,
    900,
)
ROUNDED_RECEIPT = placed_page(
    [
        (40, (100, "SOUTHERN STAR")),
        (80, (100, "HARDWARE SDN BHD (123456-A)")),
        (120, (100, "NO 12, JALAN BULAN 3,")),
        (160, (100, "40150 SHAH ALAM, SELANGOR")),
        (200, (100, "TEL: 03-7845 1122")),
        (260, (40, "Receipt#: CS00060123"), (420, "22/03/2018 10:22 AM")),
        (400, (40, "SPONGE MOP"), (520, "12.91")),
        (440, (40, "Total (Excluding GST)"), (520, "12.18")),
        (480, (40, "GST @6%"), (520, "0.73")),
        (520, (40, "Total (Inclusive of GST)"), (520, "12.91")),
        (560, (40, "Rounding"), (520, "-0.01")),
        (600, (40, "TOTAL"), (520, "12.90")),
        (640, (40, "CASH"), (520, "20.00")),
        (680, (40, "CHANGE"), (520, "7.10")),
        (720, (40, "GST Summary"), (300, "Amount(RM)"), (480, "Tax(RM)")),
        (760, (40, "SR @ 6%"), (320, "12.18"), (500, "0.73")),
    ],
    640,
    900,
)
CHINESE_RECEIPT = placed_page(
    [
        (40, (150, "北京好味餐厅")),
        (80, (150, "地址：北京市朝阳区建国路88号")),
        (120, (150, "电话：010-65881234")),
        (160, (40, "单号：20230518001")),
        (200, (40, "日期：2023-05-18 12:30")),
        (280, (40, "宫保鸡丁"), (500, "38.00")),
        (400, (40, "合计"), (500, "42.00")),
        (440, (40, "现金"), (500, "50.00")),
        (480, (40, "找零"), (500, "8.00")),
    ],
    620,
    900,
)

CASES = [
    (GERMAN_INVOICE, "Which shop or company issued this document?", "Schreinerei Holzwurm e.K."),
    (GERMAN_INVOICE, "Wie hoch ist der Rechnungsbetrag?", "2.657,27 €"),
    (GERMAN_INVOICE, "What is the date of this document?", "14.02.2023"),
    (GERMAN_INVOICE, "Wann ist die Rechnung fällig?", "28.02.2023"),
    (GERMAN_INVOICE, "What is the invoice number?", "2023-0147"),
    (GERMAN_INVOICE, "Wie lautet die Kundennummer?", "10233"),
    (GERMAN_INVOICE, "Wer ist der Kunde?", "Frau Erika Beispiel"),
    (GERMAN_INVOICE, "What is the address of the customer?", "Lindenweg 12a 88250 Weingarten"),
    (GERMAN_INVOICE, "What is the address of the company?", "Am Sägewerk 4 88212 Ravensburg"),
    (GERMAN_INVOICE, "What is the seller's VAT number?", "DE 136 695 976"),
    (GERMAN_INVOICE, "Wie lautet die Telefonnummer?", "0751 / 12 34 56"),
    (GERMAN_INVOICE, "What is the e-mail address?", "info@holzwurm-rv.de"),
    (GERMAN_INVOICE, 'What is the total price of the item "Montage"?', "348,00 €"),
    (GERMAN_INVOICE, 'What is the unit price of "Montage"?', "58,00 €"),
    (GERMAN_INVOICE, "Was kostet der Einbauschrank Eiche?", "1.850,00 €"),
    (FRENCH_INVOICE, "Quel est le montant total TTC ?", "231,00 €"),
    (FRENCH_INVOICE, "What is the net amount before tax?", "210,00 €"),
    (FRENCH_INVOICE, "Quel est le montant de la TVA ?", "21,00 €"),
    (FRENCH_INVOICE, "Quelle est la date d'échéance ?", "02/11/2022"),
    (FRENCH_INVOICE, "Quel est le numéro de facture ?", "F2022-118"),
    (FRENCH_INVOICE, "Qui est le client ?", "Monsieur Paul DURAND"),
    (FRENCH_INVOICE, "Combien coûte la tonte de pelouse ?", "90,00"),
    (FRENCH_INVOICE, "What is the IBAN?", "FR14 2004 1010 0505 0001 3M02 606"),
    (ENGLISH_INVOICE, "What is the total amount to pay?", "$98.29"),
    (ENGLISH_INVOICE, "When is payment due?", "April 4, 2024"),
    (ENGLISH_INVOICE, "What is the purchase order number?", "4500012345"),
    (ENGLISH_INVOICE, "Who is the buyer?", "Globex Corporation"),
    (ENGLISH_INVOICE, "What is the price of the Gasket set?", "36.75"),
    (ENGLISH_INVOICE, "How many Gasket set?", "3"),
    (HEADED_COLUMNS, "What is the invoice number?", "RG100045"),
    (HEADED_COLUMNS, "What is the order number?", "AU7788"),
    (HEADED_COLUMNS, "What is the date?", "03.11.2020"),
    (HEADED_COLUMNS, "Which company is this from?", "Muster Elektrotechnik GmbH & Co. KG"),
    (HEADED_COLUMNS, "How much is the tax?", "17,44"),
    (TILL_RECEIPT, "What is the total amount?", "4,77"),
    (TILL_RECEIPT, "How much change was given?", "0,23"),
    (TILL_RECEIPT, "What is the address of the shop?", "Hauptstr. 5 50667 Köln"),
    (TILL_RECEIPT, "Wie viel kostet SCHOKOLADE?", "0,99"),
    (ROUNDED_RECEIPT, "What is the total amount?", "12.90"),
    (ROUNDED_RECEIPT, "Which shop is this?", "SOUTHERN STAR HARDWARE SDN BHD"),
    (ROUNDED_RECEIPT, "What is the date?", "22/03/2018"),
    (CHINESE_RECEIPT, "总金额是多少？", "42.00"),
    (CHINESE_RECEIPT, "日期是什么？", "2023-05-18"),
    (CHINESE_RECEIPT, "这是哪家店？", "北京好味餐厅"),
    (CHINESE_RECEIPT, "单号是多少？", "20230518001"),
    (CHINESE_RECEIPT, "地址是什么？", "北京市朝阳区建国路88号"),
]


@pytest.mark.parametrize(("page", "question", "expected"), CASES, ids=[question for _, question, _ in CASES])
def test_answer_is_the_piece_of_the_page_that_was_asked_for(page: ReadPage, question: str, expected: str) -> None:
    """Each answer is printed on the page, and its sources say the same."""
    answer = ask(page, question)
    assert answer.text == expected
    assert answer.text == " ".join(source.text for source in answer.sources)


@pytest.mark.parametrize(
    ("page", "question", "rule"),
    [
        (GERMAN_INVOICE, "What is the total?", "2233.00 + 424.27 = 2657.27"),
        (ENGLISH_INVOICE, "What is the total?", "81.75 + 10.00 + 6.54 = 98.29"),
        (CHINESE_RECEIPT, "What is the total?", "50.00 - 8.00 = 42.00"),
        (GERMAN_INVOICE, 'What is the total price of "Montage"?', "6 × 58,00 € = 348,00 €"),
    ],
)
def test_sums_that_come_out_make_an_answer_sure(page: ReadPage, question: str, rule: str) -> None:
    """An answer that the page's own numbers prove is sure and shows the sum."""
    answer = ask(page, question)
    assert (answer.basis, answer.confidence, answer.rule) == ("rule", "sure", rule)


def test_ambiguous_date_shows_both_readings_and_is_to_be_checked() -> None:
    """03/10/2022 may be two days; neither is hidden."""
    answer = ask(FRENCH_INVOICE, "What is the date of this document?")
    assert (answer.text, answer.confidence, answer.alternatives) == (
        "03/10/2022",
        "check",
        ("2022-10-03", "2022-03-10"),
    )


@pytest.mark.parametrize(
    ("question", "basis"),
    [
        ("What is the passport number?", "not_found"),
        ("What is the delivery date?", "not_found"),
        ("How much is the discount?", "not_found"),
        ('What is the price of the item "Gartenzwerg"?', "not_found"),
        ("Is there a QR code?", "not_found"),
        ("Why is this so expensive?", "beyond"),
        ("What colour is the logo?", "beyond"),
        ("Pourquoi cette facture ?", "beyond"),
        ("Wie viele Gesichter sind zu sehen?", "beyond"),
    ],
)
def test_what_the_page_does_not_say_is_not_answered(question: str, basis: str) -> None:
    """No value, no source and no confidence."""
    answer = ask(GERMAN_INVOICE, question)
    assert (answer.basis, answer.sources, answer.confidence) == (basis, (), None)


def test_fields_of_an_invoice_come_with_their_own_places() -> None:
    """Every named value has a source and is a line of the text."""
    answer = ask(GERMAN_INVOICE, "List the fields of this document.")
    values = {field.name: field.value for field in answer.fields}
    assert values["total"] == "2.657,27 €"
    assert values["iban"] == "DE89 3704 0044 0532 0130 00"
    assert answer.text == "\n".join(f"{name}: {value}" for name, value in values.items())
    assert all(field.sources for field in answer.fields)


def test_table_is_given_as_comma_separated_values() -> None:
    """Rows and columns of the item table, quoted where a cell holds a comma."""
    lines = ask(ENGLISH_INVOICE, "Turn the table into CSV").text.splitlines()
    assert '10,"Widget, blue",4.50,45.00' in lines
    assert "3,Gasket set,12.25,36.75" in lines


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    """A page set in two columns is not read straight across."""
    left = ["In the beginning there was a page", "that was set in two columns so", "that every line stayed short."]
    right = ["The second column begins up here", "and goes on until it has reached", "the very end of the story."]
    rows = [(60 + 30 * i, (80, a), (680, b)) for i, (a, b) in enumerate(zip(left, right, strict=True))]
    assert ask(placed_page(rows), "What does it say?").text == "\n".join([*left, *right])


def test_description_says_what_was_read_and_counts() -> None:
    """The overview names the kind of page, its fields and its tables, and is no read answer."""
    answer = ask(ENGLISH_INVOICE, "Describe this.")
    assert answer.basis == "summary"
    assert answer.text.startswith("An invoice.")
    assert "total: $98.29" in answer.text
    assert "Table: " in answer.text


def test_small_text_on_a_large_page_is_text() -> None:
    """Nine clear lines are no "picture with little or no text", though they cover little; a name on a photo is one."""
    nine = [(200 + 60 * row, (80, f"Member number {row} of the club")) for row in range(9)]
    assert ask(placed_page(nine, 2480, 3508), "Describe this.").text.startswith("A page of text.")
    assert ask(placed_page([(60, (80, "Hotel Adler"))]), "Describe this.").text.startswith("A picture with little")


def test_amount_of_a_payment_slip_is_the_total() -> None:
    """No word says "total" on a Swiss QR bill: the amount stands below "Betrag", which stands beside "Währung"."""
    slip = placed_page(
        [
            (60, (80, "Schreinerei Walser")),
            (100, (80, "Rechnung Nr. 3139")),
            (900, (80, "Währung"), (220, "Betrag")),
            (940, (80, "CHF"), (220, "1 949.75")),
        ]
    )
    assert ask(slip, "What is the total?").text == "1 949.75"
    elsewhere = placed_page(
        [(60, (80, "Stiftung Muster")), (900, (220, "Betrag")), (940, (80, "CHF"), (220, "1 949.75"))]
    )
    assert "949" not in ask(elsewhere, "What is the total?").text
    table = placed_page(
        [
            (60, (80, "Kontoauszug")),
            (900, (80, "Währung"), (220, "Betrag")),
            (940, (80, "CHF"), (220, "1 949.75")),
            (980, (80, "CHF"), (220, "20.00")),
        ]
    )
    assert "949" not in ask(table, "What is the total?").text
