"""Look for text and codes in a film: where its picture changes, for reading each frame would take a second each.

What a look finds is hidden from the frame after the look before to the one before the look after, within its scene: what
appears or goes in between is covered by one of the two. Follows nothing, hides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Region
from model_runtime.redaction import second_look
from model_runtime.redaction.second_look import Look

_AT_LEAST_S, _AT_MOST_S = 5.0, 0.2
"""How often a film is read at least and at most; in between where it changes."""

_SMALL_SIDE_PX = 256
_PART_PX = 8
_CHANGED = 4.0
"""Steps of 255, mean over a part of 8 x 8 pixels of the small copy: a line of text that appears changes one by more."""


@dataclass(frozen=True)
class Held:
    """Places that are hidden in all frames from `first` to `last`."""

    first: int
    last: int
    regions: tuple[Region, ...]


class FilmReading:
    """Takes the frames of a film in their order."""

    def __init__(self, looks: Sequence[Look], frames_a_second: float) -> None:
        """Begin; without `looks` nothing is ever read."""
        self._looks = looks
        self._rate = frames_a_second
        self._reads: list[tuple[int, tuple[Region, ...]]] = []
        self._small: npt.NDArray[np.float32] = np.zeros((0, 0), np.float32)  # of the frame that was read last
        self.residual: list[tuple[int, Region]] = []

    def add(self, number: int, pixels: Pixels, *, is_first: bool) -> None:
        """Read the next frame where it is the first of its scene or has changed. Raises what the looks raise."""
        if not self._looks:
            return
        since_s = (number - self._reads[-1][0]) / self._rate if self._reads else _AT_LEAST_S
        if not is_first and since_s < _AT_MOST_S:
            return
        small = _small_copy(pixels)
        if not is_first and since_s < _AT_LEAST_S and not _has_changed(self._small, small):
            return
        self._small = small
        outcome = second_look.looked_over(SourcePage(number, pixels), self._looks)
        self._reads.append((number, outcome.found))
        self.residual += [(number, region) for region in outcome.residual]

    def held(self, cuts: Sequence[int], count: int) -> tuple[Held, ...]:
        """Return what is hidden in a film of `count` frames, whose scenes begin at `cuts`."""
        numbers = [0, *(number for number, _ in self._reads), count + 1]
        result = []
        for (number, regions), before, after in zip(self._reads, numbers, numbers[2:], strict=False):
            begin = max(cut for cut in cuts if cut <= number)
            end = min((cut for cut in cuts if cut > number), default=count + 1)
            if regions:
                result.append(Held(max(begin, before + 1), min(end, after) - 1, regions))
        return tuple(result)


def _small_copy(pixels: Pixels) -> npt.NDArray[np.float32]:
    height, width = pixels.shape[:2]
    scale = min(1.0, _SMALL_SIDE_PX / max(height, width))
    sides = (-(-round(side * scale) // _PART_PX) * _PART_PX or _PART_PX for side in (width, height))
    small = cv2.resize(pixels, tuple(sides), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _has_changed(before: npt.NDArray[np.float32], now: npt.NDArray[np.float32]) -> bool:
    """Tell whether any part of the picture is another one."""
    rows, columns = now.shape[0] // _PART_PX, now.shape[1] // _PART_PX
    parts = np.abs(before - now).reshape(rows, _PART_PX, columns, _PART_PX)
    return bool(parts.mean(axis=(1, 3)).max() > _CHANGED)
