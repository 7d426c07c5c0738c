"""Find all personal data in one line of text. The one place that lists the rules; contains none.

Reads no pixels, knows no page: see `page_entities.py`.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

from model_runtime.redaction.entities.accounts import accounts_in, cards_in
from model_runtime.redaction.entities.addresses import addresses_in
from model_runtime.redaction.entities.chinese_names import chinese_names_in
from model_runtime.redaction.entities.entity import Entity, resolved
from model_runtime.redaction.entities.labelled import labelled_in
from model_runtime.redaction.entities.national_ids import national_ids_in
from model_runtime.redaction.entities.network_addresses import emails_in, ip_addresses_in
from model_runtime.redaction.entities.person_names import person_names_in
from model_runtime.redaction.entities.phones import phones_in
from model_runtime.redaction.entities.plates import plates_in
from model_runtime.redaction.entities.readable import Readable

MAX_CHARACTERS = 2000
"""A printed line has 200. A longer one is read in pieces: no rule's time may grow with the square of a hostile line."""

_PIECES_SHARE = 200

_RULES = (
    accounts_in, cards_in, national_ids_in, emails_in, ip_addresses_in, phones_in, plates_in, labelled_in, addresses_in,
    person_names_in, chinese_names_in,
)  # fmt: skip


class Words(Protocol):
    """Words to look for, whatever they are."""

    def found_in(self, line: Readable) -> Iterator[Entity]:
        """Yield every place where one stands."""
        ...


def entities_in(text: str, *words: Words) -> tuple[Entity, ...]:
    """Return the personal data in `text`, in its order, and `words`; pieces of different kinds may overlap."""
    found: list[Entity] = []
    for start in range(0, max(1, len(text)), MAX_CHARACTERS - _PIECES_SHARE):
        line = Readable(text[start : start + MAX_CHARACTERS])
        rules = chain.from_iterable(rule(line) for rule in _RULES)
        given = chain.from_iterable(one.found_in(line) for one in words)
        found += [
            Entity(one.kind, one.start + start, one.end + start, one.score, one.origin) for one in chain(rules, given)
        ]
    return resolved(found)
