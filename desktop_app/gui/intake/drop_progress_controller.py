"""Tell how far what was dropped is and about how long it will take; pause it and go on when asked to.

A pause holds up only what nobody waits for: what is looked at or asked about goes on. Prepares nothing.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop_app.conversation.drops import DropProgress, Drops
from desktop_app.conversation.errands import Jobs
from desktop_app.gui.intake.drop_progress_view import DropProgressView

_TOLD_AFTER = 3
"""So many files say how long the others will take; fewer do not."""


class DropProgressController(QObject):
    """Who counts the files of a drop."""

    def __init__(
        self,
        jobs: Jobs,
        drops: Drops,
        view: DropProgressView,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._view = view
        self._clock = clock
        self._progress: DropProgress | None = None
        self._is_paused = False
        self._measured_from = (0.0, 0)
        drops.on_advanced = self._on_advanced
        view.pause_asked.connect(lambda: self._pause(is_paused=True))
        view.going_on_asked.connect(lambda: self._pause(is_paused=False))

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

    def _measure(self) -> None:
        """Measure the speed from here on."""
        self._measured_from = (self._clock(), self._progress.tried if self._progress is not None else 0)

    def _show(self) -> None:
        self._view.show_progress(self._words(), is_paused=self._is_paused)

    def _words(self) -> str:
        progress = self._progress
        if progress is None:
            return ""
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
