"""The small parts of the reader: amounts, dates, identifiers, words, places, questions."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_runtime.engines.reader import text_keys
from model_runtime.engines.reader.amount_roles import purpose_of
from model_runtime.engines.reader.amounts import amounts_in
from model_runtime.engines.reader.dates import dates_in
from model_runtime.engines.reader.identifiers import ibans_in, phones_in, vat_ids_in
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_text import PageText
from model_runtime.engines.reader.questions import Ask, AskKind, understand
from model_runtime.protocol.payloads import Box
from model_runtime.reading.lines import Line, line_from_box


def printed(text: str) -> Line:
    """A line of equally wide letters."""
    return line_from_box(text, 0, 0, 10 * len(text), 20)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.163,40 €", ["1163.40"]),
        ("$1,203.40", ["1203.40"]),
        ("1 234,50 EUR", ["1234.50"]),
        ("RM 57.40", ["57.40"]),
        ("3x10.49", ["10.49"]),
        ("-20.00", ["-20.00"]),
        ("6.00-", ["-6.00"]),
        (".20", ["0.20"]),
        ("￥120", ["120"]),
        ("19 %", []),
        ("7,0%", []),
        ("14.02.2023", []),
        ("08.30 - 12.30 Uhr", []),
        ("bis zum 19.12. ist", []),
        ("Tel 03-7845 1122", []),
        ("2016/05/01 14:11:20", []),
    ],
)
def test_amounts_are_told_from_other_numbers(text: str, values: list[str]) -> None:
    """Either convention of marks; no percentages, dates, times or telephone numbers."""
    assert [Decimal(value) for value in values] == [amount.value for amount in amounts_in(printed(text))]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14.02.2023", [dt.date(2023, 2, 14)]),
        ("27/05/20188:07 PM", [dt.date(2018, 5, 27)]),
        ("21-11-16", [dt.date(2016, 11, 21)]),
        ("2016/05/01 14:11:20", [dt.date(2016, 5, 1)]),
        ("7. Mai 2014", [dt.date(2014, 5, 7)]),
        ("02 Juillet 2015", [dt.date(2015, 7, 2)]),
        ("August 3, 2014", [dt.date(2014, 8, 3)]),
        ("2024年5月1日", [dt.date(2024, 5, 1)]),
        ("31.02.2023", []),
        ("99.99.9999", []),
        ("1.163,40", []),
    ],
)
def test_dates_are_read_in_many_forms(text: str, days: list[dt.date]) -> None:
    """Numeric, with month names, Chinese, with a time stuck to the year; impossible days are none."""
    assert days == [date.day for date in dates_in(printed(text))]


def test_date_that_can_be_two_days_keeps_both() -> None:
    """Slashes may mean either order; dots never do."""
    slashed, dotted = dates_in(printed("03/04/2022"))[0], dates_in(printed("03.04.2022"))[0]
    assert (slashed.day, slashed.other) == (dt.date(2022, 4, 3), dt.date(2022, 3, 4))
    assert (dotted.day, dotted.other) == (dt.date(2022, 4, 3), None)


def test_check_digits_prove_an_iban_and_cut_off_its_neighbour() -> None:
    """The right number is proven and stops where the next word begins; a wrong one is kept, unproven."""
    proven = ibans_in(printed("IBAN: DE89 3704 0044 0532 0130 00 BIC"))[0]
    wrong = ibans_in(printed("DE00370400440532013000"))[0]
    assert ("DE89 3704 0044 0532 0130 00", True) == (proven.text, proven.is_proven)
    assert not wrong.is_proven


def test_identifiers_of_other_kinds_are_not_mixed_up() -> None:
    """A VAT number is no IBAN, a date is no telephone number."""
    assert ["DE136695976"] == [one.text for one in vat_ids_in(printed("USt-ID: DE136695976"))]
    assert () == ibans_in(printed("USt-ID: DE136695976"))
    assert () == phones_in(printed("03.11.2020"))


def test_a_part_of_an_account_number_is_no_telephone_number() -> None:
    """Groups of digits in an IBAN look like a number that begins with 0."""
    assert () == phones_in(printed("IBAN DE63 9990 0001 0012 3456 78"))


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Total Sales (Inclusive of GST)", FieldName.TOTAL),
        ("Total Sales (Excluding GST)", FieldName.NET),
        ("Total GST", FieldName.TAX),
        ("TOTAL INCLUDES 6% GST", FieldName.TAX),
        ("Rechnungssumme Netto (exkl. USt.)", FieldName.NET),
        ("Bruttosumme", FieldName.TOTAL),
        ("zzgl. Umsatzsteuer", FieldName.TAX),
        ("Net à payer", FieldName.DUE),
        ("Balance due", FieldName.DUE),
        ("Gesamtbetrag", FieldName.TOTAL),
        ("Gesamtbetrag Netto", FieldName.NET),
        ("Gesamtbetrag der Zuschläge", FieldName.SURCHARGE),
        ("Previous balance", FieldName.CARRIED),
        ("Deposit received", FieldName.PAID),
        ("Total HT", FieldName.NET),
        ("Sub-total", FieldName.SUBTOTAL),
        ("Change Due", FieldName.CHANGE),
        ("Rounding Adj", FieldName.ROUNDING),
        ("Cash Tendered", FieldName.CASH),
    ],
)
def test_role_follows_from_the_words_of_a_label(label: str, role: FieldName) -> None:
    """Wordings that stand in no list get their role from their parts."""
    purpose = purpose_of(label)
    assert purpose is not None
    assert role == purpose.role


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Cashler: 12", "cashier", True),
        ("lNVOlCE NO", "invoice no", True),
        ("TAXINVOICE", "tax invoice", True),
        ("Échéance", "echeance", True),
        ("Rechnungsbetrag", "rechnung", False),
        ("cabinet", "net", False),
        ("GIN KEE", "gln", False),
    ],
)
def test_words_are_found_although_scanners_confuse_letters(text: str, word: str, found: bool) -> None:
    """Look-alikes, accents and lost blanks do not hide a word; a word inside another is none."""
    assert found == text_keys.has(text, (word,))


@given(st.text(max_size=40), st.text(min_size=1, max_size=10))
def test_found_word_lies_inside_the_text(text: str, word: str) -> None:
    """Whatever is compared, the place that is told is a piece of the text with the word's letters."""
    hit = text_keys.find(text, word)
    if hit is not None:
        assert text_keys.letters(text[hit.start : hit.end]) == text_keys.letters(word)


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("What is the total amount including tax?", Ask(AskKind.FIELD, FieldName.TOTAL)),
        ("What is the net amount before tax?", Ask(AskKind.FIELD, FieldName.NET)),
        ("How much is the VAT (tax) amount in total?", Ask(AskKind.FIELD, FieldName.TAX)),
        ("What is the seller's VAT number?", Ask(AskKind.FIELD, FieldName.VAT_ID)),
        ("When is payment due?", Ask(AskKind.FIELD, FieldName.DUE_DATE)),
        ("Kiedy się urodziła?", Ask(AskKind.FIELD, FieldName.BIRTH_DATE)),
        ("When is it due?", Ask(AskKind.FIELD, FieldName.DUE_DATE)),
        ("Bis wann muss ich zahlen?", Ask(AskKind.FIELD, FieldName.DUE_DATE)),
        ("When was it issued?", Ask(AskKind.FIELD, FieldName.DATE)),
        ("Wie hoch ist der Gesamtbetrag?", Ask(AskKind.FIELD, FieldName.TOTAL)),
        ("Combien de personnes sont présentes ?", Ask(AskKind.FACES)),
        ('What is the price of "Tofu"?', Ask(AskKind.ITEM_TOTAL, subject="Tofu")),
        ("How much does the gasket cost?", Ask(AskKind.ITEM_TOTAL, subject="gasket")),
        ("What is the passport number?", Ask(AskKind.LABEL, subject="passport number")),
        ("Describe this picture.", Ask(AskKind.DESCRIBE)),
        ("Warum?", Ask(AskKind.BEYOND)),
        ("How much must be paid?", Ask(AskKind.FIELD, FieldName.DUE)),
        ("Wie viel muss bezahlt werden?", Ask(AskKind.FIELD, FieldName.DUE)),
        ("When must it be paid?", Ask(AskKind.FIELD, FieldName.DUE_DATE)),
        ("What was paid?", Ask(AskKind.FIELD, FieldName.PAID)),
        ("Combien a été payé ?", Ask(AskKind.FIELD, FieldName.PAID)),
        ("How was it paid?", Ask(AskKind.FIELD, FieldName.PAYMENT)),
        ("Until when is the passport valid?", Ask(AskKind.FIELD, FieldName.EXPIRY_DATE)),
        ("Jusqu'à quand est-il valable ?", Ask(AskKind.FIELD, FieldName.EXPIRY_DATE)),
        ("Who issued this receipt?", Ask(AskKind.FIELD, FieldName.COMPANY)),
        ("To whom is the invoice addressed to?", Ask(AskKind.FIELD, FieldName.BUYER)),
        ("Where is the IBAN?", Ask(AskKind.FIELD, FieldName.IBAN)),
        ("Where is the shop located?", Ask(AskKind.FIELD, FieldName.ADDRESS)),
        ("", Ask(AskKind.BEYOND)),
    ],
)
def test_questions_are_understood_by_their_words(question: str, ask: Ask) -> None:
    """Fields, things, labels, whole pages, and what is beyond a reader."""
    assert ask == understand(question)


@pytest.mark.parametrize(
    "question",
    [
        "Where was she born?",
        "Wo ist er geboren?",
        "Who paid?",
        "Who delivered it?",
        "Where is it to be delivered?",
        "Where is the next appointment?",
        "Who examined the patient?",
        "How long was the visit?",
        "Où est-elle née ?",
    ],
)
def test_who_where_and_how_much_are_not_answered_with_a_date(question: str) -> None:
    """Its words name an event whose date may be known; that was not asked for."""
    assert Ask(AskKind.BEYOND) == understand(question)


def test_place_on_a_turned_part_of_a_page_is_in_pixels_of_the_whole_page() -> None:
    """Scale, offset and quarter turns are undone."""
    line = line_from_box("x", 10, 20, 30, 5)
    shrunk = PageText(3, 100, 200, (line,), native_left=7, native_top=9, native_width=200, native_height=400)
    assert shrunk.source(line).box == Box(7 + 20, 9 + 40, 60, 10)
    turned = PageText(1, 100, 200, (line,), turned=1, native_width=200, native_height=100)
    assert turned.source(line).box == Box(200 - 20 - 5, 10, 5, 30)
