"""Combs are found in whatever way they are drawn and lie; tables, words and letters with round eyes are none."""

import cv2
import numpy as np
import pytest

from model_runtime.reading.combs import combs_in
from model_runtime.reading.turning import bounds
from tests.helpers.written_pages import Comb, Written, WrittenPage

LETTERS = "DE89370400440532"


@pytest.mark.parametrize("borders", ["touching", "apart", "ticks"])
@pytest.mark.parametrize("angle", [0, 90])
@pytest.mark.parametrize(("pitch", "size"), [(14.0, 9.0), (18.0, 11.0), (25.0, 12.0)])
def test_each_cell_holds_its_letter(borders: str, angle: int, pitch: float, size: float) -> None:
    """As many cells as letters; all the ink of the letters lies in them."""
    drawn = Comb(LETTERS, 60 if angle == 0 else 300, 500, pitch, 18, size, borders=borders, angle=angle)  # type: ignore[arg-type]
    page = WrittenPage([drawn])
    (comb,) = combs_in(page.pixels())
    assert (len(LETTERS), angle == 90) == (len(comb.cells), comb.is_standing)
    (ink,) = page.ink()
    for left, top, right, bottom in comb.cells:
        assert ink[round(top) : round(bottom), round(left) : round(right)].any()
        ink[round(top) - 1 : round(bottom) + 1, round(left) - 1 : round(right) + 1] = False
    assert not ink.any()


@pytest.mark.parametrize("shape", [(3, 20_000), (20_000, 1), (1, 1)])
def test_the_thinnest_picture_has_none(shape: tuple[int, int]) -> None:
    """A side that would be less than a pixel on the smaller picture that is looked at is one."""
    assert combs_in(np.full((*shape, 3), 255, np.uint8)) == ()


def test_groups_are_one_comb() -> None:
    """A number in groups of four is one number."""
    (comb,) = combs_in(WrittenPage([Comb(LETTERS, 60, 500, 16, borders="ticks", group=4)]).pixels())
    assert len(LETTERS) == len(comb.cells)
    (comb,) = combs_in(WrittenPage([Comb(LETTERS, 60, 500, 16, borders="touching", group=4)]).pixels())
    assert 4 * 4 <= len(comb.cells)


def test_a_box_that_a_letter_bursts_is_put_back() -> None:
    """A letter across its borders hides one box; its place is known from the others."""
    pixels = WrittenPage([Comb(LETTERS, 60, 500, 20)]).pixels()
    left, top, right, bottom = bounds(combs_in(pixels)[0].quad)
    step = (right - left) / (len(LETTERS) - 1 + 0.9)
    x = round(left + 5 * step)
    cv2.rectangle(pixels, (x - 3, round(top) + 8), (x + round(step), round(bottom) - 8), (0, 0, 0), 5)
    (comb,) = combs_in(pixels)
    assert len(LETTERS) == len(comb.cells)


@pytest.mark.parametrize("kind", ["empty", "table", "calendar", "zeros", "text", "noise"])
def test_what_is_no_comb_is_left_alone(kind: str) -> None:
    """Empty boxes, cells with words, days of a month, noughts, running text, noise."""
    page = np.full((400, 1200, 3), 255, dtype=np.uint8)
    match kind:
        case "empty":
            page = WrittenPage([], [Comb(" " * 16, 60, 500)]).pixels()
        case "table" | "calendar":
            for column in range(8):
                cv2.rectangle(page, (40 + 50 * column, 100), (90 + 50 * column, 140), (0, 0, 0), 2)
                words = "word" if kind == "table" else f"{11 + column}"
                cv2.putText(page, words, (44 + 50 * column, 128), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
        case "zeros":
            page = WrittenPage([], [Written("0000 0000 OOOO 0000 QQQQ", 60, 500, 24)]).pixels()
        case "text":
            page = WrittenPage([], [Written("goods will be delivered within ten days", 60, 500, 12)]).pixels()
        case _:
            page = np.random.default_rng(9).integers(0, 256, page.shape, dtype=np.uint8)
    assert () == combs_in(page)
