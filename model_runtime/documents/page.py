"""Hold one page of a document as pixels: the only form in which a document leaves this package.

Beside them may stand what the file *claims* the page to say. A claim is no word of the page before the pixels have
confirmed it; the types keep the two apart. Carries no metadata, because there is no place to put any. Does not decode,
confirm, hide or scale.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from model_runtime.protocol.payloads import Box, Size, Word

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""[H, W, 3] uint8: sRGB, rows top down, upright."""


Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the page; fractions of a pixel count."""


@dataclass(frozen=True)
class ClaimedWord:
    """What a document's text layer says stands somewhere. It may be covered, invisible, wrong or a lie.

    Attributes:
        text: printable characters without blanks.
        letters: where each character of `text` is said to stand; they may overlap and reach beyond the page.
    """

    text: str
    letters: tuple[Place, ...]


@dataclass(frozen=True)
class ConfirmedWord:
    """A word that the pixels of its own place show, in the letters that the document gives it.

    Attributes:
        text, letters: as in `ClaimedWord`.
        box: where it stands: whole pixels, on the page.
        turned: quarter turns to the left that make the word upright.
    """

    text: str
    letters: tuple[Place, ...]
    box: Box
    turned: int = 0

    @property
    def word(self) -> Word:
        """The word in the form in which it travels."""
        return Word(self.text, self.box)


@dataclass(frozen=True)
class KnownText:
    """What the document's header names: somebody or something that may stand on the page, too.

    Attributes:
        kind: `person`, `id`, `date` or `place`.
        text: as the header has it.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class SourcePage:
    """A page as a person would see it, before anything is hidden. Never crosses to the engine.

    Attributes:
        pixels: at native resolution; read-only.
        words: of the document's own text layer, those that the pixels confirm; none before somebody asked them.
        dpi: resolution of `pixels`, so that a copy prints at the size of the original.
        claims: what the text layer says, unconfirmed: nothing to answer from, to send or to write.
        known: what the header of a medical picture names; None for all other documents.
        is_measured: its values are no light (a slice of a scanner): no face was photographed, nothing stamped or printed on.
        views: the same page seen otherwise (another window), each [H, W, 3]: what stands in any of them is on the page.
    """

    number: int
    pixels: Pixels
    words: tuple[ConfirmedWord, ...] = ()
    dpi: float = 150.0
    claims: tuple[ClaimedWord, ...] = ()
    known: tuple[KnownText, ...] | None = None
    is_measured: bool = False
    views: tuple[Pixels, ...] = ()

    @property
    def size(self) -> Size:
        """How large it is."""
        height, width = self.pixels.shape[:2]
        return Size(width, height)


def box_around(places: Sequence[Place], width: int, height: int) -> Box | None:
    """Return the whole pixels of a page of `width` x `height` that `places` touch; None when there are none."""
    left, top = max(0, math.floor(min(p[0] for p in places))), max(0, math.floor(min(p[1] for p in places)))
    right = min(width, math.ceil(max(p[2] for p in places)))
    bottom = min(height, math.ceil(max(p[3] for p in places)))
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None
