"""Tell whether an MP4 or QuickTime film shows all frames that it stores: whoever trims one often only writes an edit list.

Source: ISO/IEC 14496-12, sections 8.2.2 (mvhd), 8.4.2 (mdhd), 8.4.3 (hdlr), 8.6.1.3 (ctts), 8.6.6 (elst). Reads no frame, believes
nothing: what cannot be read here is for the decoder to say.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import RequestFailed

_MAX_BOXES = 2_000
"""Of one level: a film in fragments has some thousands, and its table of contents stands before them."""

_MAX_TRACKS, _MAX_EDITS = 100, 50
_ROUNDING_TICKS = 2
"""Of the film's own clock, which is often coarser than that of the track."""

_WHOLE_SPEED = 1 << 16  # 16.16 fixed point


@dataclass(frozen=True)
class _Box:
    """What lies in the file from `start` to `end`, its header taken off."""

    name: bytes
    start: int
    end: int


def shows_all(file: RemoteFile) -> bool:
    """Tell whether every stored frame is shown, once; yes for a container without edit lists, and where none can be read."""
    try:
        movie = _inner(file, _Box(b"", 0, file.size_bytes), b"moov")
        if movie is None:
            return True
        movie_clock, _ = _clock(file, _inner(file, movie, b"mvhd"))
        tracks = [box for box in _boxes(file, movie) if box.name == b"trak"][:_MAX_TRACKS]
        return all(_is_whole(file, track, movie_clock) for track in tracks)
    except (struct.error, RequestFailed, ZeroDivisionError):
        return True


def _is_whole(file: RemoteFile, track: _Box, movie_clock: int) -> bool:
    """Tell whether the one stretch that a track of pictures shows reaches from its first frame to its last."""
    media, edits = _inner(file, track, b"mdia"), _inner(file, track, b"edts", b"elst")
    handler = None if media is None else _inner(file, media, b"hdlr")
    if edits is None or media is None or handler is None or _read(file, handler, 12)[8:] != b"vide":
        return True
    shown = [edit for edit in _edits(file, edits) if edit[1] >= 0]  # -1: a pause before the film begins
    if len(shown) != 1:
        return not shown
    duration, begin, speed = shown[0]
    media_clock, media_duration = _clock(file, _inner(file, media, b"mdhd"))
    first = _first_shown(file, media)
    if begin > first or speed != _WHOLE_SPEED:
        return False
    end = begin + (duration + _ROUNDING_TICKS) * media_clock / movie_clock
    return duration == 0 or end >= first + media_duration  # 0: to the end, as films in fragments say


def _edits(file: RemoteFile, box: _Box) -> Iterator[tuple[int, int, int]]:
    """Yield duration, begin (-1: nothing is shown) and speed of each edit."""
    version, count = struct.unpack(">B3xI", _read(file, box, 8))
    row = ">QqI" if version else ">IiI"
    length = struct.calcsize(row)
    rows = _read(file, box, 8 + min(count, _MAX_EDITS) * length)[8:]
    for at in range(0, len(rows) - length + 1, length):
        yield struct.unpack_from(row, rows, at)


def _first_shown(file: RemoteFile, media: _Box) -> int:
    """Return when the first frame is shown, in ticks of the track."""
    box = _inner(file, media, b"minf", b"stbl", b"ctts")
    if box is None:
        return 0
    count, _, offset = struct.unpack(">4xIIi", _read(file, box, 16))
    return int(offset) if count else 0


def _clock(file: RemoteFile, box: _Box | None) -> tuple[int, int]:
    """Return ticks a second, and the duration in ticks. Raises struct.error where there is none."""
    head = _read(file, box, 32) if box is not None else b""
    scale, duration = struct.unpack_from(">IQ", head, 20) if head[:1] == b"\1" else struct.unpack_from(">II", head, 12)
    return int(scale), int(duration)


def _inner(file: RemoteFile, box: _Box, *names: bytes) -> _Box | None:
    """Return the first box of that name in `box`, and so on inwards; None where there is none."""
    for name in names:
        found = next((one for one in _boxes(file, box) if one.name == name), None)
        if found is None:
            return None
        box = found
    return box


def _boxes(file: RemoteFile, outer: _Box) -> Iterator[_Box]:
    """Yield the boxes in `outer`; nothing more where one makes no sense."""
    at = outer.start
    for _ in range(_MAX_BOXES):
        head = _read(file, _Box(b"", at, outer.end), 16)
        if len(head) < 8:
            return
        length, name, begin = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if length == 1:
            length, begin = int.from_bytes(head[8:16], "big"), at + 16
        end = outer.end if length == 0 else at + length
        if not begin <= end <= outer.end:
            return
        yield _Box(name, begin, end)
        at = end


def _read(file: RemoteFile, box: _Box, length: int) -> bytes:
    file.seek(box.start)
    return file.read(max(0, min(length, box.end - box.start))) or b""
