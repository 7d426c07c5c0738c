"""Name what personal data is: kinds, and a found piece of text with its kind. Finds nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """What a piece of text may be. Wire values are the `kind` of regions and the keys of policies."""

    PERSON = "PERSON"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    ADDRESS = "ADDRESS"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    NATIONAL_ID = "NATIONAL_ID"
    IBAN = "IBAN"
    CREDIT_CARD = "CREDIT_CARD"
    VAT_ID = "VAT_ID"
    TAX_ID = "TAX_ID"
    MEDICAL_RECORD_NUMBER = "MEDICAL_RECORD_NUMBER"
    LICENCE_PLATE = "LICENCE_PLATE"
    IP_ADDRESS = "IP_ADDRESS"
    SIGNATURE = "SIGNATURE"
    GIVEN_WORD = "GIVEN_WORD"


@dataclass(frozen=True)
class Entity:
    """A piece of a text that is personal.

    Attributes:
        start, end: characters of the text, `end` excluded.
        score: certainty in 0..1. From 0.9: proven by check digits or a form nothing else has; from 0.7: a label or two
            independent signs; from 0.5: one sign.
        origin: the rule that found it, a stable word. Never a part of the text.
    """

    kind: EntityKind
    start: int
    end: int
    score: float
    origin: str


def resolved(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return entities in the order of the text, of which none lies in a surer one.

    Those that merely overlap all stay: what two rules want hidden is hidden.
    """
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (-one.score, one.start - one.end, one.start, one.kind)):
        if not any(other.start <= entity.start and entity.end <= other.end for other in kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end)))
