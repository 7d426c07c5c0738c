"""Find what a bought thing costs: its row by name, then the amount that is its total, its price, or its quantity.

Knows that descriptions and numbers may stand in neighbouring rows. Does not read whole tables (`tables.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from model_runtime.engines.reader.amount_roles import purpose_of
from model_runtime.engines.reader.amounts import Amount
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import has, letters, likeness
from model_runtime.reading.lines import Line

Wanted: TypeAlias = Literal["total", "price", "count"]

_SUMS = frozenset({FieldName.TOTAL, FieldName.SUBTOTAL, FieldName.NET})
_GOOD_MATCH = 0.7
_MORE_LINES = 3  # a description may run over this many further lines
_NUMBER = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?![\d%])(?!\s?%)")


@dataclass(frozen=True)
class _Match:
    line: Line
    likeness: float


def find_item(view: PageView, name: str, wanted: Wanted) -> list[Finding]:
    """Find a number of the item called `name`, best first; nothing where no row is like it."""
    found = list(_own_sums(view, name)) if wanted == "total" else []
    for match in _matches(view, name) if not found else ():
        rows = _number_rows(view, match.line)
        if not rows:
            continue
        finding = _choose(view, rows, wanted, match)
        if finding is not None:
            found.append(finding)
    return sorted(found, key=lambda finding: -finding.score)


def _own_sums(view: PageView, name: str) -> Iterator[Finding]:
    """Find what is printed as the sum of a part of the page: "Total part B"."""
    for line in view.lines:
        purpose = purpose_of(line.text)
        if purpose is None or purpose.role not in _SUMS or not has(line.text, (name,)):
            continue
        amounts = [*view.amounts_of(line), *(one for other in view.right_of(line) for one in view.amounts_of(other))]
        if amounts:
            yield Finding(amounts[-1].text, (amounts[-1].line,), 3.0, ("name",))


def _matches(view: PageView, name: str) -> Iterator[_Match]:
    wanted = letters(name)
    for line in view.lines:
        if not any(char.isalpha() for char in line.text) or purpose_of(line.text):
            continue
        best = _likeness(wanted, line.text)
        joined = line.text
        for other in _stack(view, line) if _begins(wanted, line.text) else ():
            joined += f" {other.text}"
            best = max(best, 0.99 * _likeness(wanted, joined))
        if best >= _GOOD_MATCH:
            yield _Match(line, best)


def _likeness(wanted: str, text: str) -> float:
    printed = letters(text)
    if wanted and wanted in printed:
        return 1.0 if len(printed) <= 2 * len(wanted) + 12 else 0.9
    if len(printed) >= 5 and wanted.startswith(printed):
        return 0.75 if len(printed) < 0.6 * len(wanted) else 0.85
    return likeness(wanted, text)


def _begins(wanted: str, text: str) -> bool:
    """Tell whether a line can be the first of a description that goes on below."""
    printed = letters(text)[: len(wanted)]
    return len(printed) > 2 and likeness(wanted[: len(printed)], printed) > 0.8


def _stack(view: PageView, line: Line) -> list[Line]:
    """Lines of the same column just below."""
    stack = [other for other in view.below(line) if abs(other.left - line.left) < 1.5 * line.tall]
    return stack[:_MORE_LINES]


def _number_rows(view: PageView, line: Line) -> list[int]:
    """Numbers of the rows that hold the item's amounts: its own, and neighbours that belong to it."""
    number = view.row_number(line)
    rows = [number] if _amounts_of_row(view, number, line) else []
    for following in (number + 1, number + 2):
        if following >= len(view.rows) or not _belongs(view, line, following, has_amounts=bool(rows)):
            break
        rows += [following] if _amounts_of_row(view, following, line) else []
    if not rows and number > 0 and line.top - view.rows[number - 1].bottom < 1.2 * line.tall:
        rows = [number - 1] if _amounts_of_row(view, number - 1, line) else []
    return rows


def _amounts_of_row(view: PageView, number: int, description: Line) -> list[Amount]:
    """Amounts of a row; numbers in the description's own column belong to the description."""
    return [
        amount
        for line in view.rows[number].lines
        for amount in view.amounts_of(line)
        if line is description or abs(line.left - description.left) > 1.5 * line.tall
    ]


def _belongs(view: PageView, line: Line, following: int, *, has_amounts: bool) -> bool:
    """A further row belongs to the item if it only holds numbers, or the item's own row holds none."""
    row = view.rows[following]
    if row.top - line.bottom > 3 * line.tall or any(purpose_of(other.text) for other in row.lines):
        return False
    only_numbers = not any(sum(c.isalpha() for c in other.text) > 3 for other in row.lines)
    return only_numbers or not has_amounts


def _choose(view: PageView, rows: Sequence[int], wanted: Wanted, match: _Match) -> Finding | None:
    amounts = [amount for row in rows for amount in _amounts_of_row(view, row, match.line)]
    product = _product(view, rows, amounts)
    if product is not None:
        count, price, total = product
        chosen = {"total": total.line, "price": price.line, "count": count}[wanted]
        rule = f"{count.text} × {price.text} = {total.text}"
        return Finding(chosen.text, (chosen,), 3 * match.likeness + 1.0, ("name", "quantity_times_price"), rule)
    if wanted == "count":
        return None
    if wanted == "price":
        piece = min(amounts, key=lambda amount: amount.line.right).line
    else:
        piece = max(_amounts_of_row(view, rows[-1], match.line), key=lambda amount: amount.line.right).line
    return Finding(piece.text, (piece,), 3 * match.likeness, ("name",))


def _product(view: PageView, rows: Sequence[int], amounts: Sequence[Amount]) -> tuple[Line, Amount, Amount] | None:
    """Quantity, unit price and total that multiply."""
    counts = [piece for row in rows for line in view.rows[row].lines for piece in _numbers(line)]
    for total in sorted(amounts, key=lambda amount: -amount.line.right):
        for price in amounts:
            for count in counts:
                if price is total or count.left == total.line.left or count.left == price.line.left:
                    continue
                if abs(_count_value(count.text) * price.value - total.value) < Decimal("0.006"):
                    return count, price, total
    return None


def _numbers(line: Line) -> Iterator[Line]:
    for match in _NUMBER.finditer(line.text):
        yield line.piece(match.start(), match.end())


def _count_value(text: str) -> Decimal:
    """Read a quantity: a whole number, or one with any decimals (`100,0000`)."""
    return Decimal(text.replace(",", "."))
