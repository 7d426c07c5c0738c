"""Make the network's pixels from a frame: normalised, its short side scaled to the network's, the middle square cut out.

In this order, in fp32: values to 0..1, CLIP's mean and deviation, bilinear scaling without a low-pass, a centred crop. The
published code has it from PyTorchVideo and torchvision; a scaling of 8-bit values, or one with a low-pass, shifts every
pixel. Does not decode films and does not choose frames.
"""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from model_runtime.cogvlm2.image_transform import MEAN, STD

_LONGEST = 16
"""Times as long as wide. Of a longer strip only the middle is taken before it is scaled: the rest would be cut off anyway,
and a picture of one row and 100,000 columns would be scaled to 20 GB."""


def pixels_from_frame(rgb: bytes, width: int, height: int, side: int) -> Tensor:
    """Return the network's input [1, 3, side, side], fp32, for 8-bit RGB rows (`width` x `height`). Raises ValueError."""
    if len(rgb) != width * height * 3 or not rgb:
        raise ValueError("rgb")
    frame = torch.from_numpy(np.frombuffer(bytearray(rgb), dtype=np.uint8)).view(height, width, 3)
    channels = _middle(frame).permute(2, 0, 1).contiguous().to(torch.float32)  # [3, H, W]: each by itself, as published
    mean, std = (torch.tensor(values).view(3, 1, 1) for values in (MEAN, STD))
    normed = channels.div(255).sub(mean).div(std)[None]
    size = _scaled_size(normed.shape[-1], normed.shape[-2], side)
    scaled = functional.interpolate(normed, size=size, mode="bilinear", align_corners=False)
    top, left = (round((length - side) / 2) for length in size)  # halves go to the even number, as published
    return scaled[:, :, top : top + side, left : left + side].contiguous()


def _scaled_size(width: int, height: int, side: int) -> tuple[int, int]:
    """Return (height, width) with the short side at `side`; the long one is cut to a whole number."""
    if width < height:
        return math.floor(height / width * side), side
    return side, math.floor(width / height * side)


def _middle(frame: Tensor) -> Tensor:
    """Return the middle of a frame [H, W, 3] that is longer than anything that is filmed."""
    for axis in (0, 1):
        length, most = frame.shape[axis], _LONGEST * min(frame.shape[:2])
        if length > most:
            frame = frame.narrow(axis, (length - most) // 2, most)
    return frame
