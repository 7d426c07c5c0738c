"""Keep the documents of this conversation: take files in, have them prepared, remember their pages.

Asks no question (`conversation_controller.py`) and shows nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.gui.document import Document, DocumentState, Refusal
from desktop_app.jobs.job import (
    DocumentOpened,
    Job,
    JobEnded,
    JobEvent,
    JobOptions,
    JobStarted,
    JobState,
    PagePrepared,
    PageShown,
    PreparedPage,
)
from desktop_app.runtime_client.values import Page

PREVIEW_PX = 6_000_000
"""Of a source page, for the eye: an A4 page at 240 dpi, 18 MB."""


class Jobs(Protocol):
    """What a controller needs of the `JobQueue`."""

    def submit(self, job: Job) -> None:
        """Add a job at the end. Raises AppError."""
        ...

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop."""
        ...


@dataclass
class _Drop:
    """Files that came together and are reported together."""

    waiting: set[str]
    total: int
    failed: list[Document] = field(default_factory=list)


class SessionController(QObject):
    """The documents and which one is looked at.

    Attributes:
        current: the document looked at, None when there is none.

    Signals:
        document_added, document_changed: a `Document`.
        document_removed: its id.
        current_changed: a `Document` or None.
        page_arrived: document id and page number; its source or its redacted pixels are there now.
        files_refused: a `Refusal`, once for each drop, when its last file has been tried.
    """

    document_added = Signal(object)
    document_changed = Signal(object)
    document_removed = Signal(str)
    current_changed = Signal(object)
    page_arrived = Signal(str, int)
    files_refused = Signal(object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], policy: str) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._policy = policy
        self._documents: dict[str, Document] = {}
        self._current_id: str | None = None
        self._document_by_job: dict[str, str] = {}
        self._drop_by_document: dict[str, _Drop] = {}
        self._source_pages: dict[tuple[str, int], Page] = {}
        self._prepared_pages: dict[tuple[str, int], PreparedPage] = {}

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

    def source_page(self, document_id: str, number: int) -> Page | None:
        """Return a page as a person may see it, if it has come."""
        return self._source_pages.get((document_id, number))

    def prepared_page(self, document_id: str, number: int) -> PreparedPage | None:
        """Return a page exactly as it is sent, if it has come."""
        return self._prepared_pages.get((document_id, number))

    def add(self, paths: list[Path], name: str = "") -> None:
        """Take files in and look at the first one. `name` is shown instead of the file's own (pasted pictures)."""
        documents = [Document(self._new_id(), path, name or path.name) for path in paths]
        drop = _Drop({document.id for document in documents}, len(documents))
        for document in documents:
            self._documents[document.id] = document
            self._drop_by_document[document.id] = drop
            self.document_added.emit(document)
        if documents:
            self.choose(documents[0].id)
        for document in documents:
            self._prepare(document)

    def choose(self, document_id: str) -> None:
        """Look at a document."""
        if document_id in self._documents and document_id != self._current_id:
            self._current_id = document_id
            self.current_changed.emit(self.current)

    def remove(self, document_id: str) -> None:
        """Forget a document, its pixels and its job."""
        if self._documents.pop(document_id, None) is None:
            return
        for job_id in [job_id for job_id, owner in self._document_by_job.items() if owner == document_id]:
            del self._document_by_job[job_id]
            self._jobs.cancel(job_id)
        self._forget_pages(document_id)
        self._leave_drop(document_id, None)
        self.document_removed.emit(document_id)
        if document_id == self._current_id:
            remaining = next(iter(self._documents), None)
            self._current_id = remaining
            self.current_changed.emit(self.current)

    def clear(self) -> None:
        """Begin a new conversation."""
        for document_id in list(self._documents):
            self.remove(document_id)

    def set_policy(self, policy: str) -> None:
        """Redact under another policy; every document is prepared anew, nothing made under the old one is sent."""
        if policy == self._policy:
            return
        self._policy = policy
        for document in self.documents:
            if document.state is not DocumentState.FAILED:
                self.prepare_again(document.id)

    def prepare_again(self, document_id: str) -> None:
        """Prepare a document once more, for example after its child died."""
        for job_id in [job_id for job_id, owner in self._document_by_job.items() if owner == document_id]:
            del self._document_by_job[job_id]
            self._jobs.cancel(job_id)
        document = self._documents[document_id]
        self._forget_pages(document_id)
        self._prepare(Document(document.id, document.path, document.name))

    def prepare_all_again(self) -> None:
        """Prepare every document once more, for another model: it wants other pixels of the same pages."""
        for document in self.documents:
            self.prepare_again(document.id)

    def stop(self) -> None:
        """Stop preparing."""
        for job_id in list(self._document_by_job):
            self._jobs.cancel(job_id)

    def on_job_event(self, event: JobEvent) -> None:
        """Note what a preparing job tells; other jobs' events are not ours."""
        document = self._documents.get(self._document_by_job.get(event.job_id, ""))
        if document is None:
            return
        match event:
            case JobStarted():
                self._put(replace(document, state=DocumentState.OPENING))
            case DocumentOpened():
                self._put(replace(document, kind=event.kind, page_count=event.page_count, notes=event.notes))
            case PageShown():
                self._source_pages[document.id, event.page.number] = event.page
                self.page_arrived.emit(document.id, event.page.number)
            case PagePrepared():
                self._on_page_prepared(document, event)
            case JobEnded():
                self._on_ended(document, event)
            case _:
                pass  # the rest of the events belongs to questions

    def _on_page_prepared(self, document: Document, event: PagePrepared) -> None:
        number = event.prepared.page.number
        self._prepared_pages[document.id, number] = event.prepared
        hidden = document.hidden + len(event.prepared.regions)
        self._put(replace(document, pages_ready=document.pages_ready + 1, hidden=hidden))
        self.page_arrived.emit(document.id, number)

    def _on_ended(self, document: Document, event: JobEnded) -> None:
        del self._document_by_job[event.job_id]
        match event.state:
            case JobState.FINISHED if event.result is not None:
                ended = replace(document, state=DocumentState.READY, prepared=event.result.document)
            case JobState.CANCELLED:
                ended = replace(document, state=DocumentState.STOPPED)
            case _:
                ended = replace(document, state=DocumentState.FAILED, error=event.error or AppError("bug"))
        self._put(ended)
        self._leave_drop(document.id, ended)

    def _prepare(self, document: Document) -> None:
        job = Job(self._new_id(), document.path, options=JobOptions(policy=self._policy, preview_px=PREVIEW_PX))
        self._document_by_job[job.id] = document.id
        self._put(document)
        try:
            self._jobs.submit(job)
        except AppError as error:
            self._on_ended(document, JobEnded(job.id, JobState.FAILED, error=error))

    def _put(self, document: Document) -> None:
        self._documents[document.id] = document
        self.document_changed.emit(document)

    def _forget_pages(self, document_id: str) -> None:
        for pages in (self._source_pages, self._prepared_pages):
            for key in [key for key in pages if key[0] == document_id]:
                del pages[key]

    def _leave_drop(self, document_id: str, ended: Document | None) -> None:
        drop = self._drop_by_document.pop(document_id, None)
        if drop is None:
            return
        drop.waiting.discard(document_id)
        if ended is not None and ended.state is DocumentState.FAILED:
            drop.failed.append(ended)
        if not drop.waiting and drop.failed:
            self.files_refused.emit(Refusal(tuple(drop.failed), drop.total))
