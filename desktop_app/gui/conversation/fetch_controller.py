"""Get a page's pixels for the window: out of the store, or made again by a job where they have gone.

Asks once for each page that is missing, and no more for one that was passed; what cannot be had again is told and not
asked for until its document is prepared anew. A page that nobody has come to yet is had before its turn. Shows nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import PREVIEW_PX, Document, DocumentState
from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.jobs.job import FILE_REPLACED, JobEnded, JobEvent, JobOptions, PageShown
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.values import RedactedPage, SourceView


@dataclass(frozen=True)
class _Wanted:
    """A page as a person may see it, or as it is sent."""

    document_id: str
    number: int
    is_sent: bool


class FetchController(QObject):
    """The pages that are being made again.

    Signals:
        fetched: document id and page number; what was missing of it can be had now, or never.
        failed: a document's id and an `AppError`; a page of it cannot be made again.
    """

    fetched = Signal(str, int)
    failed = Signal(str, object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], documents: DocumentsController) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._wanted: dict[str, _Wanted] = {}  # by job
        self._lost: set[_Wanted] = set()
        documents.document_changed.connect(self._on_document_changed)
        documents.document_removed.connect(self._forget)

    def source(self, document_id: str, number: int) -> SourceView | None:
        """Return a page as a person may see it; None while it is being made again, or where it cannot be."""
        page = self._documents.source_page(document_id, number)
        if page is None:
            self._fetch(document_id, number, None)
        return page

    def sent(self, document_id: str, number: int) -> RedactedPage | None:
        """Return a page exactly as it is sent, likewise; None, too, where it has not been prepared."""
        page = self._documents.sent_page(document_id, number)
        prepared = self._documents.prepared_page(document_id, number)
        if page is None and prepared is not None:
            self._fetch(document_id, number, prepared)
        return page

    def ahead(self, document_id: str, number: int) -> None:
        """Have a page of an open document that has not come yet, as a person may see it."""
        if not self._documents.has_source(document_id, number):
            self._fetch(document_id, number, None)

    def is_lost(self, document_id: str, number: int, *, is_sent: bool) -> bool:
        """Tell whether a page could not be made again, as it is seen or as it is sent."""
        return _Wanted(document_id, number, is_sent) in self._lost

    def on_job_event(self, event: JobEvent) -> None:
        """Note how a job of ours ends; other jobs' events are not ours."""
        wanted = self._wanted.get(event.job_id)
        if wanted is not None and isinstance(event, PageShown):
            self._documents.put_source(wanted.document_id, event.number, event.key)
        if wanted is None or not isinstance(event, JobEnded):
            return
        del self._wanted[event.job_id]
        had = self._documents.sent_page if wanted.is_sent else self._documents.source_page
        if event.error is not None and event.error.code == FILE_REPLACED:
            self._documents.replaced(wanted.document_id)
        elif had(wanted.document_id, wanted.number) is None:
            self._lose(wanted, event.error)
        self.fetched.emit(wanted.document_id, wanted.number)

    def _fetch(self, document_id: str, number: int, prepared: PreparedPage | None) -> None:
        document = self._documents.document(document_id)
        wanted = _Wanted(document_id, number, prepared is not None)
        if document is None or wanted in self._wanted.values() or wanted in self._lost:
            return
        self._leave_others(document_id, number)
        options = JobOptions(
            policy=self._documents.policy,
            pages=(number,),
            decided_for=document.sha256,
            preview_px=PREVIEW_PX if prepared is None else 0,
        )
        made = None if prepared is None else _only(document, prepared)
        urgency = Urgency.LOOKED_AT
        job = job_about(document, self._new_id(), options, prepared=made, only_shows=True, urgency=urgency)
        self._wanted[job.id] = wanted
        try:
            self._jobs.submit(job)
        except AppError as error:
            del self._wanted[job.id]
            self._lose(wanted, error)

    def _leave_others(self, document_id: str, number: int) -> None:
        """Nobody looks at other pages any more: whoever holds a key down has not to wait for all that were passed."""
        for job_id, wanted in list(self._wanted.items()):
            if (wanted.document_id, wanted.number) != (document_id, number):
                del self._wanted[job_id]
                self._jobs.cancel(job_id)

    def _lose(self, wanted: _Wanted, error: AppError | None) -> None:
        self._lost.add(wanted)
        if error is not None:
            self.failed.emit(wanted.document_id, error)

    def _on_document_changed(self, document: Document) -> None:
        if document.state in (DocumentState.WAITING, DocumentState.FAILED):
            self._forget(document.id)

    def _forget(self, document_id: str) -> None:
        self._lost = {lost for lost in self._lost if lost.document_id != document_id}
        for job_id in [job_id for job_id, wanted in self._wanted.items() if wanted.document_id == document_id]:
            del self._wanted[job_id]
            self._jobs.cancel(job_id)


def _only(document: Document, prepared: PreparedPage) -> PreparedDocument:
    """Return a document of this one page, also while others are still being made."""
    if document.prepared is not None:
        return replace(document.prepared, pages=(prepared,))
    assert document.line is not None  # it has been opened: a page of it is prepared
    return PreparedDocument(document.kind, document.line, document.sha256, "", (prepared,), (), 0.0, 0.0)
