"""A pan is told as what it is, a cut is found, and neither flicker nor a fast pan is taken for one."""

import cv2
import numpy as np
import pytest

from model_runtime.documents.page import Pixels
from model_runtime.redaction.film_motion import MotionWatch, Step

NOISE = np.random.default_rng(5).integers(0, 255, (60, 120, 3), dtype=np.uint8)
SCENE: Pixels = np.asarray(cv2.resize(NOISE, (960, 480), interpolation=cv2.INTER_CUBIC))
OTHER: Pixels = np.asarray(cv2.resize(NOISE[::-1, ::-1], (960, 480), interpolation=cv2.INTER_CUBIC))


def _view(scene: Pixels, left: int, top: int = 60) -> Pixels:
    return np.ascontiguousarray(scene[top : top + 240, left : left + 320])


def _steps(*frames: Pixels) -> list[Step]:
    watch = MotionWatch()
    return [watch.step(frame) for frame in frames]


def test_the_first_frame_comes_from_nowhere() -> None:
    """Nothing has moved and nothing was cut."""
    assert [Step(0.0, 0.0, 0.0, is_cut=False)] == _steps(_view(SCENE, 0))


@pytest.mark.parametrize(("right", "down"), [(12, 0), (-30, 0), (0, 9), (14, -8)])
def test_a_pan_is_measured_in_pixels_of_the_frame(right: int, down: int) -> None:
    """The ground moves against the camera."""
    frames = [_view(SCENE, 300 - right * k, 100 - down * k) for k in range(4)]
    for step in _steps(*frames)[1:]:
        assert (right, down) == pytest.approx((step.right, step.down), abs=1.5)
        assert not step.is_cut


def test_a_cut_is_found_and_moves_nothing() -> None:
    """Another picture from one frame to the next; the frames after it are a scene again."""
    steps = _steps(*[_view(SCENE, 100)] * 3, *[_view(OTHER, 400)] * 3)
    assert [False, False, False, True, False, False] == [step.is_cut for step in steps]
    assert (0.0, 0.0) == (steps[3].right, steps[3].down)


def test_flicker_is_no_cut() -> None:
    """A lamp that goes on and off changes everything, every time: that is how the film is."""
    dim = (SCENE * 0.55).astype(np.uint8)
    steps = _steps(*(_view(dim if k % 2 else SCENE, 100) for k in range(10)))
    assert not any(step.is_cut for step in steps[4:])


def test_a_still_picture_does_not_move() -> None:
    """Nor does one of a single colour, in which there is nothing to measure, nor one pixel."""
    for picture in (_view(SCENE, 50), np.full((240, 320, 3), 90, np.uint8), np.full((1, 1, 3), 7, np.uint8)):
        step = _steps(picture, picture)[1]
        assert (0.0, 0.0, 0.0, False) == pytest.approx((step.right, step.down, step.difference, step.is_cut), abs=1e-6)


def _slide(text: str) -> Pixels:
    slide = np.full((240, 480, 3), 250, np.uint8)
    return np.asarray(cv2.putText(slide, text, (30, 80), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (20, 20, 60), 2, cv2.LINE_AA))


def test_a_slide_after_a_slide_is_a_cut() -> None:
    """A few letters are another picture where nothing else ever moves."""
    steps = _steps(*[_slide("Quarterly report")] * 10, *[_slide("Next meeting")] * 10, *[_slide("Costs")] * 3)
    assert [10, 20] == [k for k, step in enumerate(steps) if step.is_cut]


def test_frames_that_are_shown_several_times_are_no_cuts() -> None:
    """Fifteen pictures a second in sixty frames: three of four stand still."""
    steps = _steps(*(_view(SCENE, 100 + 3 * (k // 4)) for k in range(40)))
    assert not any(step.is_cut for step in steps)
