"""Read a JPEG whose end is missing: the last bytes, or only the mark that says that it ends.

Telephones that run out of room and transfers that break off leave such files, and every viewer shows what is there. Of rows
that never came the decoder makes a grey area. What it makes of a file without its first rows is not asked here.
"""

import io
from typing import IO, cast

import numpy as np
from PIL import Image

from model_runtime.documents.remote_file import RemoteFile

_END_MARK = b"\xff\xd9"  # ITU-T T.81, B.1.1.3
_GREY = (127, 129)
"""What libjpeg makes of coefficients that it lacks, in each channel, and one step for rounding."""

_BAND_PX = 64
"""Rows that are looked at together: the first has ink, or the picture is one that is not shown."""


class _Completed(io.RawIOBase):
    """A file followed by the mark of the end."""

    def __init__(self, file: RemoteFile) -> None:
        super().__init__()
        self._file = file
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position}.get(whence, self._file.size_bytes + len(_END_MARK))
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # as in RemoteFile
        self._file.seek(self._position)
        done = self._file.readinto(view)
        mark = _END_MARK[max(0, self._position - self._file.size_bytes) :][: len(view) - done]
        view[done : done + len(mark)] = mark
        self._position += done + len(mark)
        return done + len(mark)


def loaded(file: RemoteFile) -> Image.Image:
    """Return the decoded picture of a JPEG without its end. Raises what Pillow raises, also where half of it is missing."""
    image = Image.open(cast("IO[bytes]", _Completed(file)), formats=["JPEG"])
    image.load()
    if all(_is_missing(image, top) for top in range(image.height // 2, image.height, _BAND_PX)):
        raise OSError("most of the picture is missing")
    return image


def _is_missing(image: Image.Image, top: int) -> bool:
    """Tell whether nothing was decoded in the rows of the band that begins at `top`."""
    rows = np.asarray(image.crop((0, top, image.width, min(top + _BAND_PX, image.height))))
    return bool(((rows >= _GREY[0]) & (rows <= _GREY[1])).all())
