"""Write a file whole or not at all. What is being written has no name, so a program that is killed leaves nothing of it.

A file with a name already is replaced only by `write`, which was given that very name; `write_new` takes a free one.
Where the system has no files without names, the name is noted and removed at the next start. Does not make folders.
"""

import contextlib
import errno
import itertools
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from desktop_app.foundation import output_sink, unfinished_files
from desktop_app.foundation.errors import AppError

_OWN_DESCRIPTORS = "/proc/self/fd"
_NO_NAMELESS_FILES = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT)
"""How systems say that they have none; ENOENT, too, of a folder that is not there, which naming a file says again."""

Check: TypeAlias = Callable[[], None]
"""Raises where a file is not wanted any more."""

_RIGHTS = 0o777

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def write(path: Path, pieces: Iterable[bytes], check: Check = lambda: None) -> None:
    """Write `pieces` to `path`; an error while they come or are written leaves what was there before.

    A device, a pipe or a descriptor of our own is written into. What is replaced hands on who may read it. `check` is called
    when all is on the disk, before it has its name: what it raises leaves what was there before as well.

    Raises:
        AppError: output_unwritable, output_name_too_long, disk_full; and whatever making the pieces raises.
    """
    try:
        if output_sink.is_sink(path):
            _pour(path, pieces)
            return
        with _made(path.parent, pieces) as file:
            check()
            if not file.take(path):
                file.replace(path)
    except OSError as error:
        raise write_error(error) from None


def write_new(places: Iterable[Path], pieces: Iterable[bytes], check: Check = lambda: None) -> Path:
    """Write `pieces` to the first of `places` that nothing has, and return it. All are in one folder; none is replaced.

    `check` is as for `write`.

    Raises:
        AppError: output_exists when all are taken, and as `write` does.
    """
    candidates = iter(places)
    first = next(candidates)
    try:
        with _made(first.parent, pieces) as file:
            check()
            for path in itertools.chain([first], candidates):
                if file.take(path):
                    return path
    except OSError as error:
        raise write_error(error) from None
    raise AppError("output_exists")


def check_place(path: Path) -> None:
    """Tell before anything is made whether a file can be written there at all. Raises AppError as `write` does."""
    try:
        if output_sink.is_sink(path):
            output_sink.check(path)
            return
        if os.path.isdir(path) or not os.access(path.parent, os.W_OK | os.X_OK):
            raise AppError("output_unwritable")
        with contextlib.suppress(FileNotFoundError):
            os.lstat(path)
    except OSError as error:
        raise write_error(error) from None


def write_error(error: OSError) -> AppError:
    """Return what an error of the system says about an output."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AppError("disk_full")
    return AppError("output_name_too_long" if error.errno == errno.ENAMETOOLONG else "output_unwritable")


class _Unfinished:
    """A whole file that has not got its name yet."""

    def __init__(self, fd: int, name: Path | None) -> None:
        """Take an open file: without a name, or with a noted one."""
        self._fd = fd
        self._name = name

    def take(self, path: Path) -> bool:
        """Give it a name that nothing has; False when something has it. Raises OSError."""
        try:
            if self._name is None:
                _link(self._fd, path)
            else:
                self._take_named(self._name, path)
        except FileExistsError:
            return False
        return True

    def replace(self, path: Path) -> None:
        """Put it in the place of what has the name, for the same people to read. Raises OSError."""
        before = os.lstat(path).st_mode
        if stat.S_ISREG(before):
            os.chmod(self._fd if self._name is None else self._name, stat.S_IMODE(before) & _RIGHTS)
        if self._name is not None:
            self._name.replace(path)
            return
        # A nameless file cannot take a name that is in use: it gets one of its own for a moment, which is noted.
        name = unfinished_files.new_name(path.parent)
        with unfinished_files.noted(name):
            _link(self._fd, name)
            name.replace(path)

    @staticmethod
    def _take_named(name: Path, path: Path) -> None:
        try:
            os.link(name, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))  # the name is ours from here on
            name.replace(path)


@contextlib.contextmanager
def _made(folder: Path, pieces: Iterable[bytes]) -> Iterator[_Unfinished]:
    """Lend a whole file on the disk of `folder`, without its name; it goes unless it is given one. Raises OSError."""
    fd = _nameless(folder)
    if fd is not None:
        with os.fdopen(fd, "wb") as file:
            _fill(fd, pieces)
            yield _Unfinished(file.fileno(), None)
        return
    name = unfinished_files.new_name(folder)
    with unfinished_files.noted(name):
        fd = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _fill(fd, pieces)
        finally:
            os.close(fd)
        yield _Unfinished(-1, name)


def _nameless(folder: Path) -> int | None:
    """Open a file that goes with the process. None where the system has no such files. Raises OSError."""
    if sys.platform != "linux" or not os.path.isdir(_OWN_DESCRIPTORS):
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except OSError as error:
        if error.errno in _NO_NAMELESS_FILES:
            return None
        raise


def _fill(fd: int, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        _write_all(fd, piece)
    os.fsync(fd)


def _pour(path: Path, pieces: Iterable[bytes]) -> None:
    """Write into something that is no file to be replaced."""
    whole = b"".join(pieces)  # whole, or nothing of it
    fd = output_sink.opened(path)
    try:
        _write_all(fd, whole)
    finally:
        os.close(fd)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _link(fd: int, path: Path) -> None:
    """Name a nameless file: linkat with AT_SYMLINK_FOLLOW, which Python uses when a folder's descriptor is given."""
    folder = os.open(_OWN_DESCRIPTORS, os.O_RDONLY)
    try:
        os.link(str(fd), path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)
