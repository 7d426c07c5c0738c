"""Read only some rows of a picture: those that changed since it was read, or those of which nobody knows what they say.

The rows are stacked, with paper between them, into a picture that is read like any other, and what is found there is put
back to where it stands. A line is never cut: rows grow until they hold every line that they touch. Reads nothing itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model_runtime.reading.lines import Line
from model_runtime.reading.turning import Rgb

_MARGIN_PX = 12
_PAPER_PX = 32
"""Between two strips: more than stands between the lines of a paragraph."""

_WORTH_IT = 0.7
"""Of the picture: where more rows than that are to be read, the whole is read."""


@dataclass(frozen=True)
class Strips:
    """Rows to read. `rows`: from and to, in order, apart from each other; `height`: of the whole picture."""

    rows: tuple[tuple[int, int], ...]
    height: int

    @property
    def stacked_height(self) -> int:
        """How high the stacked picture is."""
        return sum(end - start + _PAPER_PX for start, end in self.rows)

    def stacked(self, picture: Rgb) -> Rgb:
        """Return the strips of `picture` [H, W, 3], one below the other, on paper of the colour of their edges."""
        result = np.empty((self.stacked_height, *picture.shape[1:]), np.uint8)
        at = 0
        for start, end in self.rows:
            result[at : at + end - start] = picture[start:end]
            at += end - start
            result[at:] = np.median(picture[end - 1], axis=0)
            at += _PAPER_PX
        return result

    def hold(self, top: float, bottom: float) -> bool:
        """Tell whether something from `top` to `bottom` meets a strip."""
        return any(top < end and bottom > start for start, end in self.rows)

    def put_back(self, line: Line, turned: int) -> Line:
        """Return a line of the stacked picture, read after `turned` quarter turns to the left, where it stands in the whole.

        Its place is in pixels of the whole picture after the same turns.
        """
        along = line.left + line.width / 2 if turned % 2 else line.top + line.height / 2
        below = self.height - self.stacked_height
        down = self.shift(along if turned < 2 else self.stacked_height - along)
        moved = down if turned < 2 else below - down
        return _moved(line, moved, 0.0) if turned % 2 else _moved(line, 0.0, moved)

    def shift(self, y: float) -> int:
        """Return how much further down in the whole picture the row `y` of the stacked one lies."""
        at, shift = 0, 0
        for start, end in self.rows:
            if y < at - _PAPER_PX / 2:
                break
            shift = start - at
            at += end - start + _PAPER_PX
        return shift


def strips_around(rows: npt.NDArray[np.bool_], spans: Sequence[tuple[float, float]]) -> Strips | None:
    """Return strips that hold the marked `rows` [H] and every one of `spans` (top, bottom) that they touch.

    None where so much is to be read that the whole picture may as well be.
    """
    height = len(rows)
    changes = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    found = [(int(a) - _MARGIN_PX, int(b) + _MARGIN_PX) for a, b in zip(changes[::2], changes[1::2], strict=True)]
    while True:
        found = _joined(found)
        touched = [(t, b) for t, b in spans if any(t < end and b > start for start, end in found)]
        grown = _joined([*found, *((int(t) - _MARGIN_PX, int(b) + 1 + _MARGIN_PX) for t, b in touched)])
        if grown == found:
            break
        found = grown
    inside = tuple((max(0, start), min(height, end)) for start, end in found)
    return Strips(inside, height) if sum(end - start for start, end in inside) <= _WORTH_IT * height else None


def _joined(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return intervals that are apart by more than `_MARGIN_PX`, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1] + _MARGIN_PX:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _moved(line: Line, right: float, down: float) -> Line:
    return replace(
        line,
        left=line.left + right,
        top=line.top + down,
        edges=tuple(edge + right for edge in line.edges),
        middle=line.middle + down,
    )
