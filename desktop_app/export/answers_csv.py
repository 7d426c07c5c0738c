"""Write answers as CSV (RFC 4180) that a spreadsheet opens and in which it computes nothing.

A cell that begins like a formula is kept from being one (OWASP, "CSV injection"): whoever prints `=HYPERLINK(…)` on an
invoice wants it computed on the machine of whoever reads the answers. Numbers stay numbers, with sign and currency.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from desktop_app.export.taken_answers import Table, TakenAnswer, page_words
from desktop_app.foundation.plain_text import plain_lines

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for the system's old encoding."""

_HEAD = ("document", "question", "field", "value", "mark", "pages", "places", "state")
_TAIL = ("model", "policy", "version")

_BEGINS_FORMULA = re.compile(r"[\s\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]")
_ENDS_CELL = re.compile(r"([;\t\r\n])")
_NUMBER = re.compile(r"[+-]?[\d.,' \u00a0\u202f]*\d[\d.,' \u00a0\u202f]*-?(?: ?(?:[A-Z]{3}|[€$£¥%]))?")


def safe_cell(text: str, *, begins_line: bool = False) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.

    It goes there, too, behind what other spreadsheets separate cells with: where decimals have a comma, files of commas are
    cut at their semicolons, quoted or not. What lies behind such a cut, or `begins_line`, goes on in the next cell there: a
    number with a sign is the beginning of a formula, too.
    """
    first, *others = _ENDS_CELL.split(text)
    is_number = not begins_line and _NUMBER.fullmatch(text)
    marked = f"'{first}" if _is_formula(text) and not is_number else first
    for separator, piece in zip(others[::2], others[1::2], strict=True):
        marked += separator + (f"'{piece}" if _is_formula(piece) else piece)
    return marked


def _is_formula(text: str) -> bool:
    """Tell whether a cell that begins so would be computed; neither what nobody sees nor a quote hides a beginning."""
    return bool(_BEGINS_FORMULA.match(plain_lines(text)))


def answers_csv(answers: Sequence[TakenAnswer]) -> str:
    """Return a row for each answer, or for each of its fields; a single table as its own rows, with what made it behind.

    Several tables of one answer follow each other, a blank line between two.
    """
    if len(answers) == 1 and answers[0].tables:
        written = [_written(_table_rows(answers[0], table)) for table in answers[0].tables]
        return BYTE_ORDER_MARK + "\r\n".join(written)
    return BYTE_ORDER_MARK + _written([(*_HEAD, *_TAIL), *(row for answer in answers for row in _rows(answer))])


def _rows(answer: TakenAnswer) -> Iterable[Sequence[str]]:
    made_by = (answer.model, answer.policy, answer.version)
    for field in answer.fields:
        place = (field.mark, page_words(field.pages), answer.place_words(field.pages), _state(answer))
        yield (answer.document, answer.question, field.name, field.value, *place, *made_by)
    if not answer.fields:
        place = (answer.mark, page_words(answer.pages), answer.place_words(answer.pages), _state(answer))
        yield (answer.document, answer.question, "", answer.answer, *place, *made_by)


def _state(answer: TakenAnswer) -> str:
    """Return how an answer ended, and what has to stand with it: a column of its own would be another file for who reads it."""
    return "; ".join(word for word in (answer.state, answer.note) if word)


def _table_rows(answer: TakenAnswer, table: Table) -> Iterable[Sequence[str]]:
    first, *others = table
    mark = "; ".join(word for word in (answer.mark, answer.note) if word)
    places = answer.place_words(answer.pages)
    about = (answer.document, places or page_words(answer.pages), mark, answer.model, answer.policy, answer.version)
    yield (*first, "document", "places" if places else "pages", "mark", *_TAIL)
    for row in others:
        yield (*row, *about)


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [safe_cell(cell, begins_line=column == 0) for column, cell in enumerate(row)] for row in rows
    )
    return out.getvalue()
