"""Have a film looked through before any frame of it is sent, and tell how far that is and what was found.

Works with the airlock for films, and yields whenever it needs that one (`Work`). Hides nothing and chooses no frames.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from desktop_app.jobs import film_decision
from desktop_app.jobs.film_events import FilmProgress, FilmSearched
from desktop_app.jobs.job import (
    Emit,
    Job,
)
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.need import Need
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import Detection, Region

NumbersOf: TypeAlias = Callable[[FoundInFilm], Iterable[int]]


@dataclass(frozen=True)
class FrameFinds:
    """What is hidden on a frame as a person has decided, what was found and stays visible, and whether they have accepted that."""

    detection: Detection
    is_reviewed: bool
    spared: tuple[Region, ...] = ()


def search(
    job: Job, tools: JobTools, sha256: str, emit: Emit, numbers_of: NumbersOf | None = None
) -> Generator[Need, None, tuple[FoundInFilm, dict[int, FrameFinds]]]:
    """Look through the film whose bytes have this hash. Ends where the airlock for films may be used.

    Args:
        job: whose film it is.
        tools: what it works with.
        sha256: of the film.
        emit: hears how far it is, and what was found.
        numbers_of: which frames are to be sent, where that is known: what is hidden on them is told at once, for the next
            job may open another film there, and this one would have to be looked through anew.

    Raises:
        AppError: why it could not be looked through.
    """
    yield Need.FILMS
    airlock, found = _searched(job, tools, sha256, emit)
    emit(FilmSearched(job.id, found))
    return found, _on_frames(job, airlock, found, () if numbers_of is None else numbers_of(found))


def finds(
    job: Job, tools: JobTools, sha256: str, numbers: Iterable[int], emit: Emit
) -> Generator[Need, None, dict[int, FrameFinds]]:
    """Return what is to be hidden on these frames; a film that is not open any more is looked through anew."""
    yield Need.FILMS
    airlock, found = _searched(job, tools, sha256, emit)
    return _on_frames(job, airlock, found, numbers)


def _on_frames(job: Job, airlock: Airlock, found: FoundInFilm, numbers: Iterable[int]) -> dict[int, FrameFinds]:
    frames, decision = {}, job.options.film
    for number in numbers:
        detection = airlock.detect(number, job.options.policy)
        frames[number] = FrameFinds(
            film_decision.decided(detection, number, decision, found.tracks),
            decision.is_reviewed,
            film_decision.spared(detection, decision, found.tracks),
        )
    return frames


def _searched(job: Job, tools: JobTools, sha256: str, emit: Emit) -> tuple[Airlock, FoundInFilm]:
    airlock = tools.film_opened(job.path, sha256).airlock
    found = airlock.find_tracks(
        job.options.policy, lambda step, number, count: emit(FilmProgress(job.id, step, number, count))
    )
    return airlock, found
