"""Follow a place of print from one frame to the next by what it looks like: a line that runs is where it is, not where it was.

Source of the likeness: normalised correlation (Lewis, 1995), as OpenCV has it. Reads nothing and keeps no frames.
"""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box, Region

Grey: TypeAlias = npt.NDArray[np.uint8]

_SIDE_PX = 640
"""Of the grey copy, the longer side: print that can be read is still a pattern there."""

_FAR = 0.14
"""Of the longer side: how far a line may run in a frame, beyond what it did in the frame before."""

_SURE = 0.7
"""Least likeness of a place that is taken for the same one."""

_FLAT = 4.0
"""Steps of 255 by which a place differs in itself at least; less is no print."""

_LEAST_PX = 6
_MARGIN_PX = 3.0  # of the copy: half a pixel is lost at each step, and moving print has soft edges


@dataclass(frozen=True)
class Path:
    """Where a region is in frames in which nobody has read it.

    Attributes:
        region: as it was read.
        boxes: by the number of the frame.
    """

    region: Region
    boxes: dict[int, Box]


def grey_copy(pixels: Pixels) -> tuple[Grey, float]:
    """Return a grey copy in which places are followed, and its scale."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE_PX / max(height, width))
    small = pixels
    if scale < 1:
        sides = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(pixels, sides, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8), scale


class Walk:
    """A place on its way through frames that come one after the other, forwards or backwards.

    Attributes:
        path: where it has been so far.
        is_over: it is lost, or has left the frame.
    """

    def __init__(self, region: Region, scale: float) -> None:
        box = region.box
        self.path = Path(region, {})
        self.is_over = False
        self.has_moved = False
        self._scale = scale
        self._sides = (box.width * scale, box.height * scale)
        self._at = (box.left * scale, box.top * scale)
        self._speed: tuple[float, float] | None = None  # unknown before the first step

    @property
    def box(self) -> Box:
        """Where it is now, in pixels of the film, with a margin; it may reach beyond the frame."""
        (x, y), (width, height) = self._at, self._sides
        left, top = ((edge - _MARGIN_PX) / self._scale for edge in (x, y))
        right, bottom = ((edge + _MARGIN_PX) / self._scale for edge in (x + width, y + height))
        return Box(round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top)))

    def stay(self, number: int) -> None:
        """Note a frame like the one before."""
        if not self.is_over:
            self.path.boxes[number] = self.box

    def step(self, before: Grey, now: Grey, number: int) -> None:
        """Go to where the place is in frame `now`, which is frame `number`; or be over."""
        if self.is_over:
            return
        moved = self._moved(before, now)
        if moved is None and self._speed is not None and self._leaves(now):
            moved = self._speed
        if moved is None:
            self.is_over = True
            return
        self._speed = moved
        self.has_moved |= max(abs(moved[0]), abs(moved[1])) >= 1
        self._at = (self._at[0] + moved[0], self._at[1] + moved[1])
        if self._visible(now) is None:
            self.is_over = True
            return
        self.path.boxes[number] = self.box

    def _moved(self, before: Grey, now: Grey) -> tuple[float, float] | None:
        """Return how far the place has gone right and down; None where nothing is like it."""
        seen = self._visible(before)
        if seen is None:
            return None
        best, found = 0.0, None
        for piece in _pieces(*seen):
            likeness, moved = _found(before, now, piece, self._speed or (0.0, 0.0))
            if likeness > best:
                best, found = likeness, moved
            if best >= _SURE:
                return found
        return None

    def _visible(self, grey: Grey) -> tuple[int, int, int, int] | None:
        """Return left, top, right, bottom of what lies within the frame; None where hardly anything does."""
        height, width = grey.shape
        (x, y), (across, down) = self._at, self._sides
        left, top = max(0, round(x)), max(0, round(y))
        right, bottom = min(width, round(x + across)), min(height, round(y + down))
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _leaves(self, grey: Grey) -> bool:
        """Tell whether its own motion takes it over an edge."""
        assert self._speed is not None
        height, width = grey.shape
        x, y = self._at[0] + self._speed[0], self._at[1] + self._speed[1]
        return x < 0 or y < 0 or x + self._sides[0] > width or y + self._sides[1] > height


def _pieces(left: int, top: int, right: int, bottom: int) -> list[tuple[int, int, int, int]]:
    """Return the whole place, and then parts of it: of what leaves the frame only a part is in the next one."""
    x, y, third = (left + right) // 2, (top + bottom) // 2, (right - left) // 3
    halves = [(left, top, x, bottom), (x, top, right, bottom), (left, top, right, y), (left, y, right, bottom)]
    thirds = [(left, top, left + third, bottom), (right - third, top, right, bottom)]
    whole = (left, top, right, bottom)
    return [one for one in (whole, *halves, *thirds) if one[2] - one[0] >= _LEAST_PX <= one[3] - one[1]]


def _found(
    before: Grey, now: Grey, piece: tuple[int, int, int, int], speed: tuple[float, float]
) -> tuple[float, tuple[float, float]]:
    """Return where in `now` a piece of `before` is: likeness 0..1, and how far it went."""
    left, top, right, bottom = piece
    pattern = before[top:bottom, left:right]
    if pattern.std() < _FLAT:
        return 0.0, (0.0, 0.0)
    far = round(_FAR * max(now.shape))
    x, y = left + round(speed[0]), top + round(speed[1])
    begin_x, begin_y = max(0, x - far), max(0, y - far)
    window = now[begin_y : max(0, y + bottom - top + far), begin_x : max(0, x + right - left + far)]
    if window.shape[0] < pattern.shape[0] or window.shape[1] < pattern.shape[1]:
        return 0.0, (0.0, 0.0)
    _, likeness, _, (at_x, at_y) = cv2.minMaxLoc(cv2.matchTemplate(window, pattern, cv2.TM_CCOEFF_NORMED))
    return float(likeness), (float(begin_x + at_x - left), float(begin_y + at_y - top))
