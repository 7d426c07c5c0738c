"""Tell the seller's VAT number from the buyer's: by the words beside it, the heading of its block, the name above it.

Finds no numbers itself (`fields.py`, `identifiers.py`).
"""

from collections.abc import Sequence
from dataclasses import replace

from model_runtime.engines.reader import fields
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.sides import side_of
from model_runtime.engines.reader.text_keys import letters
from model_runtime.reading.lines import Line

_REACH = 12  # letter heights below a name in which its number stands


def find_vat_id(view: PageView, name: FieldName, buyers: Sequence[Finding]) -> list[Finding]:
    """Find the VAT number of the seller (VAT_ID) or of the buyer (BUYER_VAT_ID); best first."""
    found = fields.find_identifier(view, FieldName.VAT_ID)
    sides = [_side(view, one) for one in found]
    if not any(sides) and len(found) > 1:  # no word tells: what stands below the buyer's name is the buyer's
        names = [line for buyer in buyers[:1] for line in view.lines if letters(line.text) == letters(buyer.text)]
        under = [any(_is_under(name, line) for name in names for line in _lines_of(view, one)) for one in found]
        sides = [FieldName.BUYER if one and not all(under) else None for one in under]
    wanted = FieldName.BUYER if name == FieldName.BUYER_VAT_ID else FieldName.COMPANY
    told = [_supported(one) for one, side in zip(found, sides, strict=True) if side == wanted]
    if wanted == FieldName.BUYER:
        return told
    rest = [one for one, side in zip(found, sides, strict=True) if side is None]
    if not told and any(_is_other(one, rest[0]) for one in rest):
        return [replace(one, supports=("label",)) for one in rest]  # nothing tells whose they are
    return fields.with_only(sorted([*told, *rest], key=lambda one: -one.score))


def _side(view: PageView, finding: Finding) -> FieldName | None:
    """Whose a number is by the words beside it, wherever it is printed."""
    return next((side for line in _lines_of(view, finding) if (side := side_of(view, line))), None)


def _lines_of(view: PageView, finding: Finding) -> list[Line]:
    return [line for line in view.lines if letters(finding.text) in letters(line.text)]


def _is_under(name: Line, line: Line) -> bool:
    below = line.middle - name.middle
    return 0 < below <= _REACH * max(name.tall, line.tall) and abs(line.left - name.left) < 3 * name.tall


def _is_other(finding: Finding, first: Finding) -> bool:
    """Tell whether a number is another's, and not a part of the first."""
    return bool(finding.supports) and letters(finding.text) not in letters(first.text)


def _supported(finding: Finding) -> Finding:
    return replace(finding, score=finding.score + 1.0, supports=(*finding.supports, "side"))
