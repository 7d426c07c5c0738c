"""Have a redacted copy made that can be dragged out of the window, in a private folder that goes with the window.

Another program copies it from there. A copy serves until something else is to be hidden on its document.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.copy_order import may_be_copied
from desktop_app.conversation.document import Document
from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.foundation import tree_removal
from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.job import FILE_REPLACED, JobEnded, JobEvent, JobOptions, JobState
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.scratch import Scratch


class CopyDragController(QObject):
    """The copies that are being dragged.

    Signals:
        ready: the `Path` of a copy that can be carried now.
        not_ready: the document is still being prepared.
        failed: an `AppError`; there is nothing to carry.
    """

    ready = Signal(object)
    not_ready = Signal()
    failed = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        new_id: Callable[[], str],
        documents: DocumentsController,
        stem_of: Callable[[Document], str],
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._stem_of = stem_of
        self._background = Background(self)
        self._scratch: Scratch | None = None
        self._making: dict[str, tuple[str, PreparedDocument]] = {}
        self._made: dict[str, tuple[PreparedDocument, Path]] = {}
        documents.document_removed.connect(self._on_document_removed)

    def fetch(self) -> None:
        """Have a copy of the document that is looked at."""
        document = self._documents.current
        if document is None:
            return
        to_review = self._documents.pages_to_review(document.id)
        if to_review:
            self.failed.emit(AppError("review_needed"))
        elif document.prepared is None or not may_be_copied(document, to_review):
            self.not_ready.emit()
        elif document.id in self._made and self._made[document.id][0] == document.prepared:
            self.ready.emit(self._made[document.id][1])
        elif self._scratch is None:
            self._background.do(_new_scratch, self._on_scratch_made, self.failed.emit)
        else:
            self._make(document, document.prepared, self._scratch.path)

    def on_job_event(self, event: JobEvent) -> None:
        """Note how a job of ours ends; other jobs' events are not ours."""
        if event.job_id not in self._making or not isinstance(event, JobEnded):
            return
        document_id, prepared = self._making.pop(event.job_id)
        copy = event.result.copy if event.result is not None else None
        if copy is not None and self._documents.document(document_id) is not None:
            self._made[document_id] = (prepared, copy.output)
            self.ready.emit(copy.output)
        elif event.error is not None and event.error.code == FILE_REPLACED:
            self._documents.replaced(document_id)
        elif event.state is JobState.FAILED:
            self.failed.emit(event.error or AppError("bug"))

    def close(self) -> None:
        """Let no copy be left."""
        if self._scratch is not None:
            self._background.do(self._scratch.remove, lambda _: None, lambda _: None)
        self._background.finish()

    def _on_scratch_made(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self.fetch()

    def _make(self, document: Document, prepared: PreparedDocument, folder: Path) -> None:
        if any(made == (document.id, prepared) for made in self._making.values()):
            return
        film = self._documents.film_decision(document.id)
        options = JobOptions(policy=prepared.policy, film=film, decided_for=document.sha256)
        place = Place(folder, is_folder=True, stem=self._stem_of(document))
        job = job_about(document, self._new_id(), options, prepared=prepared, copy_to=place, urgency=Urgency.ASKED)
        self._making[job.id] = (document.id, prepared)
        try:
            self._jobs.submit(job)
        except AppError as error:
            del self._making[job.id]
            self.failed.emit(error)

    def _on_document_removed(self, document_id: str) -> None:
        made = self._made.pop(document_id, None)
        if made is not None:
            path = made[1]
            self._background.do(lambda: _remove(path), lambda _: None, self.failed.emit)


def _remove(copy: Path) -> None:
    """Remove a copy: a file, or the folder of a series."""
    if copy.is_dir():
        tree_removal.removed(copy)
    else:
        copy.unlink(missing_ok=True)


def _new_scratch() -> Scratch:
    """Make a folder. Raises AppError."""
    try:
        return Scratch()
    except OSError:
        raise AppError("output_unwritable") from None
