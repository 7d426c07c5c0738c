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
from model_runtime.protocol import limits
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box, Page, Word
from model_runtime.redaction.redact import RedactedPage


def travelling(page: SourcePage | RedactedPage, max_px: int, part: Box | None = None, square_px: int = 0) -> Page:
    """Return `page`, or the `part` of it, with at most `max_px` pixels or squashed to a square of `square_px`.

    Words are those wholly inside what is shown. A source page is for a person's eyes: it travels without any.

    Raises:
        RequestFailed: PAGE_MISSING when `part` lies outside the page.
    """
    height, width = page.pixels.shape[:2]
    shown = (part or Box(0, 0, width, height)).clipped(width, height)
    if shown is None:
        raise RequestFailed(ErrorCode.PAGE_MISSING, number=page.number)
    cut = page.pixels[shown.rows, shown.columns]
    words = page.words if isinstance(page, RedactedPage) else ()
    small = squashed(cut, square_px) if square_px else scaled(cut, min(max_px, formats.MAX_SENT_PX))
    return Page(
        number=page.number,
        width=small.shape[1],
        height=small.shape[0],
        pixels=small.tobytes(),
        native_width=width,
        native_height=height,
        offset_left=shown.left,
        offset_top=shown.top,
        part_width=shown.width,
        part_height=shown.height,
        words=_words_in(words, shown),
    )


def _words_in(words: Sequence[Word], shown: Box) -> tuple[Word, ...]:
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
