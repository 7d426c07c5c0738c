"""Look at a page at another size and turn, and tell where on the page lies what is seen there. Runs no network."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels
from model_runtime.redaction.face_looks import FaceLook

Faces: TypeAlias = npt.NDArray[np.float32]
"""[N, 5] left, top, right, bottom in pixels, score in 0..1."""

_MUCH_LARGER = 2  # from there on linear interpolation skips pixels


def at_sizes(pixels: Pixels, sizes: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Pixels]:
    """Return the page's `pixels` [H, W, 3] at each of `sizes` (width and height).

    A small one is made of a larger one where that has twice its area: to read 36 megapixels once is enough.
    """
    made: dict[tuple[int, int], Pixels] = {}
    for size in sorted(set(sizes), key=lambda size: size[0] * size[1], reverse=True):
        larger = (one for one in (pixels, *made.values()) if one.size >= _MUCH_LARGER * 3 * size[0] * size[1])
        source = min(larger, key=lambda one: one.size, default=pixels)
        is_much_smaller = max(source.shape[1] / size[0], source.shape[0] / size[1]) > _MUCH_LARGER
        method = cv2.INTER_AREA if is_much_smaller else cv2.INTER_LINEAR
        made[size] = cv2.resize(source, size, interpolation=method)
    return made


@dataclass(frozen=True)
class View:
    """A look at the page after `turn` quarter turns to the left."""

    look: FaceLook
    turn: int

    def picture(self, scaled: Pixels) -> Pixels:
        """Return the page as this view shows it; `scaled` [h, w, 3] is the page at the look's size."""
        turned = np.rot90(scaled, self.turn)
        return np.fliplr(turned) if self.look.is_mirrored else turned

    def on_page(self, faces: Faces, page_width: int, page_height: int) -> Faces:
        """Return `faces` of the view's picture in pixels of the page."""
        width, height = self.look.size(page_width, page_height)
        scale = (page_width / width, page_height / height) * 2
        left, top, right, bottom, score = faces.T
        if self.turn % 2:
            width, height = height, width
        if self.look.is_mirrored:
            left, right = width - right, width - left
        for _ in range(self.turn):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        edges = [edge * share for edge, share in zip((left, top, right, bottom), scale, strict=True)]
        return np.stack([*edges, score], axis=1).astype(np.float32)
