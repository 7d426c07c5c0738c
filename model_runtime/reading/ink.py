"""Tell ink from paper in a line that was cut out of a page, and take ruled lines away. Knows no letters."""

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.turning import Rgb

Mask = npt.NDArray[np.bool_]
"""[H, W], true where there is ink."""

_FAINTEST = 40  # of 255, between paper and ink
_WIDE = 0.5  # of the line: a stroke that goes on this far is ruled
_NEAR = 0.25  # of the letters' height: dots and accents are this near
_ALL_STRAIGHT = 0.8
_FEWEST_BORDERS = 4
_THIN = 0.22  # of its height, at most, is the width of a border
_LEVEL, _ALIKE = 0.3, 0.1  # of a border's height, in which their places and heights differ
_TALLER = 1.15  # times what stands between them: I and l are as tall as other letters

_Counts = npt.NDArray[np.int64]


def ink_of(line: Rgb, within: Mask | None = None) -> Mask:
    """Return where `line` [H, W, 3] is not paper; the colour of most of it (`within`, where given) is paper's."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    some = grey[within] if within is not None and within.any() else grey
    away = cv2.absdiff(grey, np.full_like(grey, np.median(some)))
    of_some = away[within] if within is not None and within.any() else away
    limit, _ = cv2.threshold(of_some.reshape(1, -1), 0, 255, cv2.THRESH_OTSU)
    result: Mask = away > max(_FAINTEST, limit)
    return result


def main_band(ink: Mask) -> Mask:
    """Return `ink` without what reaches in from the lines above and below: rows of it behind paper."""
    rows = np.concatenate(([False], ink.any(axis=1), [False]))
    bands = np.flatnonzero(np.diff(rows.astype(np.int8))).reshape(-1, 2)
    if len(bands) < 2:
        return ink
    start, end = max(bands, key=lambda band: int(ink[band[0] : band[1]].sum()))
    near = _NEAR * (end - start)
    kept = ink.copy()
    for other_start, other_end in bands:
        if other_end < start - near or other_start > end + near:
            kept[other_start:other_end] = False
    return kept


def without_rules(line: Rgb, ink: Mask) -> tuple[Rgb, Mask]:
    """Return `line` and its ink without ruled lines, ticks that stand on one, and borders between letters.

    What hangs together with a long stroke goes with it where it is nearly all straight; else its straight parts go.
    """
    if not _may_be_ruled(ink):
        return line, ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    _, top, wide, high = (stats[1:, column] for column in range(4))
    gone = np.zeros_like(ink)
    for number in np.flatnonzero(wide > np.maximum(_WIDE * ink.shape[1], 3 * high)) + 1:
        part = labels == number
        straight = _straight(part)
        gone |= part if straight.sum() > _ALL_STRAIGHT * part.sum() else straight
    gone |= np.isin(labels, _borders(top, wide, high) + 1)
    if not gone.any():
        return line, ink
    paper = np.median(line[~ink].reshape(-1, 3), axis=0) if (~ink).any() else line.mean(axis=(0, 1))
    blurred = cv2.dilate(gone.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_) & ~(ink & ~gone)
    cleared = line.copy()
    cleared[blurred] = paper.astype(np.uint8)
    return cleared, ink & ~gone


def _may_be_ruled(ink: Mask) -> bool:
    """Tell quickly: a row of ink that goes on, or columns as tall as all the ink at several places."""
    if ink.sum(axis=1).max(initial=0) > _WIDE * ink.shape[1]:
        return True
    down = ink.sum(axis=0)
    return int((np.diff((down >= 0.85 * down.max(initial=1)).astype(np.int8)) > 0).sum()) >= _FEWEST_BORDERS


def _borders(top: _Counts, wide: _Counts, high: _Counts) -> _Counts:
    """Return the numbers of pieces that are borders: thin, all of one height, taller than what stands between them."""
    thin = (wide <= np.maximum(2, _THIN * high)) & (high >= 0.5 * high.max(initial=0))
    if thin.sum() < _FEWEST_BORDERS:
        return np.flatnonzero(np.zeros(0))
    tallest = float(np.median(high[thin]))
    level = np.abs(top - np.median(top[thin])) <= _LEVEL * tallest  # a long line is seldom quite level
    even = thin & level & (np.abs(high - tallest) <= max(2.0, _ALIKE * tallest))
    letters = high[~even & (high >= 0.3 * tallest)]
    if even.sum() < _FEWEST_BORDERS or not len(letters) or tallest < _TALLER * float(np.median(letters)):
        return np.flatnonzero(np.zeros(0))
    return np.flatnonzero(even)


def _straight(part: Mask) -> Mask:
    """Return the pixels of `part` in strokes that run straight across or straight down."""
    pixels = part.astype(np.uint8)
    high = int(np.flatnonzero(part.any(axis=1)).size)
    across = cv2.morphologyEx(pixels, cv2.MORPH_OPEN, np.ones((1, max(9, part.shape[1] // 8)), np.uint8))
    down = cv2.morphologyEx(pixels, cv2.MORPH_OPEN, np.ones((max(3, round(0.8 * high)), 1), np.uint8))
    result: Mask = (across | down).astype(np.bool_)
    return result
