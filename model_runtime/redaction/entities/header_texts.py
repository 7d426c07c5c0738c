"""Find what a header names in a line of text: people in any order and script, numbers, places, dates.

Whole words only: CHEST is no Chester, and ARTERIAL no Art. Letters count without case and accents; print that was read may have
one letter wrong. Knows no header: it is given the words.
"""

import bisect
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from model_runtime.documents.page import KnownText
from model_runtime.redaction.entities import name_forms
from model_runtime.redaction.entities.name_forms import folded
from model_runtime.redaction.entities.unspaced_names import UnspacedNames

Span = tuple[int, int]
"""The first character and the one behind the last."""

_PARTICLES = frozenset({
    "al", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "dr", "du", "el", "ibn",
    "la", "le", "les", "los", "md", "miss", "mr", "mrs", "ms", "phd", "prof", "st", "ter", "the", "van", "von", "zu", "zur",
    "and", "of", "und", "et", "rue", "street", "road", "strasse",
})  # fmt: skip
_OF_PLACES = frozenset({
    "bend", "center", "centre", "city", "clinic", "clinica", "clinique", "crescent", "department", "dept", "general",
    "gmbh", "health", "hopital", "hospital", "imaging", "infirmary", "institute", "klinik", "klinikum", "krankenhaus",
    "medical", "radiology", "radiologie", "university", "universitat", "ward", "unit", "room", "north", "south", "east", "west",
})  # fmt: skip
_LEAST_OF_PLACE = 4
_LEAST_NUMBER = 3
_LEAST_MISREAD = 6
"""Letters of a word in which one may be another: of shorter ones too many differ by one."""

_LEAST_WITHIN = 7
"""Letters of a name that counts with anything right before or behind it: kneehollenbeck."""

_LEAST_CUT = 3
"""Letters of a part of a name that begins with a capital of its own: of XiaoDong both, of McDonald the second."""

_LAST_READ_LATIN = "\u017f"
"""Latin letters behind it, those of Vietnamese among them, the reader leaves out where it meets them: Nguyễn is Nguyn."""

_LEAST_LEFT = 3
"""Letters of a word that was read so; of fewer nothing can be said."""

