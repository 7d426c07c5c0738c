"""A pass through a network can be left in its middle, and one that is not left computes what it always did."""

import threading
import time

import numpy as np
import onnxruntime as ort
import pytest

from model_runtime.reading import ocr, passes
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.line_reading import LineReader
from model_runtime.reading.ocr import Ocr
from model_runtime.reading.page_places import Place
from model_runtime.reading.text_recognition import Reading, TextRecogniser
from model_runtime.reading.turning import Rgb, upright

PAGE = np.random.default_rng(1).integers(0, 256, (1200, 900, 3), np.uint8)


class Unwanted(Exception):
    """Nobody wants it."""


@pytest.fixture(scope="module")
def session() -> ort.InferenceSession:
    """The network that finds text."""
    return ort.InferenceSession(ocr.weights_folder() / ocr.DETECTION_WEIGHTS, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def inputs(session: ort.InferenceSession) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """A picture for it, large enough for a pass that takes a while."""
    shape = (1, 3, 1216, 896)
    return {session.get_inputs()[0].name: np.random.default_rng(1).random(shape, dtype=np.float32)}


def test_being_asked_changes_no_bit(session: ort.InferenceSession, inputs: dict[str, np.ndarray]) -> None:
    """Also after a pass that was left."""
    plain = session.run(None, inputs)
    asked = passes.run(session, None, inputs, lambda: False)
    assert passes.run(session, None, inputs, lambda: True) is None
    again = passes.run(session, None, inputs, lambda: False)
    assert asked is not None
    assert again is not None
    assert plain[0].tobytes() == asked[0].tobytes() == again[0].tobytes()


def test_a_pass_is_left_long_before_its_end(session: ort.InferenceSession, inputs: dict[str, np.ndarray]) -> None:
    """Of three tries the best takes less than half of a whole pass, from a second thread's word on."""
    begun = time.perf_counter()
    session.run(None, inputs)
    whole_s = time.perf_counter() - begun
    took_s = []
    for _ in range(3):
        begun = time.perf_counter()
        assert passes.run(session, None, inputs, lambda: True) is None
        took_s.append(time.perf_counter() - begun)
    assert min(took_s) < whole_s / 2


def test_what_asking_raises_is_raised_here(session: ort.InferenceSession, inputs: dict[str, np.ndarray]) -> None:
    """As it is, and no thread is left behind."""

    def refuse() -> bool:
        raise Unwanted

    before = threading.active_count()
    with pytest.raises(Unwanted):
        passes.run(session, None, inputs, refuse)
    assert threading.active_count() == before


def test_a_fault_of_the_network_is_none_of_asking(session: ort.InferenceSession) -> None:
    """A picture of the wrong shape is no cancelled pass."""
    wrong = {session.get_inputs()[0].name: np.zeros((1, 1, 8, 8), np.float32)}
    with pytest.raises(Exception, match="dimension"):
        passes.run(session, None, wrong, lambda: False)


class NothingRead(TextRecogniser):
    """Reads nothing, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, crop: Rgb) -> Reading:
        """Read nothing."""
        self.count += 1
        return Reading("", 0.0, ())


def test_reading_is_left_between_two_lines_of_one_place() -> None:
    """Letters in a row are one place of many lines, each read in up to four directions: nobody waits for all of them."""
    letters = tuple(upright(40 * number, 100, 40 * number + 30, 130) for number in range(20))
    place = Place(upright(0, 100, 790, 130), members=letters)
    counts = []
    for most in (10**6, 3):
        nothing = NothingRead()
        reader = LineReader(PAGE, nothing, KnownReadings(), lambda: nothing.count >= most)  # noqa: B023 - at once
        assert reader.read_place(place)
        counts.append(nothing.count)
    assert counts[0] >= 40
    assert counts[1] <= 4


def test_reading_and_looking_for_places_end_without_a_result() -> None:
    """And not with an empty one: nobody may take a page for one without text."""
    reading = Ocr(ocr.weights_folder())
    assert reading.read(PAGE, lambda: True) is None
    assert reading.places(PAGE, lambda: True) is None
