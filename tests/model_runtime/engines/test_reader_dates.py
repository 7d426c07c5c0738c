"""Dates as fields of their own: each answered from the words beside it, in many languages, or not at all."""

import datetime as dt

import pytest

from model_runtime.engines.reader import date_fields, dates
from model_runtime.engines.reader.dates import DateReading, dates_in, undivided_dates_in
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.reading.lines import Line, line_from_box
from tests.helpers.placed_pages import ask, placed_page

NOT_FOUND = "Not found on this page."

RECORD_CARD = placed_page(
    [
        (60, (80, "Clinic record")),
        (140, (80, "Date of birth"), (900, "4 May 1957")),
        (180, (80, "Date of visit"), (900, "12 October 2022")),
        (220, (80, "Next appointment"), (900, "11 April 2023")),
    ]
)
PERMIT = placed_page(
    [
        (60, (80, "Permit")),
        (140, (80, "Date of birth"), (900, "02 APR 1949")),
        (180, (80, "Date of issue"), (900, "11 JUL 2018")),
        (220, (80, "Date of expiry"), (900, "10 JUL 2028")),
    ]
)
HEADED = placed_page(
    [
        (60, (80, "Driving licence")),
        (140, (80, "Geburtsdatum"), (420, "Ausstellungsdatum"), (760, "Gültig bis")),
        (180, (80, "17.09.61"), (420, "03.02.2015"), (760, "02.02.2030")),
    ]
)
LETTER = placed_page(
    [
        (60, (80, "Dear colleague,")),
        (120, (80, "Mr Prosser was born on the 23rd of March 1954 and was seen on 3 November 2021. Follow-up on")),
        (160, (80, "the 9th of May, 2022.")),
    ]
)
WRAPPED = placed_page(
    [
        (60, (80, "14 February 2024")),
        (160, (80, "Mrs Tamsin Greaves was born on the 17th of")),
        (195, (80, "September 1961 in Penryn. She was admitted on 2 February 2024")),
        (230, (80, "and examined in our clinic on the 9th of February 2024. She will be seen again")),
        (265, (80, "on 3 May 2024.")),
    ]
)
CERTIFICATE = placed_page(
    [
        (60, (80, "Certificado")),
        (140, (80, "Fecha de expedición"), (800, "12 de marzo de 2023")),
        (180, (80, "Fecha de nacimiento"), (800, "5 de agosto de 1991")),
        (220, (80, "Válido hasta"), (800, "11 de marzo de 2033")),
    ]
)
ONE_LINE = placed_page([(60, (80, "Service date: 02.01.2024 - Due date16.02.2024")), (100, (80, "*17.09.1961"))])

CASES = [
    (RECORD_CARD, "What is the date of birth?", "4 May 1957"),
    (RECORD_CARD, "When was the patient seen?", "12 October 2022"),
    (RECORD_CARD, "When is the next visit?", "11 April 2023"),
    (RECORD_CARD, "What is the date of issue?", NOT_FOUND),
    (RECORD_CARD, "What is the delivery date?", NOT_FOUND),
    (RECORD_CARD, "What is the date of admission?", NOT_FOUND),
    (PERMIT, "When was she born?", "02 APR 1949"),
    (PERMIT, "What is the issue date?", "11 JUL 2018"),
    (PERMIT, "When does it expire?", "10 JUL 2028"),
    (PERMIT, "When is the next visit?", NOT_FOUND),
    (HEADED, "Wann wurde der Inhaber geboren?", "17.09.61"),
    (HEADED, "Ausstellungsdatum?", "03.02.2015"),
    (HEADED, "Wann läuft der Ausweis ab? Gültig bis?", "02.02.2030"),
    (LETTER, "What is the date of birth?", "23rd of March 1954"),
    (LETTER, "What was the date of the visit?", "3 November 2021"),
    (LETTER, "When is the follow-up?", "9th of May, 2022"),
    (WRAPPED, "What is the date of birth?", "17th of September 1961"),
    (WRAPPED, "When was she examined?", "9th of February 2024"),
    (WRAPPED, "When is the next visit?", "3 May 2024"),
    (WRAPPED, "What is the date of admission?", NOT_FOUND),
    (WRAPPED, "What is the date of this letter?", "14 February 2024"),
    (WRAPPED, "What is the expiry date?", NOT_FOUND),
    (CERTIFICATE, "What is the date of issue?", "12 de marzo de 2023"),
    (CERTIFICATE, "¿Cuál es la fecha de nacimiento?", "5 de agosto de 1991"),
    (CERTIFICATE, "What is the expiry date?", "11 de marzo de 2033"),
    (ONE_LINE, "What is the due date?", "16.02.2024"),
    (ONE_LINE, "What is the delivery date?", "02.01.2024"),
    (ONE_LINE, "What is the date of birth?", "17.09.1961"),
]


