"""Remove a folder and everything in it, whatever somebody hostile has put there, within a bound of time and steps.

Goes by descriptors and follows no link. Instead of descending, it lifts each inner folder to the top before it empties
it, so 100,000 nested folders need no stack and no long path. Gives itself the permissions that it needs. What goes away
or appears meanwhile is no error. Does not decide what is removed, and tells nobody: `left_behind.py` does.
"""

import contextlib
import errno
import os
import shutil
import stat
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

MAX_STEPS = 5_000_000
"""Entries of folders that one removal looks at, however fast the disk is."""

MAX_SECONDS = 5.0
"""Longer than anything honest takes; the rest of a flood is left for the next start."""

MAX_ROUNDS = 3
"""A folder that somebody fills meanwhile is emptied so often and no more."""

_OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Outcome(StrEnum):
    """How a removal ended."""

    GONE = "gone"
    UNFINISHED = "unfinished"
    STUCK = "stuck"


@dataclass
class Budget:
    """What one or several removals may cost together. `clock` tells seconds."""

    steps: int = MAX_STEPS
    seconds: float = MAX_SECONDS
    clock: Callable[[], float] = time.monotonic
    _ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends_at = self.clock() + self.seconds

    def take(self) -> None:
        """Take one step. Raises BudgetSpentError."""
        self.steps -= 1
        if self.steps < 0 or self.clock() > self._ends_at:
            raise BudgetSpentError


class BudgetSpentError(Exception):
    """A removal has cost all that it may."""


def removed(path: Path, budget: Budget | None = None) -> Outcome:
    """Remove the folder `path`, or the file or link of that name.

    Returns:
        UNFINISHED when it would take longer than it may: what is left can be removed by another call. STUCK when
        something cannot be removed at all: files that the system protects, folders of others, places of other disks.
    """
    own_budget = budget or Budget()
    try:
        if os.open not in os.supports_dir_fd:
            return _removed_by_path(path)
        with _opened(path.parent, os.O_RDONLY) as parent:
            return _Removal(parent, path.name, own_budget).outcome()
    except BudgetSpentError:
        return Outcome.UNFINISHED
    except (OSError, ValueError, MemoryError):
        return Outcome.STUCK if os.path.lexists(path) else Outcome.GONE


def set_aside(path: Path, prefix: str) -> None:
    """Rename what could not be removed, so that nobody stumbles over it again; what cannot be renamed stays."""
    with contextlib.suppress(OSError):
        path.rename(path.with_name(f"{prefix}{uuid.uuid4().hex}"))


def made_accessible(name: str, parent: int | None = None) -> None:
    """Let the owner read, change and enter the folder `name`; a link is not followed. Raises OSError."""
    if hasattr(os, "O_PATH"):
        # opened so, a folder needs no permission of its own, and its mode can be changed by nothing but a descriptor
        fd = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
        try:
            mode = stat.S_IMODE(os.fstat(fd).st_mode)
            if mode & stat.S_IRWXU != stat.S_IRWXU:
                os.chmod(f"/proc/self/fd/{fd}", mode | stat.S_IRWXU)
        finally:
            os.close(fd)
    elif os.chmod in os.supports_follow_symlinks:
        os.chmod(name, stat.S_IRWXU, dir_fd=parent, follow_symlinks=False)


class _Removal:
    """One folder on its way out. `_waiting` names the folders at its top that are still to be emptied."""

    def __init__(self, parent: int, name: str, budget: Budget) -> None:
        self._parent = parent
        self._name = name
        self._budget = budget
        self._mark = uuid.uuid4().hex
        self._lifted = 0
        self._is_stuck = False
        self._waiting: list[str] = []

    def outcome(self) -> Outcome:
        if not _is_folder(self._name, self._parent):
            self._budget.take()
            os.unlink(self._name, dir_fd=self._parent)
            return Outcome.GONE
        for _ in range(MAX_ROUNDS):
            made_accessible(self._name, self._parent)
            with _opened(self._name, _OPEN_FOLDER, self._parent) as top:
                self._is_stuck = False
                self._empty(top, top, os.fstat(top).st_dev)
                while self._waiting:
                    self._remove_inner(top, self._waiting.pop())
            if self._is_stuck:
                return Outcome.STUCK
            with contextlib.suppress(OSError):
                os.rmdir(self._name, dir_fd=self._parent)
                return Outcome.GONE
        return Outcome.STUCK if _is_folder(self._name, self._parent) else Outcome.GONE

    def _remove_inner(self, top: int, name: str) -> None:
        """Empty a folder that lies at the top, and remove it."""
        self._budget.take()
        try:
            made_accessible(name, top)
            with _opened(name, _OPEN_FOLDER, top) as inner:
                device = os.fstat(top).st_dev
                if os.fstat(inner).st_dev != device:
                    raise PermissionError  # another disk is mounted here: it is not ours to empty
                self._empty(inner, top, device)
            os.rmdir(name, dir_fd=top)
        except FileNotFoundError:
            pass
        except OSError as error:
            # what was put into it meanwhile is found in the next round; what is stuck in it has been noted already
            self._is_stuck |= error.errno not in (errno.ENOTEMPTY, errno.EEXIST)

    def _empty(self, folder: int, top: int, device: int) -> None:
        """Unlink what lies in a folder, and lift the folders in it to the top."""
        with os.scandir(folder) as entries:
            for entry in entries:
                self._budget.take()
                try:
                    if not entry.is_dir(follow_symlinks=False):
                        os.unlink(entry.name, dir_fd=folder)
                    elif folder == top:
                        self._waiting.append(entry.name)
                    else:
                        self._lift(entry.name, folder, top)
                except FileNotFoundError:
                    continue
                except OSError:
                    self._is_stuck = True

    def _lift(self, name: str, folder: int, top: int) -> None:
        """Move an inner folder to the top under a name of ours. Raises OSError."""
        made_accessible(name, folder)  # a folder that changes its place must be writable: it names its parent
        self._lifted += 1
        lifted = f"{self._mark}-{self._lifted}"
        os.rename(name, lifted, src_dir_fd=folder, dst_dir_fd=top)
        self._waiting.append(lifted)


def _is_folder(name: str, parent: int) -> bool:
    try:
        return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _opened(path: str | Path, flags: int, parent: int | None = None) -> Iterator[int]:
    fd = os.open(path, flags, dir_fd=parent)
    try:
        yield fd
    finally:
        os.close(fd)


def _removed_by_path(path: Path) -> Outcome:
    """Remove where folders cannot be opened (Windows); what is too deep for it is stuck."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(path)
    return Outcome.STUCK if os.path.lexists(path) else Outcome.GONE
