"""Define what a job tells of a film while it is looked through or written (`job.py`)."""

from dataclasses import dataclass

from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import FilmStep


@dataclass(frozen=True)
class FilmProgress:
    """A film is looked through, or written: at frame `number` of `count` in this step."""

    job_id: str
    step: FilmStep
    number: int
    count: int


@dataclass(frozen=True)
class FilmSearched:
    """A film has been looked through, and this was found."""

    job_id: str
    found: FoundInFilm
