"""Tell how a film's picture moves as a whole from frame to frame, and where it is cut. Looks at small grey copies.

Source of the motion: phase correlation (Kuglin and Hines, 1975), as OpenCV has it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels

_SIDE_PX = 128
"""Of the small copy, the longer side: a shift is told to a fraction of its pixels."""

_SURE = 0.15
"""Least answer of the correlation that is believed; people who move before a still ground answer less."""

_MOST_SHIFT = 0.25
"""Of the picture in one frame; more is no motion."""

_CUT_DIFFERENCE = 28.0
"""Of 255, mean over the picture once its motion is taken off; within a shot it seldom reaches 15."""

_CUT_TIMES = 3.0
"""How much more that must be than in the frames before: a lamp that flickers is no cut, a fast pan neither."""

_CALM, _FORGETS = 4.0, 0.9
"""What changes in a film of people at least, and how much of what was usual still counts a frame later."""

_STILL, _CHANGED, _LONG_STILL = 0.3, 1.0, 8
"""A picture of a screen stands quite still, for that many frames, and then another one is there: print on paper of one colour
is a small change. Films whose frames are shown several times each stand still for fewer."""


@dataclass(frozen=True)
class Step:
    """From one frame to the next: pixels that the ground moved right and down, how much else changed, whether it is a cut."""

    right: float
    down: float
    difference: float
    is_cut: bool


class MotionWatch:
    """Watches the frames of a film in their order."""

    def __init__(self) -> None:
        self._before: npt.NDArray[np.float32] | None = None
        self._usual = _CALM
        self._still_frames = 0

    def step(self, pixels: Pixels) -> Step:
        """Return what has happened since the frame before; nothing at the first one."""
        height, width = pixels.shape[:2]
        scale = max(1.0, max(height, width) / _SIDE_PX)
        size = (max(8, round(width / scale)), max(8, round(height / scale)))
        grey = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(
            np.float32
        )
        before, self._before = self._before, grey
        if before is None:
            return Step(0.0, 0.0, 0.0, is_cut=False)
        window = cv2.createHanningWindow(size, cv2.CV_32F)
        # copies: OpenCV lays the window over the pictures that it is given
        (right, down), answer = cv2.phaseCorrelate(before.copy(), grey.copy(), window)
        is_motion = answer >= _SURE and abs(right) < _MOST_SHIFT * size[0] and abs(down) < _MOST_SHIFT * size[1]
        if not is_motion:
            right = down = 0.0
        difference = min(_difference(before, grey, right, down), _difference(before, grey, 0.0, 0.0))
        is_loud = difference > _CUT_DIFFERENCE and difference > _CUT_TIMES * self._usual
        is_cut = is_loud or (difference > _CHANGED and self._still_frames >= _LONG_STILL)
        self._usual = max(_CALM, _FORGETS * self._usual, difference)
        self._still_frames = self._still_frames + 1 if difference < _STILL else 0
        if is_cut:
            right = down = 0.0
        return Step(right * width / size[0], down * height / size[1], difference, is_cut=is_cut)


def _difference(before: npt.NDArray[np.float32], now: npt.NDArray[np.float32], right: float, down: float) -> float:
    """Return the mean difference of the two where they overlap once `before` is moved."""
    x, y = round(right), round(down)
    height, width = now.shape
    moved = before[max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)]
    rest = now[max(0, y) : height - max(0, -y), max(0, x) : width - max(0, -x)]
    return float(np.abs(moved - rest).mean())
