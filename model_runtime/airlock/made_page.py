"""Define what a file is made of: pages with pixels, a resolution and, where they survive, words. Makes none."""

from typing import Protocol

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Word


class MadePage(Protocol):
    """A page as it is written: `pixels` [H, W, 3] uint8 sRGB, their `dpi`, and the `words` that a reader may select."""

    @property
    def pixels(self) -> Pixels:
        """Rows top down, upright."""
        ...

    @property
    def words(self) -> tuple[Word, ...]:
        """Boxes are in `pixels`."""
        ...

    @property
    def dpi(self) -> float:
        """Pixels an inch."""
        ...
