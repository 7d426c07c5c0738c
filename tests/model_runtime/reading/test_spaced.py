"""Letters that stand apart are set close, and every character keeps its place in the line as it was."""

import itertools

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.reading.ink import ink_of, without_rules
from model_runtime.reading.spaced import Squeezed, is_spaced, reach, squeezed, squeezed_cells
from model_runtime.reading.text_recognition import Reading
from model_runtime.reading.turning import Rgb

FONT = ImageFont.load_default(30)
STEP = 60
LEFT = 40


def letters(text: str, step: int = STEP, colours: tuple[str, str] = ("black", "white")) -> Rgb:
    """Return a line in which each letter begins `step` pixels after the one before."""
    picture = Image.new("RGB", (2 * LEFT + step * len(text), 60), colours[1])
    pen = ImageDraw.Draw(picture)
    for number, letter in enumerate(text):
        pen.text((LEFT + step * number, 10), letter, fill=colours[0], font=FONT)
    return np.asarray(picture).copy()


def words(text: str) -> Rgb:
    """Return a line as it is printed."""
    picture = Image.new("RGB", (900, 60), "white")
    ImageDraw.Draw(picture).text((LEFT, 10), text, fill="black", font=FONT)
    return np.asarray(picture).copy()


def place_of(close: Squeezed, number: int, count: int) -> tuple[float, float]:
    """Return from and to of character `number` of `count` in the line, where each was read on its own ink."""
    middles = tuple((start + end) / 2 / close.picture.shape[1] for start, end, _, _ in close.spans)
    placed = close.placed(Reading("x" * count, 1.0, (), middles))
    return placed.edges[number] * close.width, placed.edges[number + 1] * close.width


@pytest.mark.parametrize("colours", [("black", "white"), ("white", "navy"), ("#555", "#ddd")])
@pytest.mark.parametrize("step", [40, 60, 90])
def test_every_character_keeps_its_place(step: int, colours: tuple[str, str]) -> None:
    """Its edges hold its ink and none of its neighbours'."""
    text = "DE8937I1"
    line = letters(text, step, colours)
    close = squeezed(line)
    assert close is not None
    assert len(text) == len(close.spans)
    assert close.picture.shape[1] < 0.8 * line.shape[1]
    for number in range(len(text)):
        start, end = place_of(close, number, len(text))
        _, _, ink_start, ink_end = close.spans[number]
        assert start <= ink_start < ink_end <= end
        assert LEFT + step * number <= ink_start + 3 < LEFT + step * (number + 1)


def test_blanks_between_groups_stay_blanks() -> None:
    """The gap between two groups stays wider than those within."""
    close = squeezed(letters("DE89 3704 0044"))
    assert close is not None
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(close.spans)]
    widest = sorted(range(len(gaps)), key=lambda number: -gaps[number])[:2]
    assert [3, 7] == sorted(widest)


@pytest.mark.parametrize(
    "text", ["The goods will be delivered.", "IBAN DE89 3704 0044 0532", "1 a b cd", "Total ........ 12.50", ""]
)
def test_print_is_left_as_it_is(text: str) -> None:
    """Words, groups, leading dots."""
    assert squeezed(words(text)) is None
    assert not is_spaced(words(text)) or text == "1 a b cd"


def test_borders_and_ticks_are_no_letters() -> None:
    """Rules between letters, and a rule with ticks below them, go; the letters stay."""
    plain = letters("DE8937I1")
    expected = len(squeezed(plain).spans)  # type: ignore[union-attr]
    bordered, ticked = plain.copy(), plain.copy()
    for number in range(9):
        x = LEFT - 18 + STEP * number
        bordered[2:58, x : x + 2] = 0
        ticked[46:56, x : x + 2] = 0
    ticked[54:57, LEFT - 18 : LEFT - 16 + STEP * 8] = 0
    for line in (bordered, ticked):
        close = squeezed(line)
        assert close is not None
        assert expected == len(close.spans)
    cleared, ink = without_rules(bordered, ink_of(bordered))
    assert np.abs(cleared.astype(int) - plain).max() < 90
    assert ink.sum() < 0.8 * ink_of(bordered).sum()


def test_letters_of_one_height_with_borders_are_not_taken_for_borders() -> None:
    """A row of I and l is letters."""
    close = squeezed(letters("IlIlIlIl"))
    assert close is not None
    assert 8 == len(close.spans)


def test_cells_are_read_without_their_borders_and_empty_ones_are_blanks() -> None:
    """What lies outside of cells is not there."""
    line = letters("AB CD")
    line[:, ::STEP] = 0
    cells = [(2 + STEP * number, 5.0, STEP * (number + 1) - 1, 55.0) for number in range(6)]
    close = squeezed_cells(line, cells)
    assert close is not None
    assert 4 == len(close.spans)
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(close.spans)]
    assert gaps[1] == max(gaps)
    assert squeezed_cells(np.full_like(line, 255), cells) is None


def test_letters_that_nobody_saw_are_followed() -> None:
    """From the middle of a line of spaced letters to its ends, and no further than the next column."""
    line = letters("ABCDEFGH")
    start, end = reach(line, LEFT + STEP * 2, LEFT + STEP * 6)
    assert start < LEFT + 3
    assert end > LEFT + STEP * 7 + 20
    assert (300, 420) == reach(np.full_like(line, 255), 300, 420)


def test_a_line_without_paper_or_ink_says_nothing() -> None:
    """All black, all white, one pixel."""
    for line in (np.zeros((40, 200, 3), np.uint8), np.full((40, 200, 3), 255, np.uint8), np.zeros((1, 1, 3), np.uint8)):
        assert squeezed(line) is None
        assert not is_spaced(line)
