"""Keep account of the jobs that were given to the queue for documents: which prepares what. Runs and submits none."""

from dataclasses import dataclass, replace
from typing import Protocol, TypedDict, Unpack

from desktop_app.conversation.document import Document
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.served_series import Opened


class Jobs(Protocol):
    """What a controller needs of the `JobQueue`."""

    def submit(self, job: Job) -> None:
        """Take a job. Raises AppError."""
        ...

    def hasten(self, job_id: str, urgency: Urgency) -> None:
        """Say who waits for a job now."""
        ...

    def pause(self, *, is_paused: bool) -> None:
        """Leave the jobs that nobody waits for, or go on with them."""
        ...

    def cancel(self, *job_ids: str) -> None:
        """Ask a job to stop."""
        ...

    def leave(self, source: Opened) -> None:
        """Nobody works on this any more."""
        ...


class _More(TypedDict, total=False):
    """What else a job may be told; see `Job`."""

    questions: tuple[str, ...]
    prepared: PreparedDocument | None
    history: tuple[tuple[str, str], ...]
    only_shows: bool
    reads: bool
    lists_tags: bool
    copy_to: Place | None
    urgency: Urgency


def job_about(document: Document, job_id: str, options: JobOptions, **more: Unpack[_More]) -> Job:
    """Return a job about a document: about just its files, seen in the window that a person chose. The only way to make one."""
    options = replace(options, window=document.window)
    return Job(job_id, document.path, options=options, files=document.files, **more)


@dataclass(frozen=True)
class Errand:
    """A job that prepares a document, or makes some of its `pages` anew (None: all of them are prepared)."""

    document_id: str
    pages: frozenset[int] | None = None

    def makes(self, document_id: str, number: int) -> bool:
        """Tell whether it makes this page."""
        return self.document_id == document_id and (self.pages is None or number in self.pages)


class Errands:
    """The jobs that have not ended, oldest first."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._by_job: dict[str, Errand] = {}

    def begin(self, job_id: str, errand: Errand) -> None:
        """Note what a job is for."""
        self._by_job[job_id] = errand

    def end(self, job_id: str) -> Errand:
        """Note that a job has ended, and return what it was for."""
        return self._by_job.pop(job_id)

    def of(self, job_id: str) -> Errand | None:
        """Return what a job is for; None for jobs of others and those that nobody waits for any more."""
        return self._by_job.get(job_id)

    def drop(self, document_id: str) -> list[str]:
        """Stop the jobs for a document, and know them no more. Returns which they were."""
        dropped = self.jobs_for(document_id)
        for job_id in dropped:
            del self._by_job[job_id]
            self._jobs.cancel(job_id)
        return dropped

    def jobs_for(self, document_id: str) -> list[str]:
        """Return the jobs for a document."""
        return [job_id for job_id, errand in self._by_job.items() if errand.document_id == document_id]

    def preparing(self, document_id: str) -> list[str]:
        """Return the jobs that prepare all of a document."""
        return [job_id for job_id in self.jobs_for(document_id) if self._by_job[job_id].pages is None]

    def newest(self, document_id: str, number: int) -> str:
        """Return the last job that makes a page: what older ones make of it does not count. There must be one."""
        return [job_id for job_id, errand in self._by_job.items() if errand.makes(document_id, number)][-1]
