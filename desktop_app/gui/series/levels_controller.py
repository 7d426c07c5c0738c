"""Have the pictures of a document seen in the window that a person wants, while they drag, and sent so when they are done.

The airlock draws them; of all wishes that come meanwhile only the newest is carried out. Nothing is sent in a window before
all of the document has been looked at anew in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import PREVIEW_PX, Document
from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.medical_documents import MedicalDocuments
from desktop_app.jobs.job import FILE_REPLACED, JobEnded, JobEvent, JobOptions, PageShown
from desktop_app.jobs.need import Urgency
from desktop_app.runtime_client.values import GreyWindow

_PIXELS_ACROSS = 256
"""A drag so far makes the window twice as wide, or moves it by its width."""

_LEAST_WIDTH = 1.0


@dataclass(frozen=True)
class _Wish:
    """A page of a document in a window."""

    document_id: str
    number: int
    window: GreyWindow | None


class LevelsController(QObject):
    """The windows in which documents are seen.

    Signals:
        wished: the `GreyWindow` that a person wants now, or None.
        failed: an `AppError`.
    """

    wished = Signal(object)
    failed = Signal(object)

    def __init__(
        self, jobs: Jobs, new_id: Callable[[], str], documents: MedicalDocuments, number: Callable[[], int]
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._number = number
        self._wish: _Wish | None = None
        self._is_settled = True
        self._job_id = ""
        self._drawn: tuple[_Wish, str] | None = None
        self._drawing: _Wish | None = None
        self._start: GreyWindow | None = None

    def is_at_work_on(self, document_id: str) -> bool:
        """Tell whether a wish for a document has not come true yet."""
        return self._wish is not None and self._wish.document_id == document_id

    def begin(self) -> None:
        """A drag begins."""
        document = self._documents.current
        self._start = self._shown(document) if document is not None else None

    def drag(self, across_px: float, down_px: float) -> None:
        """Make the window wider to the right, and its middle higher downwards: the picture becomes darker."""
        start = self._start
        if start is not None:
            width = max(_LEAST_WIDTH, start.width * (1 + across_px / _PIXELS_ACROSS))
            center = start.center + down_px / _PIXELS_ACROSS * start.width
            self._want(GreyWindow(round(center, 1), round(width, 1)), is_settled=False)

    def settle(self) -> None:
        """The drag is over: the document is sent as it is seen now."""
        self._start = None
        if self._wish is not None:
            self._want(self._wish.window, is_settled=True)

    def choose(self, window: GreyWindow | None) -> None:
        """See and send the document in this window; None: as its files say."""
        document = self._documents.current
        if document is not None and document.facts.windows:
            self._want(window, is_settled=True)

    def on_job_event(self, event: JobEvent) -> None:
        """Note what a job of ours has drawn; other jobs' events are not ours."""
        if event.job_id != self._job_id or self._drawing is None:
            return
        if isinstance(event, PageShown):
            self._drawn = (self._drawing, event.key)
            self._documents.put_source(self._drawing.document_id, event.number, event.key)
        elif isinstance(event, JobEnded):
            self._on_ended(event, self._drawing)

    def _on_ended(self, event: JobEnded, drawing: _Wish) -> None:
        self._job_id, self._drawing = "", None
        if event.error is not None:
            self._wish = None
            if event.error.code == FILE_REPLACED:
                self._documents.replaced(drawing.document_id)
            else:
                self.failed.emit(event.error)
            return
        self._go_on()

    def _shown(self, document: Document) -> GreyWindow | None:
        return document.window or next(iter(document.facts.windows), None)

    def _want(self, window: GreyWindow | None, *, is_settled: bool) -> None:
        document = self._documents.current
        if document is None or not document.facts.windows:
            return
        self._wish = _Wish(document.id, self._number(), window)
        self._is_settled = is_settled
        self.wished.emit(window)
        self._go_on()

    def _go_on(self) -> None:
        """Have the newest wish drawn, unless it is; then, once the person is done, have the document sent so."""
        wish = self._wish
        document = self._documents.document(wish.document_id) if wish is not None else None
        if document is None:
            self._wish = None  # it has been removed
        if wish is None or document is None or self._job_id:
            return
        if self._drawn is None or self._drawn[0] != wish:
            self._draw(wish, document)
        elif self._is_settled:
            (_, key), self._wish, self._drawn = self._drawn, None, None
            self._documents.set_window(document.id, wish.window, key)

    def _draw(self, wish: _Wish, document: Document) -> None:
        options = JobOptions(
            policy=self._documents.policy,
            pages=(wish.number,),
            decided_for=document.sha256,
            preview_px=PREVIEW_PX,
        )
        seen_so = replace(document, window=wish.window)
        job = job_about(seen_so, self._new_id(), options, only_shows=True, urgency=Urgency.LOOKED_AT)
        self._job_id, self._drawing = job.id, wish
        try:
            self._jobs.submit(job)
        except AppError as error:
            self._job_id, self._drawing, self._wish = "", None, None
            self.failed.emit(error)
