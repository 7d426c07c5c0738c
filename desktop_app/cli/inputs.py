"""Say which files a call means: those that were named, those of a named folder, those on a disc with a DICOMDIR.

A file in a folder that claims nothing by its name and is none of our types is passed over. Opens nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import file_endings
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_walk import files_below, folder_of, is_disc_list

_CLAIMING_SUFFIXES = file_endings.suffixes(*file_endings.ALL)
"""A file so named claims to be something to read; any other one is if its content is."""

_FILM_SUFFIXES = file_endings.suffixes(*file_endings.FILMS)

_PASSED_OVER = {
    "file_type_unknown",
    "file_type_not_accepted",
    "file_unreadable",
    "file_missing",
    "file_empty",
    "file_too_large",
    "dicom_directory",
}
"""What may be wrong with a file that claims nothing: then it is none of ours."""


@dataclass(frozen=True)
class Input:
    """A file of a call.

    Attributes:
        below: its folder, from the named one on; None for a file that was named itself.
    """

    path: Path
    below: Path | None = None

    def is_passed_over(self, error: AppError) -> bool:
        """Tell whether what is wrong with the file only says that nobody meant it."""
        return self.below is not None and error.code in _PASSED_OVER and not claims(self.path)


def claims(path: Path) -> bool:
    """Tell whether a file's name says that it is something to read."""
    return path.suffix.lower() in _CLAIMING_SUFFIXES


def claims_film(path: Path) -> bool:
    """Tell whether a file's name says that it is a film."""
    return path.suffix.lower() in _FILM_SUFFIXES


def is_passed_over(path: Path, error: AppError) -> bool:
    """Tell the same of a file in a folder."""
    return Input(path, Path()).is_passed_over(error)


def inputs(named: Iterable[Path], on_unreadable: Callable[[Path], None] = lambda _: None) -> tuple[Input, ...]:
    """Return every file that is meant, folders walked through in a stable order."""
    return tuple(one for path in named for one in _inputs(path, on_unreadable))


def _inputs(path: Path, on_unreadable: Callable[[Path], None]) -> Iterator[Input]:
    folder = folder_of(path)
    if folder is None:
        yield Input(path)
        return
    for found in files_below(folder, on_unreadable):
        if not is_disc_list(found):
            yield Input(found, found.parent.relative_to(folder))
