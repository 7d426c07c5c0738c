"""A word agrees with a line when its letters were read where it stands; then, and only then, it lends them."""

import pytest

from model_runtime.reading.agreement import agreements, spelled
from model_runtime.reading.lending import PlacedWord
from model_runtime.reading.lines import Line
from tests.helpers.read_lines import LETTER_PX, line_at

READ = line_at("Pay 1,250.00 EUR to Zoe Oyelaran", 100, 50)


def _word(text: str, left: float, top: float = 52, *, height: float = 16, step: float = LETTER_PX) -> PlacedWord:
    letters = tuple((left + step * i, top, left + step * (i + 1) - 1, top + height) for i in range(len(text)))
    return PlacedWord(text, letters)


def _in_place(text: str, read: Line = READ) -> PlacedWord:
    return _word(text, read.left + LETTER_PX * read.text.index(text))


def _agree(*words: PlacedWord, read: Line = READ) -> list[str]:
    return [read.text[one.start : one.end] for one in agreements(words, [read])]


@pytest.mark.parametrize("text", ["Pay", "1,250.00", "EUR", "Zoe", "Oyelaran", "1,250.00 EUR".replace(" ", "")])
def test_a_word_that_was_read_where_it_stands_agrees(text: str) -> None:
    """Also one that spans a blank that only the reader saw."""
    at = READ.left + LETTER_PX * READ.text.replace(" ", "").index(text) if text not in READ.text else None
    word = _in_place(text) if at is None else PlacedWord(text, _in_place("1,250.00").letters + _in_place("EUR").letters)
    assert len(_agree(word)) == 1


@pytest.mark.parametrize(
    "word",
    [
        _word("1,260.00", 140),
        _word("1,250.0", 140),
        _word("1,250.000", 140),
        _word("Zoe", 140),
        _word("Zoe", 300 + 3 * LETTER_PX),
        _word("Zoe", 300, 52 + 60),
        _word("Zoe", 300, -100, height=400),
        _word("Zoe", 270, step=90),
        PlacedWord("Zoe", _word("Zoe", 300).letters[::-1]),
        PlacedWord("Oyelaran", _word("Oyelaran", 340).letters[::-1]),
        _word("\u200b", 300),
    ],
    ids=[
        *(
            "another digit",
            "a digit less",
            "a digit more",
            "elsewhere",
            "beside",
            "another line",
            "as tall as the page",
        ),
        *("too wide", "upside down", "a long one upside down", "nothing"),
    ],
)
def test_a_word_that_was_not_read_there_does_not_agree(word: PlacedWord) -> None:
    """Neither the right letters in another place nor other letters in the right place."""
    assert [] == _agree(word)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("ZOE", "Zoe"),
        ("Zoé", "Zoe"),
        ("Zoe", "Zoé"),
        ("Bi11", "Bill"),
        ("a–b", "a-b"),
        ("office", "oﬃce"),
        ("“x”", '"x"'),
    ],
)
def test_what_no_reading_tells_apart_agrees(read: str, said: str) -> None:
    """Capitals, accents, O and 0, l and 1, dashes, ligatures, quotes."""
    line = line_at(read, 0, 50)
    step = line.width / len(said)
    (one,) = agreements([_word(said, 0, step=step)], [line])
    assert (0, len(read)) == (one.start, one.end)
    assert said == spelled(line, [one], [_word(said, 0, step=step)]).text
    assert read == spelled(line, [one], [_word(said, 0, step=step)], as_read=True).text


def test_no_two_words_share_a_letter() -> None:
    """Print that is drawn twice for boldness is one word; a part of a word does not take the word's place."""
    twice = [_in_place("Oyelaran"), _in_place("Oyelaran"), _word("Oye", READ.left + LETTER_PX * 24)]
    assert ["Oyelaran"] == _agree(*twice)


def test_a_word_beside_which_something_more_was_read_does_not_agree() -> None:
    """Without its sign, or without a digit, an amount is another one."""
    line = line_at("-259.80 17", 100, 50)
    assert [] == _agree(_word("259.80", 110), read=line)
    assert [] == _agree(_word("1", 180), read=line)
    assert ["-", "259.80"] == _agree(_word("-", 100), _word("259.80", 110), read=line)


def test_a_line_takes_letters_places_and_blanks_from_its_words() -> None:
    """What no word says stays as it was read, and a piece has the exact edges of its letters."""
    read = line_at("To Mr|ZoeOyelaran", 80, 50)
    words = [_word("Zoe", 141, height=14), _word("Oyelaran", 172, height=14)]
    agreed = agreements(words, [read])
    lent = spelled(read, agreed, words)
    assert "To Mr|Zoe Oyelaran" == lent.text
    assert len(lent.text) + 1 == len(lent.edges)
    assert list(lent.edges) == sorted(lent.edges)
    piece = lent.piece(6, 9)
    assert ("Zoe", 141, 170) == (piece.text, piece.left, piece.right)
    assert (read.top, read.height) == (lent.top, lent.height)
    own = spelled(read, agreed, words, as_read=True)
    assert (read.text, 141) == (own.text, own.edges[6])


def test_a_line_of_words_alone_is_as_tall_as_they_are() -> None:
    """Unless they say that they are flat: then a box around them would not cover what is seen."""
    read = line_at("Zoe", 100, 50)
    tall, flat = _word("Zoe", 100, 53, height=14), _word("Zoe", 100, 59, height=2)
    assert (53, 14) == ((one := spelled(read, agreements([tall], [read]), [tall])).top, one.height)
    assert (50, 20) == ((one := spelled(read, agreements([flat], [read]), [flat])).top, one.height)
