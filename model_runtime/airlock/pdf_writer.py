"""Write a PDF whose pages are pictures, page by page: never more than one page in memory.

Source: ISO 32000-1, sections 7.5 (file structure) and 8.9 (images). Lossless. Over a picture lie the words that the page
brings, unseen. Writes no metadata, no dates and no identifiers, so the same page makes the same bytes.
"""

import zlib
from collections.abc import Iterable, Iterator

from model_runtime.airlock import pdf_text_layer
from model_runtime.airlock.made_page import MadePage

_POINTS_AN_INCH = 72
_MAX_SIDE_PT = 14_400  # what readers accept (annex C.2)
_CATALOG, _PAGES, _GLYPH, _FIRST_FREE = 1, 2, 3, 4


def written(pages: Iterable[MadePage]) -> Iterator[bytes]:
    """Yield the pieces of the file, in order."""
    position = 0
    offsets: dict[int, int] = {}
    kids: list[int] = []

    def piece(data: bytes) -> bytes:
        nonlocal position
        position += len(data)
        return data

    def numbered(number: int, body: bytes) -> bytes:
        offsets[number] = position
        return piece(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    yield piece(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    yield numbered(_GLYPH, _stream(b"", pdf_text_layer.GLYPH))
    free = _FIRST_FREE
    for page in pages:
        kids.append(free)
        for body in _page_objects(page, free):
            yield numbered(free, body)
            free += 1
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    yield numbered(_PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), references))
    yield numbered(_CATALOG, b"<</Type/Catalog/Pages %d 0 R>>" % _PAGES)
    yield _cross_references(offsets, position)


def _page_objects(page: MadePage, number: int) -> Iterator[bytes]:
    """Yield the page, what is drawn on it, the picture, and two objects for each font, to be numbered from `number`."""
    height, width = page.pixels.shape[:2]
    scale = min(_POINTS_AN_INCH / page.dpi, _MAX_SIDE_PT / max(width, height))
    layer = pdf_text_layer.text_layer(page.words, height, scale)
    size = b"%.2f %.2f" % (width * scale, height * scale)
    drawing, picture, first_font = number + 1, number + 2, number + 3
    fonts = b"".join(b"/T%d %d 0 R" % (index, first_font + 2 * index) for index in range(len(layer.fonts)))
    yield (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %b]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>/Font<<%b>>>>>>"
        % (_PAGES, size, drawing, picture, fonts)
    )
    yield _stream(b"", b"q %.2f 0 0 %.2f 0 0 cm /P Do Q\n%b" % (width * scale, height * scale, layer.drawing))
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    )
    yield _stream(entries % (width, height), zlib.compress(page.pixels.tobytes(), 6))
    for index, characters in enumerate(layer.fonts):
        yield pdf_text_layer.font(characters, _GLYPH, first_font + 2 * index + 1)
        yield _stream(b"", pdf_text_layer.unicode_map(characters))


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def _cross_references(offsets: dict[int, int], position: int) -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    count = len(offsets) + 1
    return b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, rows, count, _CATALOG, position,
    )  # fmt: skip
