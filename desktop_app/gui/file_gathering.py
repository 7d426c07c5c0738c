"""Find the files behind what was dropped: files as they are, folders with everything in them.

Looks at names and kinds only and opens nothing; what a file is, is judged by its content in the airlock.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background

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


class FileGatherer(QObject):
    """Gathers on a thread of its own: a folder may lie on a slow disk.

    Signals:
        gathered: a `Gathered`.
    """

    gathered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)

    def gather(self, paths: Sequence[Path]) -> None:
        """Begin; the result comes by signal."""
        wanted = tuple(paths)
        self._background.do(lambda: gathered(wanted), self.gathered.emit, self._on_failed)

    def close(self) -> None:
        """Wait for what has begun."""
        self._background.close()

    def _on_failed(self, _error: AppError) -> None:
        self.gathered.emit(Gathered((), is_cut=False))  # whoever waits for a drop hears of it, whatever happened


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
