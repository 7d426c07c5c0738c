"""A box's edges, pieces and contents agree with the pixels that it stands for."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.protocol.payloads import Box

SIDE = 40

boxes = st.builds(Box, st.integers(-10, SIDE), st.integers(-10, SIDE), st.integers(1, 30), st.integers(1, 30))


def _pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.left, box.left + box.width) for y in range(box.top, box.top + box.height)}


@settings(deadline=None)
@given(boxes)
def test_the_edges_are_the_first_column_and_row_beyond(box: Box) -> None:
    """Counted from the pixels themselves."""
    pixels = _pixels(box)
    assert (box.right, box.bottom) == (max(x for x, _ in pixels) + 1, max(y for _, y in pixels) + 1)


@settings(deadline=None)
@given(boxes, st.integers(1, SIDE), st.integers(1, SIDE))
def test_clipping_keeps_exactly_the_pixels_on_the_page(box: Box, width: int, height: int) -> None:
    """What is left is the box's pixels that the page has; its rows and columns are those of the page's array."""
    clipped = box.clipped(width, height)
    kept = _pixels(box) & _pixels(Box(0, 0, width, height))
    assert (_pixels(clipped) if clipped else set()) == kept
    page = np.zeros((height, width), dtype=np.bool_)
    if clipped is not None:
        page[clipped.rows, clipped.columns] = True
    assert {(x, y) for y, x in np.argwhere(page)} == kept


@settings(deadline=None)
@given(boxes, boxes)
def test_a_box_contains_another_if_it_has_all_its_pixels(a: Box, b: Box) -> None:
    """As counted, in both directions."""
    assert a.contains(b) == (_pixels(b) <= _pixels(a))
    assert a.contains(a)


def test_a_box_without_pixels_has_its_place_all_the_same() -> None:
    """A lie of a child lies beyond the page also where it is nothing wide."""
    assert not Box(0, 0, 10, 10).contains(Box(11, 5, 0, 0))
    assert Box(0, 0, 10, 10).contains(Box(10, 5, 0, 0))
