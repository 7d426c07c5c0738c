"""Find values that a line's end cuts in two: an IBAN, a card, an address that goes on where the next line begins.

The end of a line is read together with the lines below it in its column, with a blank between them and without one. What is
whole only then counts, with both its parts. Every line is joined once, to three more at most and a bounded number of
letters, so that a dense page takes no more than its share of time. Does not look inside lines.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.labels import labels_in
from model_runtime.redaction.entities.readable import Readable

_MOST_LINES = 3
"""That one value goes on in."""

_TAIL, _HEAD = 64, 40
"""Letters of a line's end, and of the next line's beginning: an e-mail address has 64 at most before its sign."""

_APART = 2.4  # letter heights between the middles of two lines of one paragraph or cell
_ROWS_BELOW = 3  # lines of a neighbouring column may stand between
_INDENT = 2.0  # letter heights that the next line may begin further left or right
_WORDS_OF_PROSE = 4
_SURE = 0.8  # of a number that is whole only over a line's end: figures stand above figures in every table
_CUT_WORD = re.compile(r"[^\W\d_]-$")
_PART_OF_VALUE = re.compile(r"[@\d._+\-]|^\W?[^\W\d_a-zß-ÿ]")
_WITHIN = re.compile(r"[\w.,+\-]$")
"""In front of a value that begins inside a word or an amount."""

_LETTER = re.compile(r"[^\W\d_]")
_FOURS = re.compile(r"\d{4}(?:[ .\-]\d{4}){3}|\d{4}[ .\-]\d{6}[ .\-]\d{5}")
_GOES_ON = re.compile(r"[.@_+\-]$")
_LONE_WORD = re.compile(r"^(?:[^:=]{0,30}[:=]\s*)?(?=[a-z]|\S*[._\d])[\w.+\-]+$")
_REST_OF_HOST = re.compile(r"(?!www\.)[a-z0-9\-]{0,30}\.[a-z]{2,6}(?![\w@])")
_UNFINISHED = re.compile(r"[\dA-Z][\-/]$")
_TOP_DOMAIN = re.compile(r"\.[A-Za-z]{2,}$")
_ENDS = re.compile(r"^\s*(?:[.,;)]|$)")
_MOST_DIALLED = 15  # digits (ITU-T E.164)
_WHOLE_NUMBER, _WHOLE_ABROAD = 9, 10  # digits from which a telephone number may be whole


@dataclass(frozen=True)
class Wrapped:
    """A value and the pieces of the page that show it, one a line."""

    entity: Entity
    places: tuple[Line, ...]


@dataclass(frozen=True)
class _Part:
    """A line's share of a joined text. `start` to `end` are letters of `line`, `at` is where they begin in the text."""

    line: Line
    start: int
    end: int
    at: int


def wrapped_in(page: Sequence[Row], find: Callable[[str], Sequence[Entity]]) -> Iterator[Wrapped]:
    """Yield the values of `page` that go on in a line below.

    Args:
        page: rows, top to bottom.
        find: returns the personal data of a text.
    """
    for number, row in enumerate(page):
        for line in row.lines:
            below = _lines_below(line, page, number)
            if below:
                yield from _found(line, below, find)


def _lines_below(line: Line, page: Sequence[Row], number: int) -> list[Line]:
    """Return the lines in which a value at the end of `line` may go on, none of which begins with a label."""
    result: list[Line] = []
    above = line
    while len(result) < _MOST_LINES:
        rows = range(number + 1, min(len(page), number + 1 + _ROWS_BELOW))
        found = next(((row, one) for row in rows for one in page[row].lines if _goes_on(above, one)), None)
        if found is None or _begins_with_label(found[1]):
            break
        number, above = found
        result.append(above)
        if len(above.text) > _HEAD:
            break
    return result


def _goes_on(line: Line, other: Line) -> bool:
    tall = max(line.tall, other.tall)
    is_near = 0.5 * tall < other.middle - line.middle <= _APART * tall
    return is_near and line.left - _INDENT * tall <= other.left < line.right


def _begins_with_label(line: Line) -> bool:
    labels = labels_in(Readable(line.text))
    return bool(labels) and labels[0].start == 0 and labels[0].is_marked


