"""Have the header of the picture that is looked at listed, with what a copy under the policy in force makes of it. Shows none."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.series.tags_view import TagsView
from desktop_app.jobs.header_events import TagsListed
from desktop_app.jobs.job import (
    FILE_REPLACED,
    JobEnded,
    JobEvent,
    JobOptions,
)
from desktop_app.jobs.need import Urgency


@dataclass(frozen=True)
class _Wanted:
    """The header of a page, under a policy."""

    document_id: str
    number: int
    policy: str


class TagsController(QObject):
    """The list of elements beside the page.

    Signals:
        toggled: whether it is shown now.
        failed: an `AppError`.
    """

    toggled = Signal(bool)
    failed = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        new_id: Callable[[], str],
        documents: DocumentsController,
        page: PageController,
        view: TagsView,
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._page = page
        self._view = view
        self._is_on = False
        self._shown: _Wanted | None = None
        self._asked: tuple[str, _Wanted] | None = None
        view.close_asked.connect(lambda: self.turn(is_on=False))
        page.page_shown.connect(self._show)
        documents.policy_changed.connect(self._show)

    def turn(self, *, is_on: bool) -> None:
        """List the header, or not."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        self._show()
        if is_on:
            self._view.focus_search()
        self.toggled.emit(is_on)

    def on_job_event(self, event: JobEvent) -> None:
        """Take what a job of ours lists; other jobs' events are not ours."""
        if self._asked is None or event.job_id != self._asked[0]:
            return
        if isinstance(event, TagsListed) and self._asked[1] == self._wanted():
            self._shown = self._asked[1]
            self._view.show_tags(event.tags, is_cut=event.is_cut)
        elif isinstance(event, JobEnded):
            self._on_ended(event, self._asked[1])

    def _on_ended(self, event: JobEnded, asked: _Wanted) -> None:
        self._asked = None
        if event.error is not None and event.error.code == FILE_REPLACED:
            self._documents.replaced(asked.document_id)
        elif event.error is not None:
            self._shown = asked  # and not asked for again and again
            self.failed.emit(event.error)
        else:
            self._show()  # somebody may look at another picture by now

    def _wanted(self) -> _Wanted | None:
        document = self._documents.current
        if not self._is_on or document is None or not document.is_medical:
            return None
        return _Wanted(document.id, self._page.number, self._documents.policy)

    def _show(self) -> None:
        wanted = self._wanted()
        self._view.setVisible(wanted is not None)
        if wanted is None:
            self._shown = None
            self._view.show_tags((), is_cut=False)
            return
        if wanted == self._shown or self._asked is not None:
            return
        if self._shown is None or self._shown.document_id != wanted.document_id:
            self._view.show_waiting()
        document = self._documents.document(wanted.document_id)
        if document is None:
            return
        options = JobOptions(policy=wanted.policy, pages=(wanted.number,), decided_for=document.sha256)
        job = job_about(document, self._new_id(), options, lists_tags=True, urgency=Urgency.LOOKED_AT)
        self._asked = (job.id, wanted)
        try:
            self._jobs.submit(job)
        except AppError as error:
            self._asked, self._shown = None, wanted
            self.failed.emit(error)
