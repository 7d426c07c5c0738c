"""Run CenterFace: a small network that finds faces as points of a heat map.

Source: Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point" (arXiv 1911.03599); weights by
Star-Clouds, MIT (see resources/weights/README.md). Does not choose scales, thresholds or margins.
"""

import numpy as np
import numpy.typing as npt
import onnxruntime

from model_runtime.documents.page import Pixels
from model_runtime.protocol.resource_files import resource_path, verified

WEIGHTS_SHA256 = "71d198f872e9a07a9192645bf25d8cf820b71d07f31f567eef133e899e25729b"

_STRIDE = 4  # of the heat map
_SAME_FACE_OVERLAP = 0.3  # of the authors' non-maximum suppression
_MAX_FACES = 2000  # a stadium; keeps suppression, which compares each with each, under a tenth of a second
_FATAL_ONLY = 4
_HEAT, _EXTENT, _OFFSET = "537", "538", "539"  # as the file calls them; 540 are eyes, nose and mouth


class CenterFace:
    """The network, loaded. May be asked from several threads at once: each computes on one core.

    Takes 0.15 GB of working memory a megapixel, and keeps what the largest picture took: where the system hands out
    memory page by page, asking for it again costs a third of the time.
    """

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _FATAL_ONLY
        options.intra_op_num_threads = 1
        options.enable_mem_pattern = False  # plans for one size do not fit the next: a quarter more memory is kept
        weights = verified(resource_path("weights", "centerface.onnx"), WEIGHTS_SHA256)
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def faces(self, pixels: Pixels, threshold: float) -> npt.NDArray[np.float32]:
        """Return faces in `pixels` [H, W, 3] uint8 RGB, sides multiples of 32, whose score, 0..1, is over `threshold`.

        Returns:
            [N, 5] left, top, right, bottom in pixels, score; surest first.
        """
        batch = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32)  # [1, 3, H, W]
        heat, extent, offset = self._session.run([_HEAT, _EXTENT, _OFFSET], {"input.1": batch})
        return _decoded(heat[0, 0], extent[0], offset[0], threshold)


def _decoded(
    heat: npt.NDArray[np.float32], extent: npt.NDArray[np.float32], offset: npt.NDArray[np.float32], threshold: float
) -> npt.NDArray[np.float32]:
    """Turn heat [h, w], log extent [2, h, w] and centre offset [2, h, w] (rows before columns) into [N, 5] faces."""
    rows, columns = np.nonzero(heat > threshold)
    scores = heat[rows, columns]
    surest = np.argsort(-scores, kind="stable")[:_MAX_FACES]
    rows, columns, scores = rows[surest], columns[surest], scores[surest]
    tall, wide = np.exp(extent[:, rows, columns]) * _STRIDE
    middle_y = (rows + offset[0, rows, columns] + 0.5) * _STRIDE
    middle_x = (columns + offset[1, rows, columns] + 0.5) * _STRIDE
    edges = [middle_x - wide / 2, middle_y - tall / 2, middle_x + wide / 2, middle_y + tall / 2, scores]
    return _without_twins(np.stack(edges, axis=1).astype(np.float32))


def _without_twins(faces: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Keep the surest of faces that overlap (greedy non-maximum suppression); `faces` [N, 5] is surest first."""
    areas = (faces[:, 2] - faces[:, 0]) * (faces[:, 3] - faces[:, 1])
    is_kept = np.ones(len(faces), dtype=bool)
    for index in range(len(faces)):
        if not is_kept[index]:
            continue
        later = slice(index + 1, None)
        near = np.minimum(faces[index, 2:4], faces[later, 2:4]) - np.maximum(faces[index, :2], faces[later, :2])
        shared = np.prod(np.maximum(near, 0), axis=1)
        is_kept[later] &= shared < _SAME_FACE_OVERLAP * (areas[index] + areas[later] - shared)
    return faces[is_kept]