def _found(line: Line, below: Sequence[Line], find: Callable[[str], Sequence[Entity]]) -> Iterator[Wrapped]:
    tail = line.text[-_TAIL:]
    start = len(line.text) - len(tail)
    above = [one for one in find(tail) if one.end >= len(tail) - 1]
    ways = [(tail, " "), (tail, "")]
    if _CUT_WORD.search(tail):
        ways.append((tail[:-1], ""))
    for first, blank in ways if _may_go_on(tail, below) else ():
        text, parts = first, [_Part(line, start, start + len(first), 0)]
        for one in below:
            text += blank
            parts.append(_Part(one, 0, min(len(one.text), _HEAD), len(text)))
            text += one.text[:_HEAD]
        cut = _Cut(text, len(first), bool(blank) or first != tail, tuple(above))
        for entity in find(text):
            begins_there = below[0].left <= line.edges[start + min(entity.start, len(first))] + _INDENT * line.tall
            is_cut = entity.start < cut.at < entity.end and begins_there and _is_one(entity, cut)
            if is_cut and not (entity.kind is EntityKind.ADDRESS and _stands_in(below, entity.kind, find)):
                yield Wrapped(entity, tuple(_places(parts, entity)))


def _may_go_on(tail: str, below: Sequence[Line]) -> bool:
    """Tell whether the words at the line's end may be a part of a value: most lines of running text end with none."""
    words = (*tail.rsplit(maxsplit=1)[-1:], *below[0].text.split(maxsplit=1)[:1])
    return any(_PART_OF_VALUE.search(word) for word in words) or any("@" in line.text for line in below)


@dataclass(frozen=True)
class _Cut:
    """A joined text. `at`: where the first line ends. `is_word_end`: words are whole. `above`: what ends that line."""

    text: str
    at: int
    is_word_end: bool
    above: tuple[Entity, ...]


def _is_one(entity: Entity, cut: _Cut) -> bool:
    """Tell whether `entity` is one value, whole only together, and not two that stand one above the other."""
    before, inside = cut.text[: cut.at], cut.text[entity.start : cut.at]
    if _WITHIN.search(cut.text[: entity.start]):
        return False
    goes_on = bool(_UNFINISHED.search(inside))
    is_proven = entity.score >= _SURE and (entity.origin != "label" or goes_on)
    has_words = bool(_LETTER.search(before))
    is_whole_above = any(one.kind is entity.kind for one in cut.above)
    match entity.kind:
        case EntityKind.EMAIL:
            is_whole = bool(_TOP_DOMAIN.search(cut.text[entity.start : entity.end]))
            return is_whole and _is_one_email(inside, before, cut.text[cut.at :], is_whole_above=is_whole_above)
        case EntityKind.PHONE:
            return (has_words or inside.startswith("+")) and _is_one_phone(
                inside, cut.text[entity.start : entity.end], cut.text[entity.end :]
            )
        case EntityKind.PERSON:
            is_prose = len(before.split()) >= _WORDS_OF_PROSE
            return is_prose and cut.is_word_end and entity.origin != "label"
        case EntityKind.IBAN | EntityKind.VAT_ID:
            return is_proven
        case EntityKind.CREDIT_CARD | EntityKind.NATIONAL_ID | EntityKind.TAX_ID:
            is_grouped = bool(_FOURS.fullmatch(cut.text[entity.start : entity.end]))
            return is_proven and (is_grouped or has_words)
        case EntityKind.ADDRESS:
            return entity.origin == "street-number" and not is_whole_above
        case EntityKind.DATE_OF_BIRTH | EntityKind.MEDICAL_RECORD_NUMBER:
            return goes_on or not is_whole_above
        case _:
            return entity.kind is EntityKind.GIVEN_WORD


def _is_one_email(inside: str, before: str, behind: str, *, is_whole_above: bool) -> bool:
    """Tell whether an address goes on below: two words, of which the second is an address, do not."""
    if is_whole_above:
        return bool(_REST_OF_HOST.match(behind))
    if "@" in inside or behind.lstrip().startswith("@") or _GOES_ON.search(inside):
        return True
    return bool(_LONE_WORD.match(before)) and not labels_in(Readable(before.rsplit(maxsplit=1)[-1]))


def _is_one_phone(above: str, number: str, rest: str) -> bool:
    """Tell whether digits below belong to the number above: it is too short without them, or nothing follows them."""
    digits, digits_above = (sum(sign.isdigit() for sign in text) for text in (number, above))
    is_short = digits_above < (_WHOLE_ABROAD if above.startswith(("+", "00")) else _WHOLE_NUMBER)
    return digits <= _MOST_DIALLED and (is_short or bool(_ENDS.match(rest)))


def _stands_in(lines: Sequence[Line], kind: EntityKind, find: Callable[[str], Sequence[Entity]]) -> bool:
    """Tell whether one of `lines` alone has such a value: what stands above it is another one, a name above a street."""
    return any(one.kind is kind for line in lines for one in find(line.text))


def _places(parts: Sequence[_Part], entity: Entity) -> Iterator[Line]:
    for part in parts:
        start = max(part.start, part.start + entity.start - part.at)
        end = min(part.end, part.start + entity.end - part.at)
        if start < end:
            yield part.line.piece(start, end)
