"""Say what each date of a page is for, by the words beside it, and find the date of one purpose; best first.

Every purpose is a field of its own: a birth is never answered with an issue. Only a document's own date may stand without
words. Does not decide between *sure* and *check*.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from model_runtime.engines.reader import dates, labels
from model_runtime.engines.reader.dates import DateReading
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import Found, first_of, has, letters
from model_runtime.reading.lines import Line

DATES = (
    FieldName.DATE,
    FieldName.ISSUE_DATE,
    FieldName.DUE_DATE,
    FieldName.DELIVERY_DATE,
    FieldName.ORDER_DATE,
    FieldName.BIRTH_DATE,
    FieldName.EXPIRY_DATE,
    FieldName.VISIT_DATE,
    FieldName.NEXT_VISIT_DATE,
)
"""The purposes a date may have."""

_STANDS_FOR = {
    FieldName.DATE: (FieldName.ISSUE_DATE,),
    FieldName.ISSUE_DATE: (FieldName.DATE,),
}
"""What a document's date is called as well."""

_SEVERAL = 2
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PLAIN_LABEL = 2.0  # strength from which a label says what a date is
_SAYS_ALL = 3.0  # strength of "invoice date": beside it a date without such words is not meant
_SENTENCE = 25  # letters beside a date that make it part of a sentence
_ABOVE = 4  # letter heights: words further above are beside something else
_RANGE = re.compile(r"\d\s?(?:-|–|to|bis|au)\s?\d{1,2}[./]\d", re.IGNORECASE)
_BEGINS_RANGE = re.compile(r"\s*(?:bis|to|au|until|till|al|t/m|tot)\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|–|bis(?: zum)?|to|au|until|till|al|t/m|tot)\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[^\W\d_]{4})\.\s+(?=[^\W\d_])|[;!?]")  # "Nr. 471" and "Exp. Date" end no clause
_BORN = re.compile(r"(?<!\*)\*\s*$")  # "* 17.9.1961", as in family trees
_UNKNOWN_PURPOSE = re.compile(
    r"\b(?:date|datum|fecha|data)\s(?:of|de|der|des|di|del|della|da|do|van)\s(?P<after>[^\W\d_]+)"
    r"|(?P<before>[^\W\d_]{3,})\s(?:date|datum)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Purpose:
    """What words say a date is for; none where they say nothing. `strength` is how plainly, 1 to 3.5."""

    names: frozenset[FieldName] = frozenset()
    strength: float = 0.0


@dataclass(frozen=True)
class _Dated:
    date: DateReading
    line: Line
    purpose: _Purpose

    def is_for(self, *names: FieldName) -> bool:
        return not self.purpose.names.isdisjoint(names)


def find_date(view: PageView, name: FieldName, today: dt.date) -> list[Finding]:
    """Find dates of one purpose (`date`, `due_date`, …). `today`: births and visits lie before it.

    The record of a visit that is dated in no other way is of that day, perhaps.
    """
    found = _of_purpose(view, name, today)
    if found or name != FieldName.DATE:
        return found
    return [replace(one, supports=("label",)) for one in _of_purpose(view, FieldName.VISIT_DATE, today)]


def _of_purpose(view: PageView, name: FieldName, today: dt.date) -> list[Finding]:
    purposed = _purposed(view, name, today)
    names = (name, *_STANDS_FOR.get(name, ()))
    rivals = [one for one in purposed if _could_be(one, name)]
    is_plain = any(one.purpose.strength >= _SAYS_ALL for one in rivals)
    different = {one.date.day for one in rivals if one.purpose.strength >= _PLAIN_LABEL or not is_plain}
    found = []
    for one in purposed:
        if not one.is_for(*names) and (name != FieldName.DATE or one.purpose.strength >= _PLAIN_LABEL):
            continue
        same = sum(1 for other in purposed if other.date.day == one.date.day and _could_be(other, name))
        is_labelled = one.is_for(*names) and one.purpose.strength >= 1
        score = one.purpose.strength if one.is_for(*names) else -one.purpose.strength
        score += 0.5 if one.is_for(name) and one.purpose.strength >= _PLAIN_LABEL else 0.0
        score += _place_score(view, one.date, one.line) + 0.5 * min(same - 1, 2)
        supports = [*(["label"] if is_labelled else []), *(["repeated"] if same > 1 else [])]
        supports += ["only"] if different == {one.date.day} else []
        supports += ["time"] if _has_time(view, one.date, one.line) else []
        found.append(Finding(one.date.text, one.date.pieces, score, tuple(supports), "", _both_readings(one.date)))
    return sorted(found, key=lambda finding: -finding.score)


def find_dated_words(view: PageView, subject: str) -> list[Finding]:
    """Find the date beside words of the asker's own choosing ("date of admission"); best first."""
    found = []
    for date, line in view.dates:
        weight = next((weight for weight, text in _words_beside(view, date, line) if has(text, (subject,))), None)
        if weight is not None:
            score = weight + 1.0 - line.middle / max(1, view.page.height)
            found.append(Finding(date.text, date.pieces, score, ("label",), "", _both_readings(date)))
    return sorted(found, key=lambda finding: -finding.score)


def preferring(view: PageView, found: list[Finding], words: str) -> list[Finding]:
    """Prefer a day beside the words of a question, "signed" or "letter", to the document's own."""
    beside = _beside_any(view, words)
    is_same = bool(found) and any(one.text == found[0].text for one in beside)
    return found if is_same else beside or found


def born(view: PageView, found: list[Finding], words: str, *, is_strict: bool) -> list[Finding]:
    """Choose the birth beside the words of a question; where none is, several (or any, if `is_strict`) are not sure."""
    beside = _beside_any(view, words)
    told = [one for one in found if any(one.pieces == other.pieces for other in beside)]
    is_open = is_strict or (bool(words) and len({one.text for one in found}) >= _SEVERAL)
    return told or ([replace(one, supports=("label",)) for one in found] if is_open else found)


def _beside_any(view: PageView, words: str) -> list[Finding]:
    return [one for word in words.split() for one in find_dated_words(view, word)]


def _purposed(view: PageView, name: FieldName, today: dt.date) -> list[_Dated]:
    printed = view.dates or tuple((date, line) for line in view.lines for date in dates.undivided_dates_in(line))
    settled = dates.settled([date for date, _ in printed])
    if name in (FieldName.BIRTH_DATE, FieldName.VISIT_DATE):
        written = max((date.day for date in settled if not date.is_short and date.day <= today), default=today)
        settled = tuple(dates.as_past(date, written) for date in settled)
    purposed = [
        _Dated(date, line, _purpose(view, date, line)) for date, (_, line) in zip(settled, printed, strict=True)
    ]
    return purposed if view.dates else [one for one in purposed if one.purpose.strength >= 1]


def _could_be(one: _Dated, name: FieldName) -> bool:
    """Tell whether a date may be meant: by its words or, for a document's own date, without any."""
    if one.is_for(name, *_STANDS_FOR.get(name, ())):
        return True
    return name == FieldName.DATE and not one.purpose.names


def _place_score(view: PageView, date: DateReading, line: Line) -> float:
    """A document's date stands high, alone or beside a time; dates in sentences and ranges are about other things."""
    score = 1.0 - line.middle / max(1, view.page.height)
    score += 0.8 if _has_time(view, date, line) else 0.0
    around = len(letters(line.text)) - len(letters(date.text))
    score += 1.0 if around == 0 else -1.0 if around > _SENTENCE else 0.0
    score -= 2.0 if _RANGE.search(line.text) or _BEGINS_RANGE.match(line.text[date.end :]) else 0.0
    return score


def _has_time(view: PageView, date: DateReading, line: Line) -> bool:
    rest = f"{line.text[: date.start]} {line.text[date.end :]}"
    return bool(_TIME.search(rest)) or any(_TIME.fullmatch(other.text) for other in view.right_of(line))


def _both_readings(date: DateReading) -> tuple[str, ...]:
    return () if date.other is None else (date.day.isoformat(), date.other.isoformat())


def _words_beside(view: PageView, date: DateReading, line: Line) -> Iterator[tuple[float, str]]:
    """Yield the words that may say what a date is, nearest first: before, left of, above, or in brackets behind it."""
    others = dates.dates_in(line) or dates.undivided_dates_in(line)
    start = max((other.end for other in others if other.end <= date.start), default=0)
    end = min((other.start for other in others if other.start >= date.end), default=len(line.text))
    before = line.text[start : date.start]
    if start and _TO.fullmatch(before):
        return  # the end of a range
    earlier = view.sentence_before(line) if start == 0 else None
    if earlier is not None:
        cut = max((other.end for other in dates.dates_in(earlier)), default=0)
        before = f"{earlier.text[cut:]} {before}"
    yield 1.0, _clause(before)
    if len(letters(before)) > _SENTENCE or len(_CLAUSE.split(before)) > 1 or earlier is not None:
        return  # a sentence says itself what its dates are
    if start == 0:
        for left in view.left_of(line)[:2]:
            yield 1.0, left.text
    behind = line.text[date.end : end].strip()
    if behind.startswith("("):
        yield 0.9, behind
    above = [other for other in view.lines if _is_above(view, other, line)]
    if above:
        yield 0.7, _clause(above[-1].text)


def _is_above(view: PageView, other: Line, line: Line) -> bool:
    is_near = 0 < line.middle - other.middle <= _ABOVE * max(other.tall, view.height_px)
    return is_near and any(below is line for below in view.below(other))


def _clause(text: str) -> str:
    """Return the last clause of a sentence; a short label ("Exp. Date") stays whole."""
    return _CLAUSE.split(text)[-1] if len(letters(text)) > _SENTENCE else text


def _purpose(view: PageView, date: DateReading, line: Line) -> _Purpose:
    """How plainly the words beside a date say what it is."""
    if _BORN.search(line.text[: date.start]):
        return _Purpose(frozenset([FieldName.BIRTH_DATE]), _PLAIN_LABEL)
    for weight, text in _words_beside(view, date, line):
        purpose = _named(text)
        if purpose is not None:
            return replace(purpose, strength=weight * purpose.strength)
    return _Purpose()


def _named(text: str) -> _Purpose | None:
    """Return what a text says a date is: by the last of its words, of those that end together the longest."""
    found = [(hit, name) for name in DATES if (hit := first_of(text, LABELS[name]))]
    hits = [pair for pair in found if not any(_is_inside(pair[0], other) for other, _ in found)]
    if not hits:
        return None
    best = max(
        hits, key=lambda pair: (_length(pair[0]) > 3 or pair[1] != FieldName.DATE, pair[0].end, _length(pair[0]))
    )[0]
    names = frozenset(name for hit, name in hits if hit == best)
    if FieldName.DATE not in names:
        return _Purpose(names, max(_PLAIN_LABEL, 3.0 if _length(best) > 5 else 0.0))
    strength = 3.0 if _length(best) > 5 else 2.0 if _length(best) > 3 else 1.0
    if has(text, labels.DOCUMENT_WORDS):  # "Rechnung Nr. 471 vom"
        strength = 3.5 if any(char.isdigit() for char in text) else 2.5
    elif _length(best) <= 5 and _UNKNOWN_PURPOSE.search(text):  # "Date of admission"
        strength = 0.5
    return _Purpose(names, strength)


def _is_inside(hit: Found, other: Found) -> bool:
    """Tell whether `hit` is a part of a longer label, as "date" is of "date of birth"."""
    return hit != other and other.start <= hit.start and hit.end <= other.end


def _length(hit: Found) -> int:
    return hit.end - hit.start
