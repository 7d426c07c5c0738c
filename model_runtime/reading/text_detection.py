"""Find where text stands in a picture: one turned rectangle a line, by PP-OCR's differentiable binarization network.

Steps and numbers are those of PaddleOCR's DB post-processing (Liao et al. 2020, arXiv:1911.08947) with the settings
RapidOCR ships for the same weights; a long page is looked at in parts (`long_pages.py`). Does not read the text.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from model_runtime.reading import islands, long_pages, passes
from model_runtime.reading.long_pages import Look, Parts
from model_runtime.reading.turning import Quad, Rgb, ordered

_STRIDE = 32  # the network halves its input five times
_PIXEL_THRESHOLD = 0.3
_BOX_THRESHOLD = 0.5
_UNCLIP_RATIO = 1.6  # the network marks the core of a line; boxes grow by area * ratio / outline
_MIN_SIDE_PX = 3
_THIN_SCALE = 0.5
"""A page that is shown smaller than this has each pixel made of all that it stands for: else thin strokes fall between."""


@dataclass(frozen=True)
class DetectionSize:
    """What the network is shown: short side at least, long side at most, in pixels; of a long page that much at a time."""

    min_short_px: int = 736
    max_long_px: int = 1600
    is_whole: bool = False  # also a long page at once


class TextDetector:
    """Finds lines of text; may be called from several threads at once."""

    def __init__(self, session: ort.InferenceSession, size: DetectionSize) -> None:
        self._session = session
        self._input = session.get_inputs()[0].name
        self._size = size

    def find(
        self, picture: Rgb, is_cancelled: Callable[[], bool], whole: tuple[int, int] | None = None
    ) -> list[Quad] | None:
        """Give the rectangles of all lines in pixels of `picture`, top to bottom; None when cancelled on the way.

        Args:
            picture: [H, W, 3] uint8 RGB.
            is_cancelled: asked while the network looks, from another thread.
            whole: height and width of the page whose rows these are: print is looked at as large as on it.
        """
        size = self._size
        height, width = whole or picture.shape[:2]
        parts = None if size.is_whole else long_pages.parts_of(height, width, size.min_short_px, size.max_long_px)
        if parts is None:
            quads = self._look(picture, self._scale(height, width), is_cancelled)
        else:
            quads = self._look_at_parts(picture, parts, self._scale(height, width), is_cancelled)
        if quads is not None and not size.is_whole:
            quads = self._look_at_islands(picture, quads, is_cancelled)
        return None if quads is None else sorted(quads, key=lambda quad: float(quad[:, 1].mean()))

    def _look_at_islands(self, picture: Rgb, quads: list[Quad], is_cancelled: Callable[[], bool]) -> list[Quad] | None:
        """Give `quads` and what else is found where something stands on a picture that is nearly blank."""
        more: list[Quad] = []
        for island in islands.islands_of(picture):
            part = island.of(picture)
            found = self._look(part, min(1.0, self._size.max_long_px / max(part.shape[:2])), is_cancelled)
            if found is None:
                return None
            more += [quad + np.array([island.left, island.top], np.float32) for quad in found]
        return long_pages.with_more(quads, more)

    def _look_at_parts(
        self, picture: Rgb, parts: Parts, whole_scale: float, is_cancelled: Callable[[], bool]
    ) -> list[Quad] | None:
        """Give the rectangles of a long picture."""
        axis = int(picture.shape[0] >= picture.shape[1])
        spans = parts.spans(picture.shape[1 - axis])
        looks = []
        for start, end in spans:
            part = picture[start:end] if axis else picture[:, start:end]
            quads = self._look(part, parts.scale, is_cancelled)
            if quads is None:
                return None
            step = np.array([0, start] if axis else [start, 0], np.float32)
            looks.append(Look(tuple(quad + step for quad in quads), start, end))
        found = long_pages.joined(looks, axis)
        if len(spans) == 1:
            return found
        on_whole = self._look(picture, whole_scale, is_cancelled)
        return None if on_whole is None else long_pages.with_large(found, on_whole, parts)

    def _look(self, picture: Rgb, scale: float, is_cancelled: Callable[[], bool]) -> list[Quad] | None:
        """Show a picture to the network, stretched by `scale`, and give the rectangles; None when cancelled."""
        height, width = picture.shape[:2]
        shown_height = max(_STRIDE, round(height * scale / _STRIDE) * _STRIDE)
        shown_width = max(_STRIDE, round(width * scale / _STRIDE) * _STRIDE)
        how = cv2.INTER_AREA if scale < _THIN_SCALE else cv2.INTER_LINEAR
        shown = cv2.resize(picture[:, :, ::-1], (shown_width, shown_height), interpolation=how)
        batch = (shown.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]  # [1, 3, H, W], blue green red
        results = passes.run(self._session, None, {self._input: np.ascontiguousarray(batch)}, is_cancelled)
        if results is None:
            return None
        heat = results[0][0, 0]  # [H, W] in 0..1
        stretch = np.array([width / shown_width, height / shown_height], dtype=np.float32)
        return [quad * stretch for quad in _quads_from_heat(heat)]

    def _scale(self, height: int, width: int) -> float:
        """Return by how much a page of this size is stretched before the network sees it."""
        return min(max(1.0, self._size.min_short_px / min(height, width)), self._size.max_long_px / max(height, width))


def _quads_from_heat(heat: npt.NDArray[np.float32]) -> list[Quad]:
    mask = cv2.dilate((heat > _PIXEL_THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for (
        contour
    ) in contours:  # all of them, which take what time they take: the sandbox bounds it, and a count hides the rest
        center, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < _MIN_SIDE_PX:
            continue
        corners = cv2.boxPoints((center, (width, height), angle))
        if _mean_inside(heat, corners) < _BOX_THRESHOLD:
            continue
        grow = width * height * _UNCLIP_RATIO / (2 * (width + height))
        grown = cv2.boxPoints((center, (width + 2 * grow, height + 2 * grow), angle))
        quads.append(ordered(grown))
    return quads


def _mean_inside(heat: npt.NDArray[np.float32], corners: Quad) -> float:
    height, width = heat.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    inside = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(inside, [(corners - (left, top)).astype(np.int32)], (1,))
    return float(cv2.mean(heat[top : bottom + 1, left : right + 1], inside)[0])
