"""Open an ordinary file of a folder for reading, and nothing that took its place: no link, no pipe, no device.

A folder to import is anybody's, and may change while a person reads its licences. Therefore what a name stands for is looked
at on the opened file, and every step from the folder to it is taken without following a link. Reads nothing.
"""

import errno
import os
import stat
from pathlib import Path, PurePosixPath
from typing import BinaryIO

_PLAIN = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = _PLAIN | getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe must not wait for somebody who writes into it."""

_FOLDER = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_DIRECTORY", 0)


class LinkError(OSError):
    """A part of the name is a link."""


def open_plain(folder: Path, name: str) -> BinaryIO:
    """Open `name`, which may lie in folders of the folder. Raises LinkError, and OSError where there is no such file."""
    parts = PurePosixPath(name).parts
    if os.open not in os.supports_dir_fd:
        return _checked(folder.joinpath(*parts), [folder.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)])
    inside = os.open(folder, _FOLDER)  # the folder itself is the person's choice, and may be a link
    try:
        for part in parts[:-1]:
            inside, outer = _step(part, _FOLDER | os.O_NOFOLLOW, inside), inside
            os.close(outer)
        return _ordinary(_step(parts[-1], _FILE, inside))
    finally:
        os.close(inside)


def _step(part: str, flags: int, inside: int) -> int:
    """Open one part of a name. Raises LinkError for a link."""
    try:
        return os.open(part, flags, dir_fd=inside)
    except OSError as error:
        if error.errno == errno.ELOOP or stat.S_ISLNK(os.stat(part, dir_fd=inside, follow_symlinks=False).st_mode):
            raise LinkError from error
        raise


def _checked(path: Path, parts: list[Path]) -> BinaryIO:
    """Open a file on systems that cannot go step by step: links need a right there that few have."""
    if any(part.is_symlink() for part in parts):
        raise LinkError
    return _ordinary(os.open(path, _FILE))


def _ordinary(fd: int) -> BinaryIO:
    """Return what was opened as a file. Raises OSError where it is no ordinary one."""
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "no ordinary file")
    return os.fdopen(fd, "rb")
