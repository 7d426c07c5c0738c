"""Look at a page at another size and turn, and tell where on the page lies what is seen there. Runs no network."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels
from model_runtime.redaction.face_looks import FaceLook

Faces: TypeAlias = npt.NDArray[np.float32]
"""[N, 5] left, top, right, bottom in pixels, score in 0..1."""


@dataclass(frozen=True)
class View:
    """A look at the page after `turn` quarter turns to the left."""

    look: FaceLook
    turn: int

    def picture(self, pixels: Pixels) -> Pixels:
        """Return the page's `pixels` [H, W, 3] as this view shows them."""
        size = self.look.size(pixels.shape[1], pixels.shape[0])
        is_smaller = size[0] * size[1] < pixels.shape[0] * pixels.shape[1]
        scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR)
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
