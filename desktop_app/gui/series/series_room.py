"""Furnish the page with what medical pictures need: slices, windows, the header, the mark. Joins; does nothing itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.errands import Jobs
from desktop_app.gui.conversation.medical_documents import MedicalDocuments
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.page_view import PageView
from desktop_app.gui.series.gestures import Gestures
from desktop_app.gui.series.levels_controller import LevelsController
from desktop_app.gui.series.mark_view import MarkView
from desktop_app.gui.series.series_bar_view import SeriesBarView
from desktop_app.gui.series.tags_controller import TagsController
from desktop_app.gui.series.tags_view import TagsView
from desktop_app.jobs.job import JobEvent


class SeriesRoom(QObject):
    """What is shown with medical pictures, and with no others.

    Signals:
        failed: an `AppError`.
    """

    failed = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        new_id: Callable[[], str],
        documents: MedicalDocuments,
        page: PageController,
        view: PageView,
    ) -> None:
        super().__init__(view)  # it lives as long as the page does
        self._documents = documents
        self._page = page
        self._bar = SeriesBarView()
        self._mark = MarkView(view.canvas)
        self._gestures = Gestures(view.canvas)
        tags_view = TagsView()
        view.take_below(self._bar)
        view.take_beside(tags_view)
        self._levels = LevelsController(jobs, new_id, documents, lambda: page.number)
        self._tags = TagsController(jobs, new_id, documents, page, tags_view)
        self._connect()

    def on_job_event(self, event: JobEvent) -> None:
        """Pass on what jobs tell."""
        self._levels.on_job_event(event)
        self._tags.on_job_event(event)

    def _show(self) -> None:
        document = self._documents.current
        is_medical = document is not None and document.is_medical
        has_face = document is not None and document.has_face_in_slices
        self._mark.show_mark(is_on=is_medical, has_face=has_face)
        self._gestures.turn(is_on=is_medical)
        self._bar.setVisible(is_medical)
        if document is None or not is_medical:
            return
        is_series = bool(document.files) or (document.line is not None and document.line.axis == "slices")
        self._bar.show_line(self._page.number, document.page_count, is_series=is_series)
        self._bar.show_windows(document.facts.windows)
        if not self._levels.is_at_work_on(document.id):
            self._bar.show_window(document.window)

    def _go_to_end(self, end: int) -> None:
        document = self._documents.current
        if document is not None:
            self._page.go_to(1 if end < 0 else max(document.page_count, 1))

    def _connect(self) -> None:
        bar, levels, gestures, tags = self._bar, self._levels, self._gestures, self._tags
        self._page.page_shown.connect(self._show)
        bar.slice_asked.connect(self._page.go_to)
        bar.window_chosen.connect(levels.choose)
        bar.tags_toggled.connect(lambda is_on: tags.turn(is_on=is_on))
        tags.toggled.connect(lambda is_on: bar.show_tags(is_on=is_on))
        levels.wished.connect(bar.show_window)
        gestures.stepped.connect(self._page.step)
        gestures.end_asked.connect(self._go_to_end)
        gestures.drag_begun.connect(levels.begin)
        gestures.dragged.connect(levels.drag)
        gestures.drag_ended.connect(levels.settle)
        for part in (levels, tags):
            part.failed.connect(self.failed)
