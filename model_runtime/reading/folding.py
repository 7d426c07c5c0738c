"""Fold text so that letters which no reading tells apart are the same: capitals, accents, O and 0, l and 1, kinds of dashes.

Says of every folded letter which character it came from. Compares nothing.
"""

import unicodedata
from dataclasses import dataclass

from model_runtime.sandbox.freed_memory import remembered

_ALIKE = ("oO0", "lI1|!ıi", "-‐‑‒–—−", "'’‘`´", '"“”„«»', "·•∙●▪■", "x×")
_AS = {letter: group[0] for group in _ALIKE for letter in group}

ALIKE_LETTERS = frozenset("oO0lI1ıi")
"""Letters and digits that another one may be read as."""


@dataclass(frozen=True)
class Folded:
    """Text in which letters that cannot be told apart are the same; `source` says which character each came from."""

    text: str
    source: tuple[int, ...]

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether `start` to `end` begins and ends where characters do: a ligature is not cut."""
        begins = start == 0 or self.source[start - 1] != self.source[start]
        return begins and (end == len(self.source) or self.source[end - 1] != self.source[end])


def folded(text: str) -> Folded:
    """Return `text` folded."""
    pairs = [(letter, at) for at, character in enumerate(text) for letter in _folded_letter(character)]
    return Folded("".join(letter for letter, _ in pairs), tuple(at for _, at in pairs))


@remembered(4096)
def _folded_letter(letter: str) -> str:
    plain = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(_AS.get(small, small) for part in plain for small in part.casefold() if not small.isspace())
