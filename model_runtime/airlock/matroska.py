"""Store the frames of a Matroska file again, each at its own time: OpenCV writes one rate, and films need not have one.

Source: RFC 8794 (EBML) and RFC 9559 (Matroska), sections 5.1.2 (Info), 5.1.3 (Cluster), 5.1.4 (Tracks), 5.1.5 (Cues). For files
with one track of which every frame is a key frame, which are what OpenCV writes of FFV1. Changes no frame, and keeps
nothing of the file but its frames and how they are coded.
"""

import itertools
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Read: TypeAlias = Callable[[int, int], bytes]
"""Returns so many bytes at an offset, fewer at the end."""

_HEAD, _SEGMENT, _INFO, _TRACKS, _TRACK = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_CLUSTER, _TIME, _BLOCK, _DEFAULT_DURATION = 0x1F43B675, 0xE7, 0xA3, 0x23E383
_SCALE, _DURATION, _MUXER, _WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
_CUES, _CUE, _CUE_TIME, _CUE_PLACES, _CUE_TRACK, _CUE_CLUSTER = 0x1C53BB6B, 0xBB, 0xB3, 0xB7, 0xF7, 0xF1
_MILLISECOND_NS = 1_000_000
_CUE_EVERY_MS = 1000
_MAX_HEAD_BYTES = 12
_BLOCK_HEAD_BYTES = 4
_KEY_FRAME = 0x80
_FIRST_TRACK = 0x81


@dataclass(frozen=True)
class _Element:
    """Its number, and where its body lies."""

    number: int
    offset: int
    length: int


def retimed(read: Read, size_bytes: int, times_s: Sequence[float]) -> Iterator[bytes]:
    """Yield the pieces of the film with frames that begin at `times_s`. Raises ValueError for a file of another kind."""
    head, segment = itertools.islice(_elements(read, 0, size_bytes), 2)
    if (head.number, segment.number) != (_HEAD, _SEGMENT):
        raise ValueError("head")
    tracks, blocks = b"", list[_Element]()
    for part in _elements(read, segment.offset, segment.offset + segment.length):
        if part.number == _TRACKS:
            tracks = _element(_TRACKS, _without_rate(read(part.offset, part.length)))
        elif part.number == _CLUSTER:
            inside = _elements(read, part.offset, part.offset + part.length)
            blocks += [one for one in inside if one.number == _BLOCK]
    if len(blocks) != len(times_s):
        raise ValueError("blocks")
    times_ms = _distinct(times_s)
    before = _info(times_ms) + tracks
    clusters = [
        len(_cluster(0, block.length - _BLOCK_HEAD_BYTES)) + block.length - _BLOCK_HEAD_BYTES for block in blocks
    ]
    cues = _cues(times_ms, clusters, len(before))
    length = len(before) + len(cues) + sum(clusters)
    yield _element(_HEAD, read(head.offset, head.length)) + _started(_SEGMENT, length) + before + cues
    for block, time_ms in zip(blocks, times_ms, strict=True):
        frame = read(block.offset + _BLOCK_HEAD_BYTES, block.length - _BLOCK_HEAD_BYTES)
        yield _cluster(time_ms, len(frame)) + frame


def _distinct(times_s: Sequence[float]) -> list[int]:
    """Return the times in milliseconds; two frames cannot have one time."""
    times_ms: list[int] = []
    for time_s in times_s:
        times_ms.append(max(round(time_s * 1000), times_ms[-1] + 1 if times_ms else 0))
    return times_ms


def _elements(read: Read, start: int, end: int) -> Iterator[_Element]:
    at = start
    while at < end:
        head = read(at, _MAX_HEAD_BYTES)
        number_length = _width(head, 0)
        size_width = _width(head, number_length)
        number = int.from_bytes(head[:number_length], "big")
        size = int.from_bytes(head[number_length : number_length + size_width], "big") - (1 << 7 * size_width)
        offset = at + number_length + size_width
        if size < 0 or offset + size > end:
            raise ValueError("length")
        yield _Element(number, offset, size)
        at = offset + size


def _width(head: bytes, at: int) -> int:
    """Return how many bytes a number of variable width takes: its leading zero bits and one."""
    if at >= len(head) or head[at] == 0:
        raise ValueError("width")
    return 9 - head[at].bit_length()


def _without_rate(tracks: bytes) -> bytes:
    """Return the body of `Tracks` without word of a rate."""
    made = b""
    for part in _elements(lambda at, length: tracks[at : at + length], 0, len(tracks)):
        body = tracks[part.offset : part.offset + part.length]
        if part.number == _TRACK:
            body = _without_rate(body)
        if part.number != _DEFAULT_DURATION:
            made += _element(part.number, body)
    return made


def _info(times_ms: Sequence[int]) -> bytes:
    """Tell how long the film is: the last frame lasts as the one before it."""
    last = times_ms[-1] - times_ms[-2] if len(times_ms) > 1 else 40
    duration = struct.pack(">d", float(times_ms[-1] + last))
    names = _element(_MUXER, b"In Camera") + _element(_WRITER, b"In Camera")
    return _element(_INFO, _number(_SCALE, _MILLISECOND_NS) + _element(_DURATION, duration) + names)


def _cues(times_ms: Sequence[int], clusters: Sequence[int], before_bytes: int) -> bytes:
    """Tell where one frame a second lies, counted from the segment's body, of which these words are a part themselves."""
    starts = list(itertools.accumulate(clusters, initial=0))
    chosen: list[tuple[int, int]] = []
    for time_ms, start in zip(times_ms, starts, strict=False):
        if not chosen or time_ms >= chosen[-1][0] + _CUE_EVERY_MS:
            chosen.append((time_ms, start))
    own_bytes = len(_element(_CUES, b"".join(_cue(time_ms, 0) for time_ms, _ in chosen)))
    return _element(_CUES, b"".join(_cue(time_ms, before_bytes + own_bytes + start) for time_ms, start in chosen))


def _cue(time_ms: int, position: int) -> bytes:
    place = _element(_CUE_PLACES, _number(_CUE_TRACK, 1) + _number(_CUE_CLUSTER, position))
    return _element(_CUE, _number(_CUE_TIME, time_ms) + place)


def _cluster(time_ms: int, frame_bytes: int) -> bytes:
    """Return all of a cluster of one frame that stands before the frame."""
    block = _started(_BLOCK, _BLOCK_HEAD_BYTES + frame_bytes) + bytes((_FIRST_TRACK, 0, 0, _KEY_FRAME))
    inside = _number(_TIME, time_ms) + block
    return _started(_CLUSTER, len(inside) + frame_bytes) + inside


def _number(number: int, value: int) -> bytes:
    return _element(number, value.to_bytes(8, "big"))


def _element(number: int, body: bytes) -> bytes:
    return _started(number, len(body)) + body


def _started(number: int, length: int) -> bytes:
    """Return the head of an element, its length in eight bytes: how long a head is depends on nothing."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + ((1 << 56) | length).to_bytes(8, "big")
