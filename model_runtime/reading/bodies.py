"""Tell a body from a line of letters: to what finds text, two lungs are an 8 as large as the slice.

Measured on 19 views of a chest without letters: each had one such place, which with its margin is 78 to 100 % of the view.
Such an 8 reads as well upside down: it must not say how a slice lies. Names were missed on slices that were turned for it.
Finds nothing itself.
"""

from enum import Enum

_SHARE, _LEAST_PX = 0.3, 96
_FILLING, _LETTERS = 0.5, 2


class Shows(Enum):
    """What a picture shows: a page, which may lie turned; or what a scanner measured, a body, as it stands."""

    PAGE = "page"
    SLICE = "slice"


def is_body(wide: float, tall: float, shape: tuple[int, ...]) -> bool:
    """Tell whether a place of `wide` x `tall` pixels in a picture [H, W, 3] of `shape` is too large for a piece of a row.

    That is wider *and* taller than a share of the shorter side, and than so many pixels.
    """
    return min(wide, tall) > max(_SHARE * min(shape[:2]), _LEAST_PX)


def is_body_read(text: str, wide: float, tall: float, shape: tuple[int, ...]) -> bool:
    """Tell whether one or two letters that were read are a body: they take over half of a picture [H, W, 3], across *and* down.

    For who does not know whether a picture is a slice. Measured on slices of chests, heads and limbs without letters: .78 to 1.4
    of the width, .55 to 1.4 of the height. A letter that fills a picture like that is taken for one, too.
    """
    height, width = shape[:2]
    return len(text.strip()) <= _LETTERS and wide > _FILLING * width and tall > _FILLING * height
