"""A question names a page as a person counts them; what is left of it is asked about that page alone."""

import pytest

from model_runtime.engines.reader import questions
from model_runtime.engines.reader.page_naming import NamedPage, named_page
from model_runtime.engines.reader.questions import AskKind

WHOLE = "What does it say?"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does the third slide say?", NamedPage(3, is_number=False, question=WHOLE)),
        ("What is on the last picture?", NamedPage(0, is_number=False, question=WHOLE)),
        ("What does slide 2 say?", NamedPage(2, is_number=True, question=WHOLE)),
        ("Was steht auf der zweiten Folie?", NamedPage(2, is_number=False, question=WHOLE)),
        ("What is the total on page 2?", NamedPage(2, is_number=True, question="What is the total on the page?")),
        (
            "What is the total on the 1st page?",
            NamedPage(1, is_number=False, question="What is the total on the page?"),
        ),
        ("What is the date?", None),
        ("What is page 0?", None),
        ("Who came second?", None),
        ("What is the first name?", None),
    ],
)
def test_a_page_is_named_by_its_place_or_its_number(question: str, named: NamedPage | None) -> None:
    """In words and in figures, in several languages; other firsts and seconds name no page."""
    assert named == named_page(question)


def test_what_is_left_is_understood() -> None:
    """The whole text where nothing else is asked for, else what is asked for."""
    assert AskKind.TEXT == questions.understand(WHOLE).kind
    named = named_page("What is the total on page 2?")
    assert named is not None
    assert AskKind.FIELD == questions.understand(named.question).kind
