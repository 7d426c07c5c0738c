"""Hide regions: the only maker of `RedactedPage`, the only thing that may leave for an engine or a copy.

Does not find regions, does not scale, does not keep the source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Operator, Region, Word
from model_runtime.redaction import operators, regions


@dataclass(frozen=True)
class RedactedPage:
    """A page after hiding.

    Attributes:
        pixels: [H, W, 3] uint8 sRGB at native resolution; never the memory of the source page.
        words: those of the text layer that touch no hidden box.
        dpi: resolution of `pixels`.
    """

    number: int
    pixels: Pixels
    words: tuple[Word, ...]
    dpi: float


def redacted(page: SourcePage, hide: Sequence[Region], operator: Operator) -> RedactedPage:
    """Return `page` with every pixel of `hide` replaced and every word that touches them gone.

    With no regions (policy `off`) the page takes the same way.
    """
    height, width = page.pixels.shape[:2]
    boxes = regions.hidden_boxes(hide, width, height)
    match operator:
        case "fill":
            pixels = operators.hidden(page.pixels, boxes, operators.fill)
        case "pixelate":
            pixels = operators.hidden(page.pixels, boxes, operators.pixelate)
        case "blur":
            pixels = operators.hidden(page.pixels, boxes, operators.blur)
        case _:
            assert_never(operator)
    words = tuple(word for word in page.words if not any(regions.intersects(word.box, box) for box in boxes))
    return RedactedPage(page.number, pixels, words, page.dpi)
