"""Read one line in the direction in which it runs: to the right, to the left, up or down.

Print upside down is read with little certainty (measured on 1,600 lines of receipts and invoices: 3 % of upright lines
are below `SURE`, 0.3 % of those upside down above it), so that a line is read again the other way only where the first
reading was unsure, or where it stands. Letters that stand far apart are set close first. Does not find lines.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.comb_cells import Cell
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.letter_edges import at_paper
from model_runtime.reading.page_places import Place
from model_runtime.reading.spaced import is_spaced, reach, squeezed, squeezed_cells
from model_runtime.reading.strips import Strips
from model_runtime.reading.text_recognition import Reading, TextRecogniser, cut_out, shrunk_by
from model_runtime.reading.turning import STANDING, Quad, Rgb, bounds, ordered, sides, turned, turned_size, upright

SURE = 0.95
_SURE_SIDEWAYS = 0.98  # nothing says beforehand that a line which stands runs down; short words read well both ways
_EQUAL = 0.06  # two directions whose certainty differs by less are both kept: nobody knows which it is
_REACH = 30.0  # heights on each side in which spaced letters may go on
_READS_WELL = 0.9
_MIN_ROW_SCORE = 0.75  # letters that stand in a row by chance are a line without sense
_WORD_LETTERS = 2.0  # on average; a line of spaced letters falls apart into words of one
_SINGLES = 1  # words of one letter
_MISCOUNTED = 0.15  # of the pieces: borders were read as letters, or letters not at all
_HAN = "\u2e80"  # the first of the East Asian scripts
_SQUEEZED_LOSS = 0.12  # letters set close may be read with this much less certainty, and are one word all the same


@dataclass(frozen=True)
class ReadLine:
    """A line as it was read.

    Attributes:
        turns: quarter turns to the left by which the page must be turned for the line to run right.
        quad: its rectangle on the page after those turns.
        reading: what it says.
    """

    turns: int
    quad: Quad
    reading: Reading


class LineReader:
    """Reads lines of one page. May be used by several threads at once."""

    def __init__(
        self,
        picture: Rgb,
        recogniser: TextRecogniser,
        known: KnownReadings,
        is_cancelled: Callable[[], bool],
        strips: Strips | None = None,
    ) -> None:
        """`known` is of the page; `picture` is the page, or those rows of it that `strips` names.

        Once nobody wants the page (`is_cancelled`), readings are left out: what is returned then is worth nothing.
        """
        self._picture = picture
        self._recogniser = recogniser
        self._known = known
        self._is_cancelled = is_cancelled
        self._strips = strips

    def read(self, quad: Quad, cells: Sequence[Cell] = ()) -> tuple[ReadLine, ...]:
        """Return the line in its direction, surest first; in several directions where they read equally well.

        Args:
            quad: the line's rectangle on the page.
            cells: boxes of its letters on the page, where it stands in a comb.
        """
        wide, tall = sides(quad)
        if tall >= STANDING * wide:
            lines = self._until_sure(quad, cells, (1, 3), _SURE_SIDEWAYS)
        elif wide >= STANDING * tall:
            lines = self._until_sure(quad, cells, (0, 2), SURE)
        else:
            lines = self._until_sure(quad, cells, (0, 2, 1, 3), SURE)
        lines.sort(key=lambda line: -line.reading.score)
        return tuple(line for line in lines if line.reading.score >= lines[0].reading.score - _EQUAL)

    def read_place(self, place: Place) -> list[ReadLine]:
        """Read a line; as the detector found it, too, where a comb or a row of letters says nothing together."""
        lines = list(self.read(place.quad, place.cells))
        if not place.members or lines[0].reading.score >= _MIN_ROW_SCORE:
            return lines
        one_by_one: list[ReadLine] = []
        for member in place.members:
            if not self._is_cancelled():
                one_by_one += self.read(member)
        return one_by_one + lines if place.cells or not one_by_one else one_by_one

    def read_as(self, quad: Quad, turns: int) -> ReadLine:
        """Return the line as it reads on the page after `turns`."""
        return self._read(quad, (), turns)

    def read_sideways(self, quad: Quad) -> tuple[ReadLine, ...]:
        """Return the line as it reads from top to bottom and from bottom to top."""
        return tuple(self._read(quad, (), turns) for turns in (1, 3))

    def certainty(self, quad: Quad) -> float:
        """Tell how surely the line reads in the direction in which its corners are given."""
        known = self._known_in(quad)
        return self._recognised(cut_out(self._picture, quad), quad).score if known is None else known[0].score

    def is_spaced(self, quad: Quad, turns: int) -> bool:
        """Tell whether letters in `quad` stand far apart along the line, when the page is turned `turns` times."""
        return is_spaced(self._cut(quad, turns)[0])

    def _until_sure(self, quad: Quad, cells: Sequence[Cell], directions: Sequence[int], sure: float) -> list[ReadLine]:
        lines = []
        for turns in directions:
            lines.append(self._read(quad, cells, turns))
            if lines[-1].reading.score >= sure or self._is_cancelled():
                break
        return lines

    def _read(self, quad: Quad, cells: Sequence[Cell], turns: int) -> ReadLine:
        known = None if cells else self._known_in(self._placed(quad, turns)[1])
        line, along, corners = self._cut(quad if known is None else known[1], turns)
        if cells:
            close = squeezed_cells(line, _cells_in(corners, line, cells))
            reading = Reading("", 0.0, ()) if close is None else close.placed(self._recogniser.read(close.picture))
            return ReadLine(turns, along, reading)
        reading = at_paper(self._recognised(line, corners) if known is None else known[0], line)
        close = squeezed(line)
        if close is not None:
            longer, place = self._with_reach(along, turns)
            further = squeezed(longer)
            close, place = (close, along) if further is None else (further, place)
            other = close.placed(self._recogniser.read(close.picture))
            if _is_better(other, reading, len(close.spans)):
                reading, along = other, place
        return ReadLine(turns, along, reading)

    def _recognised(self, line: Rgb, corners: Quad) -> Reading:
        """Read `line`, which was cut out between `corners`, and remember it."""
        reading = self._recogniser.read(line)
        self._known.keep(self._picture, corners, reading, self._down(corners))
        return reading

    def _known_in(self, corners: Quad) -> tuple[Reading, Quad] | None:
        return self._known.of(self._picture, corners, self._down(corners))

    def _down(self, corners: Quad) -> int:
        """Return how much further down on the page than in the picture `corners` lie."""
        return 0 if self._strips is None else self._strips.shift(float(corners[:, 1].mean()))

    def _with_reach(self, along: Quad, turns: int) -> tuple[Rgb, Quad]:
        """Return a line of spaced letters, with those that the detector did not see, and its place on the turned page.

        `along` is its place as it was found, on the page after `turns`.
        """
        size = turned_size(turns, self._picture.shape[1], self._picture.shape[0])
        wide, tall = sides(along)
        step = (along[1] - along[0]) / max(wide, 1.0)
        further = _REACH * tall
        longer = (along + np.stack([-step, step, step, -step]) * further).astype(np.float32)
        corners = turned(longer, -turns, *size)
        shrunk = shrunk_by(corners)
        start, end = reach(cut_out(self._picture, corners), round(further / shrunk), round((further + wide) / shrunk))
        before, behind = further - start * shrunk, end * shrunk - further - wide
        grown = (along + np.stack([-step * before, step * behind, step * behind, -step * before])).astype(np.float32)
        return cut_out(self._picture, turned(grown, -turns, *size)), grown

    def _cut(self, quad: Quad, turns: int) -> tuple[Rgb, Quad, Quad]:
        """Return a line as it reads, its rectangle on the turned page, and the same on the page from its beginning."""
        along, corners = self._placed(quad, turns)
        return cut_out(self._picture, corners), along, corners

    def _placed(self, quad: Quad, turns: int) -> tuple[Quad, Quad]:
        """Return a line's rectangle on the turned page, and the same on the page from its beginning."""
        height, width = self._picture.shape[:2]
        along = ordered(turned(quad, turns, width, height))
        return along, turned(along, -turns, *turned_size(turns, width, height))


