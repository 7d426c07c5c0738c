"""Read text out of pixels for detectors, with the optical character recognition that the built-in reader uses.

Reads Latin and Chinese scripts and Japanese; finds, but does not read, Greek and Cyrillic; Arabic, Hebrew, Thai and
Hangul it may not even see (measured). Keeps nothing of a page but in the `KnownReadings` that it is given.
"""

import numpy as np

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box
from model_runtime.reading import ocr, wanted
from model_runtime.reading.bodies import Shows
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.ocr import Ocr
from model_runtime.reading.strips import Strips
from model_runtime.reading.text_detection import DetectionSize
from model_runtime.redaction.page_lines import PageLines

_SIZE = DetectionSize(max_long_px=2000)
"""Small print on a page that somebody wants hidden is worth more time than small print that somebody asks about."""

_LEAST_SIDE_PX = 3
"""A page with a side this small holds no letter."""


class OcrReading:
    """Both networks, loaded. Raises RequestFailed (MODEL_MISSING) without the weights. See `Reads`."""

    def __init__(self, known: KnownReadings | None = None) -> None:
        """Load. `known`: what was read before and is added to; None: nothing is known, and nothing stays."""
        self._ocr = Ocr(ocr.weights_folder(), _SIZE)
        self._known = known

    def text_in(
        self, pixels: Pixels, strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        """Return the lines of text in `pixels`, for each direction in which they run; that of most of the page first.

        Slices may be read side by side; none knows of another one, so that it does not matter which was read first.
        """
        height, width = pixels.shape[:2]
        is_empty = min(height, width) < _LEAST_SIDE_PX
        known = None if shows is Shows.SLICE else self._known
        read = None if is_empty else self._ocr.read(pixels, wanted.is_not, known, strips, shows=shows)
        if read is None:
            return (PageLines((), 0, width, height),)
        return tuple(PageLines(one.lines, one.turned, one.width, one.height) for one in (read, *read.others))

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return where text stands, also in scripts that are not read."""
        if min(pixels.shape[:2]) < _LEAST_SIDE_PX:
            return ()
        quads = self._ocr.places(pixels, wanted.is_not)
        assert quads is not None  # where nobody wants them, asking raises: none is taken for a page without text
        boxes = []
        for quad in quads:
            (left, top), (right, bottom) = np.floor(quad.min(axis=0)), np.ceil(quad.max(axis=0))
            boxes.append(Box(int(left), int(top), int(right - left), int(bottom - top)))
        return tuple(boxes)
