"""Have small pictures of a film's frames for its time line: a few, one after the other, when nobody waits for anything else.

They are of the film as it is, for a person's eyes, and go with its document. Draws nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop_app.conversation.document import Document
from desktop_app.conversation.errands import Jobs
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.page.picture_maker import PictureMaker
from desktop_app.gui.timeline.track_canvas import TrackCanvas
from desktop_app.jobs.job import Job, JobEnded, JobEvent, JobOptions, PageShown
from desktop_app.jobs.page_store import PageStore
from desktop_app.runtime_client.values import SourceView

COUNT = 12
THUMBNAIL_PX = 20_000
"""Pixels of one, as the airlock sends it: 188 x 106."""


@dataclass(frozen=True)
class _Key:
    """The small picture of a frame."""

    document_id: str
    number: int


class ThumbnailsController(QObject):
    """Who fetches the small pictures of the film that is looked at."""

    def __init__(
        self,
        jobs: Jobs,
        new_id: Callable[[], str],
        documents: DocumentsController,
        seen: tuple[PageStore, PictureMaker, TrackCanvas],
    ) -> None:
        super().__init__(seen[2])  # and goes with it
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._store, self._maker, self._canvas = seen
        self._document_id = ""
        self._missing: list[int] = []
        self._job_id = ""
        self._kept: dict[str, list[str]] = {}  # keys in the store, by document
        self._maker.thumbnail_made.connect(self._on_thumbnail_made)
        documents.document_removed.connect(self._on_document_removed)

    def begin(self, document: Document | None, numbers: Sequence[int]) -> None:
        """Fetch the pictures of these frames of another film; None: of none."""
        if self._job_id:
            self._jobs.cancel(self._job_id)
        self._document_id, self._missing, self._job_id = document.id if document is not None else "", list(numbers), ""
        self._fetch_next()

    def on_job_event(self, event: JobEvent) -> None:
        """Take a picture, and fetch the next; other jobs' events are not ours."""
        if event.job_id != self._job_id:
            return
        match event:
            case PageShown():
                self._kept.setdefault(self._document_id, []).append(event.key)
                page = self._store.get(event.key, SourceView)
                if page is not None:
                    self._maker.request_thumbnail(_Key(self._document_id, event.number), page)
            case JobEnded():
                self._job_id = ""
                if event.error is None:
                    self._fetch_next()  # a film that cannot be read has said so itself
            case _:
                pass

    def _fetch_next(self) -> None:
        document = self._documents.document(self._document_id)
        if not self._missing or document is None:
            return
        options = JobOptions(
            policy=self._documents.policy,
            pages=(self._missing.pop(0),),
            decided_for=document.sha256,
            preview_px=THUMBNAIL_PX,
        )
        job = Job(self._new_id(), document.path, options=options, only_shows=True)
        self._job_id = job.id
        try:
            self._jobs.submit(job)
        except AppError:
            self._job_id = ""  # the line is there without pictures

    def _on_thumbnail_made(self, key: object, image: QImage) -> None:
        if isinstance(key, _Key) and key.document_id == self._document_id:
            self._canvas.show_picture(key.number, image)

    def _on_document_removed(self, document_id: str) -> None:
        job_ids = [self._job_id] if document_id == self._document_id and self._job_id else []
        self._store.forget(self._kept.pop(document_id, []), job_ids)
        if document_id == self._document_id:
            self.begin(None, ())
