"""Write a film of hidden frames, each at its own time: VP8 in WebM and Matroska, MPEG-4 in MP4. Without sound.

What lost nothing in a lossless source loses nothing in Matroska: FFV1. Frames are encoded (`film_encoding.py`), and then
stored again with the times that they have (`film_packets.py`, `matroska.py`), or an MP4's table of times is written anew. No
H.264: no encoder for it is free. Nothing of the source but its hidden frames and their times is in it. Hides nothing itself.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import cv2

from model_runtime.airlock import film_packets, matroska, mp4_times
from model_runtime.airlock.film_encoding import Encoding, EncodingBeside, Stretches
from model_runtime.airlock.film_packets import Packets
from model_runtime.airlock.scratch_file import ScratchFile
from model_runtime.documents.page import Pixels
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.film_payloads import FilmFormat
from model_runtime.protocol.payloads import Size

_MOST_RATE, _LEAST_RATE = 240, 1
_MACROBLOCK_PX = 16
_VP8, _MPEG4, _FFV1 = "VP80", "mp4v", "FFV1"


class FilmWriter:
    """A film on its way. `close` it, however it ends."""

    def __init__(
        self, scratch: Path, output: FilmFormat, size: Size, frames_a_second: float, *, is_lossless: bool = False
    ) -> None:
        """Begin; `is_lossless` wants frames that are equal to the last bit, where the format can have them.

        Raises RequestFailed FORMAT_NOT_WRITABLE for a size that the format cannot have.
        """
        self._scratch = scratch
        self._output = output
        self._size = size
        self._coded = (_coded_side(size.width), _coded_side(size.height))
        is_kept = self._coded == (size.width, size.height)
        if output == "mp4" and not is_kept:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, width=size.width, height=size.height)
        # the true size of an odd FFV1 film cannot be put in afterwards
        self._letters = _MPEG4 if output == "mp4" else _FFV1 if is_lossless and is_kept and output == "mkv" else _VP8
        self._rate = float(min(_MOST_RATE, max(_LEAST_RATE, round(frames_a_second))))
        self._names = itertools.count()
        self._times_s: list[float] = []
        self._whole = EncodingBeside(self._begun()) if self._letters != _VP8 else None
        self._encoded: Encoding | None = None
        frame_bytes = 3 * self._coded[0] * self._coded[1]
        self._stretches = Stretches(self._begun, frame_bytes)
        self._stored: Packets | None = None

    def add(self, pixels: Pixels, time_s: float) -> None:
        """Take the next frame, [H, W, 3] RGB, for good, and when it begins. Raises RequestFailed FORMAT_NOT_WRITABLE."""
        across, down = self._coded[0] - self._size.width, self._coded[1] - self._size.height
        if across or down:  # the true size is put in afterwards
            pixels = cv2.copyMakeBorder(pixels, 0, down, 0, across, cv2.BORDER_REPLICATE)
        self._times_s.append(time_s)
        if self._whole is not None:
            self._whole.write(pixels)
            return
        stretch = self._stretches.add(pixels)
        if stretch is not None:
            self._store(stretch)

    def pieces(self) -> Iterator[bytes]:
        """Yield the pieces of the finished film.

        Raises:
            RequestFailed: FORMAT_NOT_WRITABLE where not every frame was stored: the scratch was full.
        """
        if self._whole is not None:
            self._encoded, self._whole = self._whole.finished(), None
            encoded = self._encoded.file
            self._require_all(film_packets.count_of(encoded))
            if self._letters == _FFV1:
                yield from matroska.retimed(encoded.read, encoded.size_bytes, self._times_s)
                return
            offset, table = mp4_times.table_of_contents(encoded.read, encoded.size_bytes)
            yield from _read(encoded, offset)
            yield mp4_times.retimed(table, self._times_s)
            return
        for stretch in self._stretches.rest():
            self._store(stretch)
        if self._stored is None:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE)
        self._stored.finish()
        self._require_all(self._stored.count)
        self._require_all(film_packets.count_of(self._stored.file))
        yield from _read(self._stored.file)

    def close(self) -> None:
        """Let go of everything; nothing of it is left."""
        self._stretches.close()
        for file in (self._whole, self._encoded, self._stored):
            if file is not None:
                file.close()
        self._whole = self._encoded = self._stored = None

    def _begun(self) -> Encoding:
        path = self._scratch / f"encoding-{next(self._names)}.{self._output}"
        return Encoding(path, self._letters, self._rate, self._coded)

    def _store(self, stretch: Encoding) -> None:
        """Put a stretch behind what has been stored, and let it go."""
        try:
            if self._stored is None:
                self._stored = Packets(self._scratch / f"stored.{self._output}", _VP8, self._size)
            first = self._stored.count
            self._stored.add(stretch.file, self._times_s[first : first + stretch.count])
            self._require_stored(first + stretch.count)
        finally:
            stretch.close()

    def _require_stored(self, count: int) -> None:
        if self._stored is None or self._stored.count != count:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, limit=count)

    def _require_all(self, stored: int) -> None:
        if stored != len(self._times_s):
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, found=stored, limit=len(self._times_s))


def _coded_side(side: int) -> int:
    """Return a side that encoders take: even, and no smaller than a macroblock."""
    return max(_MACROBLOCK_PX, side + side % 2)


def _read(file: ScratchFile, end: int | None = None) -> Iterator[bytes]:
    for start, length in file.pieces(end):
        yield file.read(start, length)
