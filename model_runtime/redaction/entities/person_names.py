"""Find names of people written in Latin letters, by the names in them and the words around them.

A name is a run of capitalised words of which enough is known: a given name with a surname behind it, a title in front, an
initial before a surname, "Surname, Given". One known name alone is not enough, because most are also towns, firms or
words. Names behind labels are found by `labelled.py`, Chinese ones by `chinese_names.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.labels import is_label_word
from model_runtime.redaction.entities.readable import Readable

_WORD = re.compile(
    r"[^\W\d_\u2e80-\uffff](?:[^\W\d_\u2e80-\uffff]|['\-](?=[^\W\d_]))*(?:\.-?[^\W\d_\u2e80-\uffff]+)*\.?"
)
_TICKET = re.compile(
    r"(?<![\w/])(?!AND/)[A-Z][A-Z'\-]{1,40}/[A-Z]{1,40}(?: [A-Z]{1,40})? ?(?:MRS?|MS|MISS|MSTR|DR)(?!\w)"
)
"""How tickets print a passenger: surname, given name, title."""

_MOST_WORDS = 6
_MOST_UNKNOWN = 2
_AND = ("and", "und", "et", "y", "e", "i")
_SHORTEST = 2  # letters of a name in small letters that a word may have by chance
_FEWEST_CAPITALS = 4  # letters of a family name in capitals that no list knows: of fewer many codes are
_BOTH, _TITLED, _COMMA, _INITIAL, _HALF, _WORDS = 0.85, 0.9, 0.75, 0.65, 0.6, 0.5


@dataclass(frozen=True)
class _Word:
    """A word of the line. `bare` is plain, without a dot at its end; `gap` is what stands between it and the next."""

    start: int
    end: int
    bare: str
    is_capital: bool
    is_upper: bool
    is_dotted: bool
    gap: str

    @property
    def parts(self) -> list[str]:
        return re.split(r"[\-']", self.bare)

    @property
    def is_initial(self) -> bool:
        return self.is_upper and (len(self.bare) == 1 or (self.is_dotted and len(self.bare.replace(".", "")) <= 2))

    @property
    def is_given(self) -> bool:
        return (
            self.is_capital
            and not self.is_ruled_out
            and all(part in name_lists.given_names() for part in self.parts if len(part) > 1)
            and len(self.bare) > 1
        )

    @property
    def is_surname(self) -> bool:
        known = name_lists.surnames()
        return (
            self.is_capital
            and not self.is_ruled_out
            and (self.bare.replace("'", "") in known or any(part in known for part in self.parts if len(part) > 2))
        )

    @property
    def is_also_word(self) -> bool:
        return self.bare in name_lists.also_words()

    @property
    def is_document_word(self) -> bool:
        return self.bare in name_lists.words("documents") or self.bare in name_lists.words("firms")

    @property
    def is_ruled_out(self) -> bool:
        return self.is_document_word and self.bare not in name_lists.words("surnames_too")


def person_names_in(line: Readable) -> Iterator[Entity]:
    """Yield names of people, with title and degrees."""
    words = _words_of(line)
    index, named = 0, -1
    while index < len(words):
        found = _found_at(words, index, named)
        if found is None:
            index += 1
            continue
        last, score, origin = found
        at, last = index + 1, _with_suffixes(words, last)
        while at <= last:  # "TO Anna Koch": what looks like a name in front of another ends where that one does
            inner = _found_at(words, at, named)
            if inner is not None:
                last, score = max(last, _with_suffixes(words, inner[0])), max(score, inner[1])
            at += 1
        yield Entity(EntityKind.PERSON, words[index].start, _end(words[last]), score, origin)
        index, named = last + 1, last
    for match in _TICKET.finditer(line.folded):
        yield Entity(EntityKind.PERSON, *match.span(), _HALF, "name-turned")


_Found = tuple[int, float, str]
"""Last word of a name, score, origin."""


def _found_at(words: Sequence[_Word], index: int, named: int) -> _Found | None:
    """Return the longest name that begins with the word at `index`; `named` is the last word of the name before it."""
    ways = (_titled, _listed, _turned, _initialled, _uncapitalised)
    found = [*(way(words, index) for way in ways), _coupled(words, index, named)]
    return max((one for one in found if one is not None), key=lambda one: one[0], default=None)


def _words_of(line: Readable) -> list[_Word]:
    matches = list(_WORD.finditer(line.folded))
    ends = [*(match.start() for match in matches[1:]), len(line.folded)]
    return [
        _Word(
            match.start(), match.end(), line.plain[match.start() : match.end()].rstrip("."),
            name_lists.is_capitalised(match[0]), match[0].isupper(), match[0].endswith("."), line.folded[match.end() : following],
        )
        for match, following in zip(matches, ends, strict=False)
    ]  # fmt: skip


def _titled(words: Sequence[_Word], index: int) -> _Found | None:
    """A title (or a greeting) and the capitalised words behind it: "Frau Ursula Weiß", "Dr. Okonkwo"."""
    at = index
    while at < len(words) and _is_title(words[at]) and _is_joined(words[at]):
        at += 1
    is_called = (
        at == index and index > 0 and words[index - 1].bare in name_lists.words("callers") and words[index].is_given
    )
    if (at == index and not is_called) or at >= len(words):
        return None
    last = _run_end(words, at, known_only=False)
    return None if last is None else (last, _HALF if is_called else _TITLED, "name-title")


def _listed(words: Sequence[_Word], index: int) -> _Found | None:
    """A known given name and what follows it as a surname."""
    first = words[index]
    is_start = first.is_given or (first.is_surname and (_unlisted_given(words, index) or _family_first(words, index)))
    is_other = first.bare in name_lists.words("places") or first.bare in name_lists.words("callers")
    if not is_start or is_other or _is_behind_place(words, index):
        return None
    last = _run_end(words, index, known_only=True)
    score = None if last is None else _score_listed(words, index, last)
    if last is not None and score is None and words[last].is_upper:
        last -= 1  # capitals behind a name may be none: "Cruz Paul EVENT"
        score = _score_listed(words, index, last)
    return None if last is None or score is None else (last, score, "name-list")


def _score_listed(words: Sequence[_Word], index: int, last: int) -> float | None:
    """Return how sure it is that the words from `index` to `last` are a name; None where too little of them is known."""
    if last <= index or _is_before_firm(words, last):
        return None
    first = words[index]
    names = [word for word in words[index : last + 1] if word.is_capital and not word.is_initial]
    sure = [word for word in names if (word.is_given or word.is_surname) and not word.is_also_word]
    is_all_known = all(word.is_given or word.is_surname for word in names)
    if not sure and not (is_all_known and first.is_given and len(names) == 2 and not names[-1].is_document_word):
        return None
    if sure and names[0].is_also_word and not (is_all_known and names[-1] in sure):
        return None
    if all(word.is_upper for word in names) and not (is_all_known and sure):
        return None
    return _WORDS if not sure else _BOTH if is_all_known else _HALF


def _coupled(words: Sequence[_Word], index: int, named: int) -> _Found | None:
    """A given name and whatever surname in capitals, joined to the name whose last word is `named`: "... AND ADA OKO"."""
    is_joined = index - named == 2 and words[named + 1].bare in _AND and _is_joined(words[named + 1])
    is_joined = is_joined or (index - named == 1 and words[named].gap in (" & ", " / ") and named >= 0)
    if not is_joined or not words[index].is_given or words[index].is_also_word:
        return None
    last = _run_end(words, index, known_only=True)
    return None if last is None or last == index or _is_before_firm(words, last) else (last, _HALF, "name-list")


def _unlisted_given(words: Sequence[_Word], index: int) -> bool:
    """Surnames that serve as given names ("Campbell Scott"): only where a clear surname follows."""
    if not _is_joined(words[index]) or index + 1 >= len(words) or words[index].is_also_word:
        return False
    following = words[index + 1]
    return following.is_surname and not following.is_also_word


def _family_first(words: Sequence[_Word], index: int) -> bool:
    """Tell whether surnames in capitals stand in front of a given name that is not: "VASSEUR Paul"."""
    run = words[index : index + _MOST_WORDS]
    at = next((at for at, word in enumerate(run) if not (word.is_upper and word.is_surname)), 0)
    is_close = all(map(_is_joined, run[:at]))
    return at > 0 and is_close and run[at].is_given and not (run[at].is_upper or run[at].is_also_word)


def _turned(words: Sequence[_Word], index: int) -> _Found | None:
    """Surname, comma, given name."""
    if index + 1 >= len(words) or words[index].gap not in (", ", ","):
        return None
    surname, given = words[index], words[index + 1]
    is_name = surname.is_surname and given.is_given and not (surname.is_also_word and given.is_also_word)
    if not is_name or (surname.is_given and not surname.is_surname) or given.is_also_word:
        return None
    last = index + 1
    while last + 1 < len(words) and words[last].gap == " " and (words[last + 1].is_given or words[last + 1].is_initial):
        last += 1
    return last, _COMMA, "name-turned"


def _uncapitalised(words: Sequence[_Word], index: int) -> _Found | None:
    """A given name and a surname in small letters, both of which are nothing else: "write to marguerite oyelaran".

    Behind a greeting the given name is enough: "dear margaret".
    """
    if words[index].is_capital or not _is_only(words[index], name_lists.given_names()):
        return None
    is_called = index > 0 and words[index - 1].bare in name_lists.words("callers") and _is_joined(words[index - 1])
    last = index if is_called else None
    for at in range(index + 1, min(len(words), index + _MOST_WORDS)):
        if not _is_joined(words[at - 1]) or words[at].is_capital:
            break
        if _is_only(words[at], name_lists.surnames()):
            last = at
        elif words[at].bare not in name_lists.words("particles") and not _is_only(words[at], name_lists.given_names()):
            break
    return None if last is None else (last, _WORDS, "name-lower-case")


def _is_only(word: _Word, names: frozenset[str]) -> bool:
    """Tell whether `word` is one of `names`, and no word of a language or a document."""
    is_known = len(word.bare) > _SHORTEST and all(part in names for part in word.parts)
    is_word = word.is_also_word or word.is_document_word or word.bare in name_lists.small_words()
    return is_known and not (is_word or word.bare in name_lists.words("callers"))


def _initialled(words: Sequence[_Word], index: int) -> _Found | None:
    """Initials with their dots, and a surname: "J. R. Smith"."""
    at = index
    while at < len(words) and words[at].is_initial and words[at].is_dotted and words[at].gap in ("", " "):
        at += 1
    if (
        at == index
        or at >= len(words)
        or not words[at].is_surname
        or words[at].is_also_word
        or _is_before_firm(words, at)
    ):
        return None
    return at, _INITIAL, "name-initials"


def _run_end(words: Sequence[_Word], index: int, *, known_only: bool) -> int | None:
    """Return the last word of the name that starts at `index`; None when no capitalised word stands there.

    Known names, initials and particles join, and up to two capitalised words that are in no list: most surnames are
    rare. `known_only` False (behind a title): the first word may be unknown, too.
    """
    last: int | None = None
    unknown = 0
    for at in range(index, min(len(words), index + _MOST_WORDS)):
        word = words[at]
        if at > index and not _is_joined(words[at - 1]):
            break
        if word.is_initial or (_is_particle(word) and at > index):
            continue
        if not word.is_capital or word.is_ruled_out or not _keeps_case(words[index:at], word):
            break
        is_known = word.is_given or word.is_surname
        if not is_known:
            if unknown >= _MOST_UNKNOWN or (known_only and at == index):
                break
            unknown += 1
        last = at
        if word.is_dotted and len(word.bare) > 3:
            break
    return last


def _keeps_case(before: Sequence[_Word], word: _Word) -> bool:
    """Tell whether `word` is written as the names `before` it, or as the other half of a name: "Sophie MARCHAND".

    A family name in capitals stands behind given names or in front of them. Other capitals are headings and codes:
    "Koch RECHNUNG", "Anna IBAN".
    """
    names = [one for one in before if one.is_capital and len(one.bare) > 1 and not _is_particle(one)]
    names = [one for one in names if not one.is_initial]
    if not names or len(word.bare) == 1:
        return True
    if not word.is_upper:
        return word.is_given if names[0].is_upper else not names[-1].is_upper
    given = [one for one in names if not one.is_upper]
    if not given or names[0].is_upper or _is_code(word):
        return not given
    is_known = word.is_surname and not word.is_also_word
    return is_known or (len(word.bare) >= _FEWEST_CAPITALS and all(one.is_given for one in given))


def _is_code(word: _Word) -> bool:
    return word.bare in name_lists.words("codes") or is_label_word(word.bare)


def _is_particle(word: _Word) -> bool:
    return word.bare in name_lists.words("particles")


def _with_suffixes(words: Sequence[_Word], last: int) -> int:
    while (
        last + 1 < len(words)
        and words[last].gap in (" ", ", ")
        and words[last + 1].bare in name_lists.words("suffixes")
    ):
        last += 1
    return last


def _is_title(word: _Word) -> bool:
    if word.bare not in name_lists.words("titles") or not (word.is_capital or word.is_dotted or len(word.bare) > 4):
        return False
    return word.is_dotted or word.bare not in name_lists.words("dotted_titles")


def _is_joined(word: _Word) -> bool:
    """Tell whether the next word stands right behind `word`."""
    return word.gap in (" ", "  ", "") and (word.gap != "" or word.is_dotted)


def _is_behind_place(words: Sequence[_Word], index: int) -> bool:
    before = words[index - 1] if index else None
    return before is not None and _is_joined(before) and before.bare in name_lists.words("places")


def _is_before_firm(words: Sequence[_Word], last: int) -> bool:
    if last + 1 >= len(words) or not (_is_joined(words[last]) or words[last].gap in (" & ", ", ", " + ")):
        return False
    return words[last + 1].bare in name_lists.words("firms") and words[last + 1].is_capital


def _end(word: _Word) -> int:
    """Return where a name's last word ends: the dot behind it ends the sentence, unless it is short for something."""
    return word.end - 1 if word.is_dotted and len(word.bare) > 3 else word.end
