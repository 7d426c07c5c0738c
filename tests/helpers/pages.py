"""Make pages as they travel between the processes, for the tests of every side: a change of their type is one change here.

Reads no file and draws nothing; pictures of pages with words on them come from `placed_pages.py` and its like.
"""

import functools

from model_runtime.protocol.payloads import Page, Word

Size = tuple[int, int]
"""Width and height."""


def page_of(
    pixels: bytes, size: Size, *, number: int = 1, native: Size | None = None, words: tuple[Word, ...] = ()
) -> Page:
    """Return a whole page of these pixels; `native` is the size that it was scaled from, else its own."""
    return Page(number, *size, pixels, *(native or size), 0, 0, *(native or size), words)


def white_page(number: int, width: int, height: int, native: Size | None = None) -> Page:
    """Return a white page with a black first pixel, so that its way can be followed."""
    return page_of(_white(width, height), (width, height), number=number, native=native)


def small_page(shade: int = 255, number: int = 1, side_px: int = 8) -> Page:
    """Return an honest grey page."""
    return page_of(bytes([shade]) * (3 * side_px * side_px), (side_px, side_px), number=number)


@functools.lru_cache(maxsize=2)
def _white(width: int, height: int) -> bytes:
    """Keep the bytes: making them holds Python's lock, which the pipe that they really come from does not."""
    return b"\x00\x00\x00" + b"\xff" * (width * height * 3 - 3)
