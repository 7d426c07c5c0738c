"""Walk through a folder: every file in it and below, in a stable order.

Hidden files and folders are passed over, and so are links: a folder leads neither elsewhere nor into a circle. Looks at names
and kinds only and opens nothing.
"""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

_DISC_LIST = "DICOMDIR"
"""The list of a disc's files (PS3.10 8.6). Its folder says as much: what lies there is what there is."""


def is_disc_list(path: Path) -> bool:
    """Tell whether a file is by its name the list of a disc's files."""
    return path.name.upper() == _DISC_LIST


def folder_of(path: Path) -> Path | None:
    """Return the folder that a named path stands for; None where it is a file."""
    if os.path.isdir(path):
        return path
    return path.parent if is_disc_list(path) else None


def files_below(folder: Path, on_unreadable: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """Yield the files by name, deep ones after shallow ones; `on_unreadable` is told of folders that cannot be read."""

    def passed_over(error: OSError) -> None:
        on_unreadable(Path(os.fsdecode(error.filename or folder)))

    for place, folders, names in os.walk(folder, onerror=passed_over):  # follows no links
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
