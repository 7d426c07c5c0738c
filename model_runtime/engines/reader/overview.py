"""Say what a page is and what it states: its kind, its fields, its tables and codes.

Knows only what was read; what a picture shows is beyond it. Does not answer single questions (`answers.py`).
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from model_runtime.engines.reader import labels
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.tables import find_tables
from model_runtime.engines.reader.text_keys import has
from model_runtime.protocol.payloads import Field

PageKind: TypeAlias = Literal["blank", "picture", "receipt", "invoice", "text"]

OVERVIEW_FIELDS = (
    FieldName.COMPANY,
    FieldName.ADDRESS,
    FieldName.BUYER,
    FieldName.NUMBER,
    FieldName.DATE,
    FieldName.DUE_DATE,
    FieldName.DELIVERY_DATE,
    FieldName.NET,
    FieldName.TAX,
    FieldName.TOTAL,
    FieldName.IBAN,
    FieldName.BIC,
    FieldName.VAT_ID,
    FieldName.PHONE,
    FieldName.EMAIL,
    FieldName.WEBSITE,
)
"""What a structured answer about an invoice or a receipt states, in this order."""

_BLANK_CONTRAST = 6.0  # grey levels of 255, standard deviation
_TEXT_SHARE = 0.05  # of the area covered by lines: below it a page may be a picture with some words
_SOME_LINES, _SOME_LETTERS = 6, 60  # with so many it has more than a little text, however small that is set
_RECEIPT_SHAPE = 0.62  # width by height of a till roll
_FIRST_LINES = 8

KIND_SENTENCES: dict[PageKind, str] = {
    "blank": "A blank page: no text was found.",
    "picture": "A picture with little or no text. What it shows, the built-in reader cannot tell.",
    "receipt": "A receipt.",
    "invoice": "An invoice.",
    "text": "A page of text.",
}


def page_kind(view: PageView) -> PageKind:
    """Say what kind of page this is."""
    page = view.page
    area = sum(line.width * line.height for line in page.lines) / max(1, page.width * page.height)
    if not page.lines:
        return "blank" if page.contrast < _BLANK_CONTRAST else "picture"
    has_total = any(has(line.text, labels.TOTAL_WORDS + labels.DUE_WORDS) for line in page.lines) and bool(view.amounts)
    if has_total and (page.width < _RECEIPT_SHAPE * page.height or _is_till_roll(view)):
        return "receipt"
    if has_total or any(has(line.text, labels.DOCUMENT_WORDS) for line in view.lines[:_FIRST_LINES]):
        return "invoice" if view.amounts else "text"
    letters = sum(len(line.text) for line in page.lines)
    has_some = len(page.lines) >= _SOME_LINES and letters >= _SOME_LETTERS
    return "text" if has_some or area >= _TEXT_SHARE else "picture"


def _is_till_roll(view: PageView) -> bool:
    has_change = any(has(line.text, labels.CHANGE_WORDS) for line in view.lines)
    return has_change and any(has(line.text, labels.CASH_WORDS) for line in view.lines)


def description(view: PageView, fields: Sequence[Field]) -> str:
    """Describe one page in a few lines: kind, fields, amount of text, tables, codes, faces if they were counted."""
    kind = page_kind(view)
    parts = [KIND_SENTENCES[kind]]
    parts += [f"{field.name}: {field.value}" for field in fields] if kind in ("receipt", "invoice") else []
    if view.lines:
        parts.append(f"Text: {_counted(len(view.lines), 'line')}.")
        if kind in ("text", "picture"):
            parts.append("It begins: " + " / ".join(line.text for line in view.lines[:_FIRST_LINES]))
    for table in find_tables(view):
        parts.append(f"Table: {_counted(len(table.rows), 'row')}, {_counted(len(table.cells[0]), 'column')}.")
    parts += [f"Code: {code.text}" for code in view.page.codes]
    if view.page.faces is not None:
        parts.append(f"Faces: {len(view.page.faces)}.")
    return "\n".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
