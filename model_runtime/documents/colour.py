"""Bring any mode of Pillow to plain sRGB: profiles applied, transparency laid on white, depth reduced to eight bits.

A profile that cannot be used is ignored, as every viewer does. Reads no files.
"""

import io
import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

_DEEP_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
_WHITE_16 = 2**16 - 1
_SENSOR_BITS = (8, 10, 12, 14)  # what is stored in sixteen
_SMALL_SHARE = 1 / 4
"""Of the levels that the bits in use can name: a picture that uses fewer is stretched to its own black and white."""

_OUTER = (0.01, 99.99)  # percentiles
_SAMPLED_PX = 2**21


def flattened(image: Image.Image) -> Image.Image:
    """Return a new picture of mode RGB that looks like `image` on white paper. Raises what Pillow raises."""
    profile = image.info.get("icc_profile")
    if image.mode in _DEEP_MODES:
        plain = _eight_bits(image)
    elif image.mode in ("P", "PA", "LA", "La", "RGBa") or (
        image.mode in ("L", "RGB", "1") and "transparency" in image.info
    ):
        plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode in ("1", "HSV", "YCbCr", "RGBX"):
        plain = image.convert("RGB")
    else:
        plain = image  # L, RGB, RGBA, CMYK, LAB: what a profile can speak about
    plain = _in_srgb(plain, profile)
    if plain.mode != "RGBA":
        return plain.convert("RGB") if plain.mode != "RGB" else plain.copy()
    paper = Image.new("RGB", plain.size, "white")
    paper.paste(plain, mask=plain.getchannel("A"))
    return paper


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return mode L. Sixteen bits are scaled by those in use, real values, which have no agreed white, are stretched."""
    values = np.asarray(image)
    if image.mode.startswith("I;16") or (image.mode == "I" and values.min() >= 0 and 255 < values.max() <= _WHITE_16):
        return _from_16_bits(values)
    real = values.astype(np.float64)
    finite = real[np.isfinite(real)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    if image.mode == "I" and low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    bounded = np.nan_to_num(real, nan=low, posinf=high, neginf=low)
    return Image.fromarray(np.rint((bounded - low) * (255.0 / (high - low or 1.0))).astype(np.uint8))


def _from_16_bits(values: npt.NDArray[np.integer]) -> Image.Image:
    """Return mode L. Sensors store ten, twelve or fourteen bits in sixteen, and some use a small part of those.

    Divided by 65,535 such a picture would be black to people and to detectors, and whoever turned its contrast up would
    see what nobody had looked at. So it is stretched, as viewers do, before anything looks at it. Outliers (hot pixels, a
    mark burnt in) do not count.
    """
    step = max(1, math.isqrt(values.size // _SAMPLED_PX))
    low, high = (float(level) for level in np.percentile(values[::step, ::step], _OUTER))
    bits = next((bits for bits in _SENSOR_BITS if high < 2**bits), 16)
    white = float(2**bits - 1)
    if not 0 < high - low < white * _SMALL_SHARE:
        low, high = 0.0, white
    levels = np.rint(np.clip((np.arange(_WHITE_16 + 1) - low) * (255.0 / (high - low)), 0.0, 255.0)).astype(np.uint8)
    return Image.fromarray(levels[values])


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Apply an embedded ICC profile; LAB needs one even when the file has none."""
    if image.mode == "LAB":
        source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    elif isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        except OSError:
            return image
    else:
        return image
    target_mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), image.mode, target_mode)
        return ImageCms.applyTransform(image, transform) or image
    except (ImageCms.PyCMSError, ValueError):
        return image  # a profile of another colour space than the pixels