@pytest.mark.parametrize(("page", "question", "expected"), CASES, ids=[question for _, question, _ in CASES])
def test_date_is_the_one_beside_the_words_asked_for(page: ReadPage, question: str, expected: str) -> None:
    """A birth is no visit and no issue; what is not labelled so is not found."""
    assert expected == ask(page, question).text


def printed(text: str) -> Line:
    """A line of equally wide letters."""
    return line_from_box(text, 0, 0, 10 * len(text), 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("born on the 17th of September 1961 in Leeds", dt.date(1961, 9, 17)),
        ("this 3rd day of March 2020", dt.date(2020, 3, 3)),
        ("September 17th, 1961", dt.date(1961, 9, 17)),
        ("1er août 1931", dt.date(1931, 8, 1)),
        ("12 de março de 2024", dt.date(2024, 3, 12)),
        ("3 gennaio 1948", dt.date(1948, 1, 3)),
        ("17 września 1961 r.", dt.date(1961, 9, 17)),
        ("15. kesäkuuta 1950", dt.date(1950, 6, 15)),
        ("12 Ağustos 2019", dt.date(2019, 8, 12)),
        ("1961. szeptember 17.", dt.date(1961, 9, 17)),
        ("3. května 2020", dt.date(2020, 5, 3)),
        ("ngày 12 tháng 3 năm 2024", dt.date(2024, 3, 12)),
        ("昭和36年9月17日", dt.date(1961, 9, 17)),
        ("17 09 1961", dt.date(1961, 9, 17)),
        ("02MAR1948", dt.date(1948, 3, 2)),
    ],
)
def test_months_are_read_in_all_languages_of_the_labels(text: str, day: dt.date) -> None:
    """Also before 1970, in prose, in eras, and with the year in front."""
    assert [day] == [date.day for date in dates_in(printed(text))]


@pytest.mark.parametrize("text", ["1 set 25.00", "2 SET 99", "12 out 24", "1 mac 12:30"])
def test_words_of_other_languages_are_no_months(text: str) -> None:
    """September in Italian is a set of pieces on a receipt: only a year in full makes it a month."""
    assert () == dates_in(printed(text))


def test_month_of_two_languages_keeps_both_readings() -> None:
    """November in Polish is October in Croatian: "listopad"."""
    (date,) = dates_in(printed("3 listopada 2020"))
    assert {date.day, date.other} == {dt.date(2020, 10, 3), dt.date(2020, 11, 3)}


@pytest.mark.parametrize(
    ("text", "latest", "day"),
    [
        ("17.09.61", dt.date(2023, 11, 3), dt.date(1961, 9, 17)),
        ("17.09.05", dt.date(2023, 11, 3), dt.date(2005, 9, 17)),
        ("17.09.05", dt.date(1998, 1, 1), dt.date(1905, 9, 17)),
        ("17.09.1961", dt.date(1950, 1, 1), dt.date(1961, 9, 17)),
    ],
)
def test_two_digits_of_a_birth_are_of_the_century_before_the_page(text: str, latest: dt.date, day: dt.date) -> None:
    """Nobody is born after the page was written; a year in full is what it says."""
    (date,) = dates_in(printed(text))
    assert day == dates.as_past(date, latest).day


def test_century_of_a_birth_follows_from_the_page() -> None:
    """A page of 1998 knows no birth of 2005, and today is the latest that any page knows."""
    page = placed_page([(60, (80, "Datum: 14.02.1998")), (100, (80, "geb. 17.09.05"))])
    today = dt.date(2026, 1, 1)
    births = date_fields._purposed(page.view, FieldName.BIRTH_DATE, today)
    assert [dt.date(1998, 2, 14), dt.date(1905, 9, 17)] == [one.date.day for one in births]


