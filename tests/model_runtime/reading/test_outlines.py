"""Rows in which something may be written that nobody knows yet are told; rules and frames are none."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.reading.outlines import rows_with_more

WORD = (50, 100, 180, 140)


def _page(colour: str = "black", ground: str = "white") -> Image.Image:
    image = Image.new("RGB", (600, 400), ground)
    ImageDraw.Draw(image).text((60, 105), "Total", font=ImageFont.load_default(28), fill=colour)
    return image


def _rows(image: Image.Image, *known: tuple[int, int, int, int]) -> list[int]:
    return [int(row) for row in np.flatnonzero(rows_with_more(np.asarray(image), known))]


@pytest.mark.parametrize(
    ("colour", "ground"),
    [("black", "white"), ("white", "black"), ("#ffff80", "white"), ("#e0e0e0", "white"), ("red", "green")],
)
def test_print_that_nobody_knows_is_told_in_any_colour(colour: str, ground: str) -> None:
    """Faint print as well, down to what can be read at all; known print is none."""
    image = _page(colour, ground)
    assert _rows(image)
    assert all(100 <= row <= 140 for row in _rows(image))
    assert [] == _rows(image, WORD)


def test_a_single_letter_beside_known_words_is_told() -> None:
    """One digit more may be another amount."""
    image = _page()
    ImageDraw.Draw(image).text((300, 205), "7", font=ImageFont.load_default(18), fill="black")
    assert all(200 <= row <= 230 for row in _rows(image, WORD))
    assert _rows(image, WORD)


@pytest.mark.parametrize("place", [(0, 100), (570, 100), (300, 0), (300, 370)])
def test_print_at_the_edge_of_the_picture_is_told(place: tuple[int, int]) -> None:
    """A stroke that ends with the picture is no longer than it is seen."""
    image = Image.new("RGB", (600, 400), "white")
    left, top = place
    ImageDraw.Draw(image).rectangle((left, top, left + 29, top + 29), outline="black", width=3)
    assert _rows(image)


def test_rules_and_frames_are_not_print() -> None:
    """A table's lines do not make a page be read."""
    image = _page()
    draw = ImageDraw.Draw(image)
    for y in (60, 160, 260, 360):
        draw.line((20, y, 580, y), fill="black", width=2)
    for x in (20, 300, 580):
        draw.line((x, 60, x, 360), fill="black", width=1)
    assert [] == _rows(image, WORD)
