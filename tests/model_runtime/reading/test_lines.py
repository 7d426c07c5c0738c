"""A piece of a line lies where its letters are, on tilted lines, too."""

import math

import numpy as np
import pytest

from model_runtime.reading.line_reading import ReadLine
from model_runtime.reading.lines import Line, join, line_from_box, words_to_lines
from model_runtime.reading.text_recognition import Reading
from model_runtime.reading.turned_lines import lines_by_turns
from model_runtime.reading.turning import Quad, bounds

TEXT = "ABCDEFGHIJ"


def tilted(degrees: float, length: float = 400, tall: float = 30) -> tuple[Line, Quad]:
    """Return a line of ten letters that falls by `degrees`, and its rectangle."""
    angle = math.radians(degrees)
    along = np.array([math.cos(angle), math.sin(angle)]) * length
    down = np.array([-math.sin(angle), math.cos(angle)]) * tall
    quad = (np.array([[0, 0], along, along + down, down]) + 500).astype(np.float32)
    edges = tuple(number / len(TEXT) for number in range(len(TEXT) + 1))
    (line,) = lines_by_turns([ReadLine(0, quad, Reading(TEXT, 1.0, edges))])[0]
    return line, quad


def corners_of(quad: Quad, start: int, end: int) -> Quad:
    """Return the corners of letters `start` to `end`."""
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    a, b = start / len(TEXT), end / len(TEXT)
    return np.stack([quad[0] + top * a, quad[0] + top * b, quad[3] + bottom * b, quad[3] + bottom * a])


@pytest.mark.parametrize("degrees", [-60, -45, -20, -7, -3, 0, 3, 7, 20, 45, 60])
@pytest.mark.parametrize(("start", "end"), [(0, 3), (4, 6), (7, 10), (0, 10)])
def test_the_box_of_a_piece_holds_all_its_letters(degrees: float, start: int, end: int) -> None:
    """Every corner of every letter lies in the box, at any slant; the box is not the whole line's."""
    line, quad = tilted(degrees)
    piece = line.piece(start, end)
    left, top, right, bottom = bounds(corners_of(quad, start, end))
    assert TEXT[start:end] == piece.text
    assert piece.left <= left + 0.01
    assert piece.right >= right - 0.01
    assert piece.top <= top + 0.01
    assert piece.bottom >= bottom - 0.01
    assert piece.width <= right - left + 1
    if abs(degrees) > 6:
        assert piece.height <= bottom - top + 1


def test_a_piece_of_a_line_whose_letters_have_no_places_is_the_whole_line() -> None:
    """What lies sideways on another page is given whole; so is what was joined to it."""
    line, _ = tilted(0)
    whole = Line(TEXT, 10, 20, 30, 400, line.edges, 220, 1.0, 30, is_whole=True)
    piece = whole.piece(2, 4)
    assert ("CD", 10, 20, 30, 400) == (piece.text, piece.left, piece.top, piece.width, piece.height)
    assert join(whole, line).is_whole


def test_blank_may_be_as_wide_as_a_letter() -> None:
    """Letters of one width have wide blanks: words are joined over one, and columns stand further apart."""
    words = [
        line_from_box("Kunden", 0, 0, 72, 15),
        line_from_box("AG", 85, 0, 24, 15),
        line_from_box("471", 140, 0, 36, 15),
    ]
    assert ["Kunden", "AG", "471"] == [line.text for line in words_to_lines(words)]
    assert ["Kunden AG", "471"] == [line.text for line in words_to_lines(words, blank_steps=1.5)]
