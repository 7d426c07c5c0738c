"""Find the words and patterns that a user or an administrator wants hidden, whatever they mean.

Case, accents and blanks do not count. Patterns are Python regular expressions from a policy, never from a document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable, plain

MAX_GIVEN = 1000
"""Words, and patterns: more than a policy written by hand has."""


@dataclass(frozen=True)
class GivenWords:
    """What somebody wants hidden. Raises ValueError for a pattern that is none, an empty word, or too many."""

    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if max(len(self.words), len(self.patterns)) > MAX_GIVEN or not all(map(str.strip, self.words + self.patterns)):
            raise ValueError
        try:
            _ = self._compiled
        except re.error:
            raise ValueError from None

    def found_in(self, line: Readable) -> Iterator[Entity]:
        """Yield every place where a given word or pattern stands."""
        for pattern, text in ((self._compiled[0], line.plain), *((one, line.folded) for one in self._compiled[1:])):
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield Entity(EntityKind.GIVEN_WORD, match.start(), match.end(), 1.0, "given-word")

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        longest_first = sorted(self.words, key=len, reverse=True)
        forms = [r"\s*".join(map(re.escape, plain(word).split())) for word in longest_first]
        bounded = [rf"(?<![a-z0-9]){form}(?![a-z0-9])" for form in forms]
        return (re.compile("|".join(bounded) or r"(?!)"), *(re.compile(one) for one in self.patterns))
