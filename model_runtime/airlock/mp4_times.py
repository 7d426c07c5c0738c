"""Give the frames of an MP4 other times: OpenCV writes one rate, and films need not have one.

Source: ISO/IEC 14496-12, sections 8.2.2 (mvhd), 8.3.2 (tkhd), 8.4.2 (mdhd), 8.6.1.2 (stts), 8.6.6 (elst). For files with one
track, no reordered frames and the table of contents at the end, which are what OpenCV writes. Changes no frame.
"""

import itertools
import struct
from collections.abc import Callable, Sequence

TIMESCALE = 90_000
"""Ticks a second: what broadcasting uses; 24, 25, 30 and 60 frames a second and milliseconds are whole numbers of it."""

_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")
_HEADER_BYTES = 8
_WIDE_HEADER_BYTES = 16


def table_of_contents(read: Callable[[int, int], bytes], size_bytes: int) -> tuple[int, bytes]:
    """Return where the last box of the file begins, and it: `moov`. Raises ValueError where it is another one."""
    offset, name, length = 0, b"", 0
    while offset + length < size_bytes:
        offset += length
        head = read(offset, _WIDE_HEADER_BYTES)
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < _HEADER_BYTES:
            raise ValueError("length")
    if name != b"moov":
        raise ValueError("moov")
    return offset, read(offset, length)


def retimed(box: bytes, times_s: Sequence[float]) -> bytes:
    """Return `box` (a `moov`) with frames that begin at `times_s`, the first at 0; the last one lasts as the one before it."""
    ticks = [round(time_s * TIMESCALE) for time_s in times_s]
    steps = [other - one for one, other in itertools.pairwise(ticks)] or [TIMESCALE // 25]
    steps.append(steps[-1])
    return _box(box, steps)


def _box(box: bytes, steps: list[int]) -> bytes:
    name, body = box[4:8], box[_HEADER_BYTES:]
    if name in _CONTAINERS:
        parts = [_box(part, steps) for part in _parts(body)]
        body = b"".join(parts)
    elif name in _CHANGED:
        body = _CHANGED[name](body, steps)
    return struct.pack(">I", _HEADER_BYTES + len(body)) + name + body


def _parts(body: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(body):
        length = int.from_bytes(body[at : at + 4], "big")
        if length < _HEADER_BYTES:
            raise ValueError("length")
        parts.append(body[at : at + length])
        at += length
    return parts


def _table(body: bytes, steps: list[int]) -> bytes:
    rows = [(len(list(run)), step) for step, run in itertools.groupby(steps)]
    return body[:4] + struct.pack(">I", len(rows)) + b"".join(struct.pack(">II", *row) for row in rows)


def _media(body: bytes, steps: list[int]) -> bytes:
    return body[:12] + struct.pack(">II", TIMESCALE, sum(steps)) + body[20:]


def _movie(body: bytes, steps: list[int]) -> bytes:
    return body[:12] + struct.pack(">II", TIMESCALE, sum(steps)) + body[20:]


def _track(body: bytes, steps: list[int]) -> bytes:
    return body[:20] + struct.pack(">I", sum(steps)) + body[24:]


def _edits(body: bytes, steps: list[int]) -> bytes:
    return body[:8] + struct.pack(">I", sum(steps)) + body[12:]


_CHANGED: dict[bytes, Callable[[bytes, list[int]], bytes]] = {
    b"stts": _table,
    b"mdhd": _media,
    b"mvhd": _movie,
    b"tkhd": _track,
    b"elst": _edits,
}
