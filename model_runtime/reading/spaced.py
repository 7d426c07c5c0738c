"""Set letters that stand far apart close together, as the recogniser learned them, and say where each one came from.

Letters one by one in boxes, above tick marks or with blanks between them are read as words of one letter, or not at
all. Works on a line that was cut out and lies flat; finds letters by the paper between them. Does not read.
"""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model_runtime.reading.ink import Mask, ink_of, main_band, without_rules
from model_runtime.reading.text_recognition import Reading
from model_runtime.reading.turning import Rgb

_FEWEST_GAPS = 4  # in a row: fewer may be the blanks between short words
_WIDE = 0.38  # of the letters' height: between letters of print lies 0.05 to 0.2, of typewriters up to 0.35
_WIDEST = 7.0  # of the letters' height: further apart is another column
_LETTER_WIDTH = 1.7  # of the letters' height, at most, of a letter among spaced ones
_LEAST_TALL = 0.4  # of the letters' height: dots that lead to a number are no letters
_BROKEN = 0.08  # of the letters' height: a letter's own parts
_BLANK = 1.55  # typical gaps and steps: between words and groups
_GAP, _BLANK_GAP = 0.14, 0.6  # of the letters' height, as they are set anew
_LEAST_STEP = 0.6  # of the letters' height, between the middles of two: 1 and I have paper around them
_FURTHER = 1.25  # times the widest gap of a line: a letter that the detector did not see
_MORE_LETTERS = 24  # on each side
_PAD = 0.3  # of the letters' height, around them

Span = tuple[int, int]


@dataclass(frozen=True)
class Squeezed:
    """A line whose letters were set close together.

    Attributes:
        picture: [H, W, 3], the line as it is to be read.
        spans: from and to of each piece in `picture` and of the same piece in the line, in pixels, left to right.
        width: of the line, in pixels.
    """

    picture: Rgb
    spans: tuple[tuple[int, int, int, int], ...]
    width: int

    def placed(self, reading: Reading) -> Reading:
        """Return a reading of `picture` with the places of its characters in the line."""
        places = [self._place(middle * self.picture.shape[1]) for middle in reading.middles]
        middles = [place for place, _ in places]
        between = []
        for (a, of_a), (b, of_b) in itertools.pairwise(places):
            if of_a is None or of_b is None or of_a == of_b:
                between.append((a + b) / 2)
            else:
                between.append((self.spans[of_a][3] + self.spans[of_b][2]) / 2)
        scaled = [min(1.0, max(0.0, x / self.width)) for x in between]
        edges = (0.0, *np.maximum.accumulate(scaled).tolist(), 1.0) if scaled else (0.0, 1.0)
        return Reading(reading.text, reading.score, edges, tuple(x / self.width for x in middles))

    def _place(self, x: float) -> tuple[float, int | None]:
        """Return where `x` of the picture lies in the line, and the number of its piece; None between two."""
        before = 0.0, 0.0
        for number, (start, end, line_start, line_end) in enumerate(self.spans):
            if x < start:
                return _along(x, before, (start, line_start)), None
            if x <= end:
                return _along(x, (start, line_start), (end, line_end)), number
            before = end, line_end
        return _along(x, before, (self.picture.shape[1], self.width)), None


def squeezed(line: Rgb) -> Squeezed | None:
    """Return `line` [H, W, 3] with letters that stand far apart set close; None where there are none."""
    cleared, ink = _written(line)
    letters = _letters(ink)
    if len(letters) <= _FEWEST_GAPS:
        return None
    runs = list(_runs(ink, letters, _height(ink, letters), _FEWEST_GAPS))
    return _set_anew(cleared, ink, letters, _new_gaps(letters, _height(ink, letters), runs)) if runs else None


def reach(strip: Rgb, start: int, end: int) -> tuple[int, int]:
    """Return from and to of a line of spaced letters that lies at `start` to `end` of `strip`, with letters that go on.

    A letter more on either side goes on where it is no further away than the widest blank between the line's own.
    """
    _, ink = _written(strip)
    letters = _letters(ink)
    inside = [number for number, span in enumerate(letters) if span[1] > start and span[0] < end]
    if len(inside) < 2:
        return start, end
    first, last = inside[0], inside[-1]
    own = letters[first : last + 1]
    tall = _height(ink, own)
    widest = min(_FURTHER * max(b[0] - a[1] for a, b in itertools.pairwise(own)), _WIDEST * tall)
    for _ in range(_MORE_LETTERS):
        if first > 0 and letters[first][0] - letters[first - 1][1] <= widest and _is_letter(letters[first - 1], tall):
            first -= 1
        if (
            last + 1 < len(letters)
            and letters[last + 1][0] - letters[last][1] <= widest
            and _is_letter(letters[last + 1], tall)
        ):
            last += 1
    pad = round(_PAD * tall)
    return min(start, letters[first][0] - pad), max(end, letters[last][1] + pad)


def _is_letter(span: Span, tall: float) -> bool:
    return span[1] - span[0] <= _LETTER_WIDTH * tall


def is_spaced(line: Rgb) -> bool:
    """Tell whether all letters of `line` [H, W, 3] stand far apart, or four in a row: it may be part of a longer one."""
    _, ink = _written(line)
    letters = _letters(ink)
    fewest = min(len(letters) - 1, _FEWEST_GAPS - 1)
    return fewest > 1 and any(True for _ in _runs(ink, letters, _height(ink, letters), fewest))


def _written(line: Rgb) -> tuple[Rgb, Mask]:
    """Return `line` without ruled lines, and the ink of its letters."""
    cleared, ink = without_rules(line, ink_of(line))
    return cleared, main_band(ink)


