"""Find QR codes and barcodes: they carry names, accounts and links that people cannot read and machines can.

Decoded only as far as telling that there is one; what it says is dropped. Hides nothing.
"""

import zxingcpp

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import contrast, regions

KIND = "CODE"

MARGIN = 0.08
"""Share added on each side: the corners that the library gives are the middles of the outermost modules."""

_READ, _SEEN = 0.95, 0.6
_FEWEST_PX = 4  # thinner than any code: a line that was taken for one
_LEAST_SIDE_PX = 12


class CodeDetector:
    """Finds codes of all formats that zxing-cpp reads, turned or mirrored. Origin: `zxing`."""

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return one region a code, margin included; also codes that are seen but too damaged to be read."""
        height, width = page.pixels.shape[:2]
        if min(height, width) < _FEWEST_PX:
            return ()
        codes = (
            code for view in contrast.shown(page) for code in zxingcpp.read_barcodes(view.pixels, return_errors=True)
        )
        found = (_region(code, width, height) for code in codes)
        return regions.merged(region for region in found if region is not None)


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
    on_page = regions.clipped(grown, width, height)
    return None if on_page is None else Region(KIND, _READ if code.valid else _SEEN, "zxing", on_page)
