"""Store encoded frames again, each with its own time and the true size of the film: OpenCV encodes at one rate only.

Packets are copied as they are; nothing is decoded. VP8 alone can be read so. Encodes nothing (`film_encoding.py`).
"""

import struct
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.airlock.scratch_file import ScratchFile
from model_runtime.documents import film_stream
from model_runtime.protocol.payloads import Size

_MILLISECONDS = 1000.0
_VP8_SIZE = slice(6, 10)
"""Where each key frame says how large it is (RFC 6386, section 9.1): twice 14 bits and a scale."""


class Packets:
    """A film of packets on its way. `close` it, however it ends.

    Attributes:
        file: the film.
        count: frames that it has.
    """

    def __init__(self, path: Path, letters: str, size: Size) -> None:
        """Begin. Raises RequestFailed FORMAT_NOT_WRITABLE where no file came to be."""
        self._size = size
        code, wishes = cv2.VideoWriter.fourcc(*letters), [int(cv2.VIDEOWRITER_PROP_RAW_VIDEO), 1]
        sides = (size.width, size.height)
        self.file, self._writer = ScratchFile.made(
            path, lambda name: cv2.VideoWriter(name, cv2.CAP_FFMPEG, code, _MILLISECONDS, sides, wishes)
        )
        self.count = 0
        self._before_ms = -1

    def add(self, encoded: ScratchFile, times_s: Sequence[float]) -> None:
        """Copy the packets of a file, whose frames begin at `times_s`; one that it lacks is not counted."""
        stream = film_stream.opened(encoded.as_remote(), packets=True)
        for time_s in times_s:
            if stream is None or not stream.grab():
                return
            is_key = int(stream.get(cv2.CAP_PROP_LRF_HAS_KEY_FRAME))
            packet = stream.retrieve()[1]
            # two frames cannot have one time
            self._before_ms = max(self._before_ms + 1, round(time_s * _MILLISECONDS))
            self._writer.set(cv2.VIDEOWRITER_PROP_KEY_FLAG, is_key)
            self._writer.set(cv2.VIDEOWRITER_PROP_PTS, self._before_ms)
            self._writer.write(self._in_size(packet) if is_key else packet)
            self.count += 1

    def finish(self) -> None:
        """Write the end; then the file is whole."""
        self._writer.release()

    def close(self) -> None:
        """Let go of it; nothing of it is left."""
        self._writer.release()
        self.file.close()

    def _in_size(self, packet: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Return the packet of a key frame with the true size of the film: as many macroblocks, one column or row less."""
        sized = packet.copy()
        flat = sized.reshape(-1)
        scales = (value & 0xC000 for value in struct.unpack("<HH", flat[_VP8_SIZE].tobytes()))
        sides = (side | scale for side, scale in zip((self._size.width, self._size.height), scales, strict=True))
        flat[_VP8_SIZE] = np.frombuffer(struct.pack("<HH", *sides), np.uint8)
        return sized


def count_of(file: ScratchFile) -> int:
    """Return how many packets can be read of a film."""
    stream = film_stream.opened(file.as_remote(), packets=True)
    count = 0
    while stream is not None and stream.grab():
        count += 1
    return count
