"""Compare printed words although scanners confuse letters: case, accents, blanks and look-alikes do not count.

`i l 1 |` are one letter, and so are `o 0`; blanks and punctuation are dropped. Positions in the printed text are kept,
so that what follows a word can be cut out. Does not know any word.
"""

import unicodedata
from dataclasses import dataclass

from model_runtime.sandbox.freed_memory import remembered

_LOOK_ALIKE = str.maketrans({"1": "i", "l": "i", "|": "i", "0": "o"})
_SURE_LENGTH = 9  # from here on a word is its own proof and may stand inside another (OCR loses blanks)
_SHORT_LENGTH = 3  # words this short must be printed exactly


@dataclass(frozen=True)
class Key:
    """A text reduced to what counts. `places[i]` is where letter `i` of `letters` stands in `text`."""

    text: str
    letters: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """Where a word stands: `start` and `end` in the printed text."""

    start: int
    end: int


@remembered(8192)
def key(text: str) -> Key:
    """Reduce a text."""
    letters, places = [], []
    for place, printed in enumerate(text):
        for char in unicodedata.normalize("NFKD", printed.casefold())[:1]:
            if char.isalnum() or char == "|":
                letters.append(char.translate(_LOOK_ALIKE))
                places.append(place)
    return Key(text, "".join(letters), tuple(places))


def letters(text: str) -> str:
    """Reduce a text to its letters and digits."""
    return key(text).letters


def find(text: str, word: str) -> Found | None:
    """Find `word` (one or more printed words) in `text`: at word boundaries, or anywhere when it is long."""
    whole, wanted = key(text), key(word).letters
    at = whole.letters.find(wanted)
    while wanted and at >= 0:
        start, end = whole.places[at], whole.places[at + len(wanted) - 1] + 1
        is_long = len(wanted) >= _SURE_LENGTH
        is_exact = len(wanted) > _SHORT_LENGTH or _plain(text[start:end]) == _plain(word)
        if is_exact and (is_long or (_is_word_start(text, start) and _is_word_end(text, end))):
            return Found(start, end)
        at = whole.letters.find(wanted, at + 1)
    return None


def first_of(text: str, words: tuple[str, ...]) -> Found | None:
    """Find the longest of `words` that stands in `text`."""
    hits = [hit for word in words if (hit := find(text, word))]
    return max(hits, key=lambda hit: (hit.end - hit.start, -hit.start), default=None)


def has(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether any of `words` stands in `text`."""
    return any(find(text, word) for word in words)


def likeness(text: str, other: str) -> float:
    """Share of letters (0..1) in the same order, after reduction; 1.0 when one is all of the other's words."""
    import difflib

    return difflib.SequenceMatcher(None, letters(text), letters(other), autojunk=False).ratio()


def _plain(text: str) -> str:
    """Letters and digits as printed, but for case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_cjk(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff"


def _is_word_start(text: str, start: int) -> bool:
    if start == 0 or _is_cjk(text[start]):
        return True
    before, here = text[start - 1], text[start]
    return not before.isalpha() or (before.islower() and here.isupper())


def _is_word_end(text: str, end: int) -> bool:
    if end >= len(text) or _is_cjk(text[end - 1]):
        return True
    here, after = text[end - 1], text[end]
    return not after.isalpha() or (here.islower() and after.isupper())
