"""Read the bytes of a DICOM file as a data set, or refuse them: cut short, nested without end, inflating without end.

What pydicom accepts in silence is refused here: a file that ends inside a value, a sequence that is never closed. Elements
whose value is none of their type are taken out, so that they are neither shown nor copied. Decodes no pixels.
Source: PS3.5 section 7, PS3.10 section 7.
"""

import io
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydicom import config, uid
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag

from model_runtime.documents.dicom.codecs import SYNTAXES
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

PREAMBLE_BYTES = 128
_PREFIX = b"DICM"

MAX_INFLATED_BYTES = 256 * 1024 * 1024
"""Of a deflated data set: sixty frames of a megapixel. Half a megabyte can be made to inflate to a thousand times that."""

MAX_DEPTH = 32
"""Sequences in one another. Reports, the deepest there are, have ten or so; Python gives up at about two hundred."""

_PIECE_BYTES = 1024 * 1024
_HEAD_BYTES = 256 * 1024
"""In which all that comes before the pixels nearly always has room."""

_PIXEL_DATA = 0x7FE00010
_HEADER_BYTES = 8
"""Of an element: tag and length. Nothing in its place is the end of the file; a part of it is half a file."""

_NUMBERS = ("DS", "IS")
"""Numbers written in letters: pydicom leaves those that are none as they stand."""

_DIRECTORY_CLASS = "1.2.840.10008.1.3.10"

config.settings.reading_validation_mode = config.IGNORE  # what is odd is ours to judge
config.settings.writing_validation_mode = config.IGNORE
logging.getLogger("pydicom").disabled = True  # it quotes values


@dataclass(frozen=True)
class DicomFile:
    """A data set and what its file says of how it is written.

    Attributes:
        meta: the file's own elements, group 0002; empty where it has none.
        syntax: the transfer syntax, told by the file or seen in its first bytes.
    """

    dataset: Dataset
    meta: Dataset
    syntax: uid.UID


def parsed(file: RemoteFile) -> DicomFile:
    """Return the data set of `file`, every element of it converted.

    Raises:
        RequestFailed: FILE_DAMAGED, FILE_NESTED_TOO_DEEP, FILE_TOO_LARGE, DICOM_DIRECTORY. Also what pydicom raises.
    """
    file.seek(0)
    return _parsed(file.read(file.size_bytes), None)


def header_of(file: RemoteFile) -> Dataset:
    """Return what stands before the pixels, likewise: enough to know what a file is. Raises as `parsed` does."""
    head = file.head(_HEAD_BYTES)
    try:
        return _parsed(head, _is_pixels).dataset
    except RequestFailed as failure:
        if failure.code is not ErrorCode.FILE_DAMAGED or len(head) == file.size_bytes:
            raise
    file.seek(0)
    return _parsed(file.read(file.size_bytes), _is_pixels).dataset


def _is_pixels(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return bool(tag >= _PIXEL_DATA)


def _parsed(data: bytes, stop_when: Callable[[BaseTag, str | None, int], bool] | None) -> DicomFile:
    try:
        meta, start = _meta(data)
        if meta.get("MediaStorageSOPClassUID") == _DIRECTORY_CLASS:
            raise RequestFailed(ErrorCode.DICOM_DIRECTORY)
        syntax = _syntax(meta, data[start : start + _HEADER_BYTES])
        body = _inflated(data[start:]) if syntax == uid.DeflatedExplicitVRLittleEndian else data[start:]
        dataset = read_dataset(_WholeBytes(body), syntax.is_implicit_VR, syntax.is_little_endian, stop_when=stop_when)
        _convert(dataset, 0)
    except RecursionError:
        raise RequestFailed(ErrorCode.FILE_NESTED_TOO_DEEP, limit=MAX_DEPTH) from None
    if not len(dataset):
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    dataset.set_original_encoding(syntax.is_implicit_VR, syntax.is_little_endian, dataset._character_set)  # noqa: SLF001 - as pydicom's own reader does; texts are decoded by it
    return DicomFile(dataset, meta, syntax)


class _WholeBytes(io.BytesIO):
    """Bytes of which nobody is given fewer than they ask for."""

    def read(self, size: int | None = -1) -> bytes:
        """Return `size` bytes, or none where an element could begin and nothing follows. Raises RequestFailed."""
        data = super().read(size)
        is_end = not data and size == _HEADER_BYTES
        if size is not None and len(data) < size and not is_end:
            raise RequestFailed(ErrorCode.FILE_DAMAGED)
        return data


def _meta(data: bytes) -> tuple[Dataset, int]:
    """Return the file's own elements (group 0002), and where the data set begins."""
    start = PREAMBLE_BYTES + len(_PREFIX) if data[PREAMBLE_BYTES : PREAMBLE_BYTES + 4] == _PREFIX else 0
    source = _WholeBytes(data)
    source.seek(start)
    if data[start : start + 2] != b"\x02\x00":
        return Dataset(), start

    def is_of_data_set(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        return bool(tag >> 16 != 2)

    meta = read_dataset(source, is_implicit_VR=False, is_little_endian=True, stop_when=is_of_data_set)
    return meta, source.tell()


def _syntax(meta: Dataset, first: bytes) -> uid.UID:
    """Return what the file says, or what its first element looks like."""
    said = meta.get("TransferSyntaxUID")
    if said:
        if said not in SYNTAXES:
            raise RequestFailed(ErrorCode.TRANSFER_SYNTAX_UNKNOWN, **_arcs(str(said)))
        return uid.UID(str(said))
    return uid.ExplicitVRLittleEndian if first[4:6].isalpha() and first[4:6].isupper() else uid.ImplicitVRLittleEndian


def _arcs(syntax: str) -> dict[str, int]:
    """Return the numbers of a UID as facts of an error: only numbers cross the wire. Empty for what is none."""
    parts = syntax.split(".")
    if len(parts) > 16 or not all(part.isdecimal() and len(part) < 16 for part in parts):
        return {}
    return {f"arc_{index:02}": int(part) for index, part in enumerate(parts)}


def _inflated(data: bytes) -> bytes:
    """Raises RequestFailed FILE_TOO_LARGE, before more than the limit has been made."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces, size, left = [], 0, data
    while left and not inflater.eof:
        pieces.append(inflater.decompress(left, _PIECE_BYTES))
        size += len(pieces[-1])
        left = inflater.unconsumed_tail
        if size > MAX_INFLATED_BYTES:
            raise RequestFailed(ErrorCode.FILE_TOO_LARGE, limit=MAX_INFLATED_BYTES)
    if not inflater.eof:
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    return b"".join(pieces)


def _convert(dataset: Dataset, depth: int) -> None:
    """Make every value what its type says; take out the element where it is not. Raises FILE_NESTED_TOO_DEEP."""
    if depth > MAX_DEPTH:
        raise RequestFailed(ErrorCode.FILE_NESTED_TOO_DEEP, limit=MAX_DEPTH)
    for tag in list(dataset.keys()):
        try:
            element = dataset[tag]
            items = element.value if element.VR == "SQ" else ()
            if element.VR in _NUMBERS and any(isinstance(one, str) for one in _several(element.value)):
                del dataset[tag]
        except (RequestFailed, RecursionError, MemoryError):
            raise
        except Exception:  # noqa: BLE001  # a value of a hostile or careless writer raises nearly anything
            del dataset[tag]
            continue
        for item in items:
            _convert(item, depth + 1)


def _several(value: object) -> Sequence[object]:
    """Return the values of an element that may have one, several or none."""
    if isinstance(value, str):
        return [value] if value else []
    return value if isinstance(value, Sequence) else [value]
