"""Make a redacted copy of a file: airlock -> regions -> new file made from pixels, and a report of it.

The copy never holds anything but redacted pixels and, in a PDF, the words of the source's own text that nothing hides.
Needs no engine, asks nobody: the report says where the policy wants a person's word.
"""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_app.audit.chain import Facts
from desktop_app.foundation import file_identity
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import audited, copy_files, copy_places, hiding, redacted_film, series_copy
from desktop_app.jobs.copy_files import Source
from desktop_app.jobs.copy_places import CopyFormat, Place, Target
from desktop_app.jobs.copy_report import PageReport, RedactedCopy, RedactedFilm
from desktop_app.jobs.job import Job
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.managed import bounds
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.checked_films import OnFilmProgress
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import FILM_KINDS, Detection, OutputFormat, PageRegions, Region
from desktop_app.settings import policies


def make_copy(
    job: Job, tools: JobTools, place: Place, preview: Place | None, on_film: OnFilmProgress = lambda *_: None
) -> RedactedCopy | RedactedFilm:
    """Write the redacted copy of `job.path`, and the source with the regions drawn over it where wanted.

    Raises:
        AppError: why nothing was written. A preview that could not be made leaves no copy behind.
    """
    with tools.recorder.failures(job.id):
        bounds.check_operator(tools.rules, job.options.operator)
        with ServedFile(job.path) as file:
            file.sha256()  # before anything is read of it: whatever becomes of its name and rights meanwhile, its bytes are known
            if place.is_folder or not copy_places.is_for_film(place.path):
                with (airlock := tools.airlock()).opened(file) as opened:
                    if opened.kind not in FILM_KINDS:
                        return _pages_copied(job, tools, (place, preview), Source(file, airlock, opened))
            with (airlock := tools.film_airlock()).opened(file) as opened:  # the only one that may write films
                source = Source(file, airlock, opened)
                return redacted_film.film_copied(job, tools, (place, preview), source, on_film)


def copy_prepared(job: Job, tools: JobTools, place: Place) -> RedactedCopy:
    """Write a copy in which just that is hidden which is hidden in the pages of `job.prepared`: nobody looks for more.

    Raises:
        AppError: why nothing was written; `review_needed` where a person's word is missing, `file_replaced` where the file
            is not the one that was prepared.
    """
    document = job.prepared
    if document is None or tuple(page.number for page in document.pages) != tuple(document.line.numbers):
        raise AppError("bug")  # a page of which nobody knows what is hidden on it is written nowhere
    if any(page.is_unreviewed for page in document.pages):
        raise AppError("review_needed")
    opened = tools.opened(job, document.sha256, None)
    target = copy_places.target(job.path, place, document.kind, document.line.count)
    copy_files.check_allowed(tools, target)
    reports = tuple(_as_prepared(page) for page in document.pages)
    facts = _facts(job, document.kind, reports)
    _record(tools, "export_begun", facts, target)  # what cannot be written down is not done
    if series_copy.is_wanted(job, target):
        copy = _series_copied(job, tools, opened.airlock, target, reports)
    else:
        copy = _copied(job, opened.airlock, target, reports, tools.stop)
    _record(tools, "exported", facts, target, copy.output)
    return replace(copy, sha256=document.sha256, notes=document.notes)


def _pages_copied(job: Job, tools: JobTools, places: tuple[Place, Place | None], source: Source) -> RedactedCopy:
    """Copy what is no film, page by page. Raises AppError."""
    airlock, opened = source.airlock, source.opened
    target, shown = _targets(job.path, places, opened.kind, opened.line.count)
    for wanted in (target, shown):
        if wanted is not None:
            copy_files.check_allowed(tools, wanted)
    reports = tuple(_detected(job, number, airlock, tools) for number in opened.line.numbers)
    pages = tuple(report.hidden for report in reports)
    facts, preview_path = _facts(job, opened.kind, reports), None
    _record(tools, "export_begun", facts, target)  # what cannot be written down is not done
    if shown is not None:
        _record(tools, "preview_begun", facts, shown)
        preview_path = copy_files.written(shown, airlock.preview(pages, _of_pixels(shown)), tools.stop)
        _record(tools, "preview_exported", facts, shown, preview_path)
    copy = _copied(job, airlock, target, reports, tools.stop)
    _record(tools, "exported", facts, target, copy.output)
    return replace(copy, preview=preview_path, sha256=source.file.known_sha256, notes=opened.notes)