_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}[.\-/ ]?(?:0?[1-9]|1[0-2])[.\-/ ]?(?:[12]\d|3[01]|0?[1-9])"
    r"|(?:[12]\d|3[01]|0?[1-9])\s?[.\-/]\s?(?:0?[1-9]|1[0-2])\s?[.\-/]\s?(?:(?:19|20)?\d{2})"
    r"|(?:0?[1-9]|1[0-2])\s?[.\-/]\s?(?:[12]\d|3[01]|0?[1-9])\s?[.\-/]\s?(?:(?:19|20)?\d{2})"
    r"|(?:[12]\d|3[01]|0?[1-9])[.\- ]{0,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.\- ,]{0,2}(?:19|20)\d{2})(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HeaderTexts:
    """What a header names."""

    known: tuple[KnownText, ...] = ()

    def found_in(self, text: str, *, is_read: bool = False) -> tuple[Span, ...]:
        """Return where in `text` something stands that the header names. `is_read`: a letter may have been misread."""
        composed = unicodedata.normalize("NFC", text)
        spans = [
            *self._words(composed, name_forms.words(composed), is_read=is_read),
            *self._words(composed, name_forms.pieces(composed), is_read=False),
            *self._numbers(composed),
            *self._unspaced.found_in(composed),
        ]
        return joined(text, spans if composed == text else _placed(spans, composed, text))

    def _words(self, text: str, words: list[name_forms.Piece], *, is_read: bool) -> Iterator[Span]:
        for index, (word, span) in enumerate(words):
            if self._is_named(word, is_read=is_read):
                yield span
                for beside in (index - 1, index + 1):  # an initial beside a name is of the same person
                    if 0 <= beside < len(words) and folded(words[beside][0]) in self._initials:
                        gap = text[min(span[1], words[beside][1][1]) : max(span[0], words[beside][1][0])]
                        if len(gap) <= 2:
                            yield words[beside][1]

    def _is_named(self, word: str, *, is_read: bool) -> bool:
        plain, written_out = folded(word), name_forms.written_out(word)
        if not {plain, written_out}.isdisjoint(self._whole):
            return True
        if any(plain.startswith(name) or plain.endswith(name) for name in self._within):
            return True
        return is_read and (
            plain in self._names_with_gaps or (len(plain) >= _LEAST_MISREAD and self._is_misread(plain))
        )

    def _is_misread(self, word: str) -> bool:
        return any(abs(len(name) - len(word)) <= 1 and _differs_by_one(name, word) for name in self._long_names)

    def _numbers(self, text: str) -> Iterator[Span]:
        flat = [(index, folded(letter)) for index, letter in enumerate(text) if letter.isalnum()]
        joined_up = "".join(letter[:1] or "?" for _, letter in flat)
        for number in self._ids:
            at = joined_up.find(number)
            while at >= 0:
                first, last = flat[at][0], flat[at + len(number) - 1][0] + 1
                is_whole = not (first and text[first - 1].isalnum()) and not (last < len(text) and text[last].isalnum())
                if is_whole or len(number) > _LEAST_MISREAD:
                    yield first, last
                at = joined_up.find(number, at + 1)

    @cached_property
    def _unspaced(self) -> UnspacedNames:
        people, places = (
            [unicodedata.normalize("NFC", text) for text in self._of(kind)] for kind in ("person", "place")
        )
        return UnspacedNames(people, places)

    @cached_property
    def _people(self) -> frozenset[str]:
        whole = {word for text in self._of("person") for word in _parts(text)}
        cut = {folded(word) for text in self._of("person") for word, _ in name_forms.pieces(text)}
        words = whole | {word for word in cut if len(word) >= _LEAST_CUT}
        return frozenset(word for word in words - _PARTICLES if len(word) > 1)

    @cached_property
    def _names(self) -> frozenset[str]:
        places = {
            word
            for text in self._of("place")
            for word in _parts(text)
            if len(word) >= _LEAST_OF_PLACE and word not in _PARTICLES | _OF_PLACES and not word.isdigit()
        }
        return self._people | places

    @cached_property
    def _whole(self) -> frozenset[str]:
        """All that counts where it is a whole word."""
        initialled = {word for person in self._persons for word in name_forms.with_initials(person)}
        return self._names | self._pairs | initialled

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """First and last name as one word."""
        return frozenset(word for person in self._persons for word in name_forms.fused(person))

    @cached_property
    def _within(self) -> tuple[str, ...]:
        return tuple(name for name in self._people if len(name) >= _LEAST_WITHIN and name.isalpha())

    @cached_property
    def _persons(self) -> tuple[list[str], ...]:
        """The names of each, in their order, in each way of writing them."""
        ways = (folded, name_forms.written_out)
        groups = (group for text in self._of("person") for group in text.split("="))
        return tuple([way(word) for word, _ in name_forms.words(group)] for group in groups for way in ways)

    @cached_property
    def _names_with_gaps(self) -> frozenset[str]:
        """The names of people that have letters which the reader leaves out, without these."""
        people = ((text, _without_unread(text)) for text in self._of("person"))
        words = {word for text, left in people if left != text for word in _parts(left)}
        return frozenset(word for word in words if len(word) >= _LEAST_LEFT and word not in _PARTICLES)

    @cached_property
    def _long_names(self) -> tuple[str, ...]:
        return tuple(name for name in self._names | self._pairs if len(name) >= _LEAST_MISREAD)

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(word[0] for text in self._of("person") for word in _parts(text) if word not in _PARTICLES)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        flat = {
            "".join(folded(word) for word, _ in name_forms.words(text)) for text in (*self._of("id"), *self._of("date"))
        }
        return tuple(
            number for number in flat if len(number) >= _LEAST_NUMBER and any(sign.isdigit() for sign in number)
        ) + tuple(name for name in flat if len(name) > _LEAST_MISREAD and name.isalpha())

    def _of(self, kind: str) -> Iterable[str]:
        return (known.text for known in self.known if known.kind == kind)


def dates_in(text: str) -> tuple[Span, ...]:
    """Return where a date stands: in figures in any order, or with its month in letters."""
    return tuple(match.span() for match in _DATE.finditer(text))


def joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` in order, those with nothing but signs between them as one."""
    result: list[Span] = []
    for first, last in sorted(spans):
        if (
            result
            and not any(letter.isalnum() for letter in text[result[-1][1] : first])
            and ";" not in text[result[-1][1] : first]
        ):
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def _parts(text: str) -> list[str]:
    """Return the words of a name or number in every form."""
    composed = unicodedata.normalize("NFC", text)
    return [form for word, _ in name_forms.words(composed) for form in sorted(name_forms.forms(word))]


def _placed(spans: Iterable[Span], composed: str, text: str) -> Iterator[Span]:
    """Yield where `spans` of a composed text lie in `text`, which has its accents as signs of their own."""
    ends = _taken_apart(text)
    at = _taken_apart(composed)
    for first, last in spans:
        yield bisect.bisect_right(ends, at[first]) - 1, bisect.bisect_left(ends, at[last])


def _taken_apart(text: str) -> list[int]:
    """Return where each sign, and the end, would be were all accents signs of their own."""
    lengths = (len(unicodedata.normalize("NFD", sign)) for sign in text)
    return [0, *itertools.accumulate(lengths)]


def _without_unread(text: str) -> str:
    letters = unicodedata.normalize("NFC", text)
    is_unread = (letter > _LAST_READ_LATIN and unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return "".join(letter for letter, unread in zip(letters, is_unread, strict=True) if not unread)


def _differs_by_one(a: str, b: str) -> bool:
    """Tell whether one letter put in, left out or put in place of another makes `a` of `b`."""
    if len(a) < len(b):
        a, b = b, a
    at = next((index for index, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), len(b))
    return a[at + 1 :] == (b[at + 1 :] if len(a) == len(b) else b[at:])
