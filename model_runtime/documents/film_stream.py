"""Let FFmpeg read a remote file: through OpenCV, which takes a Python stream in the place of a path.

Decodes nothing itself. A failed read is an empty one, for an exception cannot cross FFmpeg's code; the reason stays in
`RemoteFile.failure`.
"""

import io

import cv2

from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import RequestFailed

THREADS = 2
"""Of one decoder. Each holds frames of its own: with more, 8K would not fit in the airlock's memory."""


class FilmStream(io.BufferedIOBase):
    """A stream over `file` with a place of its own, so that two decoders may read the same file in turn."""

    def __init__(self, file: RemoteFile) -> None:
        super().__init__()
        self._file = file
        self._position = 0

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
        """Move the position; before the start is the start."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size_bytes}[whence]
        self._position = max(0, start + offset)
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes; none at the end of the file, and none where they cannot be had."""
        self._file.seek(self._position)
        try:
            data = self._file.read(-1 if size is None else size) or b""
        except RequestFailed:
            return b""
        self._position += len(data)
        return data


def opened(file: RemoteFile, *, packets: bool = False) -> cv2.VideoCapture | None:
    """Return a decoder for the first picture track of `file`, or with `packets` a reader of what is stored, undecoded.

    None where FFmpeg finds no pictures in it. Let go of it by forgetting it: `release` gives up the stream, a Python
    object, without holding the interpreter's lock, and that ends the process.
    """
    wishes = [cv2.CAP_PROP_FORMAT, -1] if packets else [cv2.CAP_PROP_N_THREADS, THREADS]
    # OpenCV's own stubs ask for an internal type; it takes any `io.BufferedIOBase`
    capture = cv2.VideoCapture(FilmStream(file), cv2.CAP_FFMPEG, wishes)  # type: ignore[call-overload]
    return capture if capture.isOpened() else None


def traits(capture: cv2.VideoCapture) -> tuple[float, ...]:
    """Return what its container says of a track, in which two tracks differ: format, sides, frames a second and in all, bits."""
    width, height = (capture.get(side) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    more = (cv2.CAP_PROP_FOURCC, cv2.CAP_PROP_FPS, cv2.CAP_PROP_FRAME_COUNT, cv2.CAP_PROP_BITRATE)
    # a film that is stored on its side is turned by the decoder alone
    return (*sorted((width, height)), *(capture.get(one) for one in more))