def _as_prepared(page: PreparedPage) -> PageReport:
    """Return the report of a page that was made before."""
    thresholds = dict(page.thresholds)
    detection = Detection(page.shape.native, page.regions, page.rounds, page.residual, page.is_unreviewed, thresholds)
    return PageReport(PageRegions(page.number, page.regions), detection)


def _copied(
    job: Job, airlock: Airlock, target: Target[CopyFormat], reports: tuple[PageReport, ...], stop: threading.Event
) -> RedactedCopy:
    """Write the copy itself. What is known of the source is for the caller to add."""
    digest = hashlib.sha256()
    path = copy_files.written(target, copy_files.hashed(_encoded(job, airlock, reports, target), digest), stop)
    renamed = (copy_places.RENAMED,) if path != target.path else ()
    return RedactedCopy(path, None, "", digest.hexdigest(), reports, (), (*_warnings(reports), *renamed))


def _series_copied(
    job: Job, tools: JobTools, airlock: Airlock, target: Target[CopyFormat], reports: tuple[PageReport, ...]
) -> RedactedCopy:
    path, wanted, digest = series_copy.written(job, tools, airlock, target, reports)
    renamed = (copy_places.RENAMED,) if path != wanted else ()
    return RedactedCopy(path, None, "", digest, reports, (), (*_warnings(reports), *renamed))


def _facts(job: Job, kind: str, reports: tuple[PageReport, ...]) -> Facts:
    """Return what is told of a copy; of a preview, on which everything is still to be seen, what is marked there."""
    facts: Facts = {"job": job.id, "kind": kind, "pages": len(reports), "policy": policies.shown(job.options.policy)}
    return {**facts, **audited.counted(region for report in reports for region in report.hidden.regions)}


def _record(tools: JobTools, what: str, facts: Facts, target: Target[CopyFormat], path: Path | None = None) -> None:
    """Write down that a file is going to be written, or that it was. Raises AppError."""
    name = tools.recorder.name_of(path or target.path)
    tools.recorder.tell(what, {**facts, "format": target.output_format, **name})


def _encoded(
    job: Job, airlock: Airlock, reports: tuple[PageReport, ...], target: Target[CopyFormat]
) -> Iterator[bytes]:
    pages = tuple(report.hidden for report in reports)
    if target.output_format != "dicom":
        return airlock.encode(pages, target.output_format)
    is_clean = not any(report.detection.residual for report in reports)
    return airlock.encode_dicom(pages, job.options.policy, job.options.batch_secret, pixels_clean=is_clean)


def _of_pixels(target: Target[CopyFormat]) -> OutputFormat:
    """Return the format of a file made of pixels alone. Raises AppError format_not_writable: a preview is no copy."""
    if target.output_format == "dicom":
        raise AppError("format_not_writable")
    return target.output_format


def _detected(job: Job, number: int, airlock: Airlock, tools: JobTools) -> PageReport:
    """Find what is to be hidden on one page. Raises AppError."""
    if tools.stop.is_set():
        raise AppError("cancelled")
    given = _given(job, number, airlock)
    found = airlock.detect(number, job.options.policy, given)
    return PageReport(PageRegions(number, hiding.with_operator((*given, *found.regions), job.options.operator)), found)


def _given(job: Job, number: int, airlock: Airlock) -> tuple[Region, ...]:
    """Return what a person wants hidden on every page, as far as it lies on this one."""
    if not job.options.everywhere:
        return ()
    size = airlock.size(number)
    boxes = (box.clipped(size.width, size.height) for box in job.options.everywhere)
    return tuple(Region(hiding.MARKED, 1.0, hiding.PERSON, box) for box in boxes if box is not None)


def _warnings(reports: tuple[PageReport, ...]) -> tuple[str, ...]:
    return hiding.warnings(
        [region for report in reports for region in report.hidden.regions],
        [region for report in reports for region in report.detection.residual],
        is_unreviewed=any(report.detection.review for report in reports),
    )


def _targets(
    source: Path, places: tuple[Place, Place | None], kind: str, page_count: int
) -> tuple[Target[CopyFormat], Target[CopyFormat] | None]:
    """Return where the copy goes, and the preview. Raises AppError, also where they would be one file."""
    place, preview = places
    target = copy_places.target(source, place, kind, page_count)
    if preview is None:
        return target, None
    shown = copy_places.target(source, preview, "" if kind == "dicom" else kind, page_count)
    is_one = bool(file_identity.identities(shown.path) & file_identity.identities(target.path))
    if is_one and target.is_named == shown.is_named:
        raise AppError("outputs_collide")
    return target.beside(shown), shown.beside(target)
