"""Search a line for numbers that a test proves, also where other figures stand close before or behind them.

A pattern takes as much as it can: "DE136695976 24" for a number with two digits more. Where the test says no, it may have
taken a neighbour, so that shorter ends and later beginnings are tried. Knows no number.
"""

import re
from collections.abc import Callable, Iterator


def proven_in(pattern: re.Pattern[str], text: str, is_proven: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield start and end of the pieces of `text` that match `pattern` and that `is_proven`; none overlaps another."""
    at = 0
    while (match := pattern.search(text, at)) is not None:
        end = next((end for end in _ends(pattern, text, match) if is_proven(text[match.start() : end])), None)
        if end is not None:
            yield match.start(), end
        at = max(end or 0, match.start() + 1)


def _ends(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> Iterator[int]:
    """Yield where the number may end: as far as it reaches, then at every shorter end of a word."""
    yield match.end()
    for end in range(match.end() - 1, match.start(), -1):
        is_word_end = text[end - 1].isalnum() and not text[end].isalnum()
        if is_word_end and pattern.fullmatch(text, match.start(), end):
            yield end
