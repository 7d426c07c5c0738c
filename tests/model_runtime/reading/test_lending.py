"""A word lends the letters that reading could have meant, and none that only its file knows of."""

import pytest

from model_runtime.reading.lending import PlacedWord, lent

HIDDEN = "\u1de4\u0364\u0368\u036c\u0364\u036d"
"""A word in small letters that stand above another."""


def _placed(text: str) -> PlacedWord:
    return PlacedWord(text, tuple((10.0 * at, 0.0, 10.0 * at + 9, 20.0) for at in range(len(text))))


def _lent(said: str, read: str) -> str:
    word = lent(_placed(said), read)
    assert len(word.text) == len(word.letters)
    assert list(word.letters) == sorted(word.letters)
    return word.text


@pytest.mark.parametrize("said", ["Zoë", "Đà", "ﬁn", "m²", "Bill", "à-côté", "“a”", "GmbH", "がく", "東京", "1,250.00"])
def test_ordinary_print_is_lent_as_its_file_spells_it(said: str) -> None:
    """Accents, ligatures, a unit, quotes, other scripts that are read, and amounts."""
    assert said == _lent(said, said)


@pytest.mark.parametrize(
    ("said", "read", "expected"),
    [
        ("Zoe\u0308", "Zoe", "Zoë"),
        ("e\u0302\u0301", "e", "ế"),
        ("ZOE", "Zoe", "ZOE"),
        ("Bill", "Bi11", "Bill"),
        ("1O1", "101", "101"),
        ("105", "lO5", "105"),
        ("1", "|", "1"),
    ],
)
def test_what_reading_may_have_missed_is_lent(said: str, read: str, expected: str) -> None:
    """Accents, capitals, and which of two look-alikes it is, but for digits that were read."""
    assert expected == _lent(said, read)


@pytest.mark.parametrize(
    ("said", "read", "expected"),
    [
        (f"n{HIDDEN}ame", "name", "name"),
        ("n" + "\u0301" * 20, "n", "ń"),
        ("5\u0338", "5", "5"),
        ("\u2260", "=", "="),
        ("n´¨¯ame", "name", "name"),
        ("||0|.|0", "1101.10", "1101.10"),
        ("!l0l.lO", "1101.10", "1101.10"),
        ("𝐓𝐨𝐭𝐚𝐥", "Total", "Total"),
        ("\uff11\uff10", "10", "10"),
        ("¹²", "12", "12"),
        ("m²", "m2", "m²"),
        ("№5", "No5", "No5"),
        ("\u2f00", "一", "一"),
        ("2×4", "2x4", "2x4"),
    ],
)
def test_what_nobody_sees_is_not_lent(said: str, read: str, expected: str) -> None:
    """Letters above letters, piled marks, strokes, spaced accents, bars and letters for digits, letters in other dress."""
    assert expected == _lent(said, read)


def test_letters_that_share_a_place_lie_side_by_side_in_it() -> None:
    """A sign of several letters is lent as they were read."""
    word = lent(_placed("№"), "No")
    assert ((0.0, 0.0, 4.5, 20.0), (4.5, 0.0, 9.0, 20.0)) == word.letters


def test_what_agrees_with_nothing_lends_nothing() -> None:
    """The word is no word of the page then."""
    assert "" == _lent("abc", "abd")