def squeezed_cells(line: Rgb, cells: Sequence[tuple[float, float, float, float]]) -> Squeezed | None:
    """Return `line` with what stands in its `cells` (left, top, right, bottom) set close; None where all are empty."""
    inside = np.zeros(line.shape[:2], dtype=np.bool_)
    whole = [tuple(max(0, round(value)) for value in cell) for cell in cells]
    for left, top, right, bottom in whole:
        inside[top:bottom, left:right] = True
    ink = ink_of(line, inside) & inside
    letters: list[Span] = []
    gaps: list[float] = []
    empty = False
    for left, _, right, _ in sorted(whole):
        columns = np.flatnonzero(ink[:, left:right].any(axis=0))
        if len(columns):
            gaps.append(_BLANK_GAP if empty else _GAP)
            letters.append((left + int(columns[0]), left + int(columns[-1]) + 1))
        empty = not len(columns)
    if not letters:
        return None
    paper = np.median(line[inside & ~ink].reshape(-1, 3), axis=0) if (inside & ~ink).any() else line.mean(axis=(0, 1))
    cleared = np.where(inside[:, :, None], line, paper.astype(np.uint8))
    tall = _height(ink, letters)
    pairs = zip(gaps[1:], itertools.pairwise(letters), strict=True)
    return _set_anew(cleared, ink, letters, [max(gap * tall, _least_gap(a, b, tall)) for gap, (a, b) in pairs])


def _letters(ink: Mask) -> list[Span]:
    """Return from and to of all that has ink, left to right."""
    columns = np.concatenate(([False], ink.any(axis=0), [False]))
    edges = np.flatnonzero(np.diff(columns.astype(np.int8)))
    spans = [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
    least = max(1.0, _BROKEN * ink.shape[0] / 2)
    joined: list[Span] = []
    for span in spans:
        if joined and span[0] - joined[-1][1] < least:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _heights(ink: Mask, letters: Sequence[Span]) -> list[int]:
    heights = []
    for start, end in letters:
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        heights.append(int(rows[-1] - rows[0]) + 1)
    return heights


def _height(ink: Mask, letters: Sequence[Span]) -> float:
    """Return how tall a capital is: most of what stands alone is at most that."""
    return float(np.percentile(_heights(ink, letters), 70))


def _runs(ink: Mask, letters: Sequence[Span], tall: float, fewest: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first gap of each row of letters that stand far apart, and of the first behind it."""
    heights = _heights(ink, letters)
    start = None
    for number in range(len(letters)):
        is_wide = number + 1 < len(letters) and _is_wide(letters[number], letters[number + 1], tall)
        if is_wide and start is None:
            start = number
        if not is_wide and start is not None:
            if number - start >= fewest and statistics.median(heights[start : number + 1]) >= _LEAST_TALL * tall:
                yield start, number
            start = None


def _is_wide(letter: Span, following: Span, tall: float) -> bool:
    narrow = _is_letter(letter, tall) and _is_letter(following, tall)
    return narrow and _WIDE * tall <= following[0] - letter[1] <= _WIDEST * tall


def _new_gaps(letters: Sequence[Span], tall: float, runs: Sequence[tuple[int, int]]) -> list[float]:
    """Return the gap after each letter but the last, in pixels: as it was, or close where letters stand far apart."""
    gaps = [float(b[0] - a[1]) for a, b in itertools.pairwise(letters)]
    steps = [(b[0] + b[1] - a[0] - a[1]) / 2 for a, b in itertools.pairwise(letters)]
    result = list(gaps)
    for start, end in runs:
        gap, step = statistics.median(gaps[start:end]), statistics.median(steps[start:end])
        for number in range(start, end):
            is_blank = gaps[number] > _BLANK * gap and steps[number] > (1 + (_BLANK - 1) / 2) * step
            result[number] = (_BLANK_GAP if is_blank else _GAP) * tall
            result[number] = max(result[number], _least_gap(letters[number], letters[number + 1], tall))
    return result


def _least_gap(letter: Span, following: Span, tall: float) -> float:
    """Return the gap that narrow letters need."""
    return _LEAST_STEP * tall - (letter[1] - letter[0] + following[1] - following[0]) / 2


def _set_anew(line: Rgb, ink: Mask, letters: Sequence[Span], gaps: Sequence[float]) -> Squeezed:
    """Return the letters of `line` side by side, `gaps` pixels apart."""
    tall = _height(ink, letters)
    rows = np.flatnonzero(ink.any(axis=1))
    pad = max(2, round(_PAD * tall))
    top, bottom = max(0, int(rows[0]) - pad), min(line.shape[0], int(rows[-1]) + 1 + pad)
    paper = np.median(line[~ink].reshape(-1, 3), axis=0) if (~ink).any() else np.zeros(3)
    places = list(itertools.accumulate((b - a for a, b in letters), initial=0))
    shifts = list(itertools.accumulate((max(1, round(gap)) for gap in gaps), initial=pad))
    width = places[-1] + shifts[-1] + pad
    picture = np.empty((bottom - top, width, 3), dtype=np.uint8)
    picture[:] = paper.astype(np.uint8)
    spans = []
    for number, (start, end) in enumerate(letters):
        left = places[number] + shifts[number]
        from_x, to_x = max(0, start - 1), min(line.shape[1], end + 1)  # with the blur of its edges
        picture[:, left - (start - from_x) : left + to_x - start] = line[top:bottom, from_x:to_x]
        spans.append((left, left + end - start, start, end))
    return Squeezed(picture, tuple(spans), line.shape[1])


def _along(x: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    share = (x - start[0]) / (end[0] - start[0]) if end[0] > start[0] else 0.0
    return start[1] + share * (end[1] - start[1])
