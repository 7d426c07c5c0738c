"""Write a TIFF of many pages, page by page: never more than one page in memory.

Source: TIFF 6.0, sections 2 (structure), 6 (RGB) and 14 (differencing); compression 8 is Adobe's Technical Note 2.
Lossless. Writes no metadata but the resolution.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator

from model_runtime.airlock.made_page import MadePage
from model_runtime.documents.page import Pixels
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

_HEADER = b"II*\0"
_POINTER_BYTES = 4
_SHORT, _LONG, _RATIONAL = 3, 4, 5
_DEFLATE, _RGB, _DIFFERENCING, _INCH = 8, 2, 2, 2
_MAX_FILE_BYTES = 2**32 - 1
"""Places in the file are 32 bits wide."""


def written(pages: Iterable[MadePage]) -> Iterator[bytes]:
    """Yield the pieces of the file, in order.

    A page is its pixels, then its directory, whose last field is the place of the next directory. That is known when
    the next page has been compressed, so the field is written then.

    Raises:
        RequestFailed: FORMAT_NOT_WRITABLE when the file would grow beyond 4 GiB.
    """
    yield _HEADER
    position = len(_HEADER) + _POINTER_BYTES
    for page in pages:
        strip = _compressed(page.pixels)
        values_at = position + len(strip)
        values, directory = _directory(page, position, len(strip), values_at)
        directory_at = values_at + len(values)
        position = directory_at + len(directory) + _POINTER_BYTES
        if position > _MAX_FILE_BYTES:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE, found=position, limit=_MAX_FILE_BYTES)
        yield struct.pack("<I", directory_at)
        yield strip
        yield values + directory
    yield struct.pack("<I", 0)


def _compressed(pixels: Pixels) -> bytes:
    """Return the deflated differences of neighbours, of even length: directories begin on a word boundary."""
    differences = pixels.copy()
    differences[:, 1:] -= pixels[:, :-1]  # modulo 256, as section 14 wants
    data = zlib.compress(differences.tobytes(), 6)
    return data + b"\0" * (len(data) % 2)


def _directory(page: MadePage, strip_at: int, strip_bytes: int, values_at: int) -> tuple[bytes, bytes]:
    """Return the values that are too long for a directory's fields, and the directory without its last field."""
    height, width = page.pixels.shape[:2]
    resolution = (round(page.dpi * 1000), 1000)
    values = struct.pack("<3H", 8, 8, 8) + struct.pack("<2I", *resolution) * 2
    fields = (
        (256, _LONG, 1, width),
        (257, _LONG, 1, height),
        (258, _SHORT, 3, values_at),  # bits a sample
        (259, _SHORT, 1, _DEFLATE),
        (262, _SHORT, 1, _RGB),
        (273, _LONG, 1, strip_at),
        (277, _SHORT, 1, 3),  # samples a pixel
        (278, _LONG, 1, height),  # rows in the one strip
        (279, _LONG, 1, strip_bytes),
        (282, _RATIONAL, 1, values_at + 6),
        (283, _RATIONAL, 1, values_at + 14),
        (296, _SHORT, 1, _INCH),
        (317, _SHORT, 1, _DIFFERENCING),
    )
    return values, struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHII", *field) for field in fields)
