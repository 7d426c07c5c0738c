"""A long page is looked at as large as a short one, each line of it once and whole; other pages are looked at as ever."""

import itertools

import cv2
import numpy as np
import pytest

from model_runtime.reading import long_pages
from model_runtime.reading.long_pages import Look, Parts
from model_runtime.reading.turning import Quad, bounds, upright
from model_runtime.redaction.ocr_reading import OcrReading

ROWS = {
    300: "Customer: Mr. Oliver Brandt",
    2500: "Phone: +44 20 7946 0123",
    5100: "Card: 5555 5555 5555 4444",
    6800: "Date of birth: 14.08.1979",
}


def _line(top: float, bottom: float, left: float = 10, right: float = 200) -> Quad:
    return upright(left, top, right, bottom)


@pytest.mark.parametrize("size", [(3508, 2480), (1754, 1240), (2400, 1080), (2000, 300), (60, 400), (3000, 1000)])
def test_ordinary_and_small_pages_are_looked_at_whole(size: tuple[int, int]) -> None:
    """Sheets, screens, and what is long but small enough to be shown whole; lying and standing."""
    for height, width in (size, size[::-1]):
        assert long_pages.parts_of(height, width, 736, 2000) is None


@pytest.mark.parametrize("size", [(9000, 500), (14000, 1080), (65000, 40), (30000, 3000), (50000, 1900)])
def test_what_is_shown_of_a_long_page_is_bounded_by_its_pixels(size: tuple[int, int]) -> None:
    """And every row of it is in a part, the first and the last as much as the others."""
    parts = long_pages.parts_of(*size, 736, 2000)
    assert parts is not None
    spans = parts.spans(size[0])
    assert (0, size[0]) == (spans[0][0], spans[-1][1])
    assert all(after[0] <= before[1] - parts.zone_px for before, after in itertools.pairwise(spans))
    shown = sum(end - start for start, end in spans) * size[1] * parts.scale**2
    assert shown <= 1.3 * max(size[0] * size[1], min(long_pages._MOST_SHOWN_PX, 4 * size[0] * size[1]))


def test_what_two_parts_show_is_given_once() -> None:
    """Whole where one part cuts it; two lines close together stay two."""
    looks = [
        Look((_line(500, 530), _line(900, 930), _line(935, 965), _line(985, 1001)), 0, 1000),
        Look((_line(901, 931), _line(934, 966), _line(986, 1016), _line(1500, 1530)), 800, 1800),
    ]
    found = sorted(bounds(quad)[1::2] for quad in long_pages.joined(looks, 1))
    assert [500, 900, 934, 986, 1500] == [round(top) for top, _ in found]
    assert 1016 == max(bottom for top, bottom in found if top < 1000)


def test_a_line_that_runs_through_both_parts_is_joined() -> None:
    """Across a wide page, also one that is a little askew."""
    first = np.array([[300, 100], [1000, 107], [1000, 137], [300, 130]], np.float32)
    second = np.array([[800, 105], [1400, 111], [1400, 141], [800, 135]], np.float32)
    (found,) = long_pages.joined([Look((first,), 0, 1000), Look((second,), 800, 1800)], 0)
    left, _, right, _ = bounds(found)
    assert (300, 1400) == pytest.approx((left, right), abs=5)


def test_print_that_is_larger_than_parts_share_is_looked_for_on_the_whole_page() -> None:
    """What parts have found of it whole is not doubled, and small print is taken from the parts alone."""
    parts = Parts(1000, 166, 1.0)
    known, large, small = _line(0, 150), _line(700, 1100), _line(500, 520)
    assert 2 == len(long_pages.with_large([known], [_line(2, 152), large, small], parts))


@pytest.mark.parametrize(("width", "letters_px"), [(500, 20), (360, 13)])
def test_small_print_on_a_long_picture_is_read(width: int, letters_px: int) -> None:
    """A conversation of many screens; its values are found wherever they stand."""
    page = np.full((7000, width, 3), 255, np.uint8)
    for row, text in ROWS.items():
        cv2.putText(page, text, (10, row), cv2.FONT_HERSHEY_DUPLEX, letters_px / 30, (20, 20, 20), 1, cv2.LINE_AA)
    (read,) = OcrReading().text_in(page)
    found = {row: line.text for line in read.lines for row in ROWS if line.top < row < line.bottom + 3}
    assert {row: text.replace(" ", "") for row, text in ROWS.items()} == {
        row: text.replace(" ", "") for row, text in found.items()
    }
