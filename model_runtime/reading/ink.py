"""Tell ink from paper in a line that was cut out of a page, and take ruled lines away. Knows no letters."""

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.reading.turning import Rgb

Mask = npt.NDArray[np.bool_]
"""[H, W], true where there is ink."""

_FAINTEST = 40  # of 255, between paper and ink
_WIDE = 0.5  # of the line: a stroke that goes on this far is ruled
_FEWEST_STROKES = 3
_STROKE = 0.22  # of the letters' height, at most, is the width of a border


def ink_of(line: Rgb, within: Mask | None = None) -> Mask:
    """Return where `line` [H, W, 3] is not paper; the colour of most of it (`within`, where given) is paper's."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    some = grey[within] if within is not None and within.any() else grey
    away = cv2.absdiff(grey, np.full_like(grey, np.median(some)))
    of_some = away[within] if within is not None and within.any() else away
    limit, _ = cv2.threshold(of_some.reshape(1, -1), 0, 255, cv2.THRESH_OTSU)
    result: Mask = away > max(_FAINTEST, limit)
    return result


def without_rules(line: Rgb, ink: Mask, tall: float) -> tuple[Rgb, Mask]:
    """Return `line` and its ink without ruled lines, borders between letters and tick marks on a rule.

    What hangs together with a long stroke goes with it where it is nearly all straight; else its straight parts go.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    height, width = ink.shape
    gone = np.zeros_like(ink)
    strokes = []
    for number in range(1, count):
        _, top, wide, high, _ = (int(value) for value in stats[number])
        if wide > max(_WIDE * width, 3 * tall):
            part = labels == number
            straight = _straight(part, tall)
            gone |= part if straight.sum() > 0.8 * part.sum() else straight
        elif wide <= max(2.0, _STROKE * tall) and (high > 1.2 * tall or top + high >= height or top == 0):
            strokes.append(number)
    if len(strokes) >= _FEWEST_STROKES:
        gone |= np.isin(labels, strokes)
    if not gone.any():
        return line, ink
    paper = np.median(line[~ink].reshape(-1, 3), axis=0) if (~ink).any() else line.mean(axis=(0, 1))
    blurred = cv2.dilate(gone.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_) & ~(ink & ~gone)
    cleared = line.copy()
    cleared[blurred] = paper.astype(np.uint8)
    return cleared, ink & ~gone


def _straight(part: Mask, tall: float) -> Mask:
    """Return the pixels of `part` in strokes that run straight across or straight down."""
    pixels = part.astype(np.uint8)
    across = cv2.morphologyEx(pixels, cv2.MORPH_OPEN, np.ones((1, max(3, round(1.5 * tall))), np.uint8))
    down = cv2.morphologyEx(pixels, cv2.MORPH_OPEN, np.ones((max(3, round(1.15 * tall)), 1), np.uint8))
    result: Mask = (across | down).astype(np.bool_)
    return result
