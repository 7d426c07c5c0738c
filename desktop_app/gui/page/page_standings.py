"""Remember how each document was left: at which page, and how far turned. Shows nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Standing:
    """How a document stands."""

    number: int = 1
    degrees: int = 0


class PageStandings:
    """How documents stand, also those that may be brought back."""

    def __init__(self) -> None:
        self._by_document: dict[str, Standing] = {}

    @property
    def known(self) -> frozenset[str]:
        """The ids of documents of which something is remembered."""
        return frozenset(self._by_document)

    def of(self, document_id: str) -> Standing:
        """Return how a document stands: at its first page and upright, where nobody has moved it."""
        return self._by_document.get(document_id, Standing())

    def turn_to(self, document_id: str, number: int) -> None:
        """Somebody looks at this page of it."""
        self._by_document[document_id] = replace(self.of(document_id), number=number)

    def turn(self, document_id: str) -> int:
        """Turn it by a quarter. Returns how far it is turned now, in degrees."""
        turned = replace(self.of(document_id), degrees=(self.of(document_id).degrees + 90) % 360)
        self._by_document[document_id] = turned
        return turned.degrees

    def keep(self, document_ids: Iterable[str]) -> None:
        """Forget all other documents."""
        kept = frozenset(document_ids)
        self._by_document = {one: standing for one, standing in self._by_document.items() if one in kept}
