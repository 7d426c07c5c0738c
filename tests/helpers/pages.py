"""Make pages as they travel between the processes, for the tests of every side: a change of their type is one change here.

Reads no file and draws nothing; pictures of pages with words on them come from `placed_pages.py` and its like.
"""

import functools

from model_runtime.protocol.payloads import Box, Picture, RedactedPage, Size, SourceView, Word

WidthHeight = tuple[int, int]
"""Width and height."""


def picture_of(pixels: bytes | None, size: WidthHeight, shown: Box | None = None) -> Picture:
    """Return a picture of these pixels, black ones for None; it shows as much of a page as it has pixels, or `shown`."""
    return Picture(*size, bytes(3 * size[0] * size[1]) if pixels is None else pixels, shown or Size(*size).whole)


def page_of(
    pixels: bytes,
    size: WidthHeight,
    *,
    number: int = 1,
    native: WidthHeight | None = None,
    words: tuple[Word, ...] = (),
) -> RedactedPage:
    """Return a whole page of these pixels; `native` is the size that it was scaled from, else its own."""
    page = Size(*(native or size))
    return RedactedPage(number, page, picture_of(pixels, size, page.whole), words)


def white_page(number: int, width: int, height: int, native: WidthHeight | None = None) -> RedactedPage:
    """Return a white page with a black first pixel, so that its way can be followed."""
    return page_of(_white(width, height), (width, height), number=number, native=native)


def white_view(number: int, width: int, height: int) -> SourceView:
    """Return the same as a person may see it before anything is hidden."""
    return SourceView(number, Size(width, height), picture_of(_white(width, height), (width, height)))


def small_page(shade: int = 255, number: int = 1, side_px: int = 8) -> RedactedPage:
    """Return an honest grey page."""
    return page_of(bytes([shade]) * (3 * side_px * side_px), (side_px, side_px), number=number)


@functools.lru_cache(maxsize=2)
def _white(width: int, height: int) -> bytes:
    """Keep the bytes: making them holds Python's lock, which the pipe that they really come from does not."""
    return b"\x00\x00\x00" + b"\xff" * (width * height * 3 - 3)
