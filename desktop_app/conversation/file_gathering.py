"""Find the files behind what was named or dropped: files as they are, folders with everything in them.

Looks at names and kinds only and opens nothing; what a file is, is judged by its content in the airlock.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_FILES = 1_000
"""More files in one drop are a mistake (a whole home folder); the rest is said, not taken."""


@dataclass(frozen=True)
class Gathered:
    """Files in a stable order. `is_cut`: there were more than `MAX_FILES`."""

    files: tuple[Path, ...]
    is_cut: bool


def gathered(paths: Sequence[Path]) -> Gathered:
    """Return the files behind `paths`; hidden files and links inside folders are passed over."""
    files: list[Path] = []
    for path in paths:
        for file in _files_below(path) if os.path.isdir(path) else iter([path]):
            if len(files) == MAX_FILES:
                return Gathered(tuple(files), is_cut=True)
            files.append(file)
    return Gathered(tuple(files), is_cut=False)


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # follows no links
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and _is_file(path):
                yield path


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:  # it has gone since its folder was read
        return False
