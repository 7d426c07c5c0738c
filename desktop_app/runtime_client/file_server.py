"""Hand a file to the airlock piece by piece: it asks for byte ranges, it never sees a path or a descriptor.

Opens read-only, refuses anything but a regular file, and notices when the file changes while it is being read.
Does not look into the bytes.
"""

import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import Self, TypeAlias

from desktop_app.foundation.errors import AppError
from model_runtime.protocol.error_codes import ErrorCode

MAX_BLOCK_BYTES = 8 * 1024 * 1024
"""What one `ReadBlock` may ask for; well under a frame."""

MAX_FILE_BYTES = 4 * 1024**3
"""A first, generous bound; the airlock's table of formats has the real one for each type."""


Mark: TypeAlias = tuple[int, ...]
"""What tells a file from any other, and from itself once somebody has written to it."""

HAS_CHANGE_TIME = sys.platform != "win32"
"""Whether the system keeps a time of a file's last change that no program can set; on Windows `st_ctime` is when it was made."""

_WRITTEN = 4
"""So many parts of a mark are others only where another file is there, or somebody has written to it."""

_MAX_LOOKS = 4
"""At a file whose marks somebody goes on changing while a block is read."""


class ServedFile:
    """A file open for the airlock.

    Whoever moves a file, removes it or changes its rights gives it another time of change without a word in it being another.
    Where nothing but that time differs, the bytes are compared with the digest that was taken of them, if one was.

    Attributes:
        size_bytes, mark: as found when opened.
        known_sha256: hex digest of the bytes as opened; empty where nobody has taken or told it.
    """

    def __init__(self, path: Path) -> None:
        try:
            # O_NONBLOCK: opening a pipe that somebody named like a picture must not hang the desktop
            self._fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except (FileNotFoundError, ValueError):  # ValueError: no file can have such a name
            raise AppError("file_missing") from None
        except OSError:
            raise AppError(ErrorCode.FILE_UNREADABLE.value) from None
        status = os.fstat(self._fd)
        self.size_bytes = status.st_size
        self.mark = self._seen = _mark(status)
        self.known_sha256 = ""
        if not stat.S_ISREG(status.st_mode):
            self.close()
            raise AppError(ErrorCode.FILE_UNREADABLE.value)
        if self.size_bytes > MAX_FILE_BYTES:
            self.close()
            raise AppError(ErrorCode.FILE_TOO_LARGE.value, found=self.size_bytes, limit=MAX_FILE_BYTES)

    def block(self, untrusted_offset: int, untrusted_length: int) -> bytes:
        """Return up to `length` bytes at `offset` (fewer at the end). Raises AppError."""
        if not 0 <= untrusted_offset <= self.size_bytes or not 0 < untrusted_length <= MAX_BLOCK_BYTES:
            raise AppError(ErrorCode.PROTOCOL_BROKEN.value)
        for _ in range(_MAX_LOOKS):
            data, found = self._read(untrusted_offset, untrusted_length)
            if found == self._seen:
                return data
            self._look_again(found)
        raise AppError(ErrorCode.FILE_CHANGED.value)

    def sha256(self) -> str:
        """Return the hex digest of the whole file."""
        digest = hashlib.sha256()
        offset = 0
        while piece := self.block(offset, MAX_BLOCK_BYTES):
            digest.update(piece)
            offset += len(piece)
        self.known_sha256 = digest.hexdigest()
        return self.known_sha256

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, offset: int, length: int) -> tuple[bytes, Mark]:
        """Return bytes and the mark that the file had after they were read, so that no change goes unnoticed."""
        try:
            os.lseek(self._fd, offset, os.SEEK_SET)
            return os.read(self._fd, length), _mark(os.fstat(self._fd))
        except OSError:
            raise AppError(ErrorCode.FILE_UNREADABLE.value) from None

    def _look_again(self, found: Mark) -> None:
        """Take another mark for this file's where it holds the very same bytes all the same. Raises AppError."""
        if found[:_WRITTEN] != self._seen[:_WRITTEN] or not self.known_sha256:
            raise AppError(ErrorCode.FILE_CHANGED.value)
        digest = hashlib.sha256()
        offset, after = 0, found
        while offset < self.size_bytes and after == found:
            piece, after = self._read(offset, MAX_BLOCK_BYTES)
            digest.update(piece)
            offset += len(piece) or self.size_bytes
        if after == found:  # else somebody is at it right now: the next look tells
            if digest.hexdigest() != self.known_sha256:
                raise AppError(ErrorCode.FILE_CHANGED.value)
            self._seen = found


def mark_of(path: Path) -> Mark:
    """Return the mark of the file that is there now; of none where there is none."""
    try:
        return _mark(os.stat(path))
    except (OSError, ValueError):
        return ()


def _mark(status: os.stat_result) -> Mark:
    written = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    # a time of writing can be put back, this one cannot
    return (*written, status.st_ctime_ns) if HAS_CHANGE_TIME else written
