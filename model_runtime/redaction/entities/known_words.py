"""Find words that are known to be personal data, such as the names and addresses that a code on the page holds.

Case, accents and the way umlauts are written do not count ("Koeniz" is "Köniz"); names are found in both orders, streets
with their number in front or behind, numbers with any blanks, dates in any order. Does not know where the words are from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable, plain

_SCORE = 0.95
_BETWEEN = r"[\s,.'/\-]{0,3}"
_NUMBERS = (EntityKind.IBAN, EntityKind.PHONE, EntityKind.NATIONAL_ID, EntityKind.CREDIT_CARD, EntityKind.TAX_ID)
_LEAST_SIGNS = 5
"""Of a number: shorter ones stand everywhere."""

_UMLAUTS = "äöüÄÖÜ"
_ISO_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\D?(?P<month>0\d|1[0-2])\D?(?P<day>[0-3]\d)$")
_AMERICAN_DATE = re.compile(r"(?P<month>0\d|1[0-2])\D?(?P<day>[0-3]\d)\D?(?P<year>(?:19|20)\d{2})$")
_EUROPEAN_DATE = re.compile(r"(?P<day>[0-3]\d)\D?(?P<month>0\d|1[0-2])\D?(?P<year>(?:19|20)\d{2})$")


@dataclass(frozen=True)
class KnownWord:
    """What to look for, and what it is."""

    kind: EntityKind
    text: str


@dataclass(frozen=True)
class KnownWords:
    """Words to look for on a page."""

    words: tuple[KnownWord, ...] = ()

    def found_in(self, line: Readable) -> Iterator[Entity]:
        """Yield every place where a word stands."""
        for kind, pattern in self._compiled:
            for match in pattern.finditer(line.plain):
                yield Entity(kind, match.start(), match.end(), _SCORE, "code")

    @cached_property
    def _compiled(self) -> tuple[tuple[EntityKind, re.Pattern[str]], ...]:
        forms = ((word.kind, form) for word in self.words if (form := _form(word)))
        return tuple((kind, re.compile(rf"(?<![a-z0-9])(?:{form})(?![a-z0-9])")) for kind, form in forms)


def _form(word: KnownWord) -> str:
    """Return the pattern of a word in plain letters; empty when there is too little to look for."""
    if word.kind is EntityKind.DATE_OF_BIRTH:
        return _date_form(word.text.strip())
    if word.kind in _NUMBERS:
        signs = [sign for sign in plain(word.text) if sign.isalnum()]
        return r"[\s.\-/()]{0,2}".join(signs) if len(signs) >= _LEAST_SIGNS else ""
    if word.kind is EntityKind.EMAIL:
        return r"\s?".join(re.escape(part) for part in re.split(r"(?<=[@.])", plain(word.text.strip())) if part)
    parts = [_letters(part) for part in re.findall(r"\w[\w\-']*", word.text)]
    if sum(len(part) for part in parts) < _LEAST_SIGNS - 2:
        return ""
    turned = [*parts[-1:], *parts[:-1]]
    orders = [parts, turned, [*parts[1:], *parts[:1]]]
    return "|".join(dict.fromkeys(_BETWEEN.join(order) for order in orders))


def _letters(part: str) -> str:
    """Return the pattern of one word: umlauts with and without their e, double s as one sign."""
    form = ""
    for sign in part:
        bare = re.escape(plain(sign))
        form += f"{bare}e?" if sign in _UMLAUTS else "ss?" if sign == "ß" else bare
    form = re.sub(r"([aou])e(?!\?)", r"\1e?", form)
    return re.sub(r"ss(?!\?)", "ss?", form)


def _date_form(text: str) -> str:
    """Return the pattern of a date in numbers; every reading of an ambiguous one."""
    found = [match for read in (_ISO_DATE, _AMERICAN_DATE, _EUROPEAN_DATE) if (match := read.match(text))]
    orders = (
        (rf"0?{int(match[first])}", rf"0?{int(match[second])}", match["year"])
        for match in found
        for first, second in (("day", "month"), ("month", "day"))
    )
    separator = r"\s?[./\-\s]?\s?"
    whole = [separator.join(order) for order in orders]
    return "|".join(
        [*whole, *(separator.join((m["year"], f"0?{int(m['month'])}", f"0?{int(m['day'])}")) for m in found)]
    )
