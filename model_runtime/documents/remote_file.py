"""Read a document that lies in another process as if it were an open file.

Keeps a bounded number of blocks. Never learns a path, never writes, never reads past the size it was told.
"""

import io
from collections import OrderedDict
from collections.abc import Callable

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

BLOCK_BYTES = 1024 * 1024
"""One question over the pipe: large enough that a scan is one or two, small enough for any frame."""

KEPT_BLOCKS = 64
"""64 MiB: the working set of any PDF page; the rest of a large file is asked for again when needed."""


class RemoteFile(io.RawIOBase):
    """A read-only, seekable file whose bytes are fetched when they are wanted.

    Attributes:
        size_bytes: length that the desktop promised.
        failure: why bytes could not be had. Decoders written in C swallow exceptions, so it is kept for the caller.
    """

    def __init__(self, size_bytes: int, fetch: Callable[[int, int], bytes]) -> None:
        super().__init__()
        self.size_bytes = size_bytes
        self.failure: RequestFailed | None = None
        self._fetch = fetch
        self._position = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def serve_from(self, fetch: Callable[[int, int], bytes]) -> None:
        """Pull from `fetch` (`(offset, length) -> bytes`) from now on: bytes are given to the request that asks."""
        self._fetch = fetch
        self.failure = None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move the position. Raises ValueError for one before the start."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size_bytes}[whence]
        if start + offset < 0:
            raise ValueError("negative position")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: object) -> int:
        """Fill as much of `buffer` as there are bytes; unlike a raw file never less. Raises RequestFailed."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # typeshed has no name for "writable buffer" in 3.11
        wanted = max(0, min(len(view), self.size_bytes - self._position))
        done = 0
        while done < wanted:
            number, start = divmod(self._position, BLOCK_BYTES)
            piece = self._block(number)[start : start + wanted - done]
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done

    def head(self, length: int) -> bytes:
        """Return the first `length` bytes (at most one block) without moving the position."""
        return self._block(0)[:length] if self.size_bytes else b""

    def _block(self, number: int) -> bytes:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        offset = number * BLOCK_BYTES
        length = min(BLOCK_BYTES, self.size_bytes - offset)
        try:
            data = self._fetch(offset, length)
            if len(data) != length:
                raise RequestFailed(ErrorCode.FILE_CHANGED)
        except RequestFailed as failure:
            self.failure = failure
            raise
        self._blocks[number] = data
        if len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        return data
