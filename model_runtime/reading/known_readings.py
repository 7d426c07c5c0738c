"""Remember what pieces of a page say: the very same pixels say the same.

Hiding a value changes a few lines of a page. All of it is looked over again, by the network that finds lines; a line whose
pixels are the same to the last bit, in nearly the same rectangle, need not be read again, and reading is most of the time. Kept in memory until it is told to forget, within a bound. Finds no lines.
"""

import hashlib
import threading
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from model_runtime.reading.text_recognition import Reading
from model_runtime.reading.turning import Quad, Rgb, sides

_NEAR = 0.15
"""Of a line's height, by which the corners of two rectangles may be apart: what finds lines moves them that much when
others are hidden. What was read is given in the rectangle in which it was read."""

_AROUND_PX = 3
"""Pixels around a rectangle that have a part in what is cut out: cubic interpolation reaches two."""

_MAX_KEPT = 6000
"""Lines of four pages of the densest print; a line is 1 kB."""

_DIGEST_BYTES = 16

_Edges: TypeAlias = tuple[int, int, int, int]
"""left, top, right, bottom; the last two are the first ones outside."""


@dataclass(frozen=True)
class _Kept:
    """What was read in a page; `box` is that of the pixels that were digested."""

    box: _Edges
    digest: bytes
    reading: Reading


class KnownReadings:
    """Readings by the pixels that they were read in; any thread.

    Attributes:
        turned: quarter turns to the left that made the page upright when it was read last; None before that.
    """

    def __init__(self) -> None:
        self.turned: int | None = None
        self._lock = threading.Lock()
        self._kept: list[_Kept] = []
        self._corners = np.empty((0, 4, 2), np.float32)

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, picture: Rgb, corners: Quad, down: int = 0) -> tuple[Reading, Quad] | None:
        """Return what was read in the very pixels that lie about between `corners` of `picture`, and between which corners.

        None where nobody has read them. On the page everything stands `down` rows further down than in `picture`.
        """
        step = np.array([0, down], np.float32)
        with self._lock:
            kept, known = self._kept, self._corners
        near = np.abs(corners + step - known).max(axis=(1, 2), initial=0.0) <= _NEAR * min(sides(corners))
        digests: dict[_Edges, bytes | None] = {}
        index: int
        for index in np.flatnonzero(near)[::-1].tolist():
            left, top, right, bottom = box = kept[index].box
            if box not in digests:
                digests[box] = _digest(picture, (left, top - down, right, bottom - down))
            if digests[box] == kept[index].digest:
                return kept[index].reading, known[index] - step
        return None

    def keep(self, picture: Rgb, corners: Quad, reading: Reading, down: int = 0) -> None:
        """Note what was read between `corners` of `picture`; not where they leave it. `down`: see `of`."""
        (left, top), (right, bottom) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
        box = int(left) - _AROUND_PX, int(top) - _AROUND_PX, int(right) + _AROUND_PX, int(bottom) + _AROUND_PX
        digest = _digest(picture, box)
        if digest is None:
            return
        on_page = box[0], box[1] + down, box[2], box[3] + down
        with self._lock:  # both are made anew: who looks something up goes on with what was there
            self._kept = [*self._kept[-_MAX_KEPT + 1 :], _Kept(on_page, digest, reading)]
            placed = (corners + np.array([0, down], np.float32))[None]
            self._corners = np.concatenate((self._corners[-_MAX_KEPT + 1 :], placed))

    def forget(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._kept, self._corners = [], np.empty((0, 4, 2), np.float32)
        self.turned = None


def _digest(picture: Rgb, box: _Edges) -> bytes | None:
    """Return a digest of the pixels in `box` and of its size; None where it reaches beyond the picture."""
    left, top, right, bottom = box
    height, width = picture.shape[:2]
    if left < 0 or top < 0 or right > width or bottom > height:
        return None
    size = f"{right - left}x{bottom - top}".encode()
    return hashlib.blake2b(picture[top:bottom, left:right].tobytes(), digest_size=_DIGEST_BYTES, key=size).digest()
