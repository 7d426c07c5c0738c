"""Make new files from pages: a picture, a TIFF of pages, a PDF of pages with the words that survived.

Nothing of the source file is copied but pixels, and into a PDF words, so there is nothing to forget. Hides nothing and
chooses no pages.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

from PIL import Image

from model_runtime.airlock import pdf_writer, tiff_writer
from model_runtime.airlock.made_page import MadePage
from model_runtime.documents.page import Pixels
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import OutputFormat

_PNG_COMPRESSION = 3
"""Half the time of zlib's default for 3 % more bytes on photographs."""

_JPEG_QUALITY = 92
_WEBP_QUALITY = 92

_MAX_SIDE_PX = {"jpeg": 65_535, "webp": 16_383, "lossless webp": 16_383}
"""What the formats can say (ITU-T T.81 B.2.2; WebP container specification)."""


Way: TypeAlias = OutputFormat | Literal["lossless webp"]
"""How pages are written: WebP knows two ways."""


def encoded(pages: Iterable[MadePage], page_count: int, output: Way) -> Iterator[bytes]:
    """Yield the pieces of a new file, in order. Takes one page at a time from `pages`.

    Raises:
        RequestFailed: FORMAT_NOT_WRITABLE for several pages in a format of one, or a picture too large for its format;
            NO_PAGES without pages.
    """
    if page_count < 1:
        raise RequestFailed(ErrorCode.NO_PAGES)
    if output == "pdf":
        return pdf_writer.written(pages)
    if output == "tiff":
        return tiff_writer.written(pages)
    if page_count > 1:
        raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, found=page_count, limit=1)
    return _pictures(pages, output)


def _pictures(pages: Iterable[MadePage], output: Way) -> Iterator[bytes]:
    for page in pages:
        limit = _MAX_SIDE_PX.get(output)
        height, width = page.pixels.shape[:2]
        if limit is not None and max(width, height) > limit:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, width=width, height=height, limit=limit)
        yield _WRITERS[output](page.pixels)


def _saved(pixels: Pixels, name: str, **options: float) -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, name, **options)
    return target.getvalue()


_WRITERS: dict[str, Callable[[Pixels], bytes]] = {
    "png": lambda pixels: _saved(pixels, "PNG", compress_level=_PNG_COMPRESSION),
    "jpeg": lambda pixels: _saved(pixels, "JPEG", quality=_JPEG_QUALITY, subsampling=0),
    "webp": lambda pixels: _saved(pixels, "WEBP", quality=_WEBP_QUALITY),
    # effort 0: a fifth of the time for a fifth more bytes
    "lossless webp": lambda pixels: _saved(pixels, "WEBP", lossless=True, method=0, quality=0),
}
