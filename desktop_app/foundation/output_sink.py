"""Open what an output's name may be besides a place for a file: a device, a pipe, or one of our own descriptors.

Such a thing is written into and never replaced: `/dev/stdout` stays what it is. Does not write, and allows nothing.
"""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

_MAX_LINKS = 40

_NO_DESCRIPTOR = 2**31 - 1
"""The largest number that a descriptor can have, and none has: the system's own bound is far below it."""

_MOST_DIGITS = 10

_PRINTED = (1, 2)
"""Standard output and standard error."""


def is_sink(path: Path) -> bool:
    """Tell whether `path` is written into instead of being replaced."""
    if _descriptor(path) is not None:
        return True
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def opened(path: Path) -> int:
    """Return a new descriptor to write into. Raises OSError; a pipe that nobody reads is one, instead of waiting."""
    number = _descriptor(path)
    if number is not None:
        if number == 1 and sys.stdout is not None:
            sys.stdout.flush()
        return os.dup(number)
    fd = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    os.set_blocking(fd, True)
    return fd


def check(path: Path) -> None:
    """Raise OSError where a sink cannot be written into, as far as that shows unopened: who reads a pipe would see its end."""
    number = _descriptor(path)
    if number is None:
        if not os.access(path, os.W_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    elif sys.platform != "win32":
        import fcntl

        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def place(path: Path) -> Path | None:
    """Return where what is written to `path` will lie: the file or pipe that it leads to, through links and descriptors.

    None where it stays nowhere or with who called: a terminal of this call, its printed output passed on to another
    program, the device that keeps nothing. A pipe without a name and any other device are places that no folder holds.
    """
    if not is_sink(path):
        return path
    number = _descriptor(path)
    try:
        status = os.stat(path) if number is None else os.fstat(number)
    except OSError:
        return path
    if stat.S_ISCHR(status.st_mode) and _keeps_nothing(status):
        return None
    real = Path(os.path.realpath(path))
    is_named = stat.S_ISREG(status.st_mode) or os.path.lexists(real)
    return None if number in _PRINTED and not is_named else real


def _keeps_nothing(status: os.stat_result) -> bool:
    """Tell whether a device is a terminal that this call was made from, or the one that forgets everything."""
    known = {os.makedev(5, 0)} if sys.platform == "linux" else set()  # /dev/tty
    with contextlib.suppress(OSError):
        known.add(os.stat(os.devnull).st_rdev)
    for number in (0, *_PRINTED):
        with contextlib.suppress(OSError):
            if os.isatty(number):
                known.add(os.fstat(number).st_rdev)
    return status.st_rdev in known


def _descriptor(path: Path) -> int | None:
    """Return the number of the descriptor of ours that `path` names, through links: `/dev/stdout`, `/dev/fd/3`."""
    if sys.platform != "linux":
        return None
    own = {f"/proc/{os.getpid()}/fd", "/proc/self/fd"}
    name = os.fspath(path)
    for _ in range(_MAX_LINKS):
        folder, last = os.path.split(name)
        if last.isdecimal() and os.path.realpath(folder or os.curdir) in own:
            # a number that C, or Python, has no room for is that of nothing open
            return min(int(last), _NO_DESCRIPTOR) if len(last) <= _MOST_DIGITS else _NO_DESCRIPTOR
        try:
            name = os.path.join(folder, os.readlink(name))
        except (OSError, ValueError):
            return None
    return None