def _is_better(close: Reading, apart: Reading, pieces: int) -> bool:
    """Tell whether letters that stand `apart` were read better when they were set `close`; `pieces` of ink were seen."""
    words = apart.text.split()
    letters = sum(map(len, words))
    is_east_asian = any(
        letter >= _HAN for letter in apart.text
    )  # stands apart by nature, and one letter is many pieces
    holds_together = (
        apart.score >= _READS_WELL
        and letters >= _WORD_LETTERS * len(words)
        and sum(len(word) == 1 for word in words) <= _SINGLES
        and (is_east_asian or abs(letters - pieces) <= max(1.0, _MISCOUNTED * pieces))
    )
    if holds_together:
        return not is_east_asian and close.score > apart.score and len(close.text.split()) == len(words)
    return close.score >= apart.score - _SQUEEZED_LOSS


def _cells_in(corners: Quad, line: Rgb, cells: Sequence[Cell]) -> list[tuple[float, float, float, float]]:
    """Return where boxes on the page lie in a line that was cut out between `corners`."""
    height, width = line.shape[:2]
    to_line = cv2.getPerspectiveTransform(corners, upright(0, 0, width, height))
    placed: list[npt.NDArray[np.float32]] = [
        np.asarray(cv2.perspectiveTransform(upright(*cell)[None], to_line)[0], np.float32) for cell in cells
    ]
    return [bounds(corners) for corners in placed]
