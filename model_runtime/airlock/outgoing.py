"""Put pages into the form in which they travel: cut out, scaled down, as bytes.

Takes pixels as they are: hiding happened before. Sends nothing.
"""

import itertools
import math
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from model_runtime.documents import formats
from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol import limits, payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box, Word
from model_runtime.redaction.redact import RedactedPage


def source_view(page: SourcePage, max_px: int) -> payloads.SourceView:
    """Return `page` in at most `max_px` pixels, for a person: a view has no room for words, which will be hidden."""
    return payloads.SourceView(page.number, page.size, _picture(page.pixels, page.size.whole, max_px))


def redacted_page(
    page: RedactedPage, max_px: int, part: Box | None = None, square_px: int = 0
) -> payloads.RedactedPage:
    """Return `page`, or the `part` of it, with at most `max_px` pixels or squashed to a square of `square_px`.

    Words are those wholly inside what is shown.

    Raises:
        RequestFailed: PAGE_MISSING when `part` lies outside the page.
    """
    native = page.size
    shown = (part or native.whole).clipped(native.width, native.height)
    if shown is None:
        raise RequestFailed(ErrorCode.PAGE_MISSING, number=page.number)
    picture = _picture(page.pixels, shown, max_px, square_px)
    return payloads.RedactedPage(page.number, native, picture, words_in(page.words, shown))


def _picture(pixels: Pixels, shown: Box, max_px: int, square_px: int = 0) -> payloads.Picture:
    cut = pixels[shown.rows, shown.columns]
    small = squashed(cut, square_px) if square_px else scaled(cut, min(max_px, formats.MAX_SENT_PX))
    height, width = small.shape[:2]
    return payloads.Picture(width, height, small.tobytes(), shown)


def words_in(words: Sequence[Word], shown: Box) -> tuple[Word, ...]:
    """Return the words wholly inside what is shown; no more, and no longer ones, than stand on a page of that size."""
    inside = [word for word in words if word.box.width and word.box.height and shown.contains(word.box)]
    bytes_so_far = itertools.accumulate(len(word.text.encode()) for word in inside)
    lengths = itertools.takewhile(lambda length: length <= limits.MAX_PAGE_TEXT_BYTES, bytes_so_far)
    count = sum(1 for _ in lengths)
    return tuple(inside[: min(count, limits.max_words(shown.width, shown.height))])


def squashed(pixels: Pixels, side_px: int) -> Pixels:
    """Return `pixels` [H, W, 3] as [side, side, 3], by the filter that CogVLM2 was trained with (Pillow's bicubic).

    Raises:
        RequestFailed: PAGE_TOO_LARGE when the square is more than may be sent.
    """
    if side_px * side_px > formats.MAX_SENT_PX:
        raise RequestFailed(ErrorCode.PAGE_TOO_LARGE, limit=formats.MAX_SENT_PX)
    square = Image.fromarray(pixels).resize((side_px, side_px), Image.Resampling.BICUBIC)
    return np.asarray(square)


def scaled(pixels: Pixels, max_px: int) -> Pixels:
    """Return `pixels` [H, W, 3] unchanged when they are no more than `max_px`, else averaged down to fit."""
    height, width = pixels.shape[:2]
    if height * width <= max_px:
        return pixels
    scale = math.sqrt(max(1, max_px) / (height * width))
    size = (max(1, math.floor(width * scale)), max(1, math.floor(height * scale)))
    result: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return result
