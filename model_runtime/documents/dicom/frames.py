"""Take the frames of a data set as stored values, one at a time, after its claims of size have been held against its bytes.

Nothing is decoded before that, and nothing larger than was claimed is taken. Windows, palettes: `window.py`.
Source: PS3.3 C.7.6.3 (Image Pixel), PS3.5 section 8.
"""

import struct
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset
from pydicom.encaps import generate_frames

from model_runtime.documents import formats
from model_runtime.documents.dicom.codecs import SYNTAXES, Coding, FrameShape, Stored
from model_runtime.documents.dicom.parsing import DicomFile
from model_runtime.protocol import limits
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

_BITS_ALLOCATED = (8, 16, 32)
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG2K_SIZE = b"\xff\x4f\xff\x51"
_OTHER_PIXELS = ("FloatPixelData", "DoubleFloatPixelData", "WaveformSequence")


@dataclass(frozen=True)
class Frames:
    """The frames of one data set.

    Attributes:
        shape: of each of them.
        is_planar: native colours lie in three planes.
        is_mask: one bit a value (a segmentation).
        file: where they are from.
        coded: the bytes of each; for native ones, pieces of the one value.
    """

    file: DicomFile
    shape: FrameShape
    is_planar: bool
    is_mask: bool
    coded: tuple[memoryview, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.coded)

    @property
    def coding(self) -> Coding:
        """What coding does to values."""
        return SYNTAXES[self.file.syntax].coding

    def values(self, index: int) -> Stored:
        """Return the stored values of frame `index` (from 0), unused bits gone. Raises RequestFailed or what decoders raise."""
        data = self.coded[index]
        if self.is_mask:
            return self._bits(index)
        decode = SYNTAXES[self.file.syntax].decode
        if decode is None:
            kind = self.shape.unsigned.newbyteorder("<" if self.file.syntax.is_little_endian else ">")
            flat: Stored = np.frombuffer(data, kind)
            if self.is_planar:
                stored = flat.reshape(self.shape.samples, self.shape.rows, self.shape.columns).transpose(1, 2, 0)
            else:
                stored = flat.reshape(self.shape.array)
            return self.shape.values_of(stored)
        _check_stream(data, self.shape)
        decoded = decode(bytes(data), self.shape)
        if decoded.shape != self.shape.array or decoded.dtype.itemsize > self.shape.bytes_each:
            raise RequestFailed(ErrorCode.FILE_DAMAGED)
        return self.shape.values_of(decoded)

    def _bits(self, index: int) -> Stored:
        """Frames of single bits follow one another without a gap (PS3.5 8.1.1)."""
        size = self.shape.rows * self.shape.columns
        first, last = index * size, (index + 1) * size
        whole = np.frombuffer(self.coded[0], np.uint8)[first // 8 : -(-last // 8)]
        bits: Stored = np.unpackbits(whole, bitorder="little")[first % 8 : first % 8 + size]
        return bits.reshape(self.shape.rows, self.shape.columns)


def has_pixels(dataset: Dataset) -> bool:
    """Tell whether there is anything to see. Raises RequestFailed DICOM_KIND_NOT_READ for what is no picture of integers."""
    if any(keyword in dataset for keyword in _OTHER_PIXELS):
        raise RequestFailed(ErrorCode.DICOM_KIND_NOT_READ)
    return "PixelData" in dataset


def frames_of(file: DicomFile) -> Frames:
    """Return the frames of `file`, none of them decoded.

    Raises:
        RequestFailed: NO_PAGES, PAGE_TOO_LARGE, TOO_MANY_PAGES, FILE_DAMAGED for sizes that are none or bytes that are not
            there, DICOM_KIND_NOT_READ for values that no picture here has.
    """
    dataset = file.dataset
    rows, columns, samples = (_number(dataset, keyword) for keyword in ("Rows", "Columns", "SamplesPerPixel"))
    count = _number(dataset, "NumberOfFrames", 1)
    allocated = _number(dataset, "BitsAllocated")
    bits = _number(dataset, "BitsStored", allocated)
    if count < 1 or not dataset.PixelData:
        raise RequestFailed(ErrorCode.NO_PAGES)
    if count > limits.MAX_PAGES:
        raise RequestFailed(ErrorCode.TOO_MANY_PAGES, found=count, limit=limits.MAX_PAGES)
    formats.check_pixels(columns, rows)
    is_mask = allocated == 1
    if samples not in (1, 3) or (allocated not in _BITS_ALLOCATED and not is_mask):
        raise RequestFailed(ErrorCode.DICOM_KIND_NOT_READ)
    if not 1 <= bits <= allocated:
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    photometric = str(dataset.get("PhotometricInterpretation", "MONOCHROME2")).strip().upper()
    is_signed = _number(dataset, "PixelRepresentation", 0) == 1
    shape = FrameShape(rows, columns, samples, max(1, allocated // 8), bits, is_signed, photometric)
    coded = (
        _native(dataset, shape, count, is_mask) if not file.syntax.is_encapsulated else _encapsulated(dataset, count)
    )
    is_planar = samples > 1 and _number(dataset, "PlanarConfiguration", 0) == 1
    return Frames(file, shape, is_planar, is_mask, coded)


def _number(dataset: Dataset, keyword: str, default: int | None = None) -> int:
    """Return a number of the header. Raises RequestFailed FILE_DAMAGED where it is needed and none is there."""
    value = dataset.get(keyword)
    if value in (None, ""):
        if default is None:
            raise RequestFailed(ErrorCode.FILE_DAMAGED)
        return default
    if not isinstance(value, int):
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    return int(value)


def _native(dataset: Dataset, shape: FrameShape, count: int, is_mask: bool) -> tuple[memoryview, ...]:
    """Return pieces of the one value; what follows the last frame is in none of them."""
    if str(dataset.get("PhotometricInterpretation", "")).strip().upper() in ("YBR_FULL_422", "YBR_PARTIAL_422"):
        raise RequestFailed(ErrorCode.DICOM_KIND_NOT_READ)  # half of the colours left out: retired where it is not JPEG
    data = memoryview(bytes(dataset.PixelData))
    values = shape.rows * shape.columns * shape.samples
    needed = -(-values * count // 8) if is_mask else values * shape.bytes_each * count
    if len(data) < needed:
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    if is_mask:
        return tuple(data for _ in range(count))
    size = values * shape.bytes_each
    return tuple(data[index * size : (index + 1) * size] for index in range(count))


def _encapsulated(dataset: Dataset, count: int) -> tuple[memoryview, ...]:
    offsets = [dataset.get(f"ExtendedOffsetTable{part}") for part in ("", "Lengths")]
    table = (offsets[0], offsets[1]) if all(offsets) else None
    frames = tuple(
        memoryview(frame)
        for frame in generate_frames(dataset.PixelData, number_of_frames=count, extended_offsets=table)
    )
    if len(frames) != count:
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    return frames


def _check_stream(data: memoryview, shape: FrameShape) -> None:
    """Refuse a code stream whose own size is another than the header's: decoders believe it. Raises FILE_DAMAGED."""
    head = bytes(data[:65_536])
    claimed: tuple[int, int] | None = None
    if head[:2] == b"\xff\xd8":
        claimed = _jpeg_size(head)
    elif (at := head.find(_JPEG2K_SIZE)) >= 0:
        right, bottom, left, top = struct.unpack(">4I", head[at + 8 : at + 24])
        claimed = (bottom - top, right - left)
    if claimed is not None and claimed != (shape.rows, shape.columns):
        raise RequestFailed(ErrorCode.FILE_DAMAGED)


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    """Return rows and columns of the first frame header of JPEG, lossless JPEG or JPEG-LS (T.81 B.2.2, T.87 C.2.2)."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4], "big")
        if marker in _START_OF_FRAME or marker == 0xF7:
            rows, columns = struct.unpack(">2H", head[at + 5 : at + 9])
            return (rows, columns)
        at += 2 + length
    return None
