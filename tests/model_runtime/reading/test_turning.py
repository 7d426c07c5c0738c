"""Places turn with the page, and come back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_runtime.reading.turning import bounds, ordered, turned, turned_size, upright


@pytest.mark.parametrize("turns", range(4))
def test_a_place_turns_as_the_pixels_do(turns: int) -> None:
    """The middle of a marked pixel lies where `numpy.rot90` puts that pixel."""
    page = np.zeros((5, 9), dtype=np.uint8)
    page[1, 7] = 1
    ((row, column),) = np.argwhere(np.rot90(page, turns))
    place = turned(np.array([[7.5, 1.5]], np.float32), turns, 9, 5)
    assert [[column + 0.5, row + 0.5]] == place.tolist()
    assert np.rot90(page, turns).shape[::-1] == turned_size(turns, 9, 5)


@given(st.integers(0, 3), st.integers(0, 50), st.integers(0, 50), st.integers(1, 40), st.integers(1, 40))
def test_a_place_that_is_turned_back_is_where_it_was(turns: int, left: int, top: int, width: int, height: int) -> None:
    """There and back again."""
    corners = upright(left, top, left + width, top + height)
    there = turned(corners, turns, 100, 120)
    back = turned(there, -turns, *turned_size(turns, 100, 120))
    assert np.array_equal(corners, back)
    assert bounds(corners) == bounds(ordered(back))
