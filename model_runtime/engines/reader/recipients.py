"""Find who a document is for: the name under a label ("Bill to", "Käufer"), or in a letter's address window.

Does not decide who issued it (`parties.py`).
"""

from collections.abc import Iterator

from model_runtime.engines.reader import identifiers, labels
from model_runtime.engines.reader.amount_roles import is_table_head
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labelled import labelled
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.names import (
    POSTCODE,
    SENDER_MARK,
    can_be_name,
    has_legal_form,
    is_detail,
    is_street,
    name_piece,
)
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.sides import heading_of
from model_runtime.engines.reader.text_keys import has, letters
from model_runtime.reading.lines import Line

_WINDOW_TOP, _WINDOW_BOTTOM, _WINDOW_RIGHT = 0.06, 0.5, 0.72  # of the page: where a letter shows its recipient
_MOST_LINES = 6
_LINE_PITCH = 4.5  # letter heights between the lines of an address, at most
_MOST_TOWN_WORDS = 5
_FOOT = 0.8  # of the page: below it is its foot
_LETTERHEAD = 0.14  # of the page: who stands first up here introduces himself
_WEAKEST = 0.3  # score below which an address is nobody the document is plainly for
_PERSONS = ("attn", "à l'attention de", "t.a.v.", "z. hd.", "guest", "patient")
"""Labels of somebody at the buyer's, where the buyer is named as well."""

_OTHER_LABELS = (
    *LABELS[FieldName.CUSTOMER_NUMBER],
    *LABELS[FieldName.VAT_ID],
    *LABELS[FieldName.EMAIL],
    *("no", "nr", "n°", "number", "nummer", "id", "code", "ref", "reference", "référence", "contact", "service"),
)
_NAME_LABELS = tuple(
    map(letters, ("name", "firmenname", "company name", "nom", "naam", "nombre", "raison sociale", "firma"))
)
_HEADING_REACH = 9  # letter heights below "Seller" in which the name stands


def find_recipients(view: PageView) -> list[Finding]:
    """Give who the document may be for, best first."""
    found = [*labelled_names(view, LABELS[FieldName.BUYER], 3.0), *_address_windows(view)]
    return sorted(found, key=lambda finding: -finding.score)


def labelled_names(view: PageView, words: tuple[str, ...], base: float) -> Iterator[Finding]:
    """Give names that stand beside or below any of `words`."""
    headings: set[int] = set()
    for hit in labelled(view, words):
        at = hit.label.text.find(hit.word)
        rest = hit.label.text[at + len(hit.word) :]
        extra = len(letters(hit.label.text)) - hit.weight
        is_answered = hit.place == "below" and extra > 0 and ":" in hit.label.text.rstrip(" :")
        is_heading = hit.place == "below" and heading_of(hit.label.text) is not None
        if is_answered or (at > 3 and not is_heading) or (hit.place != "behind" and extra > 8 and not is_heading):
            continue
        if has(rest.split(":")[0], _OTHER_LABELS) or is_table_head(view.rows[view.row_number(hit.label)]):
            continue  # "Customer No.", or a column's
        if hit.place != "behind" and any(char.isdigit() for char in rest):
            continue  # a value that begins like a label, "CUSTOMER-1"
        if hit.place == "behind":
            value = name_piece(hit.value) if ":" in hit.label.text else None
        elif hit.place == "right":
            value = name_piece(hit.value)
        else:
            value = None if id(hit.label) in headings else _name_below(view, hit.label)
            headings.add(id(hit.label))
        if value is not None and not is_street(value.text) and not has(value.text, LABELS[FieldName.ADDRESS]):
            order = {"behind": 0.3, "right": 0.2, "below": 0.4}[hit.place]
            person = 0.7 if has(hit.word, _PERSONS) else 0.0
            yield Finding(value.text, (value,), base + order + 0.05 * hit.weight - person, ("label",))


