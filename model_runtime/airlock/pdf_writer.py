"""Write a PDF whose pages are pictures, page by page: never more than one page in memory.

Source: ISO 32000-1, sections 7.5 (file structure) and 8.9 (images). Lossless. Writes no text, no metadata, no dates and
no identifiers, so the same pixels make the same bytes.
"""

import zlib
from collections.abc import Iterable, Iterator

from model_runtime.airlock.made_page import MadePage

_POINTS_AN_INCH = 72
_MAX_SIDE_PT = 14_400  # what readers accept (annex C.2)
_CATALOG, _PAGES, _FIRST_FREE = 1, 2, 3
_OBJECTS_A_PAGE = 3


def written(pages: Iterable[MadePage]) -> Iterator[bytes]:
    """Yield the pieces of the file, in order."""
    position = 0
    offsets: dict[int, int] = {}
    kids: list[int] = []

    def counted(piece: bytes) -> bytes:
        nonlocal position
        position += len(piece)
        return piece

    yield counted(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for page in pages:
        kids.append(_FIRST_FREE + len(kids) * _OBJECTS_A_PAGE)
        for number, body in enumerate(_page_objects(page, kids[-1]), start=kids[-1]):
            offsets[number] = position
            yield counted(_object(number, body))
    offsets[_PAGES] = position
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    yield counted(_object(_PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), references)))
    offsets[_CATALOG] = position
    yield counted(_object(_CATALOG, b"<</Type/Catalog/Pages %d 0 R>>" % _PAGES))
    yield _cross_references(offsets, position)


def _page_objects(page: MadePage, number: int) -> tuple[bytes, bytes, bytes]:
    """Return the page, what is drawn on it, and the picture, to be numbered from `number`."""
    height, width = page.pixels.shape[:2]
    scale = min(_POINTS_AN_INCH / page.dpi, _MAX_SIDE_PT / max(width, height))
    size = b"%.2f %.2f" % (width * scale, height * scale)
    sheet = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %b]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>" % (
        _PAGES, size, number + 1, number + 2,
    )  # fmt: skip
    drawing = b"%.2f 0 0 %.2f 0 0 cm /P Do" % (width * scale, height * scale)
    picture = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (
        width,
        height,
    )
    data = zlib.compress(page.pixels.tobytes(), 6)
    return sheet, _stream(b"", drawing), _stream(picture + b"/Filter/FlateDecode", data)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _cross_references(offsets: dict[int, int], position: int) -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    count = len(offsets) + 1
    return b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, rows, count, _CATALOG, position,
    )  # fmt: skip
