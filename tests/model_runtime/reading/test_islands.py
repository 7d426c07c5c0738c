"""What stands on a page that is nearly blank is found, and looked at by itself; nothing else is looked at twice."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.reading import islands, long_pages, ocr
from model_runtime.reading.ocr import Ocr
from model_runtime.reading.text_detection import DetectionSize
from model_runtime.reading.turning import Quad, Rgb, upright

SHEET = (1654, 2339)
"""A4 at 200 dpi."""

NUMBER = "Tel: +44 20 7946 0958"


@pytest.fixture(scope="module")
def reading() -> Ocr:
    """Return the networks as airlocks have them."""
    return Ocr(ocr.weights_folder(), DetectionSize(max_long_px=2000))


def _page(size: tuple[int, int], *written: tuple[int, int, int, str], paper: int = 255, ink: int = 0) -> Rgb:
    """Return paper with lines of print: left, top, size of the letters, words."""
    image = Image.new("RGB", size, (paper,) * 3)
    for left, top, letters, words in written:
        ImageDraw.Draw(image).text((left, top), words, font=ImageFont.load_default(letters), fill=(ink,) * 3)
    return np.array(image)


def _found(reading: Ocr, page: Rgb) -> list[Quad]:
    quads = reading.places(page, lambda: False)
    assert quads is not None
    return quads


@pytest.mark.parametrize(
    ("size", "letters", "paper", "ink"),
    [
        (SHEET, 14, 255, 0),
        (SHEET, 20, 245, 0),
        (SHEET, 20, 0, 255),
        ((2480, 3508), 24, 255, 0),
        ((3840, 2160), 18, 245, 0),
        ((9933, 7016), 30, 255, 0),
    ],
)
def test_a_single_line_on_a_sheet_is_found(
    reading: Ocr, size: tuple[int, int], letters: int, paper: int, ink: int
) -> None:
    """The back of a letter with nothing on it but a number: to the network a white sheet is a sheet without print."""
    left, top = size[0] // 10, size[1] // 2
    (quad,) = _found(reading, _page(size, (left, top, letters, NUMBER), paper=paper, ink=ink))
    font = ImageFont.load_default(letters)
    right, bottom = left + font.getlength(NUMBER), top + letters
    assert (quad.min(axis=0) <= (left + letters, top + letters)).all()
    assert (quad.max(axis=0) >= (right - letters, bottom - letters / 2)).all()


def test_head_and_foot_within_a_frame_are_found(reading: Ocr) -> None:
    """A frame is an island as large as the page: it is looked at in pieces."""
    page = _page(SHEET, (150, 90, 18, "Patient: Margaret Thompson"), (900, 2250, 16, NUMBER))
    page[40:44, 40:-40] = page[-44:-40, 40:-40] = page[40:-40, 40:44] = page[40:-40, -44:-40] = 0
    tops = [float(quad[:, 1].mean()) for quad in _found(reading, page)]
    assert any(abs(top - 100) < 20 for top in tops)
    assert any(abs(top - 2258) < 20 for top in tops)


def test_a_full_page_is_looked_at_once() -> None:
    """And so is one on which nothing stands, and one that is all noise."""
    lines = [
        (150, 100 + 40 * row, 20, "the quick brown fox jumps over the lazy dog, again and again") for row in range(50)
    ]
    assert islands.islands_of(_page(SHEET, *lines)) == []
    assert islands.islands_of(_page(SHEET)) == []
    assert islands.islands_of(np.random.default_rng(1).integers(0, 256, (900, 700, 3), np.uint8)) == []
    assert islands.islands_of(np.zeros((3, 3, 3), np.uint8)) == []


@pytest.mark.parametrize("size", [(300, 200), (1654, 2339), (1001, 3003)])
def test_every_mark_lies_in_an_island_with_what_is_around_it(size: tuple[int, int]) -> None:
    """Wherever it stands, at the edges, too; what is far from it does not."""
    chance = np.random.default_rng(7)
    for _ in range(10):
        page = np.full((size[1], size[0], 3), 255, np.uint8)
        left, top = (int(chance.integers(0, side - 5)) for side in size)
        page[top : top + 5, left : left + 5] = 100
        (island,) = islands.islands_of(page)
        assert island.left <= max(0, left - 16)
        assert island.top <= max(0, top - 16)
        assert island.right >= min(size[0], left + 21)
        assert island.bottom >= min(size[1], top + 21)
        assert max(island.of(page).shape) <= 8 * 16


def test_a_line_seen_in_part_gives_way_to_the_whole_line() -> None:
    """Two lines in one place do not, and what is the same is there once."""
    part, whole, same = upright(0, 0, 100, 20), upright(0, 0, 300, 22), upright(2, 1, 298, 21)
    other, both = upright(0, 30, 300, 50), upright(0, 0, 300, 52)
    assert [whole.tolist()] == [quad.tolist() for quad in long_pages.with_more([part], [same, whole])]
    kept = long_pages.with_more([whole, other], [both])
    assert [whole.tolist(), other.tolist()] == [quad.tolist() for quad in kept[:2]]


def test_a_page_of_many_cells_is_seen_to_its_end(reading: Ocr) -> None:
    """A table of 1,800 cells has as many places; those beyond a count were thrown away, and these stand at the top."""
    cells = [(20 + 70 * column, 20 + 30 * row, 16, f"{row * column:03d}") for row in range(60) for column in range(30)]
    quads = _found(reading, _page((2000, 2000), *cells))
    assert len(quads) > 1_700
    assert min(float(quad[:, 1].min()) for quad in quads) < 40
