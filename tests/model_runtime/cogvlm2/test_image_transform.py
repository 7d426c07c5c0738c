"""Pixels are the reference's bit by bit, made from nothing but RGB bytes."""

import numpy as np
import pytest
import torch

from model_runtime.cogvlm2.image_transform import MEAN, STD, pixels_from_rgb, squashed_rgb
from tests.model_runtime.cogvlm2 import golden


def _golden_picture() -> bytes:
    y, x = np.mgrid[0:60, 0:100]
    rgb = np.stack([(2 * x + y) % 256, (x * y) % 256, (255 - x - y) % 256], axis=-1)
    return rgb.astype(np.uint8).tobytes()


def test_pixels_are_the_references_bit_by_bit() -> None:
    """A picture of 100 x 60 squashed to 56 x 56: every pixel equals the reference's."""
    assert torch.equal(golden.numbers()["P_image_out"], pixels_from_rgb(_golden_picture(), 100, 60, 56)[0])


def test_a_picture_of_the_right_size_is_only_normalised() -> None:
    """At 1344 x 1344 nothing is resampled."""
    rgb = np.random.default_rng(0).integers(0, 256, (1344, 1344, 3), dtype=np.uint8)
    pixels = pixels_from_rgb(rgb.tobytes(), 1344, 1344, 1344)
    expected = (torch.from_numpy(rgb).permute(2, 0, 1) / 255 - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(
        STD
    ).view(3, 1, 1)
    assert torch.equal(expected[None], pixels)


def test_what_the_network_sees_can_be_shown() -> None:
    """The squashed picture is what the pixels are made from."""
    shown = np.frombuffer(squashed_rgb(_golden_picture(), 100, 60, 56), np.uint8).reshape(56, 56, 3)
    pixels = pixels_from_rgb(shown.tobytes(), 56, 56, 56)
    assert torch.equal(golden.numbers()["P_image_out"], pixels[0])


@pytest.mark.parametrize(("length", "width", "height"), [(0, 0, 0), (11, 2, 2), (13, 2, 2)])
def test_bytes_that_do_not_fit_the_size_are_refused(length: int, width: int, height: int) -> None:
    """A page that lies about its size ends in one error, not in a wrong picture."""
    with pytest.raises(ValueError, match="rgb"):
        pixels_from_rgb(bytes(length), width, height, 56)
