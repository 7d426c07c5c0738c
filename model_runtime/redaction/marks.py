"""Take marks that were drawn across a page (CONFIDENTIAL, a stamp, a logo behind the text) out of what is read.

A mark ties lines together that it crosses, and whoever looks for lines finds none of them. Marks are lighter or more
colourful than print, or nobody could read the print under them: a page with one is read once more in its darkest ink
alone; and where its print is grey or coloured itself, in all that is darker than the mark. Hides nothing, and changes no
page that is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels
from model_runtime.reading.outlines import rules

_DARK = 130
"""Of 255, in the lightest colour of a pixel: print is darker, a mark or its overlap with paper is lighter."""

_BLACK = 40
_PAPER = 225
"""Lighter in its darkest colour than this is paper, not a mark."""

_STEP = 2
"""Every second pixel of every second row is enough to see a mark, and four times as fast."""

_LEAST_PX = 40 // _STEP
"""Height and width of a piece of a mark: print of 8 to 14 points is 16 to 30 pixels high."""

_FULLEST = 0.7
"""Share of its box that a stroke fills at most; fuller are grounds and pictures, which tie no lines together."""

_CROSSED_PX = 12 // _STEP**2
"""Pixels of print in the box of a piece of a mark: fewer are none."""

_GREY_CROSSED_PX = 60 // _STEP**2
"""Likewise, of print lighter than `_DARK`; and no less than of darker, for soft edges of black print are grey, too."""

_PAPER_SHARE = 0.4
"""Of a page: a photograph that has less is not taken apart by its levels."""

_UNLIKE = 16
"""Of 255: as much lighter than the mark or darker is still the mark, as a camera or a compressed picture shows it."""

_EVEN = 0.6
"""Share of a mark that has its level; in a photograph less of anything has one."""

_COLOURED = 50
"""Of 255, between the lightest and the darkest colour of a mark: in less it is grey, and what is coloured is print."""

_BLACKEST = 5
"""Percent of the print that may be darker than what is shown as black."""

_Plane: TypeAlias = npt.NDArray[np.uint8]
"""[H, W], one level of each pixel."""


@dataclass(frozen=True)
class _Planes:
    """The lightest and the darkest colour of each pixel."""

    lightest: _Plane
    darkest: _Plane


@dataclass(frozen=True)
class _Piece:
    """A piece of something lighter than print, in its box.

    Attributes:
        planes: of the box.
        shape: [H, W], true where the piece is.
    """

    planes: _Planes
    shape: npt.NDArray[np.bool_]


def without_marks(pixels: Pixels) -> tuple[Pixels, ...]:
    """Return `pixels` [H, W, 3] without what lies across their print, grey on white: in up to two ways; or none if nothing does.

    The first shows what is as dark as print mostly is; the second what is darker than the mark, if there is such print.
    """
    seen = _planes(pixels[::_STEP, ::_STEP])
    pieces = tuple(_pieces(seen))
    views = []
    if any(np.count_nonzero(piece.planes.lightest < _DARK) >= _CROSSED_PX for piece in pieces):
        views.append(_stretched(_planes(pixels).lightest, _BLACK, _DARK))
    is_paper = (seen.darkest > _PAPER).mean() >= _PAPER_SHARE
    for is_coloured in (False, True) if is_paper else ():
        levels = [levels for piece in pieces if (levels := _levels(piece, is_coloured)) is not None]
        if levels:
            planes = _planes(pixels)
            plane = planes.lightest if is_coloured else planes.darkest
            views.append(_stretched(plane, min(black for black, _ in levels), min(white for _, white in levels)))
    return tuple(views)


def _planes(pixels: Pixels) -> _Planes:
    first, second, third = np.moveaxis(pixels, 2, 0)
    lightest = np.maximum(np.maximum(first, second), third)
    return _Planes(lightest, np.minimum(np.minimum(first, second), third))


def _stretched(plane: _Plane, black: int, white: int) -> Pixels:
    grey = (plane.astype(np.int32) - black) * 255 // (white - black)
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def _pieces(planes: _Planes) -> Iterator[_Piece]:
    """Yield what is large and lighter than print, but neither paper nor a ground."""
    light = ((planes.lightest >= _DARK) & (planes.darkest <= _PAPER)).astype(np.uint8)
    light &= 1 - rules(light, _STEP)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(light, connectivity=8)
    wide, tall, areas = stats[:, 2], stats[:, 3], stats[:, 4]
    is_mark = (np.minimum(wide, tall) >= _LEAST_PX) & (areas <= _FULLEST * wide * tall)
    for label in (np.flatnonzero(is_mark[1:]) + 1).tolist():
        left, top, width, height, _ = stats[label].tolist()
        box = slice(top, top + height), slice(left, left + width)
        yield _Piece(_Planes(planes.lightest[box], planes.darkest[box]), labels[box] == label)


def _levels(piece: _Piece, is_coloured: bool) -> tuple[int, int] | None:
    """Return which level of the print across `piece` is black, and from which one on all is white: the mark and paper.

    None where no print lighter than `_DARK` is there, or the piece is nothing that somebody drew in one colour.

    Args:
        piece: what may be a mark.
        is_coloured: look at marks in a colour, in their lightest; else at grey ones, in the darkest of what crosses them.
    """
    lightest, darkest = (int(np.median(of[piece.shape])) for of in (piece.planes.lightest, piece.planes.darkest))
    if (lightest - darkest >= _COLOURED) != is_coloured:
        return None
    plane, level = (piece.planes.lightest, lightest) if is_coloured else (piece.planes.darkest, darkest)
    even = np.abs(plane[piece.shape].astype(np.int32) - level) <= _UNLIKE
    if even.mean() < _EVEN:
        return None
    white = level - _UNLIKE
    print_ = plane < white - _UNLIKE
    black_print = (piece.planes.lightest < _DARK).astype(np.uint8)
    own = print_ & (cv2.dilate(black_print, np.ones((3, 3), np.uint8)) == 0)
    if np.count_nonzero(own) < max(_GREY_CROSSED_PX, int(np.count_nonzero(black_print))):
        return None
    return int(np.percentile(plane[print_], _BLACKEST)), white
