"""Say how large the pictures of pages are that a model wants. Makes none."""

from dataclasses import dataclass
from typing import Self

from desktop_app.runtime_client.values import ModelInfo


@dataclass(frozen=True)
class PageSize:
    """How large.

    Attributes:
        max_px: no more pixels than these.
        square_px: side of the square that every page is squashed to; 0: a page keeps its shape.
    """

    max_px: int
    square_px: int = 0

    @classmethod
    def square(cls, side_px: int) -> Self:
        """Return the size of squares."""
        return cls(side_px * side_px, side_px)


def size_for(model: ModelInfo) -> PageSize:
    """Return what a loaded model wants."""
    return PageSize.square(model.square_px) if model.square_px else PageSize(model.max_page_px)
