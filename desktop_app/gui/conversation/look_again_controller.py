"""Have pages looked at again as a person has left them, and keep what came of it. Changes no page and draws nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.conversation.review import PageReview
from desktop_app.conversation.review_history import Look
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.jobs.job import FILE_REPLACED, JobEnded, JobEvent, JobOptions, JobState, PagePrepared
from desktop_app.jobs.need import Urgency
from desktop_app.runtime_client.values import Region


@dataclass(frozen=True)
class _Draft:
    """A page exactly as a person had left it."""

    document_id: str
    number: int
    hidden: tuple[Region, ...]
    spared: tuple[Region, ...]


class LookAgainController(QObject):
    """The looks at pages that are under review.

    Signals:
        found: document id, page number, and the regions found beyond what the person hides and lets be seen.
        changed: a look began or ended.
        failed: a document's id and an `AppError`; nobody has looked.
    """

    found = Signal(str, int, object)
    changed = Signal()
    failed = Signal(str, object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], documents: DocumentsController) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._looks: dict[str, _Draft] = {}  # by job
        self._clear: set[_Draft] = set()
        documents.policy_changed.connect(self._on_policy_changed)
        documents.document_removed.connect(self._on_document_removed)
        documents.document_replaced.connect(self._on_document_removed)

    def look(self, document_id: str, number: int, review: PageReview) -> None:
        """Look at a page with what the person hides hidden, and without finding anew what they let be seen."""
        document, draft = self._documents.document(document_id), _draft(document_id, number, review)
        if document is None or draft in self._looks.values():
            return
        options = JobOptions(
            policy=self._documents.policy,
            pages=(number,),
            decided={number: draft.hidden},
            spared={number: draft.spared},
            decided_for=document.sha256,
        )
        job = job_about(document, self._new_id(), options, urgency=Urgency.ASKED)
        self._looks[job.id] = draft
        try:
            self._jobs.submit(job)
        except AppError as error:
            del self._looks[job.id]
            self.failed.emit(document_id, error)
        self.changed.emit()

    def standing(self, document_id: str, number: int, review: PageReview) -> Look:
        """Tell whether the page is being looked at, or was, exactly as it is now, and nothing more was found."""
        if any((draft.document_id, draft.number) == (document_id, number) for draft in self._looks.values()):
            return Look.LOOKING
        return Look.CLEAR if _draft(document_id, number, review) in self._clear else Look.NONE

    def on_job_event(self, event: JobEvent) -> None:
        """Take what a look tells; other jobs' events are not ours."""
        draft = self._looks.get(event.job_id)
        if draft is None:
            return
        match event:
            case PagePrepared() if event.prepared.residual:
                self.found.emit(draft.document_id, draft.number, event.prepared.residual)
            case PagePrepared():
                self._clear.add(draft)
            case JobEnded():
                del self._looks[event.job_id]
                if event.error is not None and event.error.code == FILE_REPLACED:
                    self._documents.replaced(draft.document_id)
                elif event.state is JobState.FAILED:
                    self.failed.emit(draft.document_id, event.error or AppError("bug"))
                self.changed.emit()
            case _:
                pass  # the page it made is sent to nobody

    def _on_policy_changed(self) -> None:
        self._clear.clear()
        self._drop(set(self._looks))

    def _on_document_removed(self, document_id: str) -> None:
        self._clear = {draft for draft in self._clear if draft.document_id != document_id}
        self._drop({job_id for job_id, draft in self._looks.items() if draft.document_id == document_id})

    def _drop(self, job_ids: set[str]) -> None:
        for job_id in job_ids:
            del self._looks[job_id]
            self._jobs.cancel(job_id)


def _draft(document_id: str, number: int, review: PageReview) -> _Draft:
    return _Draft(document_id, number, review.regions, review.removed)
