"""Take strokes of a pen off a page that run across its print in another colour: crossed out, struck through, scribbled over.

A stroke ties the letters together that it crosses, and what reads them reads others. Where print and stroke have different
colours one can be told from the other: the page is read once more with each such stroke painted over from beside it, which
mends most letters that it cuts. Hides nothing, and changes no page that is sent.
"""

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels

Mask: TypeAlias = npt.NDArray[np.uint8]
"""[H, W], 1 where something is, else 0."""

_SEEN_PX = 2400
"""Longer side of what is looked at for strokes: print that is read at all is read at about this size."""

_LIGHT_PAPER = 150
"""Of 255, in each colour of paper: on darker pages pens write no such strokes."""

_INK = 190
"""Of 255, in the darkest colour of a pixel on white paper: lighter is paper, or its shadow."""

_COLOURED = 50
"""Of 255, between the lightest and the darkest colour of a pixel on white paper: less is grey."""

_LEAST_INK_PX = 60
"""Pixels of a colour: with fewer no stroke is drawn."""

_THICK_PX = 15
"""Thicker than this is no stroke of a pen but a ground, a letterhead, a picture."""

_LETTER_PX = 9
"""Wider than a stroke of print or of a pen: what lies between two pieces of the other colour this close is crossed."""

_LONG_PX = 40
"""The longer side of a stroke; a letter is smaller."""

_CROSSED_PX = 24
"""Pixels at which a stroke and print lie across each other: two or three letters."""

_OWN_SHARE = 0.2
"""Of a stroke, that lies away from all print: the colour that a screen or a camera gives to edges of letters does not."""

_EDGE_PX = 2
"""Of a stroke, that is neither its colour nor paper's."""

_PAPER_SHARE, _PAPER_AROUND = 0.5, 0.7
"""Of a page, and of what lies around a stroke and is not print: in a photograph it is anything."""

_SPECKLED_PX = 5
"""A ground that a compressed picture has holes in is a ground: holes are smaller."""


