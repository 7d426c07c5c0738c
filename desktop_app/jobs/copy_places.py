"""Say where a copy of a file goes, under which name and in which format.

A file that was named as the output may be replaced, but never a source. In a folder a copy takes its source's name; where
something has that name already, it takes the next free one (`scan (2).pdf`), and where a source has it, there is no copy:
it would lie beside the original and be taken for it. Writes nothing.
"""

import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, Literal, TypeAlias, TypeVar

from desktop_app.foundation import file_identity
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_identity import Identity
from desktop_app.runtime_client.values import FilmFormat, OutputFormat

RENAMED = "renamed"
"""A copy has another name than its source, because something had that name."""

CopyFormat: TypeAlias = OutputFormat | Literal["dicom"]
"""What a copy is written as: DICOM only of DICOM, for its header is the source's."""

FORMAT_BY_SUFFIX: dict[str, CopyFormat] = {
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".webp": "webp",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".pdf": "pdf",
    ".dcm": "dicom",
}
"""What a copy's name asks for."""

FILM_BY_SUFFIX: dict[str, FilmFormat] = {".webm": "webm", ".mkv": "mkv", ".mp4": "mp4", ".m4v": "mp4"}
"""What a film's name asks for."""

FILM_OF_KIND: dict[str, tuple[FilmFormat, str]] = {"mkv": ("mkv", ".mkv")}
"""Format and suffix of a film whose name does not say: WebM, which every browser plays, but for what was Matroska."""

COPY_OF_KIND: dict[str, tuple[CopyFormat, str]] = {
    "jpeg": ("jpeg", ".jpg"),
    "webp": ("webp", ".webp"),
    "tiff": ("tiff", ".tiff"),
    "pdf": ("pdf", ".pdf"),
    "gif": ("tiff", ".tiff"),
    "dicom": ("dicom", ".dcm"),
}
"""Format and suffix of a copy whose name does not say: the source's own where it can be written, else PNG."""

COPY_OF_PAGES: tuple[CopyFormat, str] = ("tiff", ".tiff")
"""The same for what has several pages (an animation, the pictures of one HEIC): every one is kept, and nothing is lost."""

FORMATS_OF_PAGES = ("tiff", "pdf", "dicom")
"""What holds more than one page."""

_MAX_NAMES = 10_000
_MAX_NAME_BYTES = 255


@dataclass(frozen=True)
class Place:
    """Where copies go: a file, or a folder where they keep their names.

    Attributes:
        sources: every file that is read in the same call; none is replaced, and no copy takes its name.
        reserved: names of the call's other outputs, whether they are there yet or not.
        stem: what a copy in a folder is called, without its suffix; empty: as its source.
    """

    path: Path
    is_folder: bool
    sources: frozenset[Identity] = frozenset()
    reserved: tuple[Path, ...] = ()
    stem: str = ""


FormatT = TypeVar("FormatT", CopyFormat, FilmFormat)


@dataclass(frozen=True)
class Target(Generic[FormatT]):
    """Where one copy goes.

    Attributes:
        path: the file that was named, or the first name to try in a folder.
        is_named: what has the name may be replaced.
    """

    path: Path
    output_format: FormatT
    is_named: bool
    place: Place

    def names(self) -> Iterator[Path]:
        """Yield the names that a copy in a folder may take, the best first, each no longer than names may be."""
        for path in numbered(self.path):
            taken = self.place.sources | file_identity.all_identities(self.place.reserved)
            if not taken & file_identity.identities(path):
                yield path

    def beside(self, other: "Target[FormatT]") -> "Target[FormatT]":
        """Return this target with the other one's name kept free, where that was named."""
        if not other.is_named:
            return self
        return replace(self, place=replace(self.place, reserved=(*self.place.reserved, other.path)))


def target(source: Path, place: Place, kind: str, page_count: int) -> Target[CopyFormat]:
    """Return where a copy of `source`, which is of `kind`, goes.

    Raises:
        AppError: output_exists where a source would have to give way; format_not_writable for a named file whose name
            says no format, or one that cannot hold so many pages.
    """
    if place.is_folder:
        name, output_format = copy_name(source.name, place.stem, kind, page_count)
        path = place.path / name
    else:
        path = place.path
        output_format = _format_in(FORMAT_BY_SUFFIX, path)
        if page_count > 1 and output_format not in FORMATS_OF_PAGES:
            raise AppError("format_not_writable", found=page_count, limit=1)
        if output_format == "dicom" and kind != "dicom":
            raise AppError("dicom_of_dicom")
    _check_free(source, path, place)
    return Target(path, output_format, not place.is_folder, place)


def copy_name(source_name: str, stem: str, kind: str, page_count: int) -> tuple[str, CopyFormat]:
    """Return what a copy is called whose name does not say its format, and that format; without a `stem`, as its source."""
    source = Path(source_name)
    own_format = FORMAT_BY_SUFFIX.get(source.suffix.lower())
    output_format, suffix = COPY_OF_KIND.get(kind, ("png", ".png"))
    if page_count > 1 and output_format not in FORMATS_OF_PAGES:
        output_format, suffix = COPY_OF_PAGES
    suffix = source.suffix if own_format == output_format else suffix
    return (stem or source.stem) + suffix, output_format


def film_target(source: Path, place: Place, kind: str) -> Target[FilmFormat]:
    """Return where a copy of `source`, a film of `kind`, goes. Raises AppError likewise."""
    if place.is_folder:
        name, output_format = film_name(source.name, place.stem, kind)
        path = place.path / name
    else:
        path = place.path
        output_format = _format_in(FILM_BY_SUFFIX, path)
    _check_free(source, path, place)
    return Target(path, output_format, not place.is_folder, place)


def film_name(source_name: str, stem: str, kind: str) -> tuple[str, FilmFormat]:
    """Return what a copy of a film is called whose name does not say its format, and that format; likewise."""
    source = Path(source_name)
    output_format, suffix = FILM_OF_KIND.get(kind, ("webm", ".webm"))
    suffix = source.suffix if FILM_BY_SUFFIX.get(source.suffix.lower()) == output_format else suffix
    return (stem or source.stem) + suffix, output_format


def check_named(path: Path) -> None:
    """Refuse a file whose name asks for no format. Raises AppError format_not_writable."""
    if not is_for_film(path):
        _format_in(FORMAT_BY_SUFFIX, path)


def is_for_film(path: Path) -> bool:
    """Tell whether a file's name asks for a film."""
    return path.suffix.lower() in FILM_BY_SUFFIX


def _format_in(formats: Mapping[str, FormatT], path: Path) -> FormatT:
    """Return the format that a file's name asks for. Raises AppError format_not_writable."""
    found = formats.get(path.suffix.lower())
    if found is None:
        raise AppError("format_not_writable")
    return found


def numbered(path: Path) -> Iterator[Path]:
    """Yield a path and what may stand for it where its name is taken: `scan.pdf`, `scan (2).pdf` and so on."""
    return (_numbered(path, number) for number in itertools.islice(itertools.count(1), _MAX_NAMES))


def _check_free(source: Path, path: Path, place: Place) -> None:
    if file_identity.identities(path) & (place.sources | file_identity.identities(source)):
        raise AppError("output_exists")


def _numbered(path: Path, number: int) -> Path:
    """Return `path` as the `number`-th file of that name, cut where the name would be too long."""
    suffix = path.suffix if number == 1 else f" ({number}){path.suffix}"
    stem = path.stem
    while stem and len(os.fsencode(stem + suffix)) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return path.with_name(stem + suffix)