def _name_below(view: PageView, heading: Line) -> Line | None:
    """Below "Seller": the value of "Name:" where the block has one, else its first line that can be a name."""
    reach = heading.middle + _HEADING_REACH * heading.tall
    column = [
        line
        for line in view.lines
        if heading.middle + heading.tall / 2 < line.middle <= reach
        and line.left < heading.right + 2 * heading.tall
        and line.right > heading.left - heading.tall
    ]
    for line in column[:6]:
        if letters(line.text) in _NAME_LABELS:
            beside = view.right_of(line)[:1]
            return name_piece(beside[0]) if beside else None
    aligned = [line for line in column[:6] if abs(line.left - heading.left) < 4 * heading.tall]
    found = [name_piece(line) for line in aligned[:4] if not _is_detail_row(view, line)]
    names = [name for name in found if name is not None]
    firms = [name for name in names[:2] if has_legal_form(name.text)]
    return next(iter([*firms, *names]), None)


def _is_detail_row(view: PageView, line: Line) -> bool:
    """Tell whether a line of a party's block is a label with its value, "Number : 471"."""
    beside = view.right_of(line)[:1]
    return ":" in line.text or any(other.text.startswith(":") for other in beside)


def _address_windows(view: PageView) -> Iterator[Finding]:
    """The recipient's lines above a postcode in the upper part of a letter."""
    for line in view.lines:
        y, x = line.middle / max(1, view.page.height), line.left / max(1, view.page.width)
        inside = _WINDOW_TOP < y < _WINDOW_BOTTOM and x < _WINDOW_RIGHT
        if not inside or not _is_town(line) or SENDER_MARK.search(line.text):
            continue
        block = _block_above(view, line)
        names = [one for one in block if can_be_name(one) and not is_street(one.text)]
        if not names or any(has(one.text, labels.DETAIL_WORDS) for one in block):
            continue
        greeted = next((n for n, one in enumerate(names[:-1]) if _is_salutation(one.text)), None)
        pieces = tuple(names[greeted : greeted + 2]) if greeted is not None else (names[0],)
        text = " ".join(piece.text for piece in pieces)
        score = 1.6 + (1.0 if greeted is not None else 0.0) - 0.8 * x
        score -= 0.7 if has_legal_form(pieces[0].text) else 0.0
        score -= 1.0 if identifiers.is_in_domain(text, view.domains) else 0.0
        score -= 1.0 if any(has(other.text, labels.DETAIL_WORDS) for other in list(view.below(line))[:2]) else 0.0
        score -= 1.5 if _is_in_foot(view, text) else 0.0
        score -= 1.5 if pieces[0].top < _LETTERHEAD * view.page.height and not _has_name_above(view, pieces[0]) else 0.0
        if score >= _WEAKEST:
            yield Finding(text, pieces, score, ("address_window",))


def _is_in_foot(view: PageView, name: str) -> bool:
    """Tell whether a name is printed at the page's foot, where only its issuer stands."""
    foot = [line for line in view.lines if line.middle > _FOOT * view.page.height]
    return any(letters(name) in letters(line.text) for line in foot)


def _has_name_above(view: PageView, line: Line) -> bool:
    return any(name_piece(other) is not None for other in view.lines if other.bottom < line.top)


def _is_town(line: Line) -> bool:
    """Tell whether a line is the last of an address: a postcode and a town, nothing else."""
    return bool(POSTCODE.search(line.text)) and len(line.text.split()) <= _MOST_TOWN_WORDS and not is_detail(line)


def _is_salutation(text: str) -> bool:
    return letters(text) in tuple(map(letters, labels.SALUTATIONS))


def _block_above(view: PageView, line: Line) -> list[Line]:
    """Lines that stack up above `line` with the same left edge, top first."""
    block: list[Line] = []
    lower = line
    for other in reversed([one for one in view.lines if one.middle < line.middle]):
        if SENDER_MARK.search(other.text) and POSTCODE.search(other.text):
            break
        is_near = lower.middle - other.middle < _LINE_PITCH * max(line.tall, other.tall)
        if is_near and abs(other.left - line.left) < 1.2 * line.tall:
            block.insert(0, other)
            lower = other
        if len(block) == _MOST_LINES:
            break
    return block
