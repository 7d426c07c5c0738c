"""Look once over slices that lie together: in which rows of any of them letters may stand.

Letters are brighter or darker than what is around them, so they are seen in the brightest or in the darkest values that
the slices have at each place; neighbours show nearly the same body, which hides little. Rows in which nothing like letters
is to be seen there need not be read slice by slice. Reads nothing; of slices that are not alike nothing is said.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import cv2
import numpy as np

from model_runtime.documents.page import Pixels, Rows, SourcePage
from model_runtime.reading.strips import strips_around
from model_runtime.redaction import contrast
from model_runtime.redaction.burnt_in_text import is_body
from model_runtime.redaction.page_lines import Reads

TOGETHER = 8
"""Slices looked over at once. The more, the less is left of faint letters among their bodies: measured with
letters on slices of noise: of 48 names burnt in, 38 were found by this look and 29 by one at each slice alone."""

_FEWEST = 3  # it takes two looks, of the brightest and the darkest

_MOST_DIFFERENT = 24.0
"""Levels between neighbours, on average. Slices of 1.5 mm differ by 2 to 10 in a narrow window, by their noise alone."""


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
        if number not in self._known:
            first = number - (number - self._numbers.start) % TOGETHER
            self._look_over(range(first, min(first + TOGETHER, self._numbers.stop)))
        return self._known[number]

    def _look_over(self, together: range) -> None:
        stacks: list[_Stack] = []
        for number in together:
            page = self._render(number)
            if not (stacks and stacks[-1].is_like(page)):
                stacks.append(_Stack(page))
            stacks[-1].add(page)
        for stack in stacks:
            rows = self._seen(stack) if len(stack.numbers) >= _FEWEST else None
            self._known |= dict.fromkeys(stack.numbers, rows)

    def _seen(self, stack: "_Stack") -> Rows | None:
        places = [
            box
            for page in stack.pages
            for shown in contrast.shown(page)
            for box in self._reads.places_in(shown.pixels)
            if not is_body(box.width, box.height, shown.pixels)
        ]
        return _around(((box.top, box.bottom) for box in places), stack.pages[0].size.height)


class _Stack:
    """Slices that are alike: the brightest and the darkest that each of their views shows at each place."""

    def __init__(self, page: SourcePage) -> None:
        self.numbers: list[int] = []
        self._page = self._last = page
        self._bright, self._dark = ([view.copy() for view in _views(page)] for _ in range(2))

    def is_like(self, page: SourcePage) -> bool:
        """Tell whether `page` shows nearly what the last one does: as many views of the same size, and the same body in each.

        Another series, window or localizer among them would outshine letters that are seen on their own slice.
        """
        before, now = _views(self._last), _views(page)
        are_alike = [one.shape for one in before] == [one.shape for one in now]
        return are_alike and all(_difference(*pair) <= _MOST_DIFFERENT for pair in zip(before, now, strict=True))

    def add(self, page: SourcePage) -> None:
        """Lay one more over them."""
        self.numbers.append(page.number)
        self._last = page
        for view, brightest, darkest in zip(_views(page), self._bright, self._dark, strict=True):
            np.maximum(brightest, view, out=brightest)
            np.minimum(darkest, view, out=darkest)

    @property
    def pages(self) -> tuple[SourcePage, SourcePage]:
        """Both, each as a page with its views."""
        bright, dark = (
            replace(self._page, pixels=pixels, views=tuple(views)) for pixels, *views in (self._bright, self._dark)
        )
        return bright, dark


def _difference(one: Pixels, other: Pixels) -> float:
    """Return by how many of 255 levels two pictures differ, on average."""
    return float(cv2.absdiff(one, other).mean())


def _views(page: SourcePage) -> tuple[Pixels, ...]:
    return (page.pixels, *page.views)


def _around(spans: Iterable[tuple[int, int]], height: int) -> Rows | None:
    marked = np.zeros(height, np.bool_)
    for top, bottom in spans:
        marked[max(0, top) : max(0, bottom)] = True
    strips = strips_around(marked, ())
    return None if strips is None else strips.rows
