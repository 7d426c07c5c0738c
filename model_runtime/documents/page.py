"""Hold one page of a document as pixels: the only form in which a document leaves this package.

Carries no metadata, because there is no place to put any. Does not decode, hide or scale.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from model_runtime.protocol.payloads import Word

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""[H, W, 3] uint8: sRGB, rows top down, upright."""


@dataclass(frozen=True)
class SourcePage:
    """A page as a person would see it, before anything is hidden. Never crosses to the engine.

    Attributes:
        pixels: at native resolution; read-only.
        words: visible words of the document's own text layer; boxes in these pixels.
        dpi: resolution of `pixels`, so that a copy prints at the size of the original.
    """

    number: int
    pixels: Pixels
    words: tuple[Word, ...] = ()
    dpi: float = 150.0
