"""Have pages of the document that is looked at read, and know which words were read on them. Shows and finds nothing.

A page is read once, until somebody comes back to it; what is wanted later takes the place of what is being read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.jobs.job import FILE_REPLACED, JobEnded, JobEvent, JobOptions, JobState, PageRead
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.page_store import PageStore, PageWords, words_key
from desktop_app.jobs.prepared import PreparedDocument


@dataclass(frozen=True)
class _Errand:
    """What a job reads: of which document, and by number the keys of the pages that are left."""

    document_id: str
    left: dict[int, str]


class PageReading(QObject):
    """The pages that are read.

    Signals:
        page_read: a page number; its words are there.
        ended: what was wanted has been read, or could not be.
        failed: an `AppError`; a page could not be read.
    """

    page_read = Signal(int)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], documents: DocumentsController, store: PageStore) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._store = store
        self._errands: dict[str, _Errand] = {}  # by job
        self._tried: set[str] = set()  # keys of pages that were read, or could not be

    @property
    def left(self) -> int:
        """How many pages are still to be read."""
        return sum(len(errand.left) for errand in self._errands.values())

    @property
    def is_busy(self) -> bool:
        """Whether anything is being read."""
        return bool(self._errands)

    def words(self, document_id: str, number: int) -> PageWords | None:
        """Return the words that a person can see on a page, if they have been read and are still there."""
        prepared = self._documents.prepared_page(document_id, number)
        return self._store.get(words_key(prepared.key), PageWords) if prepared is not None else None

    def read(self, numbers: Sequence[int]) -> None:
        """Have these pages read, in this order, instead of whatever is being read."""
        self.stop()
        document = self._documents.current
        if document is None or document.line is None:
            return
        known = (self._documents.prepared_page(document.id, number) for number in numbers)
        pages = tuple(page for page in known if page is not None and page.key not in self._tried)
        if not pages:
            return
        self._tried.update(page.key for page in pages)
        policy = self._documents.policy
        prepared = PreparedDocument(document.kind, document.line, document.sha256, policy, pages, (), 0.0, 0.0)
        options = JobOptions(policy=policy, decided_for=document.sha256)
        job = job_about(document, self._new_id(), options, prepared=prepared, reads=True, urgency=Urgency.ASKED)
        self._errands[job.id] = _Errand(document.id, {page.number: page.key for page in pages})
        try:
            self._jobs.submit(job)
        except AppError as error:
            del self._errands[job.id]
            self.failed.emit(error)

    def stop(self) -> None:
        """Read nothing any more; what has not been read may be wanted again."""
        for job_id, errand in list(self._errands.items()):
            del self._errands[job_id]
            self._tried.difference_update(errand.left.values())
            self._jobs.cancel(job_id)

    def come_back_to(self, key: str) -> None:
        """Somebody looks at a page again: where its words have gone, they may be read once more."""
        if self._store.get(words_key(key), PageWords) is None:
            self._tried.discard(key)

    def forget(self) -> None:
        """Another document is looked at, or everything is about to be prepared anew."""
        self.stop()
        self._tried.clear()

    def on_job_event(self, event: JobEvent) -> None:
        """Note what a job of ours has read; other jobs' events are not ours."""
        errand = self._errands.get(event.job_id)
        if errand is None:
            return
        match event:
            case PageRead():
                errand.left.pop(event.number, None)
                self.page_read.emit(event.number)
            case JobEnded():
                self._errands.pop(event.job_id, None)
                if event.error is not None and event.error.code == FILE_REPLACED:
                    self._documents.replaced(errand.document_id)
                elif event.state is JobState.FAILED:
                    self.failed.emit(event.error or AppError("bug"))
                self.ended.emit()
            case _:
                pass  # it makes no page
