"""Make a copy of a film in which nobody is seen who should be hidden: airlock -> tracks -> new film, and a report of it.

The copy never holds anything but hidden frames and their times: no sound, since voices identify people, and no metadata.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from desktop_app.audit.chain import Facts
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import copy_files, copy_places, hiding
from desktop_app.jobs.copy_files import Source
from desktop_app.jobs.copy_places import Place, Target
from desktop_app.jobs.copy_report import RedactedFilm
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.jobs.film_events import FilmProgress
from desktop_app.jobs.job import (
    Emit,
    Job,
)
from desktop_app.jobs.job_tools import JobTools
from desktop_app.runtime_client.airlock import Airlock, FilmWish
from desktop_app.runtime_client.checked_films import FoundInFilm, OnFilmProgress
from desktop_app.runtime_client.values import FILM_KINDS, FilmFormat, FilmTrack, PageLine
from desktop_app.settings import policies


def film_copied(
    job: Job, tools: JobTools, places: tuple[Place, Place | None], source: Source, on_progress: OnFilmProgress
) -> RedactedFilm:
    """Write the redacted copy of a film. Raises AppError, `preview_of_film` where a preview is wanted."""
    place, preview = places
    opened = source.opened
    if preview is not None:
        raise AppError("preview_of_film")
    target = _target(job, tools, place, opened.kind)
    found = source.airlock.find_tracks(job.options.policy, on_progress)
    facts = _facts(job, (opened.kind, opened.line), found.tracks, target)
    _record(tools, "export_begun", facts, target.path)  # what cannot be written down is not done
    copy = _copied(job, (source.airlock, tools.stop), target, found, on_progress)
    _record(tools, "exported", facts, copy.output)
    return replace(copy, sha256=source.file.known_sha256, line=opened.line, notes=opened.notes)


def film_copied_as_decided(job: Job, tools: JobTools, place: Place, emit: Emit) -> RedactedFilm:
    """Write a copy of the film `job.prepared` as a person has decided about it; the airlock for films is free.

    Raises:
        AppError: why nothing was written; `review_needed` where a person's word is missing, or was given on other finds.
    """
    document, decision = job.prepared, job.options.film
    if document is None or document.found is None:
        raise AppError("bug")  # a film of which nobody knows who is in it is written nowhere
    opened = tools.film_opened(job.path, document.sha256)
    target = _target(job, tools, place, document.kind)

    def on_progress(step: str, number: int, count: int) -> None:
        emit(FilmProgress(job.id, step, number, count))  # type: ignore[arg-type]  # a step

    found = opened.airlock.find_tracks(job.options.policy, on_progress)
    is_reviewed = decision.is_reviewed and found.tracks == document.found.tracks
    if (found.review or tools.rules.redaction.review) and not is_reviewed:
        raise AppError("review_needed")
    facts = _facts(job, (document.kind, document.line), _hidden(found, decision), target)
    _record(tools, "export_begun", facts, target.path)
    copy = _copied(job, (opened.airlock, tools.stop), target, replace(found, review=False), on_progress)
    _record(tools, "exported", facts, copy.output)
    return replace(copy, sha256=document.sha256, line=document.line, notes=document.notes)


def _target(job: Job, tools: JobTools, place: Place, kind: str) -> Target[FilmFormat]:
    if kind not in FILM_KINDS:
        raise AppError("format_not_writable")
    target = copy_places.film_target(job.path, place, kind)
    copy_files.check_allowed(tools, target)
    return target


def _copied(
    job: Job,
    lent: tuple[Airlock, threading.Event],
    target: Target[FilmFormat],
    found: FoundInFilm,
    on_progress: OnFilmProgress,
) -> RedactedFilm:
    """Write the copy itself. What is known of the source is for the caller to add."""
    airlock, stop = lent
    operator, decision = job.options.operator, job.options.film
    digest = hashlib.sha256()
    wish = FilmWish(target.output_format, operator, decision.shown_numbers(found.tracks), decision.places)
    pieces = airlock.encode_film(wish, found, on_progress)
    path = copy_files.written(target, copy_files.hashed(pieces, digest), stop)
    hidden = _hidden(found, decision)
    told = {
        hiding.REVERSIBLE: operator not in (None, "fill") and bool(hidden),
        hiding.NEEDS_PERSON: found.residual > 0,
        hiding.NOT_REVIEWED: found.review,
        hiding.DOUBTFUL: not decision.is_reviewed and any(track.doubts for track in hidden),
        copy_places.RENAMED: path != target.path,
    }
    warnings = tuple(code for code, is_so in told.items() if is_so)
    return RedactedFilm(path, "", digest.hexdigest(), PageLine(1), replace(found, tracks=hidden), (), warnings)


def _hidden(found: FoundInFilm, decision: FilmDecision) -> tuple[FilmTrack, ...]:
    """Return what is hidden, the places that a person has drawn among what has no number."""
    shown = set(decision.shown_numbers(found.tracks))
    drawn = (
        FilmTrack(0, place.region.kind, place.region.score, place.region.origin, place.first, place.last)
        for place in decision.places
    )
    return (*(track for track in found.tracks if track.number not in shown), *drawn)


def _facts(job: Job, opened: tuple[str, PageLine], hidden: Iterable[FilmTrack], target: Target[FilmFormat]) -> Facts:
    kind, line = opened
    facts: Facts = {"job": job.id, "kind": kind, "pages": line.count}
    counted: Facts = {f"hidden_{one}": count for one, count in sorted(Counter(track.kind for track in hidden).items())}
    told: Facts = {"policy": policies.shown(job.options.policy), "format": target.output_format}
    return {**facts, **told, **counted}


def _record(tools: JobTools, what: str, facts: Facts, path: Path) -> None:
    tools.recorder.tell(what, {**facts, **tools.recorder.name_of(path)})
