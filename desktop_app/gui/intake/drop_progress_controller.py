"""Tell how far what was dropped is and about how long it will take; pause it, stop it, and go on when asked to.

A pause holds up only what nobody waits for: what is looked at or asked about goes on. What was stopped stays so until
somebody goes on with all of it together, or asks about one of its files. Prepares nothing.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.conversation.drops import DropProgress
from desktop_app.conversation.errands import Jobs
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.intake.drop_progress_view import DropProgressView, Pace

_TOLD_AFTER = 3
"""So many files say how long the others will take; fewer do not."""


class DropProgressController(QObject):
    """Who counts the files of a drop."""

    def __init__(
        self,
        jobs: Jobs,
        documents: DocumentsController,
        view: DropProgressView,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._documents = documents
        self._view = view
        self._clock = clock
        self._progress: DropProgress | None = None
        self._is_paused = False
        self._stopped: set[str] = set()
        self._measured_from = (0.0, 0)
        documents.drops.on_advanced = self._on_advanced
        documents.document_changed.connect(self._on_document_changed)
        documents.document_removed.connect(self._on_document_removed)
        view.pause_asked.connect(lambda: self._pause(is_paused=True))
        view.going_on_asked.connect(self._go_on)
        view.stop_asked.connect(documents.stop)

    def _on_advanced(self, progress: DropProgress | None) -> None:
        is_new = progress is not None and (self._progress is None or progress.total != self._progress.total)
        self._progress = progress
        if is_new:
            self._measure()
        if progress is None and self._is_paused:
            self._pause(is_paused=False)
        else:
            self._show()

    def _pause(self, *, is_paused: bool) -> None:
        self._is_paused = is_paused
        self._jobs.pause(is_paused=is_paused)
        self._measure()
        self._show()

    def _go_on(self) -> None:
        if self._progress is None:
            self._documents.go_on_with(tuple(self._stopped))
        else:
            self._pause(is_paused=False)

    def _measure(self) -> None:
        """Measure the speed from here on."""
        self._measured_from = (self._clock(), self._progress.tried if self._progress is not None else 0)

    def _on_document_changed(self, document: Document) -> None:
        is_stopped = document.state is DocumentState.STOPPED
        if is_stopped != (document.id in self._stopped):
            (self._stopped.add if is_stopped else self._stopped.discard)(document.id)
            self._show()

    def _on_document_removed(self, document_id: str) -> None:
        if document_id in self._stopped:
            self._stopped.discard(document_id)
            self._show()

    def _show(self) -> None:
        if self._progress is not None:
            pace = Pace.PAUSED if self._is_paused else Pace.GOING
            self._view.show_progress(self._progress_words(self._progress), pace)
        else:
            self._view.show_progress(self._stopped_words(), Pace.STOPPED)

    def _stopped_words(self) -> str:
        count = len(self._stopped)
        if count == 0:
            return ""
        return self.tr("1 file is stopped") if count == 1 else self.tr("{count} files are stopped").format(count=count)

    def _progress_words(self, progress: DropProgress) -> str:
        count = self.tr("{count} of {total}").format(count=progress.tried, total=progress.total)
        if self._is_paused:
            return self.tr("{count}, paused").format(count=count)
        started_s, tried_before = self._measured_from
        tried = progress.tried - tried_before
        if tried < _TOLD_AFTER:
            return count
        minutes = round((self._clock() - started_s) / tried * (progress.total - progress.tried) / 60)
        if minutes < 1:
            return self.tr("{count}, less than a minute").format(count=count)
        return self.tr("{count}, about {minutes} min").format(count=count, minutes=minutes)
