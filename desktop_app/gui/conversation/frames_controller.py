"""Have the frame of a film that is looked at made just as it would be sent: hidden as the look through the film says.

One at a time, and the newest wish wins. Nothing is made before the film has been looked through. Shows nothing.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import UNDER_WAY, Document, DocumentState
from desktop_app.conversation.errands import Jobs
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.jobs.film_events import FilmProgress
from desktop_app.jobs.job import (
    FILE_REPLACED,
    Job,
    JobEnded,
    JobEvent,
    JobOptions,
    JobState,
    PagePrepared,
)
from desktop_app.jobs.need import Urgency


class FramesController(QObject):
    """The frames that are being made for who looks at them.

    Signals:
        failed: a document's id and an `AppError`; a frame of it cannot be made.
    """

    failed = Signal(str, object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], documents: DocumentsController) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._making: tuple[str, str, int] | None = None  # job, document, frame
        self._is_searching = False
        self._next: tuple[str, int] | None = None
        documents.document_changed.connect(self._on_document_changed)
        documents.document_removed.connect(self._leave)
        documents.policy_changed.connect(self._leave)
        documents.current_changed.connect(self._leave)

    def want(self, document: Document, number: int) -> None:
        """Have a frame of a film as it would be sent; it comes as any page does (`page_arrived`)."""
        is_known = document.found is not None and document.state is DocumentState.READY
        if not is_known or self._documents.prepared_page(document.id, number) is not None:
            return
        if self._making is not None and self._making[1:] == (document.id, number):
            return
        if self._making is not None and self._is_searching:
            self._next = (document.id, number)  # a film that was not open any more is looked through anew, not twice
            return
        self._leave()
        options = JobOptions(
            policy=self._documents.policy,
            pages=(number,),
            film=self._documents.film_decision(document.id),
            decided_for=document.sha256,
        )
        job = Job(self._new_id(), document.path, options=options, is_glance=True, urgency=Urgency.LOOKED_AT)
        self._making = (job.id, document.id, number)
        try:
            self._jobs.submit(job)
        except AppError as error:
            self._making = None
            self.failed.emit(document.id, error)

    def on_job_event(self, event: JobEvent) -> None:
        """Take what the job tells; other jobs' events are not ours."""
        if self._making is None or event.job_id != self._making[0]:
            return
        document_id = self._making[1]
        match event:
            case FilmProgress():
                self._is_searching = True
            case PagePrepared():
                self._documents.put_frame(document_id, event.prepared)
            case JobEnded():
                wanted, self._next, self._making, self._is_searching = self._next, None, None, False
                if wanted is not None and (document := self._documents.document(wanted[0])) is not None:
                    self.want(document, wanted[1])
                if event.error is not None and event.error.code == FILE_REPLACED:
                    self._documents.replaced(document_id)
                elif event.state is JobState.FAILED:
                    self.failed.emit(document_id, event.error or AppError("bug"))
            case _:
                pass

    def _on_document_changed(self, document: Document) -> None:
        """What was decided before counts no more once a film is being prepared anew."""
        if self._making is not None and self._making[1] == document.id and document.state in UNDER_WAY:
            self._leave()

    def _leave(self, *_: object) -> None:
        self._next, self._is_searching = None, False
        if self._making is not None:
            making, self._making = self._making, None
            self._jobs.cancel(making[0])
