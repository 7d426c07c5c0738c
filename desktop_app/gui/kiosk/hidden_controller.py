"""The second step: show every page as it would be sent, take more boxes, and the word that it is enough. Draws nothing."""

from collections import Counter

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.conversation.review import PERSON, page_review
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.kiosk.hidden_view import HiddenView
from desktop_app.gui.kiosk.page_shower import PageShower
from desktop_app.gui.words import kind_words
from desktop_app.runtime_client.values import Box, Region


class HiddenController(QObject):
    """Who lets somebody look.

    Signals:
        accepted: everything that is to be hidden is hidden, and somebody has said so.
    """

    accepted = Signal()

    def __init__(self, documents: DocumentsController, shower: PageShower, view: HiddenView) -> None:
        super().__init__()
        self._documents = documents
        self._shower = shower
        self._view = view
        self._own: list[tuple[int, Box]] = []
        self._seen: set[int] = set()  # pages that have been on the screen
        shower.shown.connect(self._on_shown)
        view.accepted.connect(self._on_accepted)
        view.box_drawn.connect(self._on_box_drawn)
        view.undo_asked.connect(self._on_undo)
        view.step_asked.connect(self._on_step)
        documents.document_changed.connect(self._on_document_changed)

    def open(self) -> None:
        """Show the document that is looked at."""
        self._own.clear()
        self._seen.clear()
        self._shower.forget()
        self._show()

    def close(self) -> None:
        """Show nothing of anybody."""
        self._own.clear()
        self._seen.clear()
        self._shower.forget()
        self._view.clear()

    def _show(self) -> None:
        document = self._documents.current
        if document is None:
            return
        self._view.show_page_number(self._shower.number, document.page_count)
        self._shower.show_page(self._shower.number)
        if document.state in (DocumentState.WAITING, DocumentState.OPENING):
            done = self.tr("Looking for what must be hidden: page {done} of {count} …")
            first = self.tr("Opening the file …")
            count = document.page_count
            number = min(document.pages_ready + 1, count)  # the one that is looked through now
            self._view.show_working(done.format(done=number, count=count) if count else first)
            return
        counts = Counter(kind_words.kind_name(region.kind) for region in self._all_regions(document))
        unseen = self._unseen(document)
        is_ready = document.state is DocumentState.READY and not unseen
        self._view.show_counts(counts.most_common(), has_own=bool(self._own), is_ready=is_ready)
        self._view.show_unseen(len(unseen - {self._shower.number}))

    def _unseen(self, document: Document) -> set[int]:
        """Return the pages that somebody has to look at first: this one, and all that the policy wants looked at."""
        return {self._shower.number, *self._documents.pages_to_review(document.id)} - self._seen

    def _on_shown(self, number: int) -> None:
        self._seen.add(number)
        self._show()

    def _all_regions(self, document: Document) -> list[Region]:
        pages = (self._documents.prepared_page(document.id, number) for number in range(1, document.page_count + 1))
        return [region for page in pages if page is not None for region in page.regions]

    def _on_document_changed(self, document: Document) -> None:
        current = self._documents.current
        if current is not None and document.id == current.id:
            self._show()

    def _on_step(self, by: int) -> None:
        document = self._documents.current
        if document is not None and 1 <= self._shower.number + by <= document.page_count:
            self._view.end_drawing()
            self._shower.show_page(self._shower.number + by)
            self._show()

    def _on_box_drawn(self, box: Box) -> None:
        self._view.end_drawing()
        if self._decide(self._shower.number, box):
            self._own.append((self._shower.number, box))
        self._show()

    def _on_undo(self) -> None:
        document = self._documents.current
        if document is None or not self._own:
            return
        number, _ = self._own.pop()
        prepared = self._documents.prepared_page(document.id, number)
        if prepared is not None:
            own = [region for region in prepared.regions if region.origin == PERSON]
            kept = tuple(region for region in prepared.regions if not own or region is not own[-1])
            self._documents.decide(document.id, {number: kept})
        self._shower.show_page(number)
        self._show()

    def _decide(self, number: int, box: Box | None = None) -> bool:
        """Have a page hidden as it is, with one box more; False where it has not been prepared or the box hides nothing."""
        document = self._documents.current
        prepared = self._documents.prepared_page(document.id, number) if document is not None else None
        if document is None or prepared is None:
            return False
        native = prepared.shape.native
        before = page_review((native.width, native.height), prepared.regions, prepared.residual).all_accepted()
        after = before if box is None else before.with_box(box)
        if box is not None and after is before:
            return False
        self._documents.decide(document.id, {number: after.regions})
        return True

    def _on_accepted(self) -> None:
        document = self._documents.current
        if document is None or document.state is not DocumentState.READY or self._unseen(document):
            return
        for number in self._documents.pages_to_review(document.id):
            self._decide(number)
        self._view.end_drawing()
        self.accepted.emit()
