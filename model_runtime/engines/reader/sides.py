"""Say whether a line of an invoice is about its seller or its buyer: by its own words, or by the heading of its block.

Does not find their names (`parties.py`, `recipients.py`).
"""

import re

from model_runtime.engines.reader import labels
from model_runtime.engines.reader.amount_roles import is_table_head, purpose_of
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import first_of, has, letters
from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line

_REACH = 24  # letter heights: a block is not longer
_COLUMN = 0.6  # of the page's width: a heading is not further left of what it heads
_INFORMATION = re.compile(
    r"\W*(?:information(?:en)?|angaben|daten|details|données)?\s*(?:on|about|of|zum|zur|des|der|du|de la|sur)?\s*(?:the|le|la|l['’])?\s*",
    re.IGNORECASE,
)


def side_of(view: PageView, line: Line) -> FieldName | None:
    """Return BUYER or COMPANY, or None where no words tell."""
    beside = view.left_of(line)[:1]
    for text in (line.text, *(other.text for other in beside)):
        if has(text, labels.BUYERS_WORDS):
            return FieldName.BUYER
        if has(text, labels.SELLERS_WORDS):
            return FieldName.COMPANY
    above = [other for other in view.lines if 0 < line.middle - other.middle <= _REACH * view.height_px]
    left = min(one.left for one in (line, *beside) if one is line or one.text.rstrip().endswith(":"))
    near = [other for other in above if -3 * line.tall <= left - other.left < _COLUMN * view.page.width]
    headed = [(other, side) for other in near if (side := heading_of(other.text))]
    if not headed:
        return None
    heading, side = max(headed, key=lambda pair: (pair[0].middle, pair[0].left))
    return None if _is_parted(view, heading, line) else side


def _is_parted(view: PageView, heading: Line, line: Line) -> bool:
    """Tell whether the goods or the sums stand between a heading and a line: below them its block is at an end."""
    between = view.rows[view.row_number(heading) + 1 : view.row_number(line)]
    return any(is_table_head(row) or _is_sum(view, row, line) for row in between)


def _is_sum(view: PageView, row: Row, line: Line) -> bool:
    """Tell whether a row begins where a block's lines do and says what its amount is for."""
    first = row.lines[0]
    begins_there = first.left < line.right and purpose_of(first.text) is not None
    return begins_there and any(view.amounts_of(other) for other in row.lines)


def heading_of(text: str) -> FieldName | None:
    """Return whose block a line heads: "Käufer:", "Bill to", "Informationen zum Verkäufer", "SELLER: Acme"."""
    for side in (FieldName.BUYER, FieldName.COMPANY):
        hit = first_of(text, LABELS[side])
        if hit is None or not _INFORMATION.fullmatch(text[: hit.start]):
            continue
        behind = text[hit.end :].strip()
        if not letters(behind) or behind.startswith((":", "/")):
            return side
    return None
