"""Say what each amount on a page is for, by the words in its row and at the head of its column.

A label's role follows from the classes of its words ("Total" + "excl" = net), so that unseen wordings work too. Does
not choose between amounts of the same role and does no sums (`totals.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from model_runtime.engines.reader import labels
from model_runtime.engines.reader.amounts import CURRENCY, Amount
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.payment_slips import head_above, slip_heads
from model_runtime.engines.reader.text_keys import has, letters
from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line

_CURRENCY_BEHIND = re.compile(rf"\s*\(?{CURRENCY}\)?\s*[:.]?\s*$")
_HEADER_CELLS = 2
_HEADER_REACH = 3  # a header may be broken over this many rows


@dataclass(frozen=True)
class Purpose:
    """A role and how plainly the label says so, 1 (hint) to 3 (says it all)."""

    role: FieldName
    strength: float


@dataclass(frozen=True)
class RoledAmount:
    """An amount, the line it stands in, its purpose and the words that gave it."""

    amount: Amount
    line: Line
    purpose: Purpose | None
    label: str
    label_line: Line | None = None
    in_summary: bool = False
    header_row: int | None = None


def roled_amounts(view: PageView) -> tuple[RoledAmount, ...]:
    """Give every amount of a page its role, where words give one."""
    headers = _header_rows(view)
    slips = slip_heads(view)
    found: list[RoledAmount] = []
    for number, row in enumerate(view.rows):
        inside = [(amount, line) for amount, line in view.amounts if view.row_number(line) == number]
        header = next((h for h in reversed(headers) if h.last_row < number), None)
        row_found = [_roled(amount, line, row, header, len(inside)) for amount, line in inside]
        found.extend(_on_slip(one, slips) for one in _with_tax_pair(row_found, row))
    return tuple(found)


def _on_slip(one: RoledAmount, heads: tuple[Line, ...]) -> RoledAmount:
    """Call what stands below a payment slip's heads the total, where no words beside it say something else."""
    head = head_above(one.amount, heads) if one.purpose is None else None
    return one if head is None else replace(one, purpose=Purpose(FieldName.TOTAL, 2), label=head.text, label_line=head)


@dataclass(frozen=True)
class _Header:
    """Head of a table: its cells with their roles, the last row it covers, and whether it sums taxes up."""

    cells: tuple[tuple[Line, Purpose | None], ...]
    last_row: int
    is_summary: bool


def purpose_of(label: str) -> Purpose | None:
    """Give the role that a row's label names."""
    if not label.strip():
        return None
    special = _special_role(label)
    if special is not None:
        return special
    is_tax, is_net = has(label, labels.TAX_WORDS), has(label, labels.NET_WORDS)
    is_gross, is_total = has(label, labels.GROSS_WORDS), has(label, labels.TOTAL_WORDS)
    is_strong = _is_strong(label)
    if is_tax and has(label, labels.CONTAINED_WORDS):
        return Purpose(FieldName.TAX, 2)
    if has(label, labels.SUBTOTAL_WORDS):
        return Purpose(FieldName.SUBTOTAL, 2)
    if is_net and not is_gross and not is_strong:
        return Purpose(FieldName.NET, 3 if is_total or is_tax else 2)
    if is_gross and (is_total or is_tax):
        return Purpose(FieldName.TOTAL, 3 if is_total else 1.5)
    if is_tax and not is_strong:
        return Purpose(FieldName.TAX, 3 if is_total else 2)
    if is_strong:
        return Purpose(FieldName.TOTAL, 3)
    if is_total:
        return Purpose(FieldName.TOTAL, 2)
    return Purpose(FieldName.TOTAL, 1) if is_gross else None


def _is_strong(label: str) -> bool:
    """Tell whether a label can only name a total; "Gesamtbetrag" does where no other word says of what."""
    bare = {letters(word) for word in labels.SUM_WORDS}
    return has(label, labels.STRONG_TOTAL_WORDS) or letters(_CURRENCY_BEHIND.sub("", label)) in bare


