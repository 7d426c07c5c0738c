"""Keep the reviews of all documents of a conversation, and what was hidden when their pages were made. Knows no window."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.conversation.review_history import DocumentReview
from desktop_app.runtime_client.values import Region


@dataclass(frozen=True)
class KeptReview:
    """A document's review, and what was hidden on its pages when they were made or last accepted."""

    review: DocumentReview
    made: Mapping[int, frozenset[Region]]


class ReviewBook:
    """The reviews.

    Attributes:
        reviews: by document.
        seen: the pages that somebody has looked at, by document.
        made: what was hidden when a page came, or when it was last accepted, by document and page number: the draft is
            measured against it.
    """

    def __init__(self) -> None:
        self.reviews: dict[str, DocumentReview] = {}
        self.seen: dict[str, frozenset[int]] = {}
        self.made: dict[tuple[str, int], frozenset[Region]] = {}

    def changed(self, document_id: str) -> dict[int, tuple[Region, ...]]:
        """Return what a person wants hidden on pages that they have changed and not accepted, by page."""
        pages = self.reviews[document_id].pages if document_id in self.reviews else {}
        return {
            number: page.regions
            for number, page in pages.items()
            if frozenset(page.settled) != self.made[document_id, number]
        }

    def kept(self, document_id: str) -> KeptReview:
        """Return what a person has done in the review of a document that is about to be removed."""
        made = {number: regions for (one, number), regions in self.made.items() if one == document_id}
        return KeptReview(self.reviews.get(document_id, DocumentReview()), made)

    def put_back(self, document_id: str, kept: KeptReview) -> None:
        """Have the review of a document again that comes back."""
        self.reviews[document_id] = kept.review
        self.made.update({(document_id, number): regions for number, regions in kept.made.items()})

    def see(self, document_id: str, number: int) -> None:
        """Somebody has looked at a page."""
        self.seen[document_id] = self.seen.get(document_id, frozenset()) | {number}

    def begin_anew(self, document_id: str) -> None:
        """Forget what was found and decided on a document's pages: they look otherwise now. Boxes for all pages stay."""
        everywhere = self.reviews.get(document_id, DocumentReview()).everywhere
        self.forget(document_id)
        if everywhere:
            self.reviews[document_id] = DocumentReview(everywhere=everywhere)

    def forget(self, document_id: str) -> None:
        """Forget a document."""
        self.reviews.pop(document_id, None)
        self.seen.pop(document_id, None)
        for key in [key for key in self.made if key[0] == document_id]:
            del self.made[key]

    def clear(self) -> None:
        """Forget what was found and decided on every document. Boxes for all pages stay: no policy finds those."""
        for document_id in list(self.reviews):
            seen = self.seen.get(document_id, frozenset())  # the pages look as they did
            self.begin_anew(document_id)
            self.seen[document_id] = seen
