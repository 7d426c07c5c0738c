"""A piece of a picture is read once: the very same pixels say the same, and any other pixel has it read again."""

import numpy as np
import pytest

from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.ocr import Ocr, weights_folder
from model_runtime.reading.text_recognition import Reading, TextRecogniser
from model_runtime.reading.turning import Quad, Rgb, upright
from tests.helpers.written_pages import Written, WrittenPage

NOISE = np.random.default_rng(7).integers(0, 256, (200, 300, 3), dtype=np.uint8)
PLACE = upright(40.3, 50.6, 140.2, 70.9)
READING = Reading("Total", 0.99, (0.0, 0.5, 1.0))


def _known() -> KnownReadings:
    known = KnownReadings()
    known.keep(NOISE, PLACE, READING)
    return known


def _other(right: float, down: float) -> Quad:
    return PLACE + np.array([[0, 0], [right, 0], [right, down], [0, down]], np.float32)


def test_the_same_pixels_are_known() -> None:
    """Also where a rectangle is only nearly the same; they are given in the one in which they were read."""
    for about in (PLACE, _other(2.4, -0.3)):
        assert (READING, PLACE.tolist()) == _of(_known(), NOISE, about)
    assert _known().of(NOISE, _other(9, 0)) is None


def test_rows_of_the_page_are_known_in_a_picture_of_some_rows() -> None:
    """They stand there higher up by a known number of rows, and are noted where they stand on the page."""
    here = PLACE - np.array([0, 40], np.float32)
    assert (READING, here.tolist()) == _of(_known(), NOISE[40:], here, 40)
    assert _known().of(NOISE[40:], here, 41) is None
    known = KnownReadings()
    known.keep(NOISE[40:], here, READING, 40)
    assert (READING, PLACE.tolist()) == _of(known, NOISE, PLACE)


def _of(known: KnownReadings, picture: Rgb, corners: Quad, down: int = 0) -> tuple[Reading, list[list[float]]] | None:
    found = known.of(picture, corners, down)
    return None if found is None else (found[0], found[1].tolist())


@pytest.mark.parametrize("corner", [(38, 49), (141, 72), (90, 60)])
def test_one_other_pixel_is_another_piece(corner: tuple[int, int]) -> None:
    """Wherever it lies among those that have a part in what is cut out."""
    picture = NOISE.copy()
    picture[corner[1], corner[0], 2] ^= 1
    assert _known().of(picture, PLACE) is None


def test_another_direction_is_another_piece() -> None:
    """The first corner is where a line begins."""
    assert _known().of(NOISE, np.roll(PLACE, 2, axis=0)) is None


def test_what_leaves_the_picture_is_not_kept() -> None:
    """Its edge is repeated there, and nobody would know which pixels those were."""
    known = KnownReadings()
    known.keep(NOISE, upright(-1, 50, 90, 70), READING)
    assert 0 == len(known)
    assert _known().of(NOISE[:60], PLACE) is None


def test_what_is_forgotten_is_gone() -> None:
    """And few are kept: those that came last."""
    known = _known()
    known.forget()
    assert known.of(NOISE, PLACE) is None
    assert 0 == len(known)


def test_oldest_readings_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has a bound."""
    monkeypatch.setattr("model_runtime.reading.known_readings._MAX_KEPT", 3)
    known = _known()
    for row in range(3):
        known.keep(NOISE, upright(10, 10 + row, 60, 30 + row), READING)
    assert 3 == len(known)
    assert known.of(NOISE, PLACE) is None


def test_a_page_of_which_a_line_is_hidden_reads_as_if_nothing_were_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its other lines are not read again, and the line that has changed is."""
    ocr, known = Ocr(weights_folder()), KnownReadings()
    asked: list[int] = []
    read_before = TextRecogniser.read

    def counted(self: TextRecogniser, crop: Rgb) -> Reading:
        asked.append(crop.shape[1])
        return read_before(self, crop)

    monkeypatch.setattr(TextRecogniser, "read", counted)
    lines = [
        Written(f"Position {number}: repaired and cleaned, {number * 17}.40", 80, 80 + 40 * number)
        for number in range(12)
    ]
    page = WrittenPage(lines).pixels()
    first = ocr.read(page, lambda: False, known)
    at_first = len(asked)
    hidden = page.copy()
    top = hidden.shape[0] * (80 + 40 * 5 - 14) // 842
    hidden[top : top + hidden.shape[0] * 20 // 842] = 255
    again = ocr.read(hidden, lambda: False, known)
    assert first is not None
    assert again is not None
    assert at_first >= len(lines)
    assert len(asked) - at_first <= 2
    alone = ocr.read(hidden, lambda: False)
    assert alone is not None
    assert [line.text for line in alone.lines] == [line.text for line in again.lines]
    assert len(first.lines) - 1 == len(again.lines)
