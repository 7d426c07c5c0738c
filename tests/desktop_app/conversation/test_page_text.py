"""The text of a page is selected, copied and found by its words, as a person reads them."""

import pytest

from desktop_app.conversation.page_text import PageText
from desktop_app.runtime_client.values import Box, Word


def _word(text: str, left: int, top: int) -> Word:
    return Word(text, Box(left, top, 10 * len(text), 20))


PAGE = PageText(
    (
        _word("Straße", 0, 0), _word("des", 70, 0), _word("Café", 110, 2),
        _word("Café", 0, 30), _word("Total", 50, 30), _word("567.51", 110, 30),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [(0, 2, "Straße des Café"), (4, 1, "des Café\nCafé Total"), (5, 5, "567.51"), (0, 5, PAGE.whole)],
)
def test_what_is_between_two_words_is_copied_line_by_line(first: int, last: int, text: str) -> None:
    """In either order."""
    assert PAGE.text(first, last) == text


def test_words_are_known_by_their_places() -> None:
    """What is under the pointer, and what is nearest where nothing is."""
    assert (PAGE.word_at(115, 10), PAGE.word_at(65, 10)) == (2, None)
    assert (PAGE.nearest(500, 40), PAGE.nearest(-5, -5), PageText(()).nearest(0, 0)) == (5, 0, None)


def test_past_the_end_of_a_line_and_of_the_page_nothing_is_lost() -> None:
    """Though the word at the left stands a little lower than those at the right, and the pointer below it."""
    page = PageText((_word("Title", 0, 0), _word("Copy paper", 0, 103), _word("2", 300, 100), _word("5.00", 400, 100)))
    places = ((900, 122), (900, 125), (5, 400), (-5, 122), (5, 50), (700, -9))
    assert [page.nearest(*at) for at in places] == [3, 3, 3, 1, 0, 0]


@pytest.mark.parametrize(
    ("wanted", "finds"),
    [
        ("cafe", [range(2, 3), range(3, 4)]),
        ("CAFÉ", [range(2, 3), range(3, 4)]),
        ("cafe  cafe", [range(2, 4)]),
        ("café total", [range(3, 5)]),
        ("strasse", [range(1)]),
        ("7.5", [range(5, 6)]),
        ("cafè", []),
        ("  ", []),
        ("l 5", [range(4, 6)]),
    ],
)
def test_words_are_found_whatever_their_case_and_over_the_ends_of_lines(wanted: str, finds: list[range]) -> None:
    """An accent that is written counts; one that is not does not."""
    assert list(PAGE.found(wanted)) == finds
