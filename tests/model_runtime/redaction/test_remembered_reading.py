"""A page is read once, and after hiding only where it changed; a document's end forgets it."""

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from model_runtime.documents.page import Pixels
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box
from model_runtime.reading import wanted
from model_runtime.reading.bodies import Shows
from model_runtime.reading.lines import Line
from model_runtime.reading.strips import Strips
from model_runtime.redaction import detectors
from model_runtime.redaction.page_lines import PageLines
from model_runtime.redaction.remembered_reading import RememberedReading
from tests.helpers.read_lines import GivenReading, line_at

PAGE = np.full((2000, 300, 3), 255, dtype=np.uint8)


class InkReading:
    """Reads every block of black rows as one line, and a page of one colour as lines that run down.

    A page that is wider than tall lies on its side for it, `turned` quarter turns from upright.
    """

    def __init__(self, turned: int = 1) -> None:
        self.heights: list[int] = []
        self._turned = turned

    def text_in(
        self, pixels: Pixels, strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        """Return one line for each block, of as many letters as it has rows."""
        height, width = pixels.shape[:2]
        self.heights.append(height)
        if strips is None and width > height:
            upright = InkReading().text_in(np.rot90(pixels, self._turned))
            return tuple(replace(read, turned=(read.turned + self._turned) % 4) for read in upright)
        black = np.flatnonzero((pixels[:, 10, 0] == 0).astype(int))
        blocks = np.split(black, np.flatnonzero(np.diff(black) > 1) + 1) if black.size else []
        lines = tuple(line_at(str(len(block)), 0, int(block[0])) for block in blocks)
        return (PageLines(lines, 0, width, height), PageLines((), 1, height, width))

    def places_in(self, pixels: Pixels) -> tuple[Box, ...]:
        """Return nothing."""
        return ()


def _with_blocks(*blocks: tuple[int, int]) -> Pixels:
    pixels = PAGE.copy()
    for top, rows in blocks:
        pixels[top : top + rows] = 0
    return pixels


def _lines(read: tuple[PageLines, ...]) -> list[Line]:
    return [line for of in read for line in of.lines]


def test_the_same_picture_is_read_once() -> None:
    """Until it is forgotten; another of another size is read, too."""
    reading = InkReading()
    remembered = RememberedReading(reading)
    page = _with_blocks((100, 20))
    first = remembered.text_in(page)
    assert first == remembered.text_in(page.copy())
    assert [2000] == reading.heights
    remembered.text_in(page[:1000])
    remembered.forget()
    remembered.text_in(page)
    assert [2000, 1000, 2000] == reading.heights


def test_after_hiding_only_the_rows_that_changed_are_read() -> None:
    """The result is what reading the whole page gives: what is gone is gone, what is new is there, the rest stays."""
    before, after = _with_blocks((100, 20), (400, 10), (1500, 12)), _with_blocks((100, 20), (420, 6), (1500, 12))
    reading = InkReading()
    remembered = RememberedReading(reading)
    remembered.text_in(before)
    again = remembered.text_in(after)
    assert InkReading().text_in(after) == again
    assert ["20", "6", "12"] == [line.text for line in _lines(again)]
    assert reading.heights[1] < 1000


@pytest.mark.parametrize("turned", [1, 3])
def test_after_hiding_only_the_rows_of_the_upright_page_that_changed_are_read(turned: int) -> None:
    """A page that lies on its side costs no more to look at again; every line has the very place on it."""
    blocks = (100, 20), (400, 10), (1500, 12)
    before = np.ascontiguousarray(np.rot90(_with_blocks(*blocks), -turned))
    after = np.ascontiguousarray(np.rot90(_with_blocks(blocks[0], (420, 6), blocks[2]), -turned))
    reading = InkReading(turned)
    remembered = RememberedReading(reading)
    assert remembered.text_in(before) == remembered.text_in(before.copy())
    again = remembered.text_in(after)
    assert InkReading(turned).text_in(after) == again
    assert ["20", "6", "12"] == [line.text for line in _lines(again)]
    assert [300] == reading.heights[:1]
    assert 2 == len(reading.heights)
    assert reading.heights[1] < 200
    assert again == remembered.text_in(after)  # what was read in strips is remembered by the same rows
    assert 2 == len(reading.heights)


def test_a_page_that_changed_all_over_is_read_as_a_whole() -> None:
    """Another page of the same size is another page."""
    reading = InkReading()
    remembered = RememberedReading(reading)
    remembered.text_in(PAGE)
    remembered.text_in(PAGE - 1)
    assert [2000, 2000] == reading.heights


def test_few_pictures_are_kept() -> None:
    """The oldest is read again when it comes back."""
    reading = InkReading()
    remembered = RememberedReading(reading)
    heights = [*range(50, 220, 10), 50]
    for height in heights:
        remembered.text_in(PAGE[:height])
    assert heights == reading.heights


class _Together(InkReading):
    """Reads a picture only once another one is being read."""

    def __init__(self, asked: Callable[[], object]) -> None:
        super().__init__()
        self._meeting = threading.Barrier(2, timeout=20)
        self._asked = asked

    def text_in(
        self, pixels: Pixels, strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        self._meeting.wait()
        self._asked()
        return super().text_in(pixels, strips, shows=shows)


def test_pictures_are_read_side_by_side_and_remembered() -> None:
    """Each says what it says alone; who began the work is asked from both whether it is wanted."""
    asked: list[str] = []
    pages = [_with_blocks((100, 20)), 255 - _with_blocks((400, 10))]
    reading = _Together(wanted.ask)
    remembered = RememberedReading(reading)
    with wanted.asking(lambda: asked.append(threading.current_thread().name)):
        remembered.read_ahead(pages, shows=Shows.SLICE)
    assert 2 == len(set(asked))
    assert [2000, 2000] == reading.heights
    assert [InkReading().text_in(page) for page in pages] == [remembered.text_in(page) for page in pages]
    remembered.read_ahead(pages, shows=Shows.SLICE)
    assert [2000, 2000] == reading.heights


@pytest.mark.parametrize(
    "pages",
    [
        [PAGE],
        [np.zeros((1100, 1000, 3), np.uint8), np.full((1100, 1000, 3), 9, np.uint8)],
    ],
    ids=["one", "large"],
)
def test_what_gains_nothing_is_not_read_ahead(pages: list[Pixels]) -> None:
    """One picture, and large ones: looking at two of these would take twice the memory."""
    reading = InkReading()
    RememberedReading(reading).read_ahead(pages, shows=Shows.SLICE)
    assert [] == reading.heights


def test_a_page_that_was_hidden_in_places_is_not_read_ahead() -> None:
    """Only the rows that changed need be read, when it is asked for."""
    reading = InkReading()
    remembered = RememberedReading(reading)
    before = [_with_blocks((100, 20), (400, 10)), 255 - _with_blocks((100, 20), (400, 10))]
    for page in before:
        remembered.text_in(page)
    remembered.read_ahead([_with_blocks((400, 10)), 255 - _with_blocks((400, 10))], shows=Shows.SLICE)
    assert [2000, 2000] == reading.heights


def test_what_ends_one_of_several_readings_ends_the_work() -> None:
    """Nobody wants it any more: nothing is remembered, and the caller is told."""

    def not_wanted() -> None:
        raise RequestFailed(ErrorCode.CANCELLED)

    remembered = RememberedReading(_Together(wanted.ask))
    with wanted.asking(not_wanted), pytest.raises(RequestFailed):
        remembered.read_ahead([PAGE, PAGE - 1], shows=Shows.SLICE)
    assert [] == remembered._kept


def test_places_are_asked_of_the_reader() -> None:
    """They are not remembered."""
    places = (Box(1, 2, 3, 4),)
    assert places == RememberedReading(GivenReading(places=places)).places_in(PAGE)


def test_nothing_is_loaded_to_forget_it() -> None:
    """A document that nobody read is closed without the networks; one that was read is forgotten."""
    detectors.reading.cache_clear()
    detectors.forget_readings()
    assert 0 == detectors.reading.cache_info().currsize
    detectors.reading().text_in(PAGE[:1])
    detectors.forget_readings()
    assert [] == detectors.reading()._kept
