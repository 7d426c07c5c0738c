"""Grow boxes of text to the ink that they cut: bold and outlined letters are wider than the letters that were read.

A piece of ink that lies for the most part in a box goes with it, as far as half of the box's height; a rule or a frame that
only crosses it does not. Finds no text.
"""

import math
from collections.abc import Iterable

import cv2
import msgspec
import numpy as np

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box, Region
from model_runtime.reading.outlines import outlines
from model_runtime.redaction import regions

_FURTHEST = 0.5
"""Of the box's shorter side: how far ink may reach out of it."""

_FURTHEST_PX = 60
_MOSTLY = 0.5
"""Share of a piece of ink that lies in the box."""


def covering(pixels: Pixels, found: Iterable[Region]) -> tuple[Region, ...]:
    """Return `found`, which lie on the page `pixels` [H, W, 3], each grown to the ink that it holds most of."""
    return tuple(msgspec.structs.replace(one, box=_grown(pixels, one.box)) for one in found)


def _grown(pixels: Pixels, box: Box) -> Box:
    height, width = pixels.shape[:2]
    reach = min(_FURTHEST_PX, math.ceil(_FURTHEST * min(box.width, box.height)))
    around = Box(box.left - reach, box.top - reach, box.width + 2 * reach, box.height + 2 * reach)
    seen = around.clipped(width, height) or box
    ink = outlines(pixels[seen.rows, seen.columns])
    pieces, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(ink, pieces, -1, (1,), cv2.FILLED)  # the middle of a thick stroke has no outline
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    rows = slice(box.top - seen.top, box.bottom - seen.top)
    columns = slice(box.left - seen.left, box.right - seen.left)
    inside = np.bincount(labels[rows, columns].ravel(), minlength=len(stats))
    result = box
    for label, (left, top, wide, tall, area) in enumerate(stats.tolist()):
        if label == 0 or inside[label] < _MOSTLY * area:
            continue
        piece = Box(seen.left + left, seen.top + top, wide, tall)
        if wide == seen.width:  # runs through: where it ends to the sides is not known, so only its height counts
            piece = Box(box.left, piece.top, box.width, tall)
        if tall == seen.height:
            piece = Box(piece.left, box.top, piece.width, box.height)
        result = regions.bounding(result, piece)
    return result
