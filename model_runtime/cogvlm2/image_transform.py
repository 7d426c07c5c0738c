"""Make the network's pixels from a picture: squashed to a square, scaled to 0..1, normalised as CLIP's were.

The aspect ratio is not kept and nothing is padded, tiled or cropped; small pictures are enlarged. The resampling is
Pillow's bicubic filter on 8-bit values, because the network was trained with it; others shift every pixel a little.
Does not decode files.
"""

import numpy as np
import torch
from PIL import Image
from torch import Tensor

MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
"""Of the pictures that CLIP was trained on, per channel (https://github.com/openai/CLIP)."""


def squashed_rgb(rgb: bytes, width: int, height: int, side: int) -> bytes:
    """Resize 8-bit RGB rows (`width` x `height`) to `side` x `side`: the very picture that the network sees.

    Raises ValueError when the bytes are not as many as the size says.
    """
    if len(rgb) != width * height * 3 or not rgb:
        raise ValueError("rgb")
    picture = Image.frombytes("RGB", (width, height), rgb)
    return picture.resize((side, side), Image.Resampling.BICUBIC).tobytes()


def pixels_from_rgb(rgb: bytes, width: int, height: int, side: int) -> Tensor:
    """Return the network's input [1, 3, side, side], fp32, for 8-bit RGB rows. Raises ValueError."""
    squashed = np.frombuffer(bytearray(squashed_rgb(rgb, width, height, side)), dtype=np.uint8)
    channels = torch.from_numpy(squashed).view(side, side, 3).permute(2, 0, 1)  # [3, side, side]
    mean, std = (torch.tensor(values).view(3, 1, 1) for values in (MEAN, STD))
    return channels.to(torch.float32).div(255).sub(mean).div(std)[None]
