"""Find the files behind what was named or dropped: files as they are, folders with everything in them.

Looks at names and kinds only and opens nothing; what a file is, is judged by its content in the airlock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation.file_walk import files_below, folder_of, is_disc_list

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
        folder = folder_of(path)
        for file in iter([path]) if folder is None else files_below(folder):
            if is_disc_list(file):
                continue  # what it lists lies beside it
            if len(files) == MAX_FILES:
                return Gathered(tuple(files), is_cut=True)
            files.append(file)
    return Gathered(tuple(files), is_cut=False)
