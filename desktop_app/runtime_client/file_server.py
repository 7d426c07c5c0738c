"""Hand a file to the airlock piece by piece: it asks for byte ranges, it never sees a path or a descriptor.

Opens read-only, refuses anything but a regular file, and notices when the file changes while it is being read.
Does not look into the bytes.
"""

import hashlib
import os
import stat
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


class ServedFile:
    """A file open for the airlock.

    Attributes:
        size_bytes, mark: as found when opened.
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
        self._identity = (status.st_size, status.st_mtime_ns)
        self.size_bytes = status.st_size
        self.mark = _mark(status)
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
        try:
            os.lseek(self._fd, untrusted_offset, os.SEEK_SET)
            data = os.read(self._fd, untrusted_length)
            status = os.fstat(self._fd)  # after reading, so that no change goes unnoticed
        except OSError:
            raise AppError(ErrorCode.FILE_UNREADABLE.value) from None
        if (status.st_size, status.st_mtime_ns) != self._identity:
            raise AppError(ErrorCode.FILE_CHANGED.value)
        return data

    def sha256(self) -> str:
        """Return the hex digest of the whole file."""
        digest = hashlib.sha256()
        offset = 0
        while piece := self.block(offset, MAX_BLOCK_BYTES):
            digest.update(piece)
            offset += len(piece)
        return digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def mark_of(path: Path) -> Mark:
    """Return the mark of the file that is there now; of none where there is none."""
    try:
        return _mark(os.stat(path))
    except (OSError, ValueError):
        return ()


def _mark(status: os.stat_result) -> Mark:
    # the last part is the one that no program can set: a time of writing can be put back
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
