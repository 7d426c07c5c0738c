"""Write a film of hidden frames, each at its own time: VP8 in WebM and Matroska, MPEG-4 in MP4. Without sound.

OpenCV encodes at one rate and to a path. So a film is encoded into a file without a name (`scratch_file.py`), and then its
packets are stored again with the times that they have, or its table of times is written anew. No H.264: no encoder for it
is free. Nothing of the source but its hidden frames and their times is in it. Hides nothing itself.
"""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.airlock import mp4_times
from model_runtime.airlock.scratch_file import ScratchFile
from model_runtime.documents import film_stream
from model_runtime.documents.page import Pixels
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.film_payloads import FilmFormat
from model_runtime.protocol.payloads import Size

_MILLISECONDS = 1000.0
_MOST_RATE, _LEAST_RATE = 240, 1
_MACROBLOCK_PX = 16
_ENCODERS = {"webm": "VP80", "mkv": "VP80", "mp4": "mp4v"}
_VP8_SIZE = slice(6, 10)
"""Where the first packet and each key frame says how large it is (RFC 6386, section 9.1): twice 14 bits and a scale."""


class FilmWriter:
    """A film on its way. `close` it, however it ends."""

    def __init__(self, scratch: Path, output: FilmFormat, size: Size, frames_a_second: float) -> None:
        """Begin. Raises RequestFailed FORMAT_NOT_WRITABLE for a size that the format cannot have."""
        self._scratch = scratch
        self._output = output
        self._size = size
        self._coded = (_coded_side(size.width), _coded_side(size.height))
        if output == "mp4" and self._coded != (size.width, size.height):
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, width=size.width, height=size.height)
        self._count = 0
        rate = min(_MOST_RATE, max(_LEAST_RATE, round(frames_a_second)))
        self._files: list[ScratchFile] = []
        self._encoder = self._opened("encoding", self._coded, float(rate), [])

    def add(self, pixels: Pixels) -> None:
        """Encode the next frame, [H, W, 3] RGB."""
        across, down = self._coded[0] - self._size.width, self._coded[1] - self._size.height
        if across or down:  # the true size is put in afterwards
            pixels = cv2.copyMakeBorder(pixels, 0, down, 0, across, cv2.BORDER_REPLICATE)
        self._encoder.write(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        self._count += 1

    def pieces(self, times_s: Sequence[float]) -> Iterator[bytes]:
        """Yield the pieces of the finished film, whose frames begin at `times_s`.

        Raises:
            RequestFailed: FORMAT_NOT_WRITABLE where not every frame was stored: the scratch was full.
        """
        self._encoder.release()
        encoded = self._files[0]
        if self._output == "mp4":
            offset, table = self._table(encoded)
            for start, length in encoded.pieces(offset):
                yield encoded.read(start, length)
            yield mp4_times.retimed(table, times_s)
            return
        self._store_again(encoded, times_s)
        stored = self._files[1]
        for start, length in stored.pieces():
            yield stored.read(start, length)

    def close(self) -> None:
        """Let go of everything; nothing of it is left."""
        self._encoder.release()
        for file in self._files:
            file.close()
        self._files = []

    def _opened(self, name: str, size: tuple[int, int], rate: float, wishes: list[int]) -> cv2.VideoWriter:
        code = cv2.VideoWriter.fourcc(*_ENCODERS[self._output])
        file, writer = ScratchFile.made(
            self._scratch / f"{name}.{self._output}",
            lambda path: cv2.VideoWriter(path, cv2.CAP_FFMPEG, code, rate, size, wishes),
        )
        self._files.append(file)
        return writer

    def _table(self, encoded: ScratchFile) -> tuple[int, bytes]:
        self._require_all(_packet_count(encoded))
        return mp4_times.table_of_contents(encoded.read, encoded.size_bytes)

    def _store_again(self, encoded: ScratchFile, times_s: Sequence[float]) -> None:
        """Copy the packets, each with its time in milliseconds and the true size of its frame."""
        stream = film_stream.opened(encoded.as_remote(), packets=True)
        writer = self._opened(
            "stored", (self._size.width, self._size.height), _MILLISECONDS, [int(cv2.VIDEOWRITER_PROP_RAW_VIDEO), 1]
        )
        stored, before = 0, -1
        while stream is not None and stored < self._count and stream.grab():
            is_key = int(stream.get(cv2.CAP_PROP_LRF_HAS_KEY_FRAME))
            packet = stream.retrieve()[1]
            before = max(before + 1, round(times_s[stored] * _MILLISECONDS))  # two frames cannot have one time
            writer.set(cv2.VIDEOWRITER_PROP_KEY_FLAG, is_key)
            writer.set(cv2.VIDEOWRITER_PROP_PTS, before)
            writer.write(self._in_size(packet) if is_key else packet)
            stored += 1
        writer.release()
        self._require_all(stored)
        self._require_all(_packet_count(self._files[1]))

    def _in_size(self, packet: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Return the packet of a key frame with the true size of the film: as many macroblocks, one column or row less."""
        sized = packet.copy()
        flat = sized.reshape(-1)
        scales = (value & 0xC000 for value in struct.unpack("<HH", flat[_VP8_SIZE].tobytes()))
        sides = (side | scale for side, scale in zip((self._size.width, self._size.height), scales, strict=True))
        flat[_VP8_SIZE] = np.frombuffer(struct.pack("<HH", *sides), np.uint8)
        return sized

    def _require_all(self, stored: int) -> None:
        if stored != self._count:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, found=stored, limit=self._count)


def _coded_side(side: int) -> int:
    """Return a side that encoders take: even, and no smaller than a macroblock."""
    return max(_MACROBLOCK_PX, side + side % 2)


def _packet_count(file: ScratchFile) -> int:
    stream = film_stream.opened(file.as_remote(), packets=True)
    count = 0
    while stream is not None and stream.grab():
        count += 1
    return count
