"""Keep an open file to one program at a time: a lock that goes with the descriptor, however its program ends.

Heeded by those who ask for it, and by nobody else. Where files cannot be locked (Windows, some disks of others) everybody
gets one. Opens and writes nothing.
"""

import os
import sys
from pathlib import Path


def take(fd: int) -> bool:
    """Lock an open file for as long as it stays open; False where another descriptor has its lock."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def is_at(fd: int, path: Path) -> bool:
    """Tell whether `path` still leads to the open file; who waited for its lock may hold one that was replaced."""
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except OSError:
        return False