def test_eight_digits_are_a_date_only_beside_a_label() -> None:
    """Such a number may be anything."""
    labelled = placed_page([(60, (80, "Date : 20260815 · Échéance : 20260914"))])
    bare = placed_page([(60, (80, "Ref 20260815"))])
    assert ("20260815", "20260914") == (
        ask(labelled, "What is the date?").text,
        ask(labelled, "What is the due date?").text,
    )
    assert NOT_FOUND == ask(bare, "What is the date?").text
    assert () == undivided_dates_in(printed("2026081511 20261399"))


def test_other_slashed_dates_say_which_reading_comes_first() -> None:
    """11/17/2017 can only be read month first, so the first reading of 12/03/2017 is in December; both stay."""
    first, second = dates_in(printed("11/17/2017")), dates_in(printed("12/03/2017"))
    (_, settled) = dates.settled([*first, *second])
    assert (dt.date(2017, 12, 3), dt.date(2017, 3, 12)) == (settled.day, settled.other)


def test_date_of_unknown_purpose_is_not_sure_to_be_the_documents() -> None:
    """The day of an admission is a date, but perhaps not the document's."""
    page = placed_page([(60, (80, "Date of admission: 03.04.2022"))])
    assert ("03.04.2022", "check") == (ask(page, "What is the date?").text, ask(page, "What is the date?").confidence)
    assert "03.04.2022" == ask(page, "What is the date of admission?").text


CARD = placed_page(
    [
        (60, (80, "Issued: 15 December 2024")),
        (100, (80, "Member since: 1 May 1988")),
        (140, (80, "Valid from 1 January 2025"), (700, "Valid until 31 December 2026")),
    ]
)


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("When was it issued?", "15 December 2024"),
        ("What is the date?", "15 December 2024"),
        ("Until when is it valid?", "31 December 2026"),
        ("From when is it valid?", "1 January 2025"),
        ("Since when is she a member?", "1 May 1988"),
        ("When did she join?", NOT_FOUND),
        ("When was he admitted?", NOT_FOUND),
        ("Wann ist sie eingetreten?", NOT_FOUND),
        ("Quand a-t-elle été admise ?", NOT_FOUND),
    ],
)
def test_day_of_what_a_page_does_not_tell_is_not_its_own(question: str, date: str) -> None:
    """Whoever asks when something happened is answered with a day beside words for that, or not at all."""
    assert date == ask(CARD, question).text


@pytest.mark.parametrize(
    "question",
    [
        "When was this invoice written?",
        "When did I buy this?",
        "When was it printed?",
        "Wann wurde die Rechnung gestellt?",
        "Quand la facture a-t-elle été établie ?",
        "Wanneer werd dit gekocht?",
        "What are the time and date of this receipt?",
    ],
)
def test_documents_own_day_has_many_words(question: str) -> None:
    """What it is and how it came to be."""
    page = placed_page([(60, (80, "RECEIPT")), (100, (80, "Date: 15 December 2024 10:31"))])
    assert "15 December 2024" == ask(page, question).text


def test_day_of_a_payment_is_not_the_documents() -> None:
    """It stands beside the words for it, or is not known."""
    page = placed_page([(60, (80, "Invoice date: 01.03.2024")), (100, (80, "Paid on 14.03.2024 by card"))])
    open_one = placed_page([(60, (80, "Invoice date: 01.03.2024"))])
    assert "14.03.2024" == ask(page, "When was it paid?").text
    for question in (
        "When was it paid?",
        "What is the payment date?",
        "What is the date of payment?",
        "Wann wurde bezahlt?",
    ):
        assert NOT_FOUND == ask(open_one, question).text


def test_two_dates_of_one_purpose_are_to_be_checked() -> None:
    """Sure is a birth that is the only one of the page."""
    one = placed_page([(60, (80, "Born: 3 May 1961"))])
    two = placed_page([(60, (80, "Born: 3 May 1961")), (100, (80, "Born: 4 May 1988"))])
    assert ("sure", "check") == tuple(ask(page, "What is the date of birth?").confidence for page in (one, two))


def test_reading_knows_where_it_stands() -> None:
    """The same date twice in one line stands at two places."""
    found: tuple[DateReading, ...] = dates_in(printed("1.2.2020 - 1.2.2020"))
    assert [(0, 8), (11, 19)] == [(date.start, date.end) for date in found]
