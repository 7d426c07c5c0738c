"""Note names that files have for a moment, so that the next start removes those whose program was killed meanwhile.

A note is a small file of this user's in the system's folder for temporary files, locked for as long as its program
lives; it holds one path. A note that can be locked belongs to nobody. Removes nothing but files that this program may
have named: of this user, regular, with a name of our own making. Writes no content.
"""

import contextlib
import os
import stat
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

PREFIX = ".incamera-"
_NOTE_PREFIX = ".incamera-note-"
_MAX_PATH_BYTES = 65_536


def new_name(folder: Path) -> Path:
    """Return a name in `folder` that no other file has."""
    return folder / f"{PREFIX}{uuid.uuid4().hex}"


@contextlib.contextmanager
def noted(path: Path) -> Iterator[None]:
    """Keep a note of `path` while the block runs; afterwards no file has that name. Raises OSError."""
    note, lock = _note()
    try:
        if lock is not None:
            os.write(lock, os.fsencode(os.path.abspath(path)))
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(path)
        if lock is not None:
            with contextlib.suppress(OSError):
                os.unlink(note)
            os.close(lock)


def remove_left_overs() -> None:
    """Remove the files, and the notes of them, whose program was killed."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        for note in Path(tempfile.gettempdir()).glob(f"{_NOTE_PREFIX}*"):
            with contextlib.suppress(OSError):
                _remove(note)


def _note() -> tuple[str, int | None]:
    """Return a locked, empty note; no lock where files cannot be locked."""
    if sys.platform == "win32":
        return "", None
    import fcntl

    while True:
        lock, name = tempfile.mkstemp(prefix=_NOTE_PREFIX)
        with contextlib.suppress(OSError):  # no locks here: whoever starts meanwhile finds an empty note
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(lock).st_nlink:
            return name, lock
        os.close(lock)  # another program took it for a left-over before it was locked


def _remove(note: Path) -> None:
    """Remove a note and what it names, unless its program lives. Raises OSError."""
    if sys.platform == "win32":
        return
    import fcntl

    fd = os.open(note, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        status = os.fstat(fd)
        if status.st_uid != os.getuid() or not stat.S_ISREG(status.st_mode):
            return
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path = os.fsdecode(os.read(fd, _MAX_PATH_BYTES))
        if os.path.basename(path).startswith(PREFIX) and _is_own_file(path):
            os.unlink(path)
        note.unlink()
    finally:
        os.close(fd)


def _is_own_file(path: str) -> bool:
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid()
