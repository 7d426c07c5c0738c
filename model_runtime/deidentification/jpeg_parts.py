"""Rewrite single JPEG frames as little as can be: without comments, or with places filled in their own blocks and tables.

Source: T.81 annex B (markers), A.1 (sampling). Knows no DICOM.
"""

import io
from collections.abc import Sequence

from PIL import Image, JpegImagePlugin

from model_runtime.protocol.payloads import Box

_COMMENT, _START_OF_SCAN = 0xFE, 0xDA
_APPLICATION = frozenset(range(0xE0, 0xF0))
_ADOBE = 0xEE  # says which colours these are; the others hold names, thumbnails, whatever somebody wrote
_SIDES = {0: (8, 8), 1: (16, 8), 2: (16, 16)}
"""Pixels of a block by Pillow's number for the sampling: 4:4:4, 4:2:2, 4:2:0."""

_BLACK = {1: (0,), 3: (0, 128, 128)}
_JPEG2K_COMMENT, _JPEG2K_START_OF_TILE = b"\xff\x64", b"\xff\x90"


def without_comments(data: bytes) -> bytes:
    """Return a JPEG or JPEG-LS frame without comments and application parts but Adobe's; JPEG 2000 without comments."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return _without_jpeg2k_comments(data)
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            break
        if marker != _COMMENT and (marker not in _APPLICATION or marker == _ADOBE):
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    kept.append(data[at : end + 2 if end >= at else len(data)])
    return b"".join(kept)


def filled(data: bytes, boxes: Sequence[Box]) -> bytes | None:
    """Return a JPEG of eight bits with `boxes`, grown to whole blocks, black; coded again with its own tables.

    None where its colours are not grey or luminance and two colours: then it is to be written in another way.
    """
    image = Image.open(io.BytesIO(data), formats=["JPEG"])
    assert isinstance(image, JpegImagePlugin.JpegImageFile)
    sampling = JpegImagePlugin.get_sampling(image)
    if (
        image.mode not in ("L", "RGB")
        or image.info.get("adobe_transform") == 0
        or (image.mode == "RGB" and sampling < 0)
    ):
        return None
    tables = image.quantization
    image.draft("YCbCr" if image.mode == "RGB" else "L", image.size)
    image.load()
    across, down = _SIDES.get(max(sampling, 0), (16, 16)) if image.mode == "YCbCr" else (8, 8)
    black = _BLACK[len(image.getbands())]
    for box in boxes:
        left, top = box.left // across * across, box.top // down * down
        right, bottom = -(-box.right // across) * across, -(-box.bottom // down) * down
        image.paste(
            black if len(black) > 1 else black[0], (left, top, min(right, image.width), min(bottom, image.height))
        )
    target = io.BytesIO()
    plain = Image.frombytes(
        image.mode, image.size, image.tobytes()
    )  # Pillow writes the source's comment with the source
    plain.save(target, "JPEG", qtables=tables, subsampling=max(sampling, 0))
    return target.getvalue()


def _without_jpeg2k_comments(data: bytes) -> bytes:
    """Comments stand in the main header, before the first tile (T.800 A.9.2)."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at : at + 2] != _JPEG2K_START_OF_TILE:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at : at + 2] != _JPEG2K_COMMENT:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + data[at:]
