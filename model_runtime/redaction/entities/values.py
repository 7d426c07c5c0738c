"""Take the value that stands behind a label: what a name, a date, a number of this kind looks like, and no more.

With a label beside it a value needs no proof: its form is enough. Does not look for labels.
"""

import re
from collections.abc import Sequence

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.dates import BIRTH
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.readable import Readable

_NAME_PART = r"[^\W\d_][^\W\d_'.\-]*(?:['.\-]{1,2}[^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_NAME_PART}(?:(?:, ?| {{1,2}}|(?<=\.)|·){_NAME_PART}){{0,6}}")
_NUMBER = re.compile(
    r"(?=[A-Za-z]{0,6}[ .\-/]{0,2}\d)[A-Za-z0-9]+(?:[ .\-/·]{1,3}(?=[A-Za-z0-9]*\d)[A-Za-z0-9]+|[ \-][A-Z]{1,3}\b)*"
)
_PLATE = re.compile(
    r"[^\W\d_]{1,3}[ \-·.]{0,3}[A-Z]{0,3}[ \-]{0,2}\d{1,5}[ \-]?[A-Z0-9]{0,5}|\d{1,4}[ \-]?[A-Z]{1,3}[ \-]?[A-Z0-9]{0,4}"
)
_AMOUNT_OR_DAY = r"(?! (?:\d{1,6}[.,]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?![\d.,/]))"
_PHONE = re.compile(
    r"[+(]?[\d(](?:[ ()/.\-]{0,3}\d){5,8}"
    rf"(?:{_AMOUNT_OR_DAY}[ ()/.\-]{{0,3}}\+?\d){{0,31}}(?: ?(?:x|ext\.?) ?\d{{1,6}})?"  # or several numbers
)
_EMAIL = re.compile(
    r"[^\s@]+(?: ?\. ?[^\s@.]+)* ?@ ?[^\s@.]+(?: ?\. ?[^\s@.]+)+"
    r"|(?:[^\s@]+ ){0,2}[^\s@]+@[^\s@]{2,}(?: [a-z]{2,6}(?!\w))?"  # a rule across the letters takes the dots
)
_ANY = re.compile(r"\S(?:.*\S)?")
_FORMS = {
    EntityKind.PERSON: _NAME,
    EntityKind.DATE_OF_BIRTH: BIRTH,
    EntityKind.EMAIL: _EMAIL,
    EntityKind.PHONE: _PHONE,
    EntityKind.LICENCE_PLATE: _PLATE,
    EntityKind.ADDRESS: _ANY,
    EntityKind.NATIONAL_ID: _NUMBER,
    EntityKind.IBAN: _NUMBER,
    EntityKind.CREDIT_CARD: _NUMBER,
    EntityKind.VAT_ID: _NUMBER,
    EntityKind.TAX_ID: _NUMBER,
    EntityKind.MEDICAL_RECORD_NUMBER: _NUMBER,
}
_LEAST_DIGITS = {
    EntityKind.NATIONAL_ID: 5,
    EntityKind.IBAN: 6,
    EntityKind.CREDIT_CARD: 8,
    EntityKind.TAX_ID: 6,
    EntityKind.VAT_ID: 6,
}
_IS = re.compile(r"(?:is|was|ist|lautet|est(?: le| la)?|es(?: el| la)?|e|are|=|->|→) +")
_DATE_FORM = re.compile(r"(?:[djt]{1,2}|m{1,2}|[yja]{2,4})(?:[ ./\-]?(?:[djt]{1,2}|m{1,2}|[yja]{2,4})){2} (?=\d)")
_ARTICLE = re.compile(r"(?:(?:on|the|am|der|den|dem|le|el|il|op) ){1,2}")
_LEAST_LETTERS = {EntityKind.ADDRESS: 4, EntityKind.PERSON: 2}
_NAME_CONNECTORS = frozenset(["de", "del", "la", "las", "los", "le", "du", "des", "von", "van", "der", "den", "zu", "y", "e", "i", "al", "da", "di", "do", "dos", "bin", "ben", "el", "of", "und", "et", "and"])  # fmt: skip
_LONGEST_NAME = 40
_WORDS_IN_LOWER_CASE = 3


