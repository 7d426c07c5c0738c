"""Know the text of a page by its words and their places: which stands where, what is between two, where something is said.

Values only; reads no pixels.
"""

import itertools
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from desktop_app.runtime_client.values import Box, Word

MAX_FINDS = 1_000
"""Of one search on one page; who has so many looks for something longer."""


@dataclass(frozen=True)
class PageText:
    """The words of a page in reading order."""

    words: tuple[Word, ...]

    def word_at(self, x: float, y: float) -> int | None:
        """Return the word under a point of the page."""
        under = (index for index, word in enumerate(self.words) if _holds(word.box, x, y))
        return next(under, None)

    def nearest(self, x: float, y: float) -> int | None:
        """Return the word that is nearest to a point, first down the page by lines, then across; None without words.

        Above the first line that is the first word, and below the last one the last: whoever drags so far wants all.
        """
        if not self.words or y < min(top for top, _ in self._bands):
            return 0 if self.words else None
        if y >= max(bottom for _, bottom in self._bands):
            return len(self.words) - 1
        return min(range(len(self.words)), key=lambda index: self._distance(index, x, y))

    def text(self, first: int, last: int) -> str:
        """Return the words from one to another, both included and in either order, a line of the page a line."""
        low, high = sorted((first, last))
        rows = itertools.groupby(range(low, high + 1), key=lambda index: self._row_of[index])
        return "\n".join(" ".join(self.words[index].text for index in row) for _, row in rows)

    @property
    def whole(self) -> str:
        """The text of the page."""
        return self.text(0, len(self.words) - 1) if self.words else ""

    def found(self, wanted: str) -> tuple[range, ...]:
        """Return where something is said, as ranges of words: whatever the case, and over the ends of lines.

        Accents count only where what is wanted has some.
        """
        has_accents = _plain(wanted) != wanted.casefold()
        letters = (lambda text: text.casefold()) if has_accents else _plain
        needle = " ".join(letters(wanted).split())
        if not needle:
            return ()
        spelled = [letters(word.text) for word in self.words]
        starts = list(itertools.accumulate((len(word) + 1 for word in spelled), initial=0))
        text, at = " ".join(spelled), -1
        finds: list[range] = []
        while len(finds) < MAX_FINDS and (at := text.find(needle, at + 1)) >= 0:
            first = _index_at(starts, at)
            found = range(first, _index_at(starts, at + len(needle) - 1) + 1)
            if not finds or found != finds[-1]:
                finds.append(found)
        return tuple(finds)

    @cached_property
    def _row_of(self) -> tuple[int, ...]:
        """The line of each word: a new one begins where a word does not stand behind the one before."""
        rows, row = [], 0
        for index, word in enumerate(self.words):
            if index and not _follows(self.words[index - 1].box, word.box):
                row += 1
            rows.append(row)
        return tuple(rows)

    @cached_property
    def _bands(self) -> tuple[tuple[float, float], ...]:
        """Top and bottom of each line: in a line one word stands a little lower than another."""
        rows = itertools.groupby(range(len(self.words)), key=lambda index: self._row_of[index])
        boxes = [[self.words[index].box for index in row] for _, row in rows]
        return tuple((min(box.top for box in row), max(box.bottom for box in row)) for row in boxes)

    def _distance(self, index: int, x: float, y: float) -> tuple[float, float]:
        box, (top, bottom) = self.words[index].box, self._bands[self._row_of[index]]
        return max(top - y, 0.0, y - bottom), max(box.left - x, 0.0, x - box.right)


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def _index_at(starts: list[int], at: int) -> int:
    """Return the word that holds a character of the text."""
    low, high = 0, len(starts) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= at else (low, middle)
    return low


def _follows(box: Box, other: Box) -> bool:
    middle = other.top + other.height / 2
    return other.left >= box.left and box.top <= middle < box.bottom


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left <= x < box.right and box.top <= y < box.bottom
