"""Remove documents without asking, and bring the last ones back when asked to within a while.

Pixels go at once: they are made again from the file, as they were decided. What is kept meanwhile are values: what was asked
and answered, found and decided. One step, and no longer than the toast is there. Shows nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.conversation.document import Turn
from desktop_app.conversation.review_book import KeptReview
from desktop_app.conversation.taken_out import TakenOut
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.intake.document_list_model import DocumentListModel
from desktop_app.gui.notices.toast_view import ToastView
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.review.review_controller import ReviewController

_NAME_CHARS = 40


@dataclass(frozen=True)
class _Removed:
    """What brings back what was removed: documents, with all that belongs to them, and a question half typed."""

    documents: TakenOut
    turns: tuple[Turn, ...]
    reviews: Mapping[str, KeptReview]
    thumbnails: Mapping[str, QImage]
    number: int
    draft: str


class RemovalController(QObject):
    """Who removes and brings back.

    Signals:
        let_go: what was removed before cannot be brought back any more.
        brought_back: the question that was half typed.
    """

    let_go = Signal()
    brought_back = Signal(str)

    def __init__(
        self,
        documents: DocumentsController,
        turns: TurnsController,
        page: PageController,
        review: ReviewController,
        rows: DocumentListModel,
        toast: ToastView,
    ) -> None:
        super().__init__()
        self._documents = documents
        self._turns = turns
        self._page = page
        self._review = review
        self._rows = rows
        self._toast = toast
        self._removed: _Removed | None = None
        toast.undo_asked.connect(self._bring_back)
        toast.ended.connect(self._let_go)

    @property
    def paths(self) -> frozenset[Path]:
        """The files of what can still be brought back."""
        taken = self._removed.documents.documents if self._removed is not None else ()
        return frozenset(document.path for document in taken)

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents."""
        known = [document for one in document_ids if (document := self._documents.document(one)) is not None]
        if len(known) == 1:
            name = plain(known[0].name, _NAME_CHARS)
            self._take_out(document_ids, self.tr("{name} was removed.").format(name=name), "")
        elif known:
            self._take_out(document_ids, self.tr("{count} documents were removed.").format(count=len(known)), "")

    def start_anew(self, draft: str) -> None:
        """Remove every document; `draft` is the question that goes with them."""
        document_ids = [document.id for document in self._documents.documents]
        if document_ids or draft.strip():
            self._take_out(document_ids, self.tr("A new conversation has begun."), draft)

    def close(self) -> None:
        """Bring nothing back any more."""
        self._toast.end()

    def _take_out(self, document_ids: Sequence[str], words: str, draft: str) -> None:
        self._toast.end()  # of what was removed before: there is one step
        number = self._page.number
        thumbnails = {one: image for one in document_ids if (image := self._rows.thumbnail(one)) is not None}
        reviews = {one: self._review.book.kept(one) for one in document_ids}
        turns = self._turns.take_out(document_ids)
        documents = self._documents.take_out(document_ids)
        self._removed = _Removed(documents, turns, reviews, thumbnails, number, draft)
        self._toast.show_text(words)

    def _bring_back(self) -> None:
        removed, self._removed = self._removed, None
        if removed is None:
            return
        self._turns.put_back(removed.turns)
        for document_id, review in removed.reviews.items():
            self._review.book.put_back(document_id, review)
        self._documents.put_back(removed.documents)
        for document_id, image in removed.thumbnails.items():
            self._rows.set_thumbnail(document_id, image)
        current = self._documents.current
        if current is not None and current.id == removed.documents.current_id:
            self._page.go_to(removed.number)
        self.brought_back.emit(removed.draft)
        self.let_go.emit()

    def _let_go(self) -> None:
        self._removed = None
        self._page.forget_removed()
        self.let_go.emit()
