"""Lend a word's letters to what was read at its place, but none that reading could not have meant.

A file may name letters that nobody sees: accents piled on a letter, small letters above it, a stroke through a digit, a
mathematical or full-width letter for a plain one, a bar for a 1. What agrees with print only because folding overlooks it
does not travel with it: marks count where they make one letter of a script that is read here, and a look-alike is lent as
it was read. Compares no places.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from model_runtime.reading.folding import ALIKE_LETTERS, folded

Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture that was read."""

_READ_SCRIPTS = ("LATIN ", "HIRAGANA ", "KATAKANA ", "CJK ")
"""How the names of letters begin that are read here."""

_LIGATURES = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")
"""How printers join letters: no other letters, and common in files."""

_POWERS = frozenset("²³")
"""After a letter a unit (m²); after a digit another number."""


@dataclass(frozen=True)
class PlacedWord:
    """A word with the place that each of its letters is said to have. `letters`: one place a character of `text`."""

    text: str
    letters: tuple[Place, ...]


def lent(word: PlacedWord, read: str) -> PlacedWord:
    """Return what `word` lends where `read`, which folds to the same, was read: each letter with its place."""
    composed = _composed(word)
    said, seen = folded(composed.text), folded(read)
    if said.text != seen.text:
        return replace(word, text="", letters=())
    is_word = composed.text.isalpha() and any(letter.isalpha() and letter not in ALIKE_LETTERS for letter in read)
    characters: list[tuple[str, Place]] = []
    done = -1  # of `read`: its last character that has been lent as it was read
    for at, (letter, place) in enumerate(zip(composed.text, composed.letters, strict=True)):
        of_read = sorted({seen.source[i] for i, source in enumerate(said.source) if source == at})
        as_read = "".join(read[i] for i in of_read if i > done)
        if not of_read:  # nothing of it could be read
            continue
        before = composed.text[at - 1 : at]
        if _is_meant(letter, "".join(read[i] for i in of_read), before, is_word=is_word):
            characters.append((letter, place))
            continue
        characters += _spread(as_read, place)
        done = max(done, of_read[-1])
    return PlacedWord("".join(letter for letter, _ in characters), tuple(place for _, place in characters))


def _is_meant(letter: str, read: str, before: str, *, is_word: bool) -> bool:
    """Tell whether what was read can mean `letter`, which stands after `before`."""
    if letter == read or letter in _LIGATURES or (letter in _POWERS and before.isalpha()):
        return True
    if unicodedata.decomposition(letter).startswith("<"):  # the same letter in another dress
        return not letter.isalnum() and not any(map(str.isalnum, read))
    if not letter.isalnum() and any(map(str.isalnum, read)):  # a bar for a 1, a cross for an x
        return False
    if letter.isalnum() and read.isdecimal() and not letter.isdecimal():
        return is_word  # digits are digits, but for a word in which one was misread
    return not unicodedata.decomposition(letter) or _is_read(letter)


def _composed(word: PlacedWord) -> PlacedWord:
    """Return `word` with its marks in their letters, one letter each; marks that make no letter are left out."""
    characters: list[tuple[str, Place]] = []
    for letter, place in zip(word.text, word.letters, strict=True):
        if not unicodedata.combining(letter):
            characters.append((unicodedata.normalize("NFC", letter), place))
        elif characters:
            whole = unicodedata.normalize("NFC", characters[-1][0] + letter)
            if len(whole) == 1 and _is_read(whole):
                characters[-1] = whole, characters[-1][1]
    single = [(letter, place) for text, place in characters for letter in text]  # what NFC takes apart has one place
    return PlacedWord("".join(letter for letter, _ in single), tuple(place for _, place in single))


def _is_read(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith(_READ_SCRIPTS)


def _spread(text: str, place: Place) -> Sequence[tuple[str, Place]]:
    """Return characters that share the place of one."""
    left, top, right, bottom = place
    step = (right - left) / max(1, len(text))
    return [(letter, (left + i * step, top, left + (i + 1) * step, bottom)) for i, letter in enumerate(text)]
