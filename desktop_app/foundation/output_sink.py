"""Open what an output's name may be besides a place for a file: a device, a pipe, or one of our own descriptors.

Such a thing is written into and never replaced: `/dev/stdout` stays what it is. Does not write.
"""

import os
import stat
import sys
from pathlib import Path

_MAX_LINKS = 40


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


def _descriptor(path: Path) -> int | None:
    """Return the number of the descriptor of ours that `path` names, through links: `/dev/stdout`, `/dev/fd/3`."""
    if sys.platform != "linux":
        return None
    own = {f"/proc/{os.getpid()}/fd", "/proc/self/fd"}
    name = os.fspath(path)
    for _ in range(_MAX_LINKS):
        folder, last = os.path.split(name)
        if last.isdecimal() and os.path.realpath(folder or os.curdir) in own:
            return int(last)
        try:
            name = os.path.join(folder, os.readlink(name))
        except (OSError, ValueError):
            return None
    return None