def _special_role(label: str) -> Purpose | None:
    """Roles that win over the word "total" in the same label."""
    order = (
        (labels.CHANGE_WORDS, FieldName.CHANGE),
        (labels.ROUNDING_WORDS, FieldName.ROUNDING),
        (labels.CARRIED_WORDS, FieldName.CARRIED),
        (labels.DUE_WORDS, FieldName.DUE),
        (labels.PAID_WORDS, FieldName.PAID),
        (labels.DISCOUNT_WORDS, FieldName.DISCOUNT),
        (labels.CASH_WORDS, FieldName.CASH),
        (labels.SURCHARGE_WORDS, FieldName.SURCHARGE),
    )
    if _is_strong(label) and not has(label, labels.CHANGE_WORDS):
        return None
    return next((Purpose(role, 3 if role == FieldName.DUE else 2) for words, role in order if has(label, words)), None)


def _is_label(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= 2


def _label_of(amount: Amount, line: Line, row: Row) -> tuple[str, Line | None]:
    """The nearest words on the left that name a role; else the nearest words."""
    cut = next((i for i, edge in enumerate(line.edges) if edge >= amount.line.left - 0.5), 0)
    own = _own_label(line.text[:cut])
    pieces = [(own, line)] if _is_label(own) else []
    pieces += [(other.text, other) for other in reversed(row.lines) if other.left < line.left and _is_label(other.text)]
    named = next(((text, piece) for text, piece in pieces if purpose_of(text) or has(text, labels.COUNT_WORDS)), None)
    if named is not None:
        return named
    return pieces[0] if pieces else ("", None)


def _own_label(before: str) -> str:
    """Words in front of an amount on its own line, without what belongs to an amount before it."""
    segments = re.split(r"(?<=\d{2})[\s,;]+|[,;]\s+", before.strip())
    return segments[-1].strip() if segments[-1].endswith(":") else before.strip()


def _roled(amount: Amount, line: Line, row: Row, header: "_Header | None", in_row: int) -> RoledAmount:
    label, label_line = _label_of(amount, line, row)
    purpose = purpose_of(label)
    if has(label, labels.CONTAINED_WORDS) and amount.text.startswith("("):
        amount = replace(amount, value=abs(amount.value))  # brackets mean "of which", not a minus
    is_count = has(label, labels.COUNT_WORDS) and purpose is not None and purpose.strength < 3
    if is_count and not amount.has_currency and not has(label, labels.SUBTOTAL_WORDS):
        purpose = None
    column = _column_purpose(header, amount.line)
    is_summary = header is not None and header.is_summary
    generic = purpose is None or (
        purpose.role in (FieldName.TOTAL, FieldName.TAX, FieldName.SUBTOTAL) and not _is_strong(label)
    )
    if column is not None and generic and (in_row >= 2 or (is_summary and purpose is None)):
        is_total_row = purpose is not None and purpose.role == FieldName.TOTAL
        purpose = Purpose(
            column.role, column.strength + (1 if is_total_row and column.role != FieldName.SUBTOTAL else 0)
        )
    return RoledAmount(amount, line, purpose, label, label_line, is_summary, header.last_row if header else None)


def _column_purpose(header: "_Header | None", piece: Line) -> Purpose | None:
    if header is None:
        return None
    near = [
        (abs(cell.center - piece.center) / max(cell.width, piece.width), purpose)
        for cell, purpose in header.cells
        if min(cell.right, piece.right) > max(cell.left, piece.left)
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _header_rows(view: PageView) -> list[_Header]:
    with_amounts = {view.row_number(line) for _, line in view.amounts}
    headers: list[_Header] = []
    number = 0
    while number < len(view.rows):
        group = _header_group(view.rows, number, with_amounts)
        if group:
            cells = _merged_cells([line for row in group for line in row.lines])
            headers.append(_header(cells, number + len(group) - 1))
        number += max(1, len(group))
    return headers


def _header_group(rows: Sequence[Row], start: int, with_amounts: set[int]) -> list[Row]:
    """The rows that form one head, beginning at `start`; empty where no head begins."""
    group: list[Row] = []
    for number in range(start, min(start + _HEADER_REACH, len(rows))):
        if number in with_amounts or (group and not _is_close(rows[number - 1], rows[number])):
            break
        if not any(column_class(line.text) for line in rows[number].lines):
            break
        group.append(rows[number])
    classes = [cls for row in group for line in row.lines if (cls := column_class(line.text))]
    return group if len(classes) >= _HEADER_CELLS and max(len(row.lines) for row in group) >= _HEADER_CELLS else []


def _is_close(upper: Row, lower: Row) -> bool:
    return lower.top - upper.bottom < 0.8 * (upper.bottom - upper.top)


def _merged_cells(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Join what stands over each other into one cell; the widest line gives the place."""
    cells: list[tuple[Line, str]] = []
    for line in sorted(lines, key=lambda line: -line.width):
        home = next((i for i, (cell, _) in enumerate(cells) if cell.left <= line.center <= cell.right), None)
        if home is None:
            cells.append((line, line.text))
        else:
            cells[home] = (cells[home][0], f"{cells[home][1]} {line.text}")
    return cells


def is_table_head(row: Row) -> bool:
    """Tell whether a row holds the heads of a table's columns."""
    return sum(column_class(line.text) is not None for line in row.lines) >= _HEADER_CELLS


def column_class(text: str) -> str | None:
    """Return what the head of a column says that its cells are; None where it says nothing."""
    classes = (
        ("item", labels.DESCRIPTION_WORDS),
        ("count", labels.COUNT_WORDS),
        ("net", labels.NET_WORDS),
        ("gross", labels.GROSS_WORDS),
        ("tax", labels.TAX_WORDS),
        ("unit", labels.UNIT_PRICE_WORDS),
        ("amount", labels.ITEM_TOTAL_WORDS + labels.AMOUNT_WORDS),
    )
    return next((name for name, words in classes if has(text, words)), None)


def _header(cells: Sequence[tuple[Line, str]], last_row: int) -> _Header:
    classes = {column_class(text) for _, text in cells}
    has_tax = "tax" in classes and not all("%" in text for _, text in cells if column_class(text) == "tax")
    is_summary = has_tax and not classes & {"item", "count", "unit"}
    roles = tuple((cell, _column_role(text, is_summary=is_summary, has_tax=has_tax)) for cell, text in cells)
    return _Header(roles, last_row, is_summary)


def _column_role(text: str, *, is_summary: bool, has_tax: bool) -> Purpose | None:
    match column_class(text):
        case "net":
            return Purpose(FieldName.NET, 1.5)
        case "gross":
            return Purpose(FieldName.TOTAL, 1.5)
        case "tax":
            is_rate = "%" in text or (has(text, labels.RATE_WORDS) and not has(text, labels.AMOUNT_WORDS))
            return None if is_rate else Purpose(FieldName.TAX, 1.5)
        case "amount" if is_summary and not has(text, labels.TOTAL_WORDS):
            return Purpose(FieldName.NET, 1.5)
        case "amount" if has_tax:
            return Purpose(FieldName.TOTAL, 1)
        case _:
            return None


def _with_tax_pair(row_found: list[RoledAmount], row: Row) -> list[RoledAmount]:
    """In "USt. 19 % auf 198,00  37,62" the first amount is what is taxed and the second the tax."""
    if len(row_found) < 2 or not has(row.text, labels.TAX_WORDS):
        return row_found
    base, tax = row_found[-2], row_found[-1]
    for rate in _rates(row.text):
        if abs(float(base.amount.value) * rate / 100 - float(tax.amount.value)) <= 0.011 and tax.amount.value > 0:
            pair = [
                replace(part, purpose=Purpose(role, 2)) for part, role in ((base, FieldName.NET), (tax, FieldName.TAX))
            ]
            return [*row_found[:-2], *pair]
    return row_found


def _rates(text: str) -> list[float]:
    """Percentages that may be tax rates."""
    return [float(m[1].replace(",", ".")) for m in re.finditer(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%", text)]


def rates_on(view: PageView) -> tuple[float, ...]:
    """All different percentages printed on a page that may be tax rates, without 0."""
    return tuple(sorted({rate for row in view.rows for rate in _rates(row.text) if 0 < rate <= 30}))
