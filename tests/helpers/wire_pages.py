"""Make pages as they travel, in a line each. Judges nothing."""

from typing import Any

from model_runtime.protocol.payloads import Box, Picture, RedactedPage, Size, SourceView

WidthHeight = tuple[int, int]


def picture(size: WidthHeight, pixels: bytes | None = None, shown: Box | None = None) -> Picture:
    """Return a picture of a size, black where no pixels are given; it shows as much of a page as it has pixels."""
    width, height = size
    return Picture(width, height, bytes(3 * width * height) if pixels is None else pixels, shown or Box(0, 0, *size))


def source_view(number: int, size: WidthHeight, pixels: bytes | None = None) -> SourceView:
    """Return a source page at native resolution."""
    return SourceView(number, Size(*size), picture(size, pixels))


def redacted_page(
    number: int, size: WidthHeight, pixels: bytes | None = None, native: WidthHeight | None = None, **more: Any
) -> RedactedPage:
    """Return a whole page after hiding, its picture made of one with the `native` size; `more` are its other fields."""
    whole = Size(*(native or size))
    return RedactedPage(number, whole, picture(size, pixels, whole.whole), **more)