def value_at(kind: EntityKind, line: Readable, start: int, stop: int) -> tuple[int, int] | None:
    """Return where the value of a label of `kind` stands in characters `start` to `stop` of `line`; None without one."""
    form = _FORMS.get(kind)
    while start < stop and line.folded[start] in " :=#.>|_":
        start += 1
    if kind in _LEAST_DIGITS or kind in (EntityKind.MEDICAL_RECORD_NUMBER, EntityKind.DATE_OF_BIRTH):
        verb = _IS.match(line.plain, start, stop)
        start = verb.end() if verb else start
    if kind is EntityKind.DATE_OF_BIRTH:
        before = _DATE_FORM.match(line.plain, start, stop) or _ARTICLE.match(line.plain, start, stop)
        start = before.end() if before else start
    stop = _before_gap(line.folded, start, stop)
    if form is None or start >= stop:
        return None
    text = line.plain if kind is EntityKind.DATE_OF_BIRTH else line.folded if kind in _AS_PRINTED else line.digits
    match = form.match(text, start, stop)
    if match is None and kind is EntityKind.EMAIL and "@" in text[start:stop]:
        match = _ANY.match(
            text, start, stop
        )  # letters of another font in the places of one pitch fall apart: all of it
    if match is None or not _is_enough(kind, match[0]):
        return None
    end = _name_end(line, match) if kind is EntityKind.PERSON else match.end()
    return (start, end) if end > start else None


_AS_PRINTED = (EntityKind.PERSON, EntityKind.EMAIL, EntityKind.ADDRESS, EntityKind.LICENCE_PLATE)


def _before_gap(text: str, start: int, stop: int) -> int:
    """Stop at a gap of three blanks or a bar: another column begins there."""
    gap = re.compile(r" {3,}| ?\| ?|;").search(text, start, stop)
    return gap.start() if gap else stop


def _is_enough(kind: EntityKind, value: str) -> bool:
    digits, letters = sum(sign.isdigit() for sign in value), sum(sign.isalpha() for sign in value)
    if kind is EntityKind.PERSON and value[0] >= "\u2e80":
        return len(value) <= _LONGEST_NAME
    return digits >= _LEAST_DIGITS.get(kind, 0) and letters >= _LEAST_LETTERS.get(kind, 0)


def _name_end(line: Readable, match: re.Match[str]) -> int:
    """Return where a name ends: at the first word that is neither capitalised nor one that joins names.

    A form filled in without capitals is taken as it is when it holds few words, else as far as names are known.
    """
    words = list(re.finditer(r"[^\s,]+", match[0]))
    if match[0][0] >= "\u2e80":
        return match.start() + words[0].end()
    if not match[0][0].isupper():
        is_whole = not line.folded[match.end() :].strip(" .,;")
        return match.end() if is_whole and len(words) <= _WORDS_IN_LOWER_CASE else _known_end(line, match, words)
    if any(map(_is_broken, words, words[1:])) and not line.folded[match.end() :].strip(" .,;"):
        return match.end()
    end = 0
    for word in words:
        if name_lists.is_capitalised(word[0]):
            end = word.end()
        elif line.plain[match.start() + word.start() : match.start() + word.end()] not in _NAME_CONNECTORS:
            break
    return match.start() + end


def _is_broken(word: re.Match[str], following: re.Match[str]) -> bool:
    """Tell whether `word` is a letter of a word that fell apart, "Annel i ese", and joins no two names, "Ramón y Cajal"."""
    return len(word[0]) == 1 and word[0].islower() and following[0][0].islower()


def _known_end(line: Readable, match: re.Match[str], words: Sequence[re.Match[str]]) -> int:
    """Return where known names end at the beginning of `match`; its start where fewer than two stand there."""
    end, count = 0, 0
    for word in words:
        bare = line.plain[match.start() + word.start() : match.start() + word.end()].strip(".")
        if bare in name_lists.given_names() or bare in name_lists.surnames():
            end, count = word.end(), count + 1
        elif bare not in _NAME_CONNECTORS and len(bare) > 1:
            break
    return match.start() + (end if count > 1 else 0)
