"""Say which pictures of pages a model wants: how large, and of a film which. Makes none."""

from dataclasses import dataclass
from typing import Self

from desktop_app.runtime_client.values import ModelInfo, Sampling


@dataclass(frozen=True)
class PageSize:
    """How large, and of a film which.

    Attributes:
        max_px: no more pixels than these.
        square_px: side of the square that every page is squashed to; 0: a page keeps its shape.
        sampling: the rule by which frames are chosen; empty: the model has none.
    """

    max_px: int
    square_px: int = 0
    sampling: Sampling = ""

    @classmethod
    def square(cls, side_px: int) -> Self:
        """Return the size of squares."""
        return cls(side_px * side_px, side_px)


def size_for(model: ModelInfo) -> PageSize:
    """Return what a loaded model wants."""
    if model.square_px:
        return PageSize.square(model.square_px)
    return PageSize(model.max_page_px, sampling=model.sampling)