def without_strokes(pixels: Pixels) -> tuple[Pixels, ...]:
    """Return `pixels` [H, W, 3] without the strokes of one colour across print of another: one picture a colour, or none."""
    step = -(-max(pixels.shape[:2]) // _SEEN_PX)
    seen = _on_white(np.ascontiguousarray(pixels[::step, ::step]))
    if seen is None:
        return ()
    found: list[tuple[Mask, Mask]] = []
    for one, others in _inks(seen):
        strokes = _strokes(one, others, seen)
        if strokes is not None and not any(np.array_equal(strokes, known) for known, _ in found):
            found.append((strokes, others))
    return tuple(_painted_over(pixels, strokes, others, step) for strokes, others in found)


def _on_white(seen: Pixels) -> Pixels | None:
    """Return `seen` as if its paper were white, or None where it is not on light paper: its paper is its commonest level."""
    steps = np.arange(256)
    table = np.empty((256, 1, 3), np.uint8)
    for channel in range(3):
        paper = int(np.argmax(np.bincount(seen[::4, ::4, channel].ravel(), minlength=256)))
        if paper < _LIGHT_PAPER:
            return None
        table[:, 0, channel] = np.minimum(steps * 255 // paper, 255)
    return np.asarray(cv2.LUT(seen, table))


def _inks(seen: Pixels) -> Iterator[tuple[Mask, Mask]]:
    """Yield each ink of a page on white, and all ink but that one: what is coloured, what is not, and each colour."""
    channels = cv2.split(seen)
    lightest = cv2.max(cv2.max(channels[0], channels[1]), channels[2])
    darkest = cv2.min(cv2.min(channels[0], channels[1]), channels[2])
    ink = (darkest < _INK).astype(np.uint8)
    if ink.mean() > 1 - _PAPER_SHARE:
        return
    coloured: Mask = ink & (cv2.subtract(lightest, darkest) >= _COLOURED)
    if np.count_nonzero(coloured) < _LEAST_INK_PX:
        return
    grey: Mask = ink & (1 - coloured)
    yield coloured, grey
    yield grey, coloured
    for channel in channels:
        of_colour: Mask = coloured & (channel == lightest)
        yield of_colour, coloured & (1 - of_colour)


def _strokes(one: Mask, others: Mask, seen: Pixels) -> Mask | None:
    """Return where ink `one` was drawn across the `others`; None where it was not."""
    if min(np.count_nonzero(one), np.count_nonzero(others)) < _LEAST_INK_PX:
        return None
    filled = cv2.morphologyEx(one, cv2.MORPH_CLOSE, np.ones((_SPECKLED_PX, _SPECKLED_PX), np.uint8))
    thick = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((_THICK_PX, _THICK_PX), np.uint8))
    thin: Mask = one & (1 - _wider(thick, 2 * _EDGE_PX))
    letter = np.ones((_LETTER_PX, _LETTER_PX), np.uint8)
    under = others & cv2.morphologyEx(thin, cv2.MORPH_CLOSE, letter)
    over = thin & cv2.morphologyEx(others, cv2.MORPH_CLOSE, letter)
    if np.count_nonzero(under | over) < _CROSSED_PX:
        return None
    away = thin & (1 - _wider(others, 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thin | under, connectivity=8)
    of_each = [np.bincount(labels[mask > 0], minlength=count) for mask in (thin, under | over, away)]
    found = np.zeros_like(one)
    for label in np.flatnonzero(
        (stats[:, 2:4].max(axis=1) >= _LONG_PX)
        & (of_each[1] >= _CROSSED_PX)
        & (of_each[2] >= _OWN_SHARE * of_each[0])
        & (np.arange(count) > 0)
    ).tolist():
        left, top, width, height = stats[label, :4].tolist()
        rows = slice(max(0, top - _THICK_PX), top + height + _THICK_PX)
        columns = slice(max(0, left - _THICK_PX), left + width + _THICK_PX)
        of_stroke = (labels[rows, columns] == label).astype(np.uint8) & thin[rows, columns]
        if _is_on_paper(of_stroke, others[rows, columns], seen[rows, columns]):
            found[rows, columns] |= of_stroke
    return _with_ends(found, thin) if found.any() else None


def _with_ends(strokes: Mask, drawn: Mask) -> Mask:
    """Return `strokes` and what is `drawn` so close to one that it belongs to it: pieces between letters, ends."""
    letter = np.ones((_LETTER_PX, _LETTER_PX), np.uint8)
    count, labels = cv2.connectedComponents(cv2.dilate(drawn, letter))
    is_stroke = np.zeros(count, np.uint8)
    is_stroke[labels[strokes > 0]] = 1
    return np.asarray(drawn & is_stroke[labels])


def _is_on_paper(stroke: Mask, print_: Mask, seen: Pixels) -> bool:
    """Tell whether paper lies around a stroke, and print."""
    around = _wider(stroke, 4 * _EDGE_PX) & (1 - _wider(stroke | print_, _EDGE_PX))
    light = (seen.min(axis=2) >= _INK)[around > 0]
    return light.size > 0 and float(light.mean()) >= _PAPER_AROUND


def _painted_over(pixels: Pixels, strokes: Mask, print_: Mask, step: int) -> Pixels:
    """Return a copy of `pixels` in which what lies beside `strokes` goes on in their place, whether print or paper.

    Both masks show every `step`th pixel. What a stroke lets through of the print under it stays.
    """
    left, top, width, height = cv2.boundingRect(_wider(strokes, _EDGE_PX))
    gone = (_wider(strokes, 1) & (1 - print_))[top : top + height, left : left + width]
    result = pixels.copy()
    part = result[top * step : (top + height) * step, left * step : (left + width) * step]
    whole = cv2.resize(gone, None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST)
    whole = whole[: part.shape[0], : part.shape[1]]
    part[:] = cv2.inpaint(np.ascontiguousarray(part), whole, 3.0 * step, cv2.INPAINT_NS)
    return result


def _wider(mask: Mask, by: int) -> Mask:
    """Return `mask` and all that lies within `by` pixels of it."""
    wider: Mask = cv2.dilate(mask, np.ones((2 * by + 1, 2 * by + 1), np.uint8))
    return wider
