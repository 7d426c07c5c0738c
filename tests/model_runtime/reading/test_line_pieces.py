"""A line that is too long for one look is read in pieces, whole words in each, and every letter keeps its place."""

import itertools
import re

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.reading import line_pieces, ocr
from model_runtime.reading.ocr import Ocr
from model_runtime.reading.turning import Rgb

WORDS = "account of Margaret Thompson paid to 4111 1111 1111 1111 on 03/03/1984 by post or telephone 020 7946 0958 "


def _line(words: str, letters: int = 16) -> Rgb:
    font = ImageFont.load_default(letters)
    image = Image.new("RGB", (int(font.getlength(words)) + 40, 2 * letters), (255, 255, 255))
    ImageDraw.Draw(image).text((20, letters // 2), words, font=font, fill=(0, 0, 0))
    return np.array(image)


@pytest.mark.parametrize("repeated", [3, 5, 9])
def test_a_line_across_a_wide_screen_is_read_to_the_last_digit(repeated: int) -> None:
    """Squeezed into one look, its letters had less than half their width, and nothing of it was read."""
    line = _line(WORDS * repeated)
    page = np.full((400, line.shape[1] + 200, 3), 255, np.uint8)
    page[180 : 180 + len(line), 100 : 100 + line.shape[1]] = line
    reading = Ocr(ocr.weights_folder()).read(page, lambda: False)
    assert reading is not None
    text = "".join(one.text for one in reading.all_lines()).replace(" ", "")
    assert text.count("4111111111111111") == text.count("02079460958") == repeated
    lefts = sorted(
        one.piece(found.start(), found.end()).left
        for one in reading.all_lines()
        for found in re.finditer("Margaret", one.text)
    )
    assert len(lefts) == repeated
    assert np.abs(np.diff(lefts) - ImageFont.load_default(16).getlength(WORDS)).max() < 10


def test_pieces_are_the_whole_line_and_are_cut_between_words() -> None:
    """In order, none much longer than asked for, each cut where no letter stands."""
    line = _line(WORDS * 6)
    spans = line_pieces.spans(line, 900, 1.5, 16)
    assert spans[0][0] == 0
    assert spans[-1][1] == line.shape[1]
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(spans))
    assert all(0 < end - start <= 900 for start, end in spans)
    assert all((line[:, start] == 255).all() for start, _ in spans[1:])


def test_an_ordinary_line_is_one_piece() -> None:
    """Also one that is a little longer; one without a gap is cut all the same, one of no end in not too many pieces."""
    assert line_pieces.spans(np.zeros((48, 3200, 3), np.uint8), 3200, 1.5, 16) == [(0, 3200)]
    assert line_pieces.spans(np.zeros((48, 4800, 3), np.uint8), 3200, 1.5, 16) == [(0, 4800)]
    noise = np.random.default_rng(3).integers(0, 256, (20, 5000, 3), np.uint8)
    spans = line_pieces.spans(noise, 1000, 1.5, 16)
    assert (spans[0][0], spans[-1][1]) == (0, 5000)
    assert all(end > start for start, end in spans)
    assert len(line_pieces.spans(np.zeros((1, 100_000, 3), np.uint8), 10, 1.5, 16)) <= 24
