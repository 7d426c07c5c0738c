"""Hold a file of the airlock's own while a film is encoded: OpenCV writes films to a path and nowhere else.

Its name goes as soon as it is open: whatever ends this process, nothing of it is left. What is written into it are frames
in which everything is hidden already. The sandbox bounds how large it may grow (`sandbox/limits.py`).
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from model_runtime.documents.remote_file import BLOCK_BYTES, RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

WriterT = TypeVar("WriterT")


class ScratchFile:
    """A file without a name, made by whatever `opened` opens at the path that it is given."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def made(cls, path: Path, opened: Callable[[str], WriterT]) -> tuple[Self, WriterT]:
        """Return the file and its writer. Raises RequestFailed FORMAT_NOT_WRITABLE where no file came to be."""
        writer = opened(str(path))
        try:
            fd = os.open(path, os.O_RDONLY)
        except OSError:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE) from None
        path.unlink()
        return cls(fd), writer

    @property
    def size_bytes(self) -> int:
        """How long it is by now."""
        return os.fstat(self._fd).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes at `offset`."""
        return os.pread(self._fd, length, offset)

    def as_remote(self) -> RemoteFile:
        """Return it in the form in which films are opened, once nothing more is written."""
        return RemoteFile(self.size_bytes, self.read)

    def pieces(self, end: int | None = None) -> "list[tuple[int, int]]":
        """Return offset and length of the pieces that it consists of, up to `end`."""
        stop = self.size_bytes if end is None else end
        return [(start, min(BLOCK_BYTES, stop - start)) for start in range(0, stop, BLOCK_BYTES)]

    def close(self) -> None:
        """Let it go; it is gone."""
        os.close(self._fd)
