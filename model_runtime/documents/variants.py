"""Tell a file that is whole, but of a kind that no decoder here knows, from one that is damaged.

Looks at headers only, and only once a decoder has refused the file. Decodes nothing.
Sources: TIFF 6.0 and BigTIFF; Microsoft's BITMAPINFOHEADER and OS/2's BITMAPINFOHEADER2; ITU-T T.81, section B.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from model_runtime.documents import formats
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode

_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_PIECES = ((273, 279), (324, 325))  # where strips begin and how long they are; the same of tiles
_LOOKED_AT = {_WIDTH, _HEIGHT, _COMPRESSION, *_PIECES[0], *_PIECES[1]}
_VALUE_CODES = {1: "B", 3: "H", 4: "I", 16: "Q"}  # of the types of a field that can hold these
_MAX_FIELDS = 500
_MAX_VALUES = 1_000_000
"""Of all directories together: an archive of a thousand scans has a few hundred strips a page."""

_SELDOM_DECODED = (6, 32771, 32809, 34676, 34677, 50001)
"""Compressions that Pillow names and its libtiff lacks or knows in one shape only: old JPEG, ThunderScan, SGI's, WebP."""

_BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
_BMP_START_BYTES = 38
_BMP_PLAIN = (0, 3, 6, 11)  # compressions that are none

_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_USUAL_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive; others are lossless, hierarchical or arithmetic
_MAX_SEGMENTS = 2000

_Table: TypeAlias = Mapping[str, tuple[Callable[[RemoteFile], bool], ErrorCode]]
"""By kind of file: what tells its variants, and what they are called."""


def why_unopened(file: RemoteFile, kind: str) -> ErrorCode:
    """Return why a picture's header was refused: a kind that is not read, or damage. Raises RequestFailed as the file does."""
    return _answer(file, kind, _UNOPENED)


def why_undecoded(file: RemoteFile, kind: str) -> ErrorCode:
    """Return the same for a picture whose header was read and whose pixels were not."""
    return _answer(file, kind, _UNDECODED)


def _answer(file: RemoteFile, kind: str, table: _Table) -> ErrorCode:
    if kind not in table:
        return ErrorCode.FILE_DAMAGED
    is_a_kind, code = table[kind]
    try:
        return code if is_a_kind(file) else ErrorCode.FILE_DAMAGED
    except (struct.error, ValueError):
        return ErrorCode.FILE_DAMAGED  # the header itself ends too early, or points before the start


@dataclass(frozen=True)
class _Directory:
    """One picture of a TIFF: its compression, and whether it has a size and all its bytes lie in the file."""

    compression: int
    is_whole: bool


def _is_whole_tiff(file: RemoteFile) -> bool:
    directories = list(_directories(file))
    return bool(directories) and all(directory.is_whole for directory in directories)


def _is_seldom_decoded_tiff(file: RemoteFile) -> bool:
    return _is_whole_tiff(file) and any(one.compression in _SELDOM_DECODED for one in _directories(file))


def _directories(file: RemoteFile) -> Iterator[_Directory]:
    """Yield the chain of directories. Raises struct.error where one is cut off."""
    head = file.head(16)
    order = "<" if head[:2] == b"II" else ">"
    is_big = head[2:4] in (b"+\0", b"\0+")
    word = "Q" if is_big else "I"
    (at,) = struct.unpack_from(order + word, head, 8 if is_big else 4)
    seen: set[int] = set()
    left = _MAX_VALUES
    while at and at not in seen and len(seen) <= formats.FORMATS["tiff"].max_pages:
        seen.add(at)
        (count,) = _unpacked(file, at, order + ("Q" if is_big else "H"))
        if count > _MAX_FIELDS:
            raise ValueError("no honest directory has so many fields")
        fields = dict[int, tuple[int, ...]]()
        at += 8 if is_big else 2
        for _ in range(count):
            tag, type_, length = _unpacked(file, at, f"{order}HH{word}")
            if tag in _LOOKED_AT and type_ in _VALUE_CODES:
                left -= length
                if left < 0:
                    raise ValueError("no honest file has so many pieces")
                fields[tag] = _values(
                    file, at + 4 + struct.calcsize(order + word), order, word, f"{length}{_VALUE_CODES[type_]}"
                )
            at += 20 if is_big else 12
        yield _Directory(next(iter(fields.get(_COMPRESSION, ())), 1), _is_whole(fields, file.size_bytes))
        (at,) = _unpacked(file, at, order + word)


