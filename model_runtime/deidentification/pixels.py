"""Fill places in the stored values of a data set and write all its frames anew: outside the places not one value changes.

Where the source was lossless the copy is, in the same coding where that can be written. Frames of a lossy source without a
place keep their coding, without comments; those with one are coded again with their own tables (JPEG), or all of them are
written without loss. Unused bits and surplus bytes, in which text was hidden before, are in no copy. Finds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_color_lut

from model_runtime.deidentification import jpeg_parts
from model_runtime.documents.dicom.codecs import SYNTAXES, Coding, FrameShape, Stored
from model_runtime.documents.dicom.frames import Frames
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box

Places = Mapping[int, Sequence[Box]]
"""What is hidden, by the index of the frame (from 0); boxes lie on it."""


@dataclass(frozen=True)
class Written:
    """All frames, as they go into the copy.

    Attributes:
        photometric: what values mean now: another coding may want other colours.
        is_native: `data` is values, not coded frames.
    """

    data: bytes
    syntax: uid.UID
    photometric: str
    is_native: bool


def rewritten(frames: Frames, places: Places) -> Written:
    """Return the frames with `places` filled. Raises RequestFailed FILE_DAMAGED for a frame that cannot be decoded."""
    shape, syntax = frames.shape, frames.file.syntax
    if frames.is_mask:
        size = -(-shape.rows * shape.columns * frames.count // 8)
        return Written(bytes(frames.coded[0][:size]), _native(syntax), shape.photometric, is_native=True)
    if frames.coding is Coding.NATIVE:
        return _written_native(frames, places, _native(syntax), shape.photometric)
    if frames.coding is Coding.LOSSY:
        kept = _kept(frames, places)
        if kept is not None:
            return Written(encapsulate(kept), syntax, shape.photometric, is_native=False)
    return _written_lossless(frames, places)


def put(dataset: Dataset, written: Written, *, is_changed: bool) -> None:
    """Put the frames in the place of the old ones, with what the header must say of them."""
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if keyword in dataset:
            delattr(dataset, keyword)
    dataset.PixelData = written.data + b"\0" * (len(written.data) % 2)
    element = dataset["PixelData"]
    element.VR = "OB" if not written.is_native or dataset.BitsAllocated <= 8 else "OW"
    element.is_undefined_length = not written.is_native
    dataset.PhotometricInterpretation = written.photometric
    dataset.HighBit = int(dataset.BitsStored) - 1
    if is_changed:
        kind = list(dataset.get("ImageType") or ["ORIGINAL", "PRIMARY"])
        dataset.ImageType = ["DERIVED", *(kind[1:] or ["PRIMARY"])]
        dataset.DerivationDescription = "Places that named the patient were filled (In Camera)"


def _native(syntax: uid.UID) -> uid.UID:
    return syntax if not syntax.is_encapsulated else uid.ExplicitVRLittleEndian


def _written_native(frames: Frames, places: Places, syntax: uid.UID, photometric: str) -> Written:
    kind = frames.shape.unsigned.newbyteorder("<" if syntax.is_little_endian else ">")
    pieces = []
    for values in _filled(frames, places):
        bits = frames.shape.bits_of(values) if not frames.shape.is_signed else values.view(frames.shape.unsigned)
        ordered = bits.transpose(2, 0, 1) if frames.is_planar else bits
        pieces.append(np.ascontiguousarray(ordered, kind).tobytes())
    return Written(b"".join(pieces), syntax, photometric, is_native=True)


def _written_lossless(frames: Frames, places: Places) -> Written:
    """Write in the source's coding, else as JPEG-LS; natively where a frame does not come back as it was."""
    shape = frames.shape
    syntax = frames.file.syntax if SYNTAXES[frames.file.syntax].encode else uid.JPEGLSLossless
    photometric = shape.photometric
    if syntax != frames.file.syntax and shape.samples > 1:
        photometric = "RGB"
    way = SYNTAXES[syntax]
    assert way.encode is not None
    assert way.decode is not None
    coded = []
    for values in _filled(frames, places):
        try:
            data = way.encode(values, shape)
            is_same = np.array_equal(shape.values_of(way.decode(data, shape)), values)
        except (ValueError, TypeError, RuntimeError):  # what the codecs raise for bits or colours that they do not take
            is_same = False
        if not is_same:
            colours = "RGB" if photometric.startswith("YBR") and photometric != "YBR_FULL" else photometric
            return _written_native(frames, places, uid.ExplicitVRLittleEndian, colours)
        coded.append(data + b"\0" * (len(data) % 2))
    return Written(encapsulate(coded), syntax, photometric, is_native=False)


def _kept(frames: Frames, places: Places) -> list[bytes] | None:
    """Return lossy frames in their own coding; None where one with places cannot be written so."""
    kept = []
    for index, data in enumerate(frames.coded):
        boxes = places.get(index, ())
        frame: bytes | None = jpeg_parts.without_comments(bytes(data))
        if boxes:
            frame = jpeg_parts.filled(bytes(data), boxes) if frames.file.syntax == uid.JPEGBaseline8Bit else None
        if frame is None:
            return None
        kept.append(frame + b"\0" * (len(frame) % 2))
    return kept


def _filled(frames: Frames, places: Places) -> Iterable[Stored]:
    """Yield every frame's values, places filled."""
    for index in range(frames.count):
        values = frames.values(index)
        boxes = places.get(index, ())
        if boxes:
            values = values.copy()
            black = _black(frames, values)
            for box in boxes:
                values[box.rows, box.columns] = black
        yield values


def _black(frames: Frames, values: Stored) -> Stored:
    """Return the value, one or three, that shows black in every window."""
    shape = frames.shape
    if shape.photometric == "PALETTE COLOR":
        return np.asarray(_darkest(frames.file.dataset, shape), values.dtype)
    if shape.samples == 1:
        is_inverse = shape.photometric == "MONOCHROME1"
        lowest = int(values.min()) if shape.is_signed else 0
        highest = int(values.max()) if shape.is_signed else (1 << shape.bits) - 1
        return np.asarray(highest if is_inverse else lowest, values.dtype)
    grey = 1 << (shape.bits - 1)
    is_ybr = shape.photometric in ("YBR_FULL", "YBR_FULL_422") and not _is_jpeg(frames)
    return np.asarray((0, grey, grey) if is_ybr else (0, 0, 0), values.dtype)


def _is_jpeg(frames: Frames) -> bool:
    return frames.file.syntax in (uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit)


def _darkest(dataset: Dataset, shape: FrameShape) -> int:
    """Return the entry of a palette that is darkest; the first of several."""
    entries = int(dataset.RedPaletteColorLookupTableDescriptor[0]) or 65_536
    indices = np.arange(min(entries, 1 << shape.bits), dtype=shape.unsigned)[None]
    if not indices.size:
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    colours = apply_color_lut(indices, dataset)[0].astype(np.int64)
    return int(colours[:, :3].sum(axis=1).argmin())
