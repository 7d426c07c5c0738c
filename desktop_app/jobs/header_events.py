"""Define what a job tells of the headers of medical pictures (`job.py`)."""

from dataclasses import dataclass

from desktop_app.runtime_client.values import FoundSeries, Tag


@dataclass(frozen=True)
class FilesSorted:
    """Which of the job's files belong together is known; what is in no series is a document by itself."""

    job_id: str
    series: tuple[FoundSeries, ...]


@dataclass(frozen=True)
class TagsListed:
    """The header of a page, for human eyes only. `is_cut`: there is more of it."""

    job_id: str
    number: int
    tags: tuple[Tag, ...]
    is_cut: bool
