"""Note names that files, or folders, have for a moment: the next start removes those whose program was killed meanwhile.

A note is a small file of this user's in the system's folder for temporary files, locked for as long as its program
lives; it holds one path. A note that can be locked belongs to nobody. Removes nothing but what this program may have
named: files and folders of this user, with a name of our own making. Writes no content.
"""

import contextlib
import os
import re
import stat
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from desktop_app.foundation import tree_removal

PREFIX = ".incamera-"
_NOTE_PREFIX = ".incamera-note-"
_MAX_PATH_BYTES = 65_536


def new_name(folder: Path) -> Path:
    """Return a name in `folder` that no other file has."""
    return folder / f"{PREFIX}{uuid.uuid4().hex}"


@contextlib.contextmanager
def noted(path: Path) -> Iterator[None]:
    """Keep a note of `path` while the block runs; afterwards nothing has that name. Raises OSError."""
    note, lock = _note()
    try:
        if lock is not None:
            os.write(lock, os.fsencode(os.path.abspath(path)))
        yield
    finally:
        with contextlib.suppress(OSError):
            _discard(path)
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
        if os.path.basename(path).startswith(PREFIX) and _is_own(path):
            _discard(Path(path))
        note.unlink()
    finally:
        os.close(fd)


def _is_own(path: str) -> bool:
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    is_ours = stat.S_ISREG(status.st_mode) or (stat.S_ISDIR(status.st_mode) and _is_new_name(os.path.basename(path)))
    return is_ours and status.st_uid == os.getuid()


def _is_new_name(name: str) -> bool:
    """Tell whether a name could be one of `new_name`: nobody else gives a folder such a one."""
    return re.fullmatch(re.escape(PREFIX) + "[0-9a-f]{32}", name) is not None


def _discard(path: Path) -> None:
    """Remove a file, or a folder with all that is in it. Raises OSError where there is none."""
    if stat.S_ISDIR(os.lstat(path).st_mode):
        tree_removal.removed(path)
    else:
        os.unlink(path)
