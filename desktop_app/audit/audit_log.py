"""Append to the audit log: one file that only grows, whole line by whole line, by as many programs as are running.

A line is on the disk before the work that it tells of goes on. One that was not written to its end is taken back, and that
is told by the next. Decides nothing of what is told (`jobs/audited.py`) and judges no chain (`chain.py`).
"""

import contextlib
import datetime as dt
import errno
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_app.audit import anchor, chain
from desktop_app.audit.chain import Facts, Flaw, Head
from desktop_app.foundation import file_lock
from desktop_app.foundation.errors import AppError

FILE_NAME = "audit.jsonl"

LOCK_WAIT_S = 10.0
"""Many programs may be waiting for a slow disk, each for its own line; longer, and somebody keeps the log to himself."""

_LOCK_PAUSE_S = 0.002


class AuditLog:
    """The log in one folder, which is made when the first entry comes."""

    def __init__(self, folder: Path, note: Callable[[Head], None] = anchor.note) -> None:
        self._folder = folder
        self._note = note
        self._lock = threading.Lock()
        self._head: Head | None = None  # as of this program's last entry; None: it has written none
        self._ends_at = 0  # the place in the file where that entry ends

    @property
    def path(self) -> Path:
        """The file."""
        return self._folder / FILE_NAME

    def write(self, what: str, facts: Facts) -> None:
        """Append one entry and wait until the disk has it.

        Raises:
            AppError: audit_unwritable; audit_damaged where the end of the log is no entry; audit_replaced where the last
                entry that this program has written is not in it any more.
        """
        try:
            with self._lock, self._opened() as fd:
                head = _head_of(fd)
                if self._head is not None and self._head != _head_of(fd, self._ends_at):
                    raise AppError("audit_replaced")
                torn_bytes = _take_back_torn(fd)
                if torn_bytes:
                    head = _append(fd, head, "unfinished_line_removed", {"bytes": torn_bytes})
                self._head = _append(fd, head, what, facts)
                self._ends_at = os.fstat(fd).st_size
        except OSError:
            raise AppError("audit_unwritable") from None
        if self._head.seq % anchor.EVERY_ENTRIES == 1:
            self._note(self._head)

    def begin_anew(self) -> Facts:
        """Continue whatever log is there now. Return what the last entry was that this program has written, for its next."""
        with self._lock:
            lost, self._head = self._head or Head(), None
        return {"lost_seq": lost.seq, "lost_hash": lost.hash}

    def head(self) -> Head:
        """Return the last whole entry; of a log that is not there, its beginning. Raises AppError as `write` does."""
        try:
            fd = _opened_file(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return Head()
        except OSError:
            raise AppError("audit_unwritable") from None
        try:
            return _head_of(fd)
        finally:
            os.close(fd)

    def close(self) -> None:
        """Note the head in the system's journal, if anything was written."""
        with self._lock:
            if self._head is not None:
                self._note(self._head)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[int]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = _opened_file(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
        try:
            _wait_for_lock(fd)
            yield fd
        finally:
            os.close(fd)  # which gives the lock back


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a log; one that is too long comes in pieces, which are no entries. Raises AppError."""
    try:
        with os.fdopen(_opened_file(path, os.O_RDONLY), "rb") as file:
            while line := file.readline(chain.MAX_LINE_BYTES):
                yield line
    except FileNotFoundError:
        raise AppError("file_missing") from None
    except OSError:
        raise AppError("file_unreadable") from None


def _opened_file(path: Path, flags: int) -> int:
    """Open a log, which is a plain file and nothing that could keep its reader waiting. Raises OSError."""
    fd = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0), 0o600)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "log")
    return fd


def _wait_for_lock(fd: int) -> None:
    """Wait for whoever appends, which takes as long as a write to the disk. Raises OSError where somebody keeps the lock."""
    ends_at = time.monotonic() + LOCK_WAIT_S
    while not file_lock.take(fd):
        if time.monotonic() > ends_at:
            raise OSError(errno.EAGAIN, "lock")
        time.sleep(_LOCK_PAUSE_S)


def _append(fd: int, head: Head, what: str, facts: Facts) -> Head:
    """Write one line whole, or leave the file as it was. Raises OSError."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    line, after = chain.line_after(head, now, what, facts)
    if len(line) > chain.MAX_LINE_BYTES:
        raise OSError(errno.EMSGSIZE, "entry")
    size = os.fstat(fd).st_size
    try:
        if os.write(fd, line) < len(line):
            raise OSError(errno.ENOSPC, "entry")
        os.fsync(fd)
    except OSError:
        os.ftruncate(fd, size)
        raise
    return after


def _tail(fd: int, size: int) -> bytes:
    """Return the end of the file's first `size` bytes: their last whole line and what is behind it."""
    os.lseek(fd, max(0, size - 2 * chain.MAX_LINE_BYTES), os.SEEK_SET)
    wanted, data = min(size, 2 * chain.MAX_LINE_BYTES), b""
    while len(data) < wanted and (piece := os.read(fd, wanted - len(data))):
        data += piece
    return data


def _head_of(fd: int, size: int | None = None) -> Head:
    """Return the last whole entry, or that of the first `size` bytes. Raises AppError where the last whole line is none."""
    whole, ended, _ = _tail(fd, os.fstat(fd).st_size if size is None else size).rpartition(b"\n")
    if not ended:
        return Head()
    entry = chain.entry_of(whole.rpartition(b"\n")[2] + b"\n")
    if isinstance(entry, Flaw):
        raise AppError("audit_damaged")
    return Head(entry.seq, entry.hash)


def _take_back_torn(fd: int) -> int:
    """Cut off a line that was not written to its end; return how many bytes it had. Raises AppError for what is no line of ours."""
    torn = _tail(fd, os.fstat(fd).st_size).rpartition(b"\n")[2]
    if len(torn) > chain.MAX_LINE_BYTES:
        raise AppError("audit_damaged")
    if torn:
        os.ftruncate(fd, os.fstat(fd).st_size - len(torn))
    return len(torn)
