"""Hide regions: the only maker of `RedactedPage`, the only thing that may leave for an engine or a copy.

Does not find regions, does not scale, does not keep the source.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from model_runtime.documents.page import ConfirmedWord, Pixels, SourcePage
from model_runtime.protocol.payloads import Box, Operator, Region, Size, Word
from model_runtime.redaction import operators, regions

_WEAKEST_FIRST: tuple[tuple[Operator, Callable[[Pixels], Pixels]], ...] = (
    ("blur", operators.blur),
    ("pixelate", operators.pixelate),
    ("fill", operators.fill),
)
"""Where regions overlap the strongest has the last word: no blur reaches back into what was filled."""


@dataclass(frozen=True)
class RedactedPage:
    """A page after hiding, all of it; as it travels it is a `payloads.RedactedPage`.

    Attributes:
        pixels: [H, W, 3] uint8 sRGB at native resolution; never the memory of the source page.
        words: those of the text layer that the pixels confirm and that touch no hidden box.
        dpi: resolution of `pixels`.
    """

    number: int
    pixels: Pixels
    words: tuple[Word, ...]
    dpi: float

    @property
    def size(self) -> Size:
        """How large it is."""
        height, width = self.pixels.shape[:2]
        return Size(width, height)


def redacted(page: SourcePage, hide: Sequence[Region]) -> RedactedPage:
    """Return `page` with every pixel of `hide` replaced by its operator, and every word that touches them gone.

    With no regions (policy `off`) the page takes the same way.
    """
    height, width = page.pixels.shape[:2]
    pixels = page.pixels.copy()
    for operator, replaced in _WEAKEST_FIRST:
        of_operator = [region for region in hide if region.operator == operator]
        operators.hide(pixels, regions.hidden_boxes(of_operator, width, height), replaced)
    boxes = regions.hidden_boxes(hide, width, height)
    return RedactedPage(page.number, pixels, tuple(word.word for word in words_outside(page.words, boxes)), page.dpi)


def words_outside(words: Sequence[ConfirmedWord], boxes: Sequence[Box]) -> tuple[ConfirmedWord, ...]:
    """Return those of `words` that touch none of `boxes`."""
    return tuple(word for word in words if not any(regions.intersects(word.box, box) for box in boxes))
