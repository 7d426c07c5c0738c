"""Make a redacted copy of a file: airlock -> regions -> new file made from pixels, and a report of it.

The copy never holds anything but redacted pixels and, in a PDF, the words of the source's own text that nothing hides.
Needs no engine, asks nobody: the report says where the policy wants a person's word.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import atomic_file
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import hiding
from desktop_app.jobs.job import Job
from desktop_app.jobs.pipeline import JobTools
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import OutputFormat, PageRegions, RegionsDetected

FORMAT_BY_SUFFIX: dict[str, OutputFormat] = {
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".webp": "webp",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".pdf": "pdf",
}
"""What a copy's name asks for."""

COPY_OF_KIND: dict[str, tuple[OutputFormat, str]] = {
    "jpeg": ("jpeg", ".jpg"),
    "webp": ("webp", ".webp"),
    "tiff": ("tiff", ".tiff"),
    "pdf": ("pdf", ".pdf"),
    "gif": ("tiff", ".tiff"),  # every frame is kept, and TIFF is lossless
}
"""Format and suffix of a copy whose name does not say: the source's own where it can be written, else PNG."""


@dataclass(frozen=True)
class Place:
    """Where copies go: a file, or a folder where they keep their names."""

    path: Path
    is_folder: bool


@dataclass(frozen=True)
class PageReport:
    """What was hidden on one page, and how the looks at it ended: never what stood there.

    Attributes:
        width, height: of the upright page, in pixels.
    """

    width: int
    height: int
    hidden: PageRegions
    detected: RegionsDetected


@dataclass(frozen=True)
class RedactedCopy:
    """A finished copy. `notes` and `warnings` are codes of what a person should know of the source and of the copy."""

    output: Path
    sha256: str
    output_sha256: str
    pages: tuple[PageReport, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def make_copy(job: Job, tools: JobTools, place: Place, preview: Place | None) -> RedactedCopy:
    """Write the redacted copy of `job.path`, and the source with the regions drawn over it where wanted.

    Raises:
        AppError: why nothing was written. A preview that could not be made leaves no copy behind.
    """
    with ServedFile(job.path) as file, (airlock := tools.airlock()).opened(file) as opened:
        path, output_format = _target(job.path, place, opened.kind)
        shown = None if preview is None else _target(job.path, preview, opened.kind)
        if shown is not None and shown[0] == path:
            raise AppError("output_exists")
        reports = tuple(_detected(job, number, airlock, tools) for number in range(1, opened.page_count + 1))
        pages = tuple(report.hidden for report in reports)
        if shown is not None:
            atomic_file.write(shown[0], airlock.preview(pages, shown[1]))
        digest = hashlib.sha256()
        atomic_file.write(path, _hashed(airlock.encode(pages, output_format), digest))
        return RedactedCopy(path, file.sha256(), digest.hexdigest(), reports, opened.notes, _warnings(reports))


def _detected(job: Job, number: int, airlock: Airlock, tools: JobTools) -> PageReport:
    """Find what is to be hidden on one page. Raises AppError."""
    if tools.stop.is_set():
        raise AppError("cancelled")
    found = airlock.detect(number, job.options.policy)
    page = airlock.render(number, max_px=1)
    hidden = PageRegions(number, hiding.with_operator(found.regions, job.options.operator))
    return PageReport(page.native_width, page.native_height, hidden, found)


def _warnings(reports: tuple[PageReport, ...]) -> tuple[str, ...]:
    return hiding.warnings(
        [region for report in reports for region in report.hidden.regions],
        [region for report in reports for region in report.detected.residual],
        is_unreviewed=any(report.detected.review for report in reports),
    )


def _target(source: Path, place: Place, kind: str) -> tuple[Path, OutputFormat]:
    """Return where a file made of `source` goes and in which format. Raises AppError."""
    if place.is_folder:
        own_format = FORMAT_BY_SUFFIX.get(source.suffix.lower())
        output_format, suffix = COPY_OF_KIND.get(kind, ("png", ".png"))
        path = place.path / (source.name if own_format == output_format else source.stem + suffix)
    else:
        path = place.path
        wanted = FORMAT_BY_SUFFIX.get(path.suffix.lower())
        if wanted is None:
            raise AppError("format_not_writable")
        output_format = wanted
    if path.exists() and path.samefile(source):
        raise AppError("output_exists")
    return path, output_format


def _hashed(pieces: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece
