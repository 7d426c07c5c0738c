"""Say which documents a redacted copy may be made of, what the copies are called, and what came of them. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import copy_places
from desktop_app.jobs.copy_report import RedactedCopy, RedactedFilm
from desktop_app.jobs.job import Job, JobEnded, JobState

REPORT_SUFFIX = ".report.jsonl"


def may_be_copied(document: Document, to_review: Sequence[int]) -> bool:
    """Tell whether everything that is to be hidden on a document is known, and accepted where the policy wants that."""
    return document.state is DocumentState.READY and document.prepared is not None and not to_review


def proposed_name(document: Document, stem: str) -> str:
    """Return what a document's copy is called when nobody says otherwise; that of a series is a folder."""
    if document.files:
        return stem
    if document.is_film:
        return copy_places.film_name(document.name, stem, document.kind)[0]
    return copy_places.copy_name(document.name, stem, document.kind, document.page_count)[0]


@dataclass(frozen=True)
class Made:
    """A copy of one of the documents, or why there is none.

    Attributes:
        name: the document's.
    """

    name: str
    job: Job
    copy: RedactedCopy | RedactedFilm | None = None
    error: AppError | None = None


@dataclass
class CopyOrder:
    """Copies that were wanted together.

    Attributes:
        folder: where they go; None for one that was named.
        left_out: names of documents that cannot be copied yet.
        waiting: jobs that have not ended, with the names of their documents.
        has_face_in_slices: from one of the documents a face can be computed, whatever is hidden.
    """

    folder: Path | None
    left_out: tuple[str, ...] = ()
    waiting: dict[str, tuple[str, Job]] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    has_face_in_slices: bool = False

    @property
    def copies(self) -> list[RedactedCopy | RedactedFilm]:
        """Those that there are now."""
        return [made.copy for made in self.made if made.copy is not None]

    def ended(self, event: JobEnded) -> Job:
        """Note how one of the jobs ended, and return it."""
        name, job = self.waiting.pop(event.job_id)
        copy = event.result.copy if event.result is not None else None
        if copy is not None or event.state is JobState.FAILED:
            self.made.append(Made(name, job, copy, event.error))
        return job

    def report_place(self, name: str) -> Path:
        """Return where the report goes: beside a copy that was named, or into the folder as `name`."""
        if self.folder is not None:
            return self.folder / f"{name}{REPORT_SUFFIX}"
        output = self.copies[0].output
        return output.with_name(f"{output.stem}{REPORT_SUFFIX}")
