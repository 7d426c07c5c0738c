"""Lines come from pixels and take exact letters from confirmed words; both spellings are given where they differ."""

import numpy as np
import pytest

from model_runtime.documents.page import ConfirmedWord, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.redaction.page_lines import PageLines, lines_of, own_lines, painted_over
from tests.helpers.read_lines import GivenReading, box_of, claimed, line_at, word_at

WHITE = np.full((400, 900, 3), 255, dtype=np.uint8)


def _texts(page: SourcePage, *read: str) -> list[list[str]]:
    lines = tuple(line_at(text, 100, 50 + 40 * row) for row, text in enumerate(read))
    return [[line.text for line in lines.lines] for lines in lines_of(page, GivenReading(lines))]


def test_pages_without_words_are_read() -> None:
    """Claims that nobody confirmed change nothing."""
    page = SourcePage(1, WHITE, claims=(claimed("Otto", Box(100, 50, 40, 20)),))
    assert [["0tto"]] == _texts(page, "0tto")


def test_words_lend_their_letters_and_what_was_read_is_looked_through_as_well() -> None:
    """A character map that calls an O a 0 would otherwise make a name none."""
    name, said = "OLE OLO", "0LE 0L0"
    line = line_at(name, 100, 50)
    words = tuple(word_at(lying, box_of(line, true)) for true, lying in zip(name.split(), said.split(), strict=True))
    assert [[said, "Total"], [name, "Total"]] == _texts(SourcePage(1, WHITE, words), name, "Total")


def test_digits_that_were_read_are_digits() -> None:
    """A character map that calls 0 an O does not make a number none, in no spelling."""
    number, said = "DE89 3704 0044", "DE89 37O4 OO44"
    line = line_at(number, 100, 50)
    words = tuple(word_at(lying, box_of(line, true)) for true, lying in zip(number.split(), said.split(), strict=True))
    assert [[number, "Total"]] == _texts(SourcePage(1, WHITE, words), number, "Total")


def test_letters_that_agree_are_given_once() -> None:
    """And a word that runs another way lends this line nothing."""
    box = box_of(line_at("Otto", 100, 50), "Otto")
    word = word_at("Otto", box)
    assert [["Otto"]] == _texts(SourcePage(1, WHITE, (word,)), "Otto")
    turned = ConfirmedWord("otto", word.letters, box, turned=2)
    assert [["Otto"]] == _texts(SourcePage(1, WHITE, (turned,)), "Otto")


def test_claims_that_are_seen_and_not_confirmed_are_looked_through() -> None:
    """What is found in them is hidden; nothing of them is sent. Where nothing is seen, nothing is claimed."""
    ink = WHITE.copy()
    ink[5:15, 5:50] = ink[105:115, 5:50] = 0
    seen, other, unseen = (
        claimed("Иванов", Box(0, 0, 60, 20)),
        claimed("Otto", Box(0, 100, 60, 20)),
        Box(0, 300, 60, 20),
    )
    page = SourcePage(1, ink, claims=(seen, other, claimed("Secret", unseen), claimed("Off", Box(5000, 0, 9, 9))))
    assert [["x"], ["Иванов", "Otto"]] == _texts(page, "x")
    assert () == page.words
    confirmed = (word_at("Иванов", Box(0, 0, 60, 20)), word_at("Otto", Box(0, 100, 60, 20)))
    assert [["x"]] == _texts(SourcePage(1, ink, confirmed, claims=page.claims), "x")


@pytest.mark.parametrize("turned", range(4))
def test_places_turn_with_the_page(turned: int) -> None:
    """There and back again is the same box."""
    size = (400, 900) if turned % 2 else (900, 400)
    read = PageLines((), turned, *size)
    left, top, right, bottom = read.place((100, 50, 160, 70))
    line = line_at("x", 0, 0).piece(0, 1)
    moved = line.__class__("x", left, top, right - left, bottom - top, (left, right), 0, 1.0, 1.0)
    assert Box(100, 50, 60, 20) == read.box(moved)


def test_words_form_lines_in_the_direction_in_which_they_run() -> None:
    """Letters that stand one above the other are no rows of their own when the text runs up the page."""
    flat = (word_at("Anna", Box(100, 100, 40, 20)), word_at("Koch", Box(146, 100, 40, 20)))
    up = tuple(
        ConfirmedWord(text, tuple((300.0, 300.0 - at - 10 * i, 320.0, 310.0 - at - 10 * i) for i in range(4)), box, 3)
        for text, at, box in (("Otto", 0, Box(300, 270, 20, 40)), ("Kahn", 46, Box(300, 224, 20, 40)))
    )
    lines = own_lines(SourcePage(1, WHITE, (*flat, *up)))
    assert [(0, ["Anna Koch"]), (3, ["Otto Kahn"])] == [(of.turned, [line.text for line in of.lines]) for of in lines]
    assert Box(299, 223, 22, 88) == lines[1].box(lines[1].lines[0])


def test_places_outside_the_page_are_painted_nowhere() -> None:
    """A box beside the page changes no pixel; one on it gets the colour of its edge, in a copy."""
    page = WHITE.copy()
    page[105:110, 105:110] = 0
    assert np.array_equal(painted_over(page, [Box(5000, 5000, 10, 10)]), page)
    assert np.array_equal(painted_over(page, [Box(100, 100, 20, 20)]), WHITE)
    assert not page[105:110, 105:110].any()
