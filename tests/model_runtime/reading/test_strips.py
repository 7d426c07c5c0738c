"""Rows that changed are read without the rest of the page, and what is found is put back where it stands."""

import numpy as np
import pytest

from model_runtime.reading.lines import Line, line_from_box
from model_runtime.reading.strips import Strips, strips_around

HEIGHT, WIDTH = 2000, 400


def _marked(*spans: tuple[int, int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    rows = np.zeros(HEIGHT, np.bool_)
    for start, end in spans:
        rows[start:end] = True
    return rows


def test_strips_hold_every_line_that_they_touch() -> None:
    """A line that begins in a marked row is whole in its strip, and so is one that only that line touches."""
    strips = strips_around(_marked((500, 510)), [(505, 540), (541, 600), (900, 950)])
    assert strips is not None
    ((start, end),) = strips.rows
    assert start < 500
    assert 613 >= end > 600
    assert strips.hold(541, 600)
    assert not strips.hold(900, 950)


def test_nothing_marked_is_nothing_to_read() -> None:
    """And most of a page marked is the page."""
    assert Strips((), HEIGHT) == strips_around(_marked(), [(0, 10)])
    assert strips_around(_marked((0, 1900)), []) is None


@pytest.mark.parametrize("turned", range(4))
def test_what_is_found_in_strips_is_put_back(turned: int) -> None:
    """In whatever direction it was read: the ink of each strip lies where the line says."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    places = ((300, 330, 50), (1500, 1520, 200))
    for top, bottom, left in places:
        picture[top:bottom, left : left + 60] = 0
    strips = strips_around(_marked(*((top, bottom) for top, bottom, _ in places)), [])
    assert strips is not None
    stacked = np.rot90(strips.stacked(picture), turned)
    whole = np.rot90(picture, turned)
    for line in _inked(stacked):
        back = strips.put_back(line, turned)
        part = whole[round(back.top) : round(back.bottom), round(back.left) : round(back.right)]
        assert part.size == line.width * line.height * 3
        assert not part.any()
        assert line.edges[-1] - line.edges[0] == back.edges[-1] - back.edges[0]
        assert back.edges[0] == back.left


def _inked(picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> list[Line]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats((picture[:, :, 0] == 0).astype(np.uint8))
    assert count == 3
    return [line_from_box("x", *map(float, row[:4])) for row in stats[1:]]
