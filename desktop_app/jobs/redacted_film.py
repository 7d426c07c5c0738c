"""Make a copy of a film in which nobody is seen who should be hidden: airlock -> tracks -> new film, and a report of it.

The copy never holds anything but hidden frames and their times: no sound, since voices identify people, and no metadata.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from desktop_app.audit.chain import Facts
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import copy_files, copy_places, hiding
from desktop_app.jobs.copy_files import Source
from desktop_app.jobs.copy_places import Place, Target
from desktop_app.jobs.job import Job
from desktop_app.jobs.job_tools import JobTools
from desktop_app.runtime_client.airlock import DocumentOpened
from desktop_app.runtime_client.checked_films import FoundInFilm, OnFilmProgress
from desktop_app.runtime_client.values import FilmFormat, PageLine
from desktop_app.settings import policies


@dataclass(frozen=True)
class RedactedFilm:
    """A finished copy of a film.

    Attributes:
        output: where it is, which in a folder need not be its source's name.
        line: of the source, and so of the copy.
        notes, warnings: codes of what a person should know of the source, and of the copy.
    """

    output: Path
    sha256: str
    output_sha256: str
    line: PageLine
    found: FoundInFilm
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def film_copied(
    job: Job, tools: JobTools, places: tuple[Place, Place | None], source: Source, on_progress: OnFilmProgress
) -> RedactedFilm:
    """Write the redacted copy of a film. Raises AppError, `preview_of_film` where a preview is wanted."""
    place, preview = places
    opened, airlock, operator = source.opened, source.airlock, job.options.operator
    if opened.kind not in copy_places.FILM_KINDS:
        raise AppError("format_not_writable")
    if preview is not None:
        raise AppError("preview_of_film")
    target = copy_places.film_target(job.path, place, opened.kind)
    copy_files.check_allowed(tools, target)
    found = airlock.find_tracks(job.options.policy, on_progress)
    _record(job, tools, opened, found, target)  # what cannot be written down is not done
    digest = hashlib.sha256()
    pieces = airlock.encode_film(target.output_format, operator, found, on_progress)
    path = copy_files.written(target, copy_files.hashed(pieces, digest))
    told = {
        hiding.REVERSIBLE: operator not in (None, "fill") and bool(found.tracks),
        hiding.NEEDS_PERSON: found.residual > 0,
        hiding.NOT_REVIEWED: found.review,
        hiding.DOUBTFUL: any(track.doubts for track in found.tracks),
        copy_places.RENAMED: path != target.path,
    }
    warnings = tuple(code for code, is_so in told.items() if is_so)
    return RedactedFilm(path, source.file.sha256(), digest.hexdigest(), opened.line, found, opened.notes, warnings)


def _record(job: Job, tools: JobTools, opened: DocumentOpened, found: FoundInFilm, target: Target[FilmFormat]) -> None:
    facts: Facts = {"job": job.id, "kind": opened.kind, "pages": opened.line.count}
    hidden: Facts = {
        f"hidden_{kind}": count for kind, count in sorted(Counter(one.kind for one in found.tracks).items())
    }
    told: Facts = {"policy": policies.shown(job.options.policy), "format": target.output_format}
    tools.recorder.tell("exported", {**facts, **told, **hidden, **tools.recorder.name_of(target.path)})
