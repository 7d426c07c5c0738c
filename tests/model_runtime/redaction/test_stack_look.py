"""Letters on any slice are in the rows that a look over all of them names; rows without any cost no look of their own."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.page import KnownText, Pixels, Rows, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.redaction import detectors
from model_runtime.redaction.burnt_in_text import BurntInTextDetector
from model_runtime.redaction.page_lines import lines_of
from model_runtime.redaction.stack_look import TOGETHER, StackLook
from tests.helpers.read_lines import GivenReading, line_at

SIDE = 256
HEADER = (KnownText("person", "Hartmann^Lena"),)


@dataclass
class _SeesMarks:
    """Sees a place around everything that is quite white or quite black; counts its looks."""

    looks: list[Pixels] = field(default_factory=list)

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        self.looks.append(pixels)
        marked = ((pixels == 255) | (pixels == 0)).any(axis=(1, 2))
        return tuple(Box(0, int(row), SIDE, 10) for row in np.flatnonzero(marked)[::10])

    def text_in(self, _pixels: Pixels, _strips: object = None) -> tuple[()]:
        raise AssertionError("nothing is read")


def _slice(number: int, **marks: int) -> SourcePage:
    """Return a body under noise, other on each slice, with a bright or dark mark in the rows from `bright` or `dark`."""
    body = np.broadcast_to(np.linspace(30, 90, SIDE, dtype=np.uint8)[:, None], (SIDE, SIDE))
    levels = body + np.random.default_rng(number).integers(0, 40, (SIDE, SIDE), dtype=np.uint8)
    pixels = np.repeat(levels[:, :, None], 3, axis=2)
    for name, top in marks.items():
        pixels[top : top + 10, 50:90] = 255 if name == "bright" else 0
    return SourcePage(number, pixels, known=HEADER, is_measured=True)


def _rows(pages: list[SourcePage], reads: _SeesMarks | None = None) -> list[Rows | None]:
    look = StackLook(lambda number: pages[number - 1], range(1, len(pages) + 1), reads or _SeesMarks())
    return [look.rows(page.number) for page in pages]


def test_a_stretch_without_letters_costs_two_looks() -> None:
    """One over the brightest and one over the darkest values of all its slices; none of them needs to be read."""
    reads = _SeesMarks()
    assert _rows([_slice(number) for number in range(1, 2 * TOGETHER + 1)], reads) == [()] * (2 * TOGETHER)
    assert len(reads.looks) == 4


@pytest.mark.parametrize("mark", ["bright", "dark"])
def test_a_mark_on_one_slice_is_in_the_rows_of_its_stretch(mark: str) -> None:
    """Brighter or darker than what is around it; slices of other stretches are not read for it."""
    pages = [_slice(number) for number in range(1, 2 * TOGETHER + 1)]
    pages[3] = _slice(4, **{mark: 100})
    rows = _rows(pages)
    assert rows[TOGETHER:] == [()] * TOGETHER
    for of_slice in rows[:TOGETHER]:
        ((start, end),) = of_slice or ((0, 0),)
        assert (start <= 100, end >= 110, end - start < 60) == (True, True, True)


def test_of_slices_that_are_not_alike_nothing_is_said() -> None:
    """Another size, another number of views, or too few to be worth it: each is read as a whole; the rest is looked over."""
    other = SourcePage(2, np.full((64, 64, 3), 90, np.uint8), known=HEADER)
    assert _rows([_slice(1), other, _slice(3)]) == [None] * 3
    two_views = SourcePage(2, _slice(2).pixels, views=(_slice(2).pixels,))
    assert _rows([_slice(1), two_views, _slice(3), _slice(4), _slice(5)]) == [None, None, (), (), ()]
    assert _rows([_slice(1), _slice(2)]) == [None] * 2


def test_another_series_outshines_nothing() -> None:
    """White where these slices are dark, it would hide their letters; so it is looked at for itself, and they are, too."""
    bright = [replace(_slice(number), pixels=_slice(number).pixels + 120) for number in (4, 5, 6)]
    marked = [_slice(1), _slice(2, bright=100), _slice(3)]
    rows = _rows([*marked, *bright])
    assert [bool(of_slice) for of_slice in rows] == [True] * 3 + [False] * 3
    assert rows[3:] == [()] * 3


def test_where_letters_may_stand_nearly_everywhere_the_whole_is_read() -> None:
    """Strips are worth it only where they spare something."""
    many = [_slice(number, bright=5 + 30 * number) for number in range(1, TOGETHER + 1)]
    assert _rows(many) == [None] * len(many)


def test_a_body_is_no_line_of_letters() -> None:
    """To what finds text a dark body on light ground is one large place; no letters are a third of a picture."""
    pages = [_slice(1), _slice(2), _slice(3)]
    look = StackLook(lambda number: pages[number - 1], range(1, 4), GivenReading(places=(Box(20, 10, 200, 180),)))
    assert look.rows(1) == ()
    look = StackLook(lambda number: pages[number - 1], range(1, 4), GivenReading(places=(Box(20, 10, 200, 40),)))
    assert look.rows(1) == ((0, 62),)


def test_no_reader_is_asked_about_a_page_without_rows() -> None:
    """And what stands in strips is found where it stands on the page."""
    empty = SourcePage(1, np.full((400, 900, 3), 20, np.uint8), known=HEADER, letter_rows=())
    reading = GivenReading((line_at("Lena Hartmann", 50, 40),))
    assert [lines.lines for lines in lines_of(empty, reading)] == [()]
    assert reading.seen == []
    strips = SourcePage(1, empty.pixels, known=HEADER, letter_rows=((200, 300),))
    (found,) = BurntInTextDetector(reading).detect(strips)
    assert (reading.seen[0].shape[0] < 200, 235 <= found.box.top <= 245) == (True, True)


def test_a_name_that_moves_from_slice_to_slice_is_found_on_each() -> None:
    """With the real reader: bodies of noise, a name at another place on every slice, grey on some and white on others."""
    pages = []
    for number in range(1, TOGETHER + 1):
        picture = Image.fromarray(np.clip(_slice(number).pixels // 6 + 30, 0, 255).astype(np.uint8)).resize((512, 512))
        draw = ImageDraw.Draw(picture)
        place = 30 + 25 * number, 40 * number
        draw.text(
            place, "Hartmann, Lena", fill=(255,) * 3 if number % 2 else (170,) * 3, font=ImageFont.load_default(16)
        )
        pages.append(SourcePage(number, np.asarray(picture), known=HEADER, is_measured=True))
    reading = detectors.reading()
    look = StackLook(lambda number: pages[number - 1], range(1, len(pages) + 1), reading)
    for page in pages[::3]:
        shown = SourcePage(page.number, page.pixels, known=HEADER, is_measured=True, letter_rows=look.rows(page.number))
        found = BurntInTextDetector(reading).detect(shown)
        assert any(one.box.contains(Box(34 + 25 * page.number, 40 * page.number + 5, 90, 8)) for one in found), (
            page.number
        )
    detectors.forget_readings()
