"""Bring any mode of Pillow to plain sRGB: profiles applied, transparency laid on white, depth reduced to eight bits.

A profile that cannot be used is ignored, as every viewer does. Reads no files.
"""

import io

import numpy as np
from PIL import Image, ImageCms

_DEEP_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


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
    """Return mode L. 16-bit values are divided; 32-bit and real values, which have no agreed white, are stretched."""
    values = np.asarray(image)
    if image.mode.startswith("I;16") or (image.mode == "I" and values.min() >= 0 and 255 < values.max() <= 65535):
        return Image.fromarray((values // 257).astype(np.uint8))
    real = values.astype(np.float64)
    finite = real[np.isfinite(real)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    if image.mode == "I" and low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    bounded = np.nan_to_num(real, nan=low, posinf=high, neginf=low)
    return Image.fromarray(np.rint((bounded - low) * (255.0 / (high - low or 1.0))).astype(np.uint8))


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
