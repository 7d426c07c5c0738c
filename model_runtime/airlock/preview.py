"""Draw regions over a source page, so that a person can judge them before anything is hidden. Hides nothing.

What it makes shows the source: it is for the person who has the source, never for an engine.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import cv2

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Region, Word

_COLOURS = ((204, 51, 17), (0, 119, 187), (0, 153, 136), (238, 51, 119), (238, 119, 51), (136, 34, 85), (51, 187, 238))
"""Told apart by the colour-blind, too (Tol, "vibrant"); which kind has which is the same in every file."""

_LINE_SHARE = 0.002
"""Width of a line, as a share of the page's longer side."""

_LETTER_SHARE = 0.0006
"""Size of the letters likewise: OpenCV's scale 1 is 22 px high."""


@dataclass(frozen=True)
class OutlinedPage:
    """A source page with boxes drawn over it. Attributes: see `made_page.MadePage`; it carries no words."""

    pixels: Pixels
    dpi: float
    words: tuple[Word, ...] = ()


def outlined(page: SourcePage, found: Sequence[Region]) -> OutlinedPage:
    """Return `page` with a box in the colour of its kind, and its kind and score in words, for each of `found`."""
    pixels = page.pixels.copy()
    height, width = pixels.shape[:2]
    line_px = max(2, round(max(width, height) * _LINE_SHARE))
    for region in found:
        box = region.box.clipped(width, height)
        if box is None:
            continue
        colour = _COLOURS[zlib.crc32(region.kind.encode()) % len(_COLOURS)]
        cv2.rectangle(pixels, (box.left, box.top), (box.right - 1, box.bottom - 1), colour, line_px)
        scale = max(0.35, max(width, height) * _LETTER_SHARE)
        words = f"{region.kind} {region.score:.2f}"
        place = (box.left, max(round(24 * scale), box.top - 2 * line_px))
        cv2.putText(pixels, words, place, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, line_px, cv2.LINE_AA)
    return OutlinedPage(pixels, page.dpi)
