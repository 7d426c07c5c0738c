"""Make a redacted copy of a file: airlock -> regions -> person -> new file made from pixels, and a report of it.

The copy never holds anything but pixels (and, in a PDF, nothing of the source's structure). Needs no engine.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import atomic_file
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job
from desktop_app.jobs.pipeline import JobTools
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import OutputFormat, PageRegions

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
class PageReport:
    """What was hidden on one page: never what stood there."""

    page: int
    width: int
    height: int
    regions: PageRegions


@dataclass(frozen=True)
class RedactedCopy:
    """A finished copy."""

    output: Path
    sha256: str
    output_sha256: str
    pages: tuple[PageReport, ...]
    notes: tuple[str, ...]


def make_copy(job: Job, tools: JobTools, output: Path, *, is_folder: bool) -> RedactedCopy:
    """Write the redacted copy of `job.path` to `output` (into it, when it is a folder). Raises AppError."""
    with ServedFile(job.path) as file, (airlock := tools.airlock()).opened(file) as opened:
        reports = []
        for number in range(1, opened.page_count + 1):
            if tools.stop.is_set():
                raise AppError("cancelled")
            found = airlock.detect(number, job.options.policy)
            regions = tools.approver.review(job, number, found)
            page = airlock.render(number, max_px=1)
            reports.append(
                PageReport(number, page.native_width, page.native_height, PageRegions(number, tuple(regions)))
            )
        path, output_format = _place(job.path, output, opened.kind, is_folder=is_folder)
        digest = hashlib.sha256()
        pages = tuple(report.regions for report in reports)
        atomic_file.write(path, _hashed(airlock.encode(pages, job.options.operator, output_format), digest))
        return RedactedCopy(path, file.sha256(), digest.hexdigest(), tuple(reports), opened.notes)


def _place(source: Path, output: Path, kind: str, *, is_folder: bool) -> tuple[Path, OutputFormat]:
    """Return where the copy goes and in which format. Raises AppError."""
    if is_folder:
        own_format = FORMAT_BY_SUFFIX.get(source.suffix.lower())
        output_format, suffix = COPY_OF_KIND.get(kind, ("png", ".png"))
        path = output / (source.name if own_format == output_format else source.stem + suffix)
    else:
        path = output
        wanted = FORMAT_BY_SUFFIX.get(output.suffix.lower())
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
