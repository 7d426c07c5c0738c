"""Find personal data on a page of lines: in each line, over the ends of lines, beside labels, around streets.

Gives the places of the values; labels stay. Works on lines with places, wherever they were read. Does not read pixels.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from model_runtime.reading.layout import Row, rows
from model_runtime.reading.lines import Line, join
from model_runtime.redaction.entities.address_blocks import around_streets
from model_runtime.redaction.entities.beside_labels import beside_labels
from model_runtime.redaction.entities.cut_labels import behind_cut_labels
from model_runtime.redaction.entities.date_cells import cells_of_birth
from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.found import Found
from model_runtime.redaction.entities.letter_spacing import boxes_joined, closed_up
from model_runtime.redaction.entities.licence_fields import licence_fields
from model_runtime.redaction.entities.mail_heads import names_in_mail_heads
from model_runtime.redaction.entities.recognition import Words, entities_in
from model_runtime.redaction.entities.wrapping import wrapped_in

_JOIN_GAP = 1.2  # letter heights: a scanner cuts long numbers at wide blanks
_WIDE_GAP = 4.0  # letter heights between the words of letters that were set apart
_ALIKE = 1.6  # times the narrowest gap: blanks of one text are alike, those between columns are not
_PROVEN = 0.85
_WITH_CHECK_DIGITS = (EntityKind.IBAN, EntityKind.CREDIT_CARD, EntityKind.NATIONAL_ID, EntityKind.EMAIL)
_SPACED_SURE = 0.7
"""Of what is found in letters that were closed up: digits of a table's cells make telephone numbers by chance."""


def found_on(lines: Sequence[Line], *words: Words) -> tuple[Found, ...]:
    """Return the personal data in `lines` (of one upright page, in any order), and every place of `words`."""

    def find(text: str) -> tuple[Entity, ...]:
        return entities_in(text, *words)

    found: list[Found] = []
    page: list[Row] = []
    for row in rows(lines):
        shown: list[Line] = []
        for line in _joined(tuple(boxes_joined(row.lines))):
            closed = closed_up(line)
            found += _in_line(line, find(line.text))
            if closed is not None:
                found += _in_line(closed, (one for one in find(closed.text) if one.score >= _SPACED_SURE))
            shown.append(closed or line)
        page.append(Row(tuple(shown)))
        found += _across(shown, find)
    found += (
        Found(one.entity.kind, one.entity.score, one.entity.origin, place)
        for one in wrapped_in(page, find)
        for place in one.places
    )
    found += beside_labels(page)
    found += behind_cut_labels(page)
    found += cells_of_birth(page)
    found += licence_fields(page)
    found += names_in_mail_heads(page)
    found += around_streets(page, found)
    return tuple(dict.fromkeys(found))


def _in_line(line: Line, entities: Iterable[Entity]) -> Iterator[Found]:
    return (Found(one.kind, one.score, one.origin, line.piece(one.start, one.end)) for one in entities)


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Join lines that stand side by side so closely that one value may have been cut in two."""
    waiting = lines[0]
    for line in lines[1:]:
        if line.left - waiting.right < _JOIN_GAP * min(waiting.tall, line.tall):
            waiting = join(waiting, line)
        else:
            yield waiting
            waiting = line
    yield waiting


def _across(row: Sequence[Line], find: Callable[[str], Sequence[Entity]]) -> Iterator[Found]:
    """Yield numbers whose groups stand far apart at even distances, proven by their check digits."""
    run: list[Line] = []
    for line in (*row, None):
        if line is not None and (not run or _is_even(run, line)):
            run.append(line)
            continue
        if len(run) > 1:
            joined = functools.reduce(join, run)
            borders = list(itertools.accumulate(len(piece.text) + 1 for piece in run[:-1]))
            proven = (one for one in find(joined.text) if one.score >= _PROVEN and one.kind in _WITH_CHECK_DIGITS)
            yield from _in_line(joined, (one for one in proven if any(one.start < at < one.end for at in borders)))
        run = [] if line is None else [line]


def _is_even(run: Sequence[Line], line: Line) -> bool:
    gap = line.left - run[-1].right
    gaps = [after.left - before.right for before, after in itertools.pairwise(run)][-1:]
    is_alike = all(gap < _ALIKE * other and other < _ALIKE * gap for other in gaps)
    return gap < _WIDE_GAP * line.tall and is_alike
