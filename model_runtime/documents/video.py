"""Open films: every frame is a page, and the line says when it begins.

A film is open when its first frame has been decoded: one whose picture format cannot be read is refused, whatever its
container claims. Sound is not read. Decoding is in `film_frames.py`, times are in `film_times.py`.
"""

import cv2

from model_runtime.documents import film_stream, film_times, formats
from model_runtime.documents.decoding import decoding
from model_runtime.documents.film_frames import FilmFrames
from model_runtime.documents.formats import Format
from model_runtime.documents.page import SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import PageLine

_LOSSLESS_FORMATS = (b"FFV1", b"HFYU", b"FFVH", b"ULRG", b"ULY0", b"ULY2")
"""Picture formats that lose nothing: FFV1, HuffYUV, Ut Video."""

_DPI = 96.0  # of a screen


class VideoDocument:
    """A film. Attributes: see `Document`.

    Attributes:
        frames: its decoder.
    """

    def __init__(self, file: RemoteFile, entry: Format) -> None:
        self.kind = entry.kind
        self.notes: tuple[str, ...] = ()
        self._file = file
        with decoding(file):
            self.is_lossless = _checked(file)
            times_s = film_times.listed(file)
            self.line = PageLine(len(times_s), "frames", times_s)
            self.frames = FilmFrames(file, times_s)

    def render(self, number: int) -> SourcePage:
        """Decode the frame that begins page `number` (from 1). Raises RequestFailed."""
        with decoding(self._file):
            return SourcePage(number, self.frames.frame(number), dpi=_DPI)

    def close(self) -> None:
        """Let go of the decoder."""
        self.frames.close()


def _checked(file: RemoteFile) -> bool:
    """Refuse a film by what its header says, before a frame is decoded; return whether its pictures lose nothing."""
    capture = film_stream.opened(file)
    if capture is None:
        raise file.failure or RequestFailed(ErrorCode.FILM_WITHOUT_PICTURES)
    width, height = (int(capture.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    fourcc = int(capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFF_FFFF
    formats.check_pixels(width, height, formats.MAX_FILM_PX)
    return fourcc.to_bytes(4, "little").upper() in _LOSSLESS_FORMATS
