"""Whether all stored frames are shown is read from an MP4's edit list, however odd that is."""

import struct

import pytest

from model_runtime.documents import film_edits
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import remote
from tests.helpers.films import FILMS


def _box(name: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return struct.pack(">I", 8 + len(body)) + name + body


def _clock(name: bytes, scale: int, duration: int, *, is_long: bool = False) -> bytes:
    head = (
        struct.pack(">B3xQQIQ", 1, 0, 0, scale, duration) if is_long else struct.pack(">4xIIII", 0, 0, scale, duration)
    )
    return _box(name, head, bytes(16))


def _edits(*edits: tuple[int, int], speed: int = 1 << 16, is_long: bool = False) -> bytes:
    row = ">QqI" if is_long else ">IiI"
    rows = [struct.pack(row, *edit, speed) for edit in edits]
    return _box(b"edts", _box(b"elst", struct.pack(">B3xI", is_long, len(rows)), *rows))


def _film(edits: bytes, *, handler: bytes = b"vide", first: int = 512, is_long: bool = False) -> RemoteFile:
    """Return a film of a second, at 12,800 ticks in its track and 1,000 for itself."""
    table = _box(b"stbl", _box(b"ctts", struct.pack(">4xIIi", 1, 25, first))) if first else _box(b"stbl")
    media = _box(
        b"mdia",
        _clock(b"mdhd", 12_800, 12_800, is_long=is_long),
        _box(b"hdlr", bytes(8), handler, bytes(12)),
        _box(b"minf", table),
    )
    movie = _box(b"moov", _clock(b"mvhd", 1_000, 1_000, is_long=is_long), _box(b"trak", edits, media))
    return remote(_box(b"ftyp", b"isom", bytes(4)) + movie)


@pytest.mark.parametrize(
    "edits",
    [
        b"",
        _edits((1_000, 512)),
        _edits((999, 512)),  # the film's own clock is coarse
        _edits((500, -1), (1_000, 512)),  # it begins later
        _edits((0, 512)),  # a film in fragments
        _edits((1_000, 512), is_long=True),
        _edits(),
    ],
)
def test_a_list_that_only_puts_the_first_frame_at_the_beginning_leaves_none_out(edits: bytes) -> None:
    """Encoders write such a list into nearly every film."""
    assert film_edits.shows_all(_film(edits))
    assert film_edits.shows_all(_film(edits, is_long=True))


@pytest.mark.parametrize(
    "edits",
    [
        _edits((960, 1_024)),
        _edits((900, 512)),
        _edits((500, 512), (500, 6_912)),
        _edits((1_000, 512), speed=1 << 15),
        _edits((900, 512), is_long=True),
    ],
)
def test_a_list_that_leaves_something_out_is_told(edits: bytes) -> None:
    """A beginning, an end, a middle; another speed. Of a sound track it is no matter."""
    assert not film_edits.shows_all(_film(edits))
    assert film_edits.shows_all(_film(edits, handler=b"soun"))


def test_a_film_whose_first_frame_is_at_once_is_whole_from_its_first_tick() -> None:
    """Frames that are stored as they are shown need no table for it."""
    assert film_edits.shows_all(_film(_edits((1_000, 0)), first=0))
    assert not film_edits.shows_all(_film(_edits((1_000, 512)), first=0))


def test_a_wide_box_and_one_to_the_end_are_read() -> None:
    """Both are how films above 4 GB are written."""
    film = _film(_edits((900, 512)))
    movie = film.head(film.size_bytes)[16:]
    for head in (struct.pack(">I", 1) + b"moov" + struct.pack(">Q", 8 + len(movie)), struct.pack(">I", 0) + b"moov"):
        assert not film_edits.shows_all(remote(head + movie[8:]))


def test_what_cannot_be_read_is_left_to_the_decoder() -> None:
    """Every cut of a file, another container, no clock: nothing is raised."""
    film = _film(_edits((900, 512)))
    data = film.head(film.size_bytes)
    for length in range(len(data)):
        film_edits.shows_all(remote(data[:length]))
    assert film_edits.shows_all(remote((FILMS / "vp8.webm").read_bytes()))
    assert film_edits.shows_all(remote(data.replace(b"mvhd", b"free")))
    assert film_edits.shows_all(remote(data.replace(struct.pack(">I", 1_000), bytes(4))))


def test_bytes_that_cannot_be_had_are_the_files_own_failure() -> None:
    """Whoever decodes says so."""

    def fetch(offset: int, length: int) -> bytes:
        del offset, length
        raise RequestFailed(ErrorCode.FILE_CHANGED)

    file = RemoteFile(1_000, fetch)
    assert film_edits.shows_all(file)
    assert file.failure is not None
