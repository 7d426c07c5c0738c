"""Give a child a private folder that goes when it goes, and clear away what a killed desktop left behind.

A folder in use is locked by the desktop that made it; the system lets go of the lock when that desktop ends, however it
ends. So a folder of ours that can be locked belongs to nobody; ours is what has a name and a mode as they are made here
(`chmod` fails in a child), and not what somebody unpacked to a folder `incamera-main`. What cannot be removed is set aside under a name that no later
start looks at, and a person is told once. Does not look into the folders (`foundation/tree_removal.py` does).
"""

import contextlib
import errno
import os
import re
import stat
import sys
import tempfile
from pathlib import Path

from desktop_app.foundation import left_behind, logs, tree_removal
from desktop_app.foundation.tree_removal import Budget, Outcome

PREFIX = "incamera-"
SET_ASIDE = f"{PREFIX}set-aside-"
_NAME = re.compile(f"{PREFIX}[a-z0-9_]{{8}}")
"""As `mkdtemp` makes them."""

SWEEP_S = 2.0
"""A start waits no longer for the left-overs of others."""


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
        """Remove the folder and everything in it; the next start tries again with what is left. Safe to call twice."""
        if tree_removal.removed(self.path) is not Outcome.GONE:
            logs.fact("scratch", "not_removed")
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def remove_left_overs() -> None:
    """Remove this user's scratch folders whose desktop was killed; none where folders cannot be locked.

    What all of them together take too long for goes at the next start.
    """
    budget = Budget(seconds=SWEEP_S)
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _NAME.fullmatch(path.name):
            with contextlib.suppress(OSError):
                lock = _locked(path)
                try:
                    _remove_left_over(path, budget)
                finally:
                    os.close(lock)


def _remove_left_over(path: Path, budget: Budget) -> None:
    if tree_removal.removed(path, budget) is Outcome.STUCK:
        tree_removal.set_aside(path, SET_ASIDE)
        left_behind.note("scratch")


def _locked(folder: Path) -> int:
    """Return a descriptor that holds the lock of this user's `folder`.

    Raises OSError: BlockingIOError while somebody uses it, FileNotFoundError when it has just gone.
    """
    if sys.platform == "win32":
        raise OSError(errno.ENOTSUP, "folders have no locks")
    import fcntl

    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PermissionError
    tree_removal.made_accessible(str(folder))  # a child may have closed its own folder to everybody
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
