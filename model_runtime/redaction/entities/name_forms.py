"""Know in which forms a name is written: without accents, umlauts written out, first and last name as one word.

Makes forms of words and pieces of a text's words; compares nothing.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator

Piece = tuple[str, tuple[int, int]]
"""A word as it stands, and where: its first character and the one behind the last."""

_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans(
    {"\u0131": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
)
"""Letters that are no other letter with a sign on it, so that no table of Unicode's takes them apart."""

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SHORTENED = re.compile("([aou])e")
_LEAST_SHORTENED = 6
"""Letters of a word in which an e behind a vowel may stand for an umlaut: Mueller is Muller, and Noel stays Noel."""

_LEAST_FUSED = 5
"""Letters of two names as one word, and of a name with an initial: LINA may be anything, and PART is not P. Art."""

_MOST_FUSED = 6
"""Words of a name that are put together. People have fewer; their number of orders grows fast."""


def folded(text: str) -> str:
    """Return `text` without case, accents and the difference between i with and without a dot."""
    plain = unicodedata.normalize("NFKD", text.replace("\u0130", "i")).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_PLAIN)


def forms(word: str) -> set[str]:
    """Return how a name may be written: Größmann is grossmann and groessmann, Mueller also muller."""
    plain = folded(word)
    short = _SHORTENED.sub(r"\1", plain) if len(plain) >= _LEAST_SHORTENED else plain
    return {plain, written_out(word), short}


def written_out(word: str) -> str:
    """Return a folded word with its umlauts as two letters."""
    return folded(unicodedata.normalize("NFC", word).casefold().translate(_WRITTEN_OUT))


def words(text: str) -> list[Piece]:
    """Return the words of `text`."""
    return [(match.group(), match.span()) for match in _WORD.finditer(text)]


def pieces(text: str) -> list[Piece]:
    """Return the words of `text`, taken apart where a capital follows a small letter, and figures follow letters."""
    found = []
    for word, (start, end) in words(text):
        borders = [start, *(start + at for at in range(1, len(word)) if _is_border(word, at)), end]
        found += [(text[first:last], (first, last)) for first, last in itertools.pairwise(borders)]
    return found


def fused(person: list[str]) -> Iterator[str]:
    """Yield what becomes of a person's names, folded, as one word: two or three of them in any order."""
    names = [name for name in dict.fromkeys(person) if len(name) > 1][:_MOST_FUSED]
    for count in (2, 3):
        for order in itertools.permutations(names, count):
            word = "".join(order)
            if len(word) >= _LEAST_FUSED:
                yield word


def with_initials(person: list[str]) -> Iterator[str]:
    """Yield each of a person's names, folded, with an initial or two before it or behind it: abernathyq, mjhollenbeck."""
    names = list(dict.fromkeys(person))[:_MOST_FUSED]
    initials = [name[0] for name in names]
    for name in names:
        if len(name) >= _LEAST_FUSED:
            for count in (1, 2):
                for several in itertools.product(initials, repeat=count):
                    letters = "".join(several)
                    yield letters + name
                    yield name + letters


def _is_border(word: str, at: int) -> bool:
    before, here, after = word[at - 1], word[at], word[at + 1 : at + 2]
    if before.isdigit() != here.isdigit():
        return True
    return here.isupper() and (before.islower() or (before.isupper() and after.islower()))
