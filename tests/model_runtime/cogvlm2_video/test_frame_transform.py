"""A frame is scaled and cut as the published code does, which has four steps in one order."""

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from model_runtime.cogvlm2_video.frame_transform import pixels_from_frame
from tests.model_runtime.cogvlm2 import golden

EXPECTED = golden.numbers()["P_video_out_16x16_corner_and_center"]  # [corner and centre, T, 3, 16, 16]
EXACTLY = 1e-6


def frame(number: int) -> np.ndarray:
    """Draw a frame [90, 161, 3] of the golden clip."""
    y, x = np.mgrid[:90, :161]
    channels = (x + y + 40 * number, 2 * x + 3 * y + number, x * y + number)
    return np.stack([channel % 256 for channel in channels], axis=-1).astype(np.uint8)


def tiles(pixels: Tensor) -> Tensor:
    """Return the parts that the golden numbers hold, [2, 3, 16, 16]."""
    return torch.stack([pixels[0, :, :16, :16], pixels[0, :, 104:120, 104:120]])


@pytest.mark.parametrize("number", [0, 1])
def test_pixels_are_the_published_ones(number: int) -> None:
    """Corner and centre of both frames of the golden clip."""
    pixels = pixels_from_frame(frame(number).tobytes(), 161, 90, 224)
    assert (1, 3, 224, 224) == pixels.shape
    assert golden.largest_error(tiles(pixels), EXPECTED[:, number]) <= EXACTLY


@pytest.mark.parametrize("filtered", [Image.Resampling.BILINEAR, Image.Resampling.BICUBIC])
def test_scaling_whole_numbers_would_be_noticed(filtered: Image.Resampling) -> None:
    """Pillow scales 8-bit values, as CogVLM2 wants its pictures: here that is another picture."""
    scaled = Image.fromarray(frame(0)).resize((400, 224), filtered).crop((88, 0, 312, 224))
    pixels = pixels_from_frame(scaled.tobytes(), 224, 224, 224)
    assert golden.largest_error(tiles(pixels), EXPECTED[:, 0]) > 1000 * EXACTLY


@pytest.mark.parametrize(
    ("width", "height", "left", "top"),
    [(224, 224, 0, 0), (225, 224, 0, 0), (227, 224, 2, 0), (226, 224, 1, 0), (224, 225, 0, 0), (224, 331, 0, 54)],
)
def test_the_middle_is_cut_where_the_published_code_cuts_it(width: int, height: int, left: int, top: int) -> None:
    """Half a pixel goes to the even side: of one column too many the last one goes, of three the first two."""
    drawn = np.random.default_rng(4).integers(0, 256, (height, width, 3), dtype=np.uint8)
    cut = np.ascontiguousarray(drawn[top : top + 224, left : left + 224])
    expected = pixels_from_frame(cut.tobytes(), 224, 224, 224)
    assert torch.equal(expected, pixels_from_frame(drawn.tobytes(), width, height, 224))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 100_000), (100_000, 1), (7, 300), (2, 1)])
def test_shapes_that_nobody_films_are_still_one_square(width: int, height: int) -> None:
    """And take no more memory than a film's."""
    pixels = pixels_from_frame(bytes(width * height * 3), width, height, 224)
    assert (1, 3, 224, 224) == pixels.shape
    assert golden.largest_error(pixels, pixels[:, :, :1, :1].expand_as(pixels)) < EXACTLY


def test_bytes_that_are_no_such_frame_are_refused() -> None:
    """Too few, too many, none."""
    for rgb, width in ((b"\0" * 11, 2), (b"\0" * 13, 2), (b"", 0)):
        with pytest.raises(ValueError, match="rgb"):
            pixels_from_frame(rgb, width, 2, 224)
