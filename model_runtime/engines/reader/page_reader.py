"""Read one page as it came over the wire: its words, and its pixels where no word says what they show; codes and faces.

Heavy packages are imported when the networks are loaded, so that the process starts at once. Keeps no page.
"""

from typing import TYPE_CHECKING

from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.engines.reader.page_text import PageText
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

if TYPE_CHECKING:
    from model_runtime.reading.ocr import Ocr


FACE = "FACE"
"""The kind that the airlock gives to faces."""


class PageReader:
    """Turns pages into text. Made by `load`."""

    def __init__(self, ocr: "Ocr", digest: str) -> None:
        self._ocr = ocr
        self.digest = digest

    @classmethod
    def load(cls, on_progress: OnProgress, is_cancelled: IsCancelled) -> "PageReader":
        """Load the networks. Raises RequestFailed (MODEL_MISSING, CANCELLED)."""
        from model_runtime.reading import ocr

        folder = ocr.weights_folder()
        total = sum(path.stat().st_size for path in ocr.weight_files(folder))
        on_progress(0, total)
        digest = ocr.weights_digest(folder)
        if is_cancelled():
            raise RequestFailed(ErrorCode.CANCELLED)
        reader = cls(ocr.Ocr(folder), digest)
        on_progress(total, total)
        return reader

    def read(self, page: payloads.RedactedPage, is_cancelled: IsCancelled) -> PageText | None:
        """Read a page; None when cancelled on the way."""
        import numpy as np

        from model_runtime.engines.reader import known_and_read
        from model_runtime.engines.reader.codes import codes_in
        from model_runtime.reading.bodies import is_body_read

        sent = page.picture
        picture = np.frombuffer(sent.pixels, np.uint8).reshape(sent.height, sent.width, 3)
        result = known_and_read.read(page, picture, self._ocr, is_cancelled)
        if result is None:
            return None
        shape = (result.height, result.width)
        lines = (line for line in result.all_lines() if not is_body_read(line.text, line.width, line.height, shape))
        return PageText(
            number=page.number,
            width=result.width,
            height=result.height,
            lines=tuple(lines),
            turned=result.turned,
            native_left=sent.shown.left,
            native_top=sent.shown.top,
            native_width=sent.shown.width,
            native_height=sent.shown.height,
            codes=codes_in(picture),
            faces=_faces(page),
            contrast=float(picture.mean(axis=2).std()),
        )


def _faces(page: payloads.RedactedPage) -> tuple[payloads.Box, ...] | None:
    """Return the faces that the airlock found and hid; this process never sees one. None where nobody looked."""
    if page.hidden is None:
        return None
    return tuple(region.box for region in page.hidden if region.kind == FACE)
