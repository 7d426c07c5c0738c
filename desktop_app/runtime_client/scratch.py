"""Give a child a private folder that goes when it goes, and clear away what a killed desktop left behind.

A folder in use is locked by the desktop that made it; the system lets go of the lock when that desktop ends, however it
ends. So a folder that can be locked belongs to nobody. Does not look into the folders.
"""

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path

PREFIX = "incamera-"


class Scratch:
    """One private folder, locked for as long as this process lives.

    Attributes:
        path: where it is.
    """

    def __init__(self) -> None:
        """Make a folder, after those that nobody uses any more have been removed. Raises OSError."""
        remove_left_overs()
        self._lock: int | None = None
        while self._lock is None:
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
            try:
                self._lock = _locked(self.path)
            except (BlockingIOError, FileNotFoundError):
                continue  # another desktop took it for a left-over before it was locked
            except OSError:
                return  # folders cannot be locked here, so nobody takes it for a left-over

    def remove(self) -> None:
        """Remove the folder and everything in it. Safe to call twice."""
        shutil.rmtree(self.path, ignore_errors=True)
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def remove_left_overs() -> None:
    """Remove this user's scratch folders whose desktop was killed; none where folders cannot be locked."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            lock = _locked(path)
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _locked(folder: Path) -> int:
    """Return a descriptor that holds the lock of this user's `folder`.

    Raises OSError: BlockingIOError while somebody uses it, FileNotFoundError when it has just gone.
    """
    if sys.platform == "win32":
        raise OSError(errno.ENOTSUP, "folders have no locks")
    import fcntl

    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(fd).st_uid != os.getuid():
            raise PermissionError
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not folder.exists():
            raise FileNotFoundError
    except OSError:
        os.close(fd)
        raise
    return fd
