"""Decode and encode single frames, by transfer syntax: the one table of what is read and how it is written.

Permissive codecs only: imagecodecs (BSD), of which nothing else is used. Values come as they are stored: no window, no palette,
no change of colours but the one that JPEG and JPEG 2000 make inside. Knows no data set.
Source: PS3.5 annexes A and G; the syntaxes' numbers are in PS3.6 annex A.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import imagecodecs
import numpy as np
import numpy.typing as npt
from pydicom import uid

Stored: TypeAlias = npt.NDArray[np.integer]
"""[H, W] or [H, W, 3] integers as a file stores them."""


@dataclass(frozen=True)
class FrameShape:
    """What one frame is made of.

    Attributes:
        samples: 1, or 3 for colour.
        bits: of one value, of the `bytes_each` that it is stored in.
        is_signed: values are two's complement.
        photometric: what the values mean, in DICOM's own word.
    """

    rows: int
    columns: int
    samples: int
    bytes_each: int
    bits: int
    is_signed: bool
    photometric: str = "MONOCHROME2"

    @property
    def array(self) -> tuple[int, ...]:
        """The shape of its values: [H, W] or [H, W, 3]."""
        return (self.rows, self.columns) if self.samples == 1 else (self.rows, self.columns, self.samples)

    @property
    def unsigned(self) -> np.dtype[np.unsignedinteger]:
        """The type of its values without their sign."""
        return np.dtype(f"u{self.bytes_each}")

    def values_of(self, stored: Stored) -> Stored:
        """Return `stored` without what stands in unused bits, and with the sign that its highest used bit means."""
        unused = 8 * self.bytes_each - self.bits
        kind = f"i{self.bytes_each}" if self.is_signed else f"u{self.bytes_each}"
        moved = stored.astype(self.unsigned, casting="unsafe") << unused
        values: Stored = moved.astype(kind, casting="unsafe") >> unused
        return values

    def bits_of(self, values: Stored) -> Stored:
        """Return `values` without sign: the used bits alone, as codecs that know no sign take them."""
        bits: Stored = values.astype(self.unsigned, casting="unsafe") & self.unsigned.type((1 << self.bits) - 1)
        return bits


_MARKERS_BYTES = 4096


class Coding(Enum):
    """What becomes of values when a frame is coded."""

    NATIVE = "native"
    LOSSLESS = "lossless"
    LOSSY = "lossy"


@dataclass(frozen=True)
class Syntax:
    """How pixels are coded under one transfer syntax.

    Attributes:
        decode: bytes of one frame to its values; None for NATIVE, where there is nothing to decode.
        encode: values to bytes; None where none are written: then another syntax is.
    """

    coding: Coding
    decode: Callable[[bytes, FrameShape], Stored] | None = None
    encode: Callable[[Stored, FrameShape], bytes] | None = None


def _from_rle(data: bytes, shape: FrameShape) -> Stored:
    raw = imagecodecs.dicomrle_decode(data, shape.unsigned.newbyteorder("<"))
    planes: Stored = np.frombuffer(raw, shape.unsigned.newbyteorder("<"))
    planes = planes.reshape(shape.samples, shape.rows, shape.columns)
    return planes[0] if shape.samples == 1 else planes.transpose(1, 2, 0)


def _to_rle(values: Stored, shape: FrameShape) -> bytes:
    """Return segments of one byte of every value, most significant first, rows packed one by one (PS3.5 G.3)."""
    bits = shape.bits_of(values).reshape(shape.rows, shape.columns, shape.samples)
    bytes_of = np.ascontiguousarray(bits).view(np.uint8).reshape(*bits.shape, shape.bytes_each)
    segments = []
    for sample in range(shape.samples):
        for place in reversed(range(shape.bytes_each)):
            plane = np.ascontiguousarray(bytes_of[:, :, sample, place])
            packed = b"".join(bytes(imagecodecs.packbits_encode(row.tobytes())) for row in plane)
            segments.append(packed + b"\0" * (len(packed) % 2))
    offsets = np.cumsum([64, *(len(segment) for segment in segments)])[:-1].tolist()
    header = struct.pack("<16I", len(segments), *offsets, *[0] * (15 - len(segments)))
    return header + b"".join(segments)


def _from_jpeg(data: bytes, shape: FrameShape) -> Stored:
    """Return colours as RGB, whether the file calls them so or takes them apart (T.871; T.872 for Adobe's APP14)."""
    is_rgb = shape.photometric == "RGB" and not _says_ycc(data[:_MARKERS_BYTES])
    colours = "RGB" if is_rgb else None
    decoded: Stored = imagecodecs.jpeg8_decode(data, colorspace=colours, outcolorspace=colours)
    return decoded


def _says_ycc(head: bytes) -> bool:
    """Tell whether the JPEG file itself says that it holds luminance and two colours, whatever the header calls them."""
    adobe = head.find(b"Adobe")
    return b"JFIF\0" in head[:32] or (0 <= adobe < len(head) - 12 and head[adobe + 11] == 1)


def _to_lossless_jpeg(values: Stored, shape: FrameShape) -> bytes:
    bits = np.ascontiguousarray(shape.bits_of(values))
    return bytes(imagecodecs.jpeg8_encode(bits, lossless=True, predictor=1, bitspersample=8 * shape.bytes_each))


def _from_jpegls(data: bytes, _: FrameShape) -> Stored:
    decoded: Stored = imagecodecs.jpegls_decode(data)
    return decoded


def _to_jpegls(values: Stored, shape: FrameShape) -> bytes:
    return bytes(imagecodecs.jpegls_encode(np.ascontiguousarray(shape.bits_of(values))))


def _from_jpeg2k(data: bytes, _: FrameShape) -> Stored:
    decoded: Stored = imagecodecs.jpeg2k_decode(data)
    return decoded


def _to_jpeg2k(values: Stored, shape: FrameShape) -> bytes:
    return bytes(
        imagecodecs.jpeg2k_encode(
            np.ascontiguousarray(values),
            level=0,
            codecformat="J2K",
            reversible=True,
            mct=shape.photometric == "YBR_RCT",
            bitspersample=shape.bits,
        )
    )


_NATIVE = Syntax(Coding.NATIVE)

SYNTAXES: dict[str, Syntax] = {
    uid.ImplicitVRLittleEndian: _NATIVE,
    uid.ExplicitVRLittleEndian: _NATIVE,
    uid.ExplicitVRBigEndian: _NATIVE,
    uid.DeflatedExplicitVRLittleEndian: _NATIVE,
    uid.RLELossless: Syntax(Coding.LOSSLESS, _from_rle, _to_rle),
    uid.JPEGBaseline8Bit: Syntax(Coding.LOSSY, _from_jpeg),
    uid.JPEGExtended12Bit: Syntax(Coding.LOSSY, _from_jpeg),
    uid.JPEGLossless: Syntax(Coding.LOSSLESS, _from_jpeg, _to_lossless_jpeg),
    uid.JPEGLosslessSV1: Syntax(Coding.LOSSLESS, _from_jpeg, _to_lossless_jpeg),
    uid.JPEGLSLossless: Syntax(Coding.LOSSLESS, _from_jpegls, _to_jpegls),
    uid.JPEGLSNearLossless: Syntax(Coding.LOSSY, _from_jpegls),
    uid.JPEG2000Lossless: Syntax(Coding.LOSSLESS, _from_jpeg2k, _to_jpeg2k),
    uid.JPEG2000: Syntax(Coding.LOSSY, _from_jpeg2k),
    uid.HTJ2KLossless: Syntax(Coding.LOSSLESS, _from_jpeg2k),
    uid.HTJ2KLosslessRPCL: Syntax(Coding.LOSSLESS, _from_jpeg2k),
    uid.HTJ2K: Syntax(Coding.LOSSY, _from_jpeg2k),
}
