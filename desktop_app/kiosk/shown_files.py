"""List what somebody at a kiosk may choose from: folders and files that In Camera can open, inside allowed folders only.

Links are passed over: on a drive that somebody brings they may lead anywhere. Opens no file.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import file_endings
from desktop_app.foundation.errors import AppError

MAX_ENTRIES = 500
"""Of one folder, in the order of their names: nobody looks through more with a finger."""

MAX_LOOKED_AT = 20_000

ENDINGS = file_endings.suffixes(*file_endings.PICTURES, *file_endings.MEDICAL)
"""What is listed. What a file is, is judged by its content, in the airlock."""


@dataclass(frozen=True)
class Entry:
    """A file, or a folder that can be gone into."""

    path: Path
    is_folder: bool
    size_bytes: int = 0


def is_inside(path: Path, places: Iterable[Path]) -> bool:
    """Tell whether a path is, or lies in, one of these places, wherever links and `..` lead."""
    try:
        real = path.resolve(strict=True)
        return any(real.is_relative_to(place.resolve(strict=True)) for place in places)
    except (OSError, RuntimeError):
        return False


def entries(folder: Path, places: Sequence[Path]) -> tuple[Entry, ...]:
    """Return what is in a folder that lies in one of `places`: folders first. Raises AppError file_missing, file_unreadable."""
    if not is_inside(folder, places):
        raise AppError("file_missing")
    found: list[Entry] = []
    try:
        with os.scandir(folder) as listed:
            for number, one in enumerate(listed):
                if number >= MAX_LOOKED_AT:
                    break
                if (entry := _entry(one)) is not None:
                    found.append(entry)
    except FileNotFoundError:
        raise AppError("file_missing") from None
    except OSError:
        raise AppError("file_unreadable") from None
    found.sort(key=lambda entry: (not entry.is_folder, entry.path.name.casefold()))
    return tuple(found[:MAX_ENTRIES])


def _entry(one: "os.DirEntry[str]") -> Entry | None:
    """Return what can be chosen; None for links, hidden and other files."""
    try:
        if one.name.startswith(".") or one.is_symlink():
            return None
        if one.is_dir(follow_symlinks=False):
            return Entry(Path(one.path), is_folder=True)
        if one.is_file(follow_symlinks=False) and Path(one.name).suffix.lower() in ENDINGS:
            return Entry(Path(one.path), is_folder=False, size_bytes=one.stat(follow_symlinks=False).st_size)
    except OSError:
        return None  # it has gone since, or cannot be looked at
    return None
