"""Find numbers that states give to people and firms: identity, social security, tax and value-added tax.

Which numbers there are, and which of them need a label beside them, is listed in `state_numbers.py`. Numbers without
proof or a form of their own are found by their labels only (`labelled.py`).
"""

from collections.abc import Iterator, Sequence

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.labels import label_words
from model_runtime.redaction.entities.proven import proven_in
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.state_numbers import LABELLED, STATE_NUMBERS

_FAMILY = (EntityKind.NATIONAL_ID, EntityKind.TAX_ID, EntityKind.VAT_ID)
_OWN_PROOF = 0.9
_BEFORE, _BEHIND = 60, 20  # letters between a label and its number, and between a number and "(PESEL)" behind it


def national_ids_in(line: Readable) -> Iterator[Entity]:
    """Yield numbers whose form and check digits are those of a state's."""
    if not any(sign.isdigit() or sign == "<" for sign in line.folded):
        return
    words = label_words(line)
    has_label = any(kind in _FAMILY for kind, _, _ in words)
    for number in STATE_NUMBERS:
        if not (number.alone or has_label):
            continue
        for text in line.number_forms:
            for start, end in proven_in(number.pattern, text, number.is_proof):
                is_announced = has_label and _is_announced(words, start, end)
                score = max(number.alone, LABELLED) if is_announced else number.alone
                if score < _OWN_PROOF and _is_of_something_else(line, words, start):
                    continue  # "GTIN 2001015001325"
                if score:
                    yield Entity(number.kind, start, end, score, number.origin)


def _is_of_something_else(line: Readable, words: Sequence[tuple[EntityKind | None, int, int]], start: int) -> bool:
    """Tell whether the label of a thing stands just before a number: an article's, an invoice's."""
    return any(kind is None and not line.folded[end:start].strip(" :=#.-") for kind, _, end in words if end <= start)


def _is_announced(words: Sequence[tuple[EntityKind | None, int, int]], start: int, end: int) -> bool:
    """Tell whether the label nearest before a number is of the family; where none is before it, the one behind it."""
    before = [(kind, at) for kind, _, at in words if at <= start]
    if before:
        kind, at = before[-1]
        return kind in _FAMILY and start - at <= _BEFORE
    behind = next(((kind, at) for kind, at, _ in words if at >= end), None)
    return behind is not None and behind[0] in _FAMILY and behind[1] - end <= _BEHIND
