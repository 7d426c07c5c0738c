"""Have the airlock tell which files of a drop belong together, before they are taken in. Opens and shows none."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.errands import Jobs
from desktop_app.conversation.series import are_worth_sorting, taken_together
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.header_events import FilesSorted
from desktop_app.jobs.job import (
    Job,
    JobEnded,
    JobEvent,
)
from desktop_app.jobs.need import Urgency
from desktop_app.runtime_client.values import FoundSeries


class SortingController(QObject):
    """The drops that are being sorted.

    Signals:
        begun: how many files are looked at; it takes a moment.
        sorted: what a drop consists of, a tuple of `Taken`; where nobody could tell, each file is by itself.
    """

    begun = Signal(int)
    sorted = Signal(object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str]) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._drops: dict[str, tuple[Path, ...]] = {}
        self._found: dict[str, tuple[FoundSeries, ...]] = {}

    def sort(self, files: Sequence[Path]) -> None:
        """Begin; the result comes by signal, at once where no files can belong together."""
        if not are_worth_sorting(files):
            self.sorted.emit(taken_together(files, ()))
            return
        job = Job(self._new_id(), files[0].parent, files=tuple(files), sorts=True, urgency=Urgency.ASKED)
        self._drops[job.id] = job.files
        self.begun.emit(len(files))
        try:
            self._jobs.submit(job)
        except AppError:
            self._end(job.id)

    def on_job_event(self, event: JobEvent) -> None:
        """Note what a job of ours tells; other jobs' events are not ours."""
        if event.job_id not in self._drops:
            return
        if isinstance(event, FilesSorted):
            self._found[event.job_id] = event.series
        elif isinstance(event, JobEnded):
            self._end(event.job_id)

    def _end(self, job_id: str) -> None:
        self.sorted.emit(taken_together(self._drops.pop(job_id), self._found.pop(job_id, ())))
