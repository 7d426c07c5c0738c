"""Look once over slices that lie together: in which rows of any of them letters may stand.

Letters are brighter or darker than what is around them, so they are seen in the brightest or in the darkest values that
the slices have at each place; neighbours show nearly the same body, which hides little. Rows in which nothing like letters
is to be seen there need not be read slice by slice. Reads nothing; of slices that are not alike nothing is said.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from model_runtime.documents.page import Pixels, Rows, SourcePage
from model_runtime.reading.strips import strips_around
from model_runtime.redaction import contrast
from model_runtime.redaction.page_lines import Reads

TOGETHER = 8
"""Slices looked over at once. The more, the less is left of faint letters among their bodies: measured with `planted`
letters, see `tests/benchmarks/slices.py`."""

_NO_LETTER, _NO_LETTER_PX = 0.3, 96
"""Of the shorter side of a picture, and in pixels: what is wider *and* taller than both is a body taken for one large line."""

_FEWEST = 3  # it takes two looks, of the brightest and the darkest

_Kind = tuple[int, tuple[tuple[int, ...], ...]]


class StackLook:
    """The looks over one document, each taken when the first of its slices is wanted."""

    def __init__(self, render: Callable[[int], SourcePage], numbers: range, reads: Reads) -> None:
        """Begin. `render`: shows a page; `numbers`: of all pages; `reads`: sees where text stands."""
        self._render = render
        self._numbers = numbers
        self._reads = reads
        self._known: dict[int, Rows | None] = {}

    def rows(self, number: int) -> Rows | None:
        """Return the rows of page `number` in which letters may stand, from and to; None: all of them."""
        first = number - (number - self._numbers.start) % TOGETHER
        if first not in self._known:
            together = range(first, min(first + TOGETHER, self._numbers.stop))
            self._known[first] = self._seen(together) if len(together) >= _FEWEST else None
        return self._known[first]

    def _seen(self, together: range) -> Rows | None:
        first = self._render(together[0])
        kind = _kind(first)
        bright, dark = [[view.copy() for view in _views(first)] for _ in range(2)]
        for number in together[1:]:
            page = self._render(number)
            if _kind(page) != kind:
                return None
            for view, brightest, darkest in zip(_views(page), bright, dark, strict=True):
                np.maximum(brightest, view, out=brightest)
                np.minimum(darkest, view, out=darkest)
        places = [
            box
            for pixels, *views in (bright, dark)
            for shown in contrast.shown(replace(first, pixels=pixels, views=tuple(views)))
            for box in self._reads.places_in(shown.pixels)
            if min(box.width, box.height) <= max(_NO_LETTER * min(shown.pixels.shape[:2]), _NO_LETTER_PX)
        ]
        return _around(((box.top, box.bottom) for box in places), first.pixels.shape[0])


def _kind(page: SourcePage) -> _Kind:
    """Return what slices have in common whose places can be compared."""
    return len(page.views), tuple(view.shape for view in _views(page))


def _views(page: SourcePage) -> tuple[Pixels, ...]:
    return (page.pixels, *page.views)


def _around(spans: Iterable[tuple[int, int]], height: int) -> Rows | None:
    marked = np.zeros(height, np.bool_)
    for top, bottom in spans:
        marked[max(0, top) : max(0, bottom)] = True
    strips = strips_around(marked, ())
    return None if strips is None else strips.rows
