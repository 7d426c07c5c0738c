"""Of several days, the one beside the words of the question is meant: signed, printed, whose birth."""

import pytest

from model_runtime.engines.reader.read_page import ReadPage
from tests.helpers.placed_pages import ask, placed_page

NOT_FOUND = "Not found on this page."

AFFIDAVIT = placed_page(
    [
        (60, (80, "Affidavit")),
        (200, (80, "I was born on the 3rd of January 1931 in Whitby and")),
        (240, (80, "married on the 22nd of June 1957. I moved to this house on 1 May 1960.")),
        (280, (80, "This statement was signed on the 9th of October 2024.")),
    ]
)
REPORT = placed_page(
    [
        (60, (80, "Laboratory report")),
        (200, (80, "Collected"), (500, "14.10.2025")),
        (240, (80, "Reported"), (500, "16.10.2025")),
        (280, (80, "Printed"), (500, "20.10.2025")),
    ]
)
LETTER = placed_page(
    [
        (60, (80, "Appointment")),
        (200, (80, "You were seen in clinic on 4 March 2025. Your next appointment is on")),
        (240, (80, "18 September 2025 at 10:20.")),
        (400, (80, "Letter typed 6 March 2025")),
    ]
)
DATED = placed_page([(60, (80, "Certificate")), (200, (80, "Date: 5 May 2025"))])
TENANCY = placed_page(
    [
        (60, (80, "Tenancy agreement")),
        (200, (80, "This agreement is made on 4 August 1968 between Percival Arkwright (landlord),")),
        (240, (80, "born 12 May 1921, and Dorothea Nance (tenant), born 30 July 1944.")),
    ]
)
CARD = placed_page(
    [(60, (80, "Patient card")), (200, (80, "Patient"), (500, "Ottoline Fairweather")), (240, (80, "Ward"), (500, "7"))]
)
AGED = placed_page([(60, (80, "Patient card")), (200, (80, "Patient"), (500, "A. Lee")), (240, (80, "Age: 86"))])


@pytest.mark.parametrize(
    ("page", "question", "expected"),
    [
        (AFFIDAVIT, "When was it signed?", "9th of October 2024"),
        (REPORT, "When was it printed?", "20.10.2025"),
        (LETTER, "What is the date of the letter?", "6 March 2025"),
        (DATED, "When was it signed?", "5 May 2025"),
        (TENANCY, "When was the tenant born?", "30 July 1944"),
        (TENANCY, "What is the landlord's date of birth?", "12 May 1921"),
        (TENANCY, "When was Dorothea Nance born?", "30 July 1944"),
        (CARD, "How old is the patient?", NOT_FOUND),
        (AGED, "How old is the patient?", "86"),
    ],
)
def test_day_is_the_one_beside_the_words_of_the_question(page: ReadPage, question: str, expected: str) -> None:
    """The document's own day answers only where no day stands beside such a word."""
    assert expected == ask(page, question).text


def test_birth_is_not_sure_where_nothing_tells_whose_it_is() -> None:
    """Of two births either may be meant."""
    for question in ("What is the date of birth?", "When was the lodger born?"):
        assert "check" == ask(TENANCY, question).confidence


def test_only_birth_of_a_page_is_not_surely_a_relatives() -> None:
    """A certificate states its holder's birth, not that of the mother."""
    page = placed_page(
        [
            (60, (80, "Certificate")),
            (200, (80, "Name"), (500, "Ada Byron")),
            (240, (80, "Date of birth"), (500, "10 December 1985")),
        ]
    )
    assert ("sure", "check") == (
        ask(page, "When was Ada born?").confidence,
        ask(page, "When was the mother born?").confidence,
    )
