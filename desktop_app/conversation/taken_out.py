"""Define what is kept of removed documents for who may want them back, and put them among the others again. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.conversation.document import Document
from desktop_app.conversation.page_shelf import Shelf


@dataclass(frozen=True)
class TakenOut:
    """Documents that were removed, and what is needed to have them again: their places, what was known of their pages."""

    documents: tuple[Document, ...]
    places: tuple[int, ...]
    shelves: tuple[Shelf, ...]
    current_id: str

    @property
    def by_place(self) -> tuple[tuple[int, Document], ...]:
        """The documents with their places among all, the first place first."""
        return tuple(sorted(zip(self.places, self.documents, strict=True), key=lambda one: one[0]))


def put_among(documents: Mapping[str, Document], out: TakenOut) -> dict[str, Document]:
    """Return all documents in order, each that comes back at its old place or, where there are fewer now, at the end."""
    order = list(documents.values())
    for place, document in out.by_place:
        order.insert(place, document)
    return {document.id: document for document in order}
