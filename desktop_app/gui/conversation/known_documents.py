"""Tell what is known of the documents of this conversation and of their pages. Changes nothing: `documents_controller.py`."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import Document, first_part
from desktop_app.conversation.page_shelf import PageShelf
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.values import RedactedPage, Region, SourceView


class KnownDocuments(QObject):
    """The documents and their pages, for who only looks.

    Signals:
        document_added, document_changed: a `Document`.
        document_removed: its id.
        document_put_back: a `Document` that had been removed, and its place among the others.
        current_changed: a `Document` or None.
        page_arrived: document id and page number; its source or its redacted pixels are there now.
        files_refused: a `Refusal`, once for each drop, when its last file has been tried.
        policy_changed: nothing that was found counts any more; every document is about to be prepared anew.
        document_replaced: the id of one whose file is another one now; what was decided about it counts no more.
        emptied: the last document has gone; nothing of any is wanted any more.
        changes_failed: a document's id and an `AppError`; what was there could not be made anew, as a person decided or for
            another policy. No id: it concerns more than one document.
        window_changed: the id of a document whose pictures are seen and sent in another window; what was found and decided
            on them counts no more.
    """

    document_added = Signal(object)
    document_changed = Signal(object)
    document_removed = Signal(str)
    document_put_back = Signal(object, int)
    current_changed = Signal(object)
    page_arrived = Signal(str, int)
    files_refused = Signal(object)
    policy_changed = Signal()
    changes_failed = Signal(str, object)
    document_replaced = Signal(str)
    emptied = Signal()
    window_changed = Signal(str)

    def __init__(self, policy: str, store: PageStore) -> None:
        super().__init__()
        self._policy = policy
        self._documents: dict[str, Document] = {}
        self._current_id: str | None = None
        self._shelf = PageShelf(store)

    @property
    def policy(self) -> str:
        """The redaction policy under which documents are prepared."""
        return self._policy

    @property
    def current(self) -> Document | None:
        """The document looked at."""
        return self._documents.get(self._current_id or "")

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order in which they came."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document | None:
        """Return a document, None when it has been removed."""
        return self._documents.get(document_id)

    def has_source(self, document_id: str, number: int) -> bool:
        """Tell whether a page has come that a person may see."""
        return self._shelf.has_source(document_id, number)

    def source_key(self, document_id: str, number: int) -> str:
        """Return under which key a page lies in the store that a person may see; empty where it has not come."""
        return self._shelf.source_key(document_id, number)

    def source_page(self, document_id: str, number: int) -> SourceView | None:
        """Return a page as a person may see it, if it has come and its pixels are still there."""
        return self._shelf.source(document_id, number)

    def prepared_page(self, document_id: str, number: int) -> PreparedPage | None:
        """Return what is known of a page as it is sent, if it has come."""
        return self._shelf.prepared(document_id, number)

    def sent_page(self, document_id: str, number: int) -> RedactedPage | None:
        """Return a page exactly as it is sent, if it has come and its pixels are still there."""
        return self._shelf.sent(document_id, number)

    def pages_to_review(self, document_id: str) -> tuple[int, ...]:
        """Return the pages that a person has to accept before anything is sent; of a film one stands for all."""
        pages, document = self._shelf.to_review(document_id), self._documents.get(document_id)
        return pages[:1] if document is not None and document.is_film else pages

    def decided(self, document_id: str) -> Mapping[int, tuple[Region, ...]]:
        """Return what is hidden on each page that has been made, so that whoever makes it again hides the same."""
        made = {page.number: page.regions for page in self._shelf.all_prepared(document_id) if page.regions}
        return {**made, **self._shelf.decided(document_id)}

    def film_decision(self, document_id: str) -> FilmDecision:
        """Return what a person has decided about a film."""
        return self._shelf.film(document_id)

    def first_pages(self, document: Document, looked_at: int) -> PreparedDocument | None:
        """Return what can already be asked about of a long document by who looks at a page of it; None: it is better to wait."""
        pages = () if self.pages_to_review(document.id) else self._shelf.first_prepared(document.id)
        return first_part(document, self._policy, pages, looked_at)