def _values(file: RemoteFile, at: int, order: str, word: str, layout: str) -> tuple[int, ...]:
    """Return a field's numbers: those in the field itself, at `at`, or where it points."""
    if struct.calcsize(order + layout) > struct.calcsize(order + word):
        (at,) = _unpacked(file, at, order + word)
    return _unpacked(file, at, order + layout)


def _is_whole(fields: dict[int, tuple[int, ...]], size_bytes: int) -> bool:
    if not all(fields.get(tag, (0,))[:1] > (0,) for tag in (_WIDTH, _HEIGHT)):
        return False
    starts, lengths = next(
        ((fields[start], fields[length]) for start, length in _PIECES if fields.get(start) and fields.get(length)),
        ((), ()),
    )
    pieces = tuple(zip(starts, lengths, strict=len(starts) == len(lengths)))
    return bool(pieces) and all(length > 0 and start + length <= size_bytes for start, length in pieces)


def _is_whole_bmp(file: RemoteFile) -> bool:
    """Tell whether the header is of a known length, has the one plane, and is followed by as many bytes as it says."""
    head = file.head(_BMP_START_BYTES)
    pixels_at, header_bytes = struct.unpack_from("<II", head, 10)
    compression, data_bytes = 0, 0
    if header_bytes == 12:
        width, height, planes, bits = struct.unpack_from("<HHHH", head, 18)
    else:
        width, height, planes, bits = struct.unpack_from("<iiHH", head, 18)
    if header_bytes > 16:
        compression, data_bytes = struct.unpack_from("<II", head, 30)
    if compression in _BMP_PLAIN:
        data_bytes = (width * bits + 31) // 32 * 4 * abs(height)
    is_header = header_bytes in _BMP_HEADERS and planes == 1 and 14 + header_bytes <= pixels_at
    return is_header and 0 < max(1, data_bytes) <= file.size_bytes - pixels_at


def _is_unusual_jpeg(file: RemoteFile) -> bool:
    """Tell whether the first frame is coded in a way, or of a depth, that telephones and scanners do not use."""
    at = 2
    for _ in range(_MAX_SEGMENTS):
        start, marker, length = _unpacked(file, at, ">BBH")
        if start != 0xFF:
            return False
        if marker in _FRAME_MARKERS:
            (precision,) = _unpacked(file, at + 4, ">B")
            return marker not in _USUAL_FRAMES or precision != 8
        at += 2 + length
    return False


def _unpacked(file: RemoteFile, at: int, layout: str) -> tuple[int, ...]:
    """Return the numbers that stand at a place. Raises struct.error past the end."""
    file.seek(at)
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


_UNOPENED: _Table = {
    "tiff": (_is_whole_tiff, ErrorCode.TIFF_KIND_NOT_READ),
    "bmp": (_is_whole_bmp, ErrorCode.BMP_KIND_NOT_READ),
    "jpeg": (_is_unusual_jpeg, ErrorCode.JPEG_KIND_NOT_READ),
}
_UNDECODED: _Table = {  # of a BMP, Pillow refuses a variant by its header
    "tiff": (_is_seldom_decoded_tiff, ErrorCode.TIFF_KIND_NOT_READ),
    "jpeg": (_is_unusual_jpeg, ErrorCode.JPEG_KIND_NOT_READ),
}
