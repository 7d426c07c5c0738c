"""Say what was read on a page: lines of text with the place of every character.

Everything after optical character recognition works on these values only. Does not read pixels and does not judge
what a line means.
"""

import math
from dataclasses import dataclass

from model_runtime.protocol import payloads
from model_runtime.reading.lines import Line


@dataclass(frozen=True)
class PageText:
    """All lines of a page, in no particular order.

    Attributes:
        number: of the page in its document, from 1.
        width, height: of the pixels that were read, after `turned`.
        turned: quarter turns (counter-clockwise, 0..3) that made the page upright before reading.
        native_left, native_top, native_width, native_height: what part of the document's page the pixels show.
        codes: texts of QR and barcodes, placed on the pixels as they came (before `turned`).
        contrast: standard deviation of the pixels' grey levels (0..255).
        faces: boxes of faces on the document's page; None where nobody looked for them.
    """

    number: int
    width: int
    height: int
    lines: tuple[Line, ...]
    turned: int = 0
    native_left: int = 0
    native_top: int = 0
    native_width: int = 0
    native_height: int = 0
    codes: tuple[Line, ...] = ()
    faces: tuple[payloads.Box, ...] | None = None
    contrast: float = 0.0

    def source(self, line: Line) -> payloads.Source:
        """Say where a line stands, in pixels of the document's page."""
        return self._source(line.text, self._unturned(line.left, line.top, line.right, line.bottom))

    def code_source(self, code: Line) -> payloads.Source:
        """Say where a code stands, in pixels of the document's page."""
        return self._source(code.text, (code.left, code.top, code.right, code.bottom))

    def _source(self, text: str, place: tuple[float, float, float, float]) -> payloads.Source:
        left, top, right, bottom = place
        width, height = (self.width, self.height) if self.turned % 2 == 0 else (self.height, self.width)
        across = (self.native_width or width) / width
        down = (self.native_height or height) / height
        x, y = math.floor(max(left, 0) * across), math.floor(max(top, 0) * down)
        box = payloads.Box(
            left=self.native_left + x,
            top=self.native_top + y,
            width=max(1, math.ceil(min(right, width) * across) - x),
            height=max(1, math.ceil(min(bottom, height) * down) - y),
        )
        return payloads.Source(number=self.number, box=box, text=text)

    def _unturned(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Turn a box back by `turned` quarter turns, clockwise."""
        width, height = self.width, self.height
        for _ in range(self.turned):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        return left, top, right, bottom
