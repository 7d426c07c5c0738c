"""Find QR codes and barcodes: they carry names, accounts and links that people cannot read and machines can.

What one says is read for one purpose: names and addresses in it are looked for where they are printed. Hides nothing.
"""

import itertools
from collections.abc import Iterator

import zxingcpp

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import code_shapes, contrast, regions

KIND = "CODE"

MARGIN = 0.08
"""Share added on each side: the corners that the library gives are the middles of the outermost modules."""

_READ, _SEEN = 0.95, 0.6
_FEWEST_PX = 4  # thinner than any code: a line that was taken for one
_LEAST_SIDE_PX = 12
_MOST_READ = 32  # codes of one page


class CodeDetector:
    """Finds codes of all formats that zxing-cpp reads, turned or mirrored. Origin: `zxing`."""

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return one region a code, margin included; also codes that are seen but too damaged to be read."""
        height, width = page.pixels.shape[:2]
        if min(height, width) < _FEWEST_PX:
            return ()
        found = (_region(code, width, height) for code in _codes(page, with_errors=True))
        return regions.merged(region for region in found if region is not None)


def texts_in(page: SourcePage) -> tuple[str, ...]:
    """Return what the codes on `page` say, each once, a bounded number of them. For looking on the page, never to be kept."""
    if min(page.pixels.shape[:2]) < _FEWEST_PX:
        return ()
    texts = (code.text for code in _codes(page, with_errors=False))
    return tuple(dict.fromkeys(itertools.islice(texts, _MOST_READ)))


def _codes(page: SourcePage, *, with_errors: bool) -> Iterator[zxingcpp.Barcode]:
    for view in contrast.shown(page):
        for code in zxingcpp.read_barcodes(view.pixels, return_errors=with_errors):
            if code_shapes.is_shaped(code, view.pixels):
                yield code


def _region(code: zxingcpp.Barcode, width: int, height: int) -> Region | None:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    box = Box(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
    if max(box.width, box.height) < _LEAST_SIDE_PX:
        return None
    is_flat = box.height * _LEAST_SIDE_PX < box.width  # one scan line of a barcode: its bars reach further
    grown = regions.grown(box, MARGIN)
    if is_flat:
        reach = box.width // 4
        grown = Box(grown.left, box.top - reach, grown.width, box.height + 2 * reach)
    on_page = grown.clipped(width, height)
    return None if on_page is None else Region(KIND, _READ if code.valid else _SEEN, "zxing", on_page)
