"""Read a file in any order and let no byte of it through that is not as its record says.

What is hashed is what is handed out: a block is read into memory of this process, hashed there, and only then used, so a
file that is swapped or written to meanwhile is found all the same. Needs no second pass: blocks are hashed by other threads
while the next ones are read, and nothing is handed out before they have agreed. Knows no format.
"""

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import BLOCK_BYTES, HASH_BYTES, FileRecord

_NONE = -1
_HASHERS = 2
"""Threads. One hashes 2 GB a second on a processor with SHA instructions, 0.4 without; a good disk reads 3."""


class VerifiedFile:
    """An open file and what it must hold; use it in a `with` block, or close it.

    Raises RequestFailed WEIGHTS_CHANGED from its making when the size is another, and from every read that meets another
    byte. Keeps one block, so that what lies side by side is read once.
    """

    def __init__(self, path: Path, record: FileRecord, number: int) -> None:
        """`number` tells errors which file it was."""
        self._record = record
        self._number = number
        self._position = 0
        self._kept = bytearray(min(BLOCK_BYTES, record.size_bytes))
        self._kept_block = _NONE
        self._hashers = ThreadPoolExecutor(
            _HASHERS, thread_name_prefix="weights-hash"
        )  # starts none before it has work
        self._file = FileIO(path)
        if os.fstat(self._file.fileno()).st_size != record.size_bytes:
            self.close()
            raise self._changed()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and end the threads."""
        self._hashers.shutdown()
        self._file.close()

    def seek(self, offset: int, /) -> int:
        """Go to a place from the start."""
        self._position = offset
        return offset

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; fewer only at the end."""
        data = bytearray(max(0, min(size, self._record.size_bytes - self._position)))
        self.readinto(memoryview(data))
        return bytes(data)

    def readinto(self, view: memoryview, /) -> int:
        """Fill `view` with the next bytes; return how many, fewer than asked for only at the end."""
        filled, wanted = 0, min(len(view), self._record.size_bytes - self._position)
        hashing: list[tuple[int, memoryview, Future[bytes]]] = []
        try:
            while filled < wanted:
                block, start = divmod(self._position, BLOCK_BYTES)
                count = min(self._size_of(block) - start, wanted - filled)
                piece = view[filled : filled + count]
                if count == BLOCK_BYTES and block != self._kept_block:
                    self._fill(block, piece)
                    hashing.append((block, piece, self._hashers.submit(_sha256, piece)))
                else:
                    piece[:] = self._keep(block)[start : start + count]
                filled += count
                self._position += count
        finally:
            is_right = [self._agrees(block, piece, future.result()) for block, piece, future in hashing]
        if not all(is_right):
            raise self._changed()
        return max(filled, 0)

    def _keep(self, block: int) -> memoryview:
        view = memoryview(self._kept)[: self._size_of(block)]
        if block != self._kept_block:
            self._kept_block = _NONE
            self._fill(block, view)
            if not self._agrees(block, view, _sha256(view)):
                raise self._changed()
            self._kept_block = block
        return view

    def _fill(self, block: int, view: memoryview) -> None:
        """Read a block that nobody may use yet."""
        self._file.seek(block * BLOCK_BYTES)
        left = view
        while left:
            count = self._file.readinto(left)
            if not count:
                raise self._changed()
            left = left[count:]

    def _agrees(self, block: int, view: memoryview, found: bytes) -> bool:
        """Tell whether a block is as recorded; one that is not is wiped: who goes on all the same goes on without it."""
        is_right = found == self._record.blocks[HASH_BYTES * block : HASH_BYTES * (block + 1)]
        if not is_right:
            view[:] = bytes(len(view))
        return is_right

    def _size_of(self, block: int) -> int:
        return min(BLOCK_BYTES, self._record.size_bytes - block * BLOCK_BYTES)

    def _changed(self) -> RequestFailed:
        return RequestFailed(ErrorCode.WEIGHTS_CHANGED, file=self._number)


def _sha256(view: memoryview) -> bytes:
    return hashlib.sha256(view).digest()
