"""Hide and copy films as a script says (`scripted_runner.py`): one box a track, and files that tell what is hidden."""

from collections.abc import Iterable
from dataclasses import replace

from desktop_app.jobs import copy_places
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedFilm
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.jobs.job import Job
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import Box, FilmTrack, PageLine, Region

KIND = "mp4"


def in_frame(
    tracks: Iterable[FilmTrack], number: int, decision: FilmDecision
) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    """Return what is hidden in a frame, one box for each track, and what a person lets be seen."""
    here = [track for track in tracks if track.first <= number <= track.last]
    boxes = {
        track: Region(track.kind, track.score, "film", Box(20 * track.number, 10, 15, 15), track=track.number)
        for track in here
    }
    hidden = tuple(boxes[track] for track in here if track not in decision.shown)
    return (*hidden, *decision.places_at(number)), tuple(boxes[track] for track in here if track in decision.shown)


def copied(job: Job, place: Place, found: FoundInFilm, line: PageLine) -> RedactedFilm:
    """Write a file that says which tracks are hidden, and which places from when to when."""
    target, decision = copy_places.film_target(job.path, place, KIND), job.options.film
    path = target.path if target.is_named else next(path for path in target.names() if not path.exists())
    hidden = tuple(track for track in found.tracks if track not in decision.shown)
    places = [f"{one.first}-{one.last}" for one in decision.places]
    path.write_text(" ".join([*(str(track.number) for track in hidden), *places]))
    return RedactedFilm(path, "0" * 64, "1" * 64, line, replace(found, tracks=hidden), (), ())
