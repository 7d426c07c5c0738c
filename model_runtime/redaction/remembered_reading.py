"""Remember what was read in the last few pictures: several steps ask about the same page, and reading takes a second.

Pictures are known by their digest: one pixel more, and it is read. Forgets when it is told to; reads nothing itself.
"""

import hashlib

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box
from model_runtime.redaction.page_lines import PageLines, Reads

_KEPT = 4
"""The page as it came, and as it is after each round of hiding."""


class RememberedReading:
    """Reads by another reader, once a picture. See `Reads`."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._lines: dict[bytes, tuple[PageLines, ...]] = {}

    def text_in(self, pixels: Pixels) -> tuple[PageLines, ...]:
        """Return the lines of text in `pixels`."""
        picture = hashlib.sha256(repr(pixels.shape).encode() + pixels.tobytes()).digest()
        lines = self._lines.pop(picture, None)
        if lines is None:
            lines = self._reads.text_in(pixels)
            while len(self._lines) >= _KEPT:
                del self._lines[next(iter(self._lines))]
        self._lines[picture] = lines
        return lines

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return where text stands."""
        return self._reads.places_in(pixels)

    def forget(self) -> None:
        """Let go of everything that was read."""
        self._lines.clear()
