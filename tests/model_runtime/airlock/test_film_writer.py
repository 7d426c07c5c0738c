"""A film is written frame by frame: in its size, each frame at its own time, in stretches side by side, and nothing else is left."""

import functools
import itertools
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from model_runtime.airlock import film_encoding, film_packets, matroska, mp4_times
from model_runtime.airlock.film_writer import FilmWriter
from model_runtime.airlock.scratch_file import ScratchFile
from model_runtime.documents.page import Pixels
from model_runtime.protocol.error_codes import RequestFailed
from model_runtime.protocol.film_payloads import FilmFormat
from model_runtime.protocol.payloads import Size
from tests.helpers.documents import opened
from tests.helpers.films import (
    number_in,
    numbered_film,
    numbered_frame,
    read_back,
)

UNEVEN_S = (0.0, 0.04, 0.09, 0.1, 0.3, 0.31, 0.33, 1.0, 1.04, 1.041)


def _write(
    folder: Path, output: FilmFormat, frames: Sequence[Pixels], times_s: Sequence[float], *, is_lossless: bool = False
) -> bytes:
    height, width = frames[0].shape[:2]
    writer = FilmWriter(folder, output, Size(width, height), 10.0, is_lossless=is_lossless)
    try:
        for frame, time_s in zip(frames, times_s, strict=True):
            writer.add(frame, time_s)
        return b"".join(writer.pieces())
    finally:
        writer.close()


@pytest.mark.parametrize("output", ["webm", "mkv", "mp4"])
def test_every_frame_keeps_its_time(output: FilmFormat, tmp_path: Path) -> None:
    """A variable rate, to the millisecond, and every frame in its order."""
    path = tmp_path / f"out.{output}"
    path.write_bytes(_write(tmp_path, output, [numbered_frame(n) for n in range(1, 11)], UNEVEN_S))
    frames = read_back(path)
    assert list(UNEVEN_S) == [round(time_s, 3) for time_s, _ in frames]
    assert list(range(1, 11)) == [number_in(pixels) for _, pixels in frames]


@pytest.mark.parametrize(("width", "height"), [(161, 97), (160, 97), (161, 96), (17, 33), (1, 1), (3, 2)])
@pytest.mark.parametrize("output", ["webm", "mkv"])
def test_an_odd_size_is_kept(output: FilmFormat, width: int, height: int, tmp_path: Path) -> None:
    """Encoders take even sizes; what comes out is as large as what went in, to the last column."""
    frames = [np.full((height, width, 3), 40 * n, np.uint8) for n in range(1, 5)]
    path = tmp_path / f"out.{output}"
    path.write_bytes(_write(tmp_path, output, frames, [0.0, 0.1, 0.2, 0.3]))
    back = read_back(path)
    assert [(height, width, 3)] * 4 == [pixels.shape for _, pixels in back]
    assert all(abs(int(pixels.mean()) - 40 * n) < 12 for n, (_, pixels) in enumerate(back, 1))


def test_an_odd_size_is_refused_where_it_cannot_be_kept(tmp_path: Path) -> None:
    """Rather than a film with a column less."""
    with pytest.raises(RequestFailed, match="format_not_writable"):
        _write(tmp_path, "mp4", [numbered_frame(1, 161)], [0.0])


@pytest.mark.parametrize("output", ["webm", "mp4"])
def test_one_frame_and_two_at_one_time_are_films(output: FilmFormat, tmp_path: Path) -> None:
    """Two frames cannot have one time: the second is a millisecond later, or as the container has it."""
    for times_s in ([0.0], [0.0, 0.0, 0.5]):
        path = tmp_path / f"out.{output}"
        path.write_bytes(_write(tmp_path, output, [numbered_frame(n + 1) for n in range(len(times_s))], times_s))
        assert len(times_s) == len(read_back(path))


def test_what_was_not_stored_is_not_called_a_film(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A scratch that is full loses packets without a word."""
    monkeypatch.setattr(film_packets, "count_of", lambda _: 2)
    outputs: tuple[FilmFormat, ...] = ("webm", "mp4")
    for output in outputs:
        with pytest.raises(RequestFailed, match="format_not_writable"):
            _write(tmp_path, output, [numbered_frame(n) for n in range(1, 4)], [0.0, 0.1, 0.2])


def test_what_lost_nothing_loses_nothing(tmp_path: Path) -> None:
    """Every bit of every frame, at its own time, and a player finds the second that it looks for."""
    noise = np.random.default_rng(3).integers(0, 255, (40, 48, 64, 3), dtype=np.uint8)
    times_s = [number / 8 + number % 3 / 100 for number in range(len(noise))]
    path = tmp_path / "out.mkv"
    path.write_bytes(_write(tmp_path, "mkv", list(noise), times_s, is_lossless=True))
    back = read_back(path)
    assert [round(time_s, 3) for time_s in times_s] == [round(time_s, 3) for time_s, _ in back]
    assert all(np.array_equal(frame, pixels) for frame, (_, pixels) in zip(noise, back, strict=True))
    document = opened(path.read_bytes())
    assert (True, 40) == (document.is_lossless, document.line.count)
    assert np.array_equal(noise[33], document.render(34).pixels)
    assert np.array_equal(noise[2], document.render(3).pixels)
    document.close()


@pytest.mark.parametrize("sides", [(161, 97), (160, 97)])
def test_a_lossless_film_of_odd_size_keeps_its_size(sides: tuple[int, int], tmp_path: Path) -> None:
    """Rather than every bit of it."""
    width, height = sides
    frames = [np.full((height, width, 3), 40 * n, np.uint8) for n in range(1, 5)]
    path = tmp_path / "out.mkv"
    path.write_bytes(_write(tmp_path, "mkv", frames, [0.0, 0.1, 0.2, 0.3], is_lossless=True))
    assert [(height, width, 3)] * 4 == [pixels.shape for _, pixels in read_back(path)]


@pytest.mark.parametrize("waiting_bytes", [film_encoding.MAX_WAITING_BYTES, 0])
def test_stretches_are_joined_in_their_order(
    waiting_bytes: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Several cores encode them and finish as they like; where frames may not wait, there is one stretch."""
    monkeypatch.setattr(film_encoding, "MAX_WAITING_BYTES", waiting_bytes)
    times_s = [number / 10 + number % 3 / 100 for number in range(2 * 24 + 5)]
    path = tmp_path / "out.webm"
    path.write_bytes(_write(tmp_path, "webm", [numbered_frame(n + 1) for n in range(len(times_s))], times_s))
    back = read_back(path)
    assert [round(time_s, 3) for time_s in times_s] == [round(time_s, 3) for time_s, _ in back]
    assert list(range(1, len(times_s) + 1)) == [number_in(pixels) for _, pixels in back]
    assert [path] == list(tmp_path.iterdir())


def test_a_stretch_that_cannot_be_encoded_ends_the_film(tmp_path: Path) -> None:
    """Wherever it was encoded: no thread and no file stays."""
    before = threading.active_count()
    with pytest.raises(RequestFailed, match="format_not_writable"):
        _write(tmp_path / "none", "webm", [numbered_frame(1)] * 60, [number / 10 for number in range(60)])
    assert before == threading.active_count()


def test_a_film_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    """With stretches that wait, that are being encoded and that were stored."""
    before = threading.active_count()
    frame = numbered_frame(1)
    height, width = frame.shape[:2]
    writer = FilmWriter(tmp_path, "webm", Size(width, height), 10.0)
    for number in range(4 * 24 + 3):
        writer.add(frame, number / 10)
    writer.close()
    assert ([], before) == (list(tmp_path.iterdir()), threading.active_count())


def test_a_scratch_file_has_no_name_from_the_start(tmp_path: Path) -> None:
    """Whatever ends the process, nothing of it is left."""
    file, writer = ScratchFile.made(tmp_path / "f", _opened)
    with writer:
        writer.write(b"0123456789")
    assert ([], 10, b"345") == (list(tmp_path.iterdir()), file.size_bytes, file.read(3, 3))
    file.close()
    with pytest.raises(RequestFailed, match="format_not_writable"):
        ScratchFile.made(tmp_path / "none" / "f", lambda _: None)


def test_a_matroska_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """What OpenCV writes of FFV1 has one block a frame; anything else is not guessed at, and no length is believed."""
    noise = np.random.default_rng(3).integers(0, 255, (3, 16, 16, 3), dtype=np.uint8)
    film = _write(tmp_path, "mkv", list(noise), [0.0, 0.1, 0.2], is_lossless=True)
    again = b"".join(matroska.retimed(_reader(film), len(film), [0.0, 0.1, 0.2]))
    assert film == again
    for spoiled in (film[:-1], film[1:], bytes(100), film[:200]):
        with pytest.raises(ValueError, match=r"length|head|width|blocks|unpack"):
            list(matroska.retimed(_reader(spoiled), len(spoiled), [0.0, 0.1, 0.2]))
    with pytest.raises(ValueError, match="blocks"):
        list(matroska.retimed(_reader(film), len(film), [0.0, 0.1]))


def _reader(data: bytes) -> Callable[[int, int], bytes]:
    return lambda offset, length: data[offset : offset + length]


def test_a_table_of_contents_that_is_none_is_refused(tmp_path: Path) -> None:
    """What OpenCV writes has one at its end; anything else is not guessed at."""
    data = numbered_film(tmp_path / "film.mp4", 3)
    offset, table = mp4_times.table_of_contents(lambda at, length: data[at : at + length], len(data))
    assert (b"moov", len(data)) == (table[4:8], offset + len(table))
    for broken in (data[:offset], data[:offset] + bytes(8)):
        with pytest.raises(ValueError, match=r"moov|length"):
            mp4_times.table_of_contents(functools.partial(_piece, broken), len(broken))
    wide = b"\0\0\0\1mdat" + (20).to_bytes(8, "big") + bytes(4) + table
    assert 20 == mp4_times.table_of_contents(lambda at, length: wide[at : at + length], len(wide))[0]
    with pytest.raises(ValueError, match="length"):
        mp4_times.retimed(table[:8] + bytes(8), [0.0])


def _opened(path: str) -> BinaryIO:
    return Path(path).open("wb")


def _piece(data: bytes, offset: int, length: int) -> bytes:
    return data[offset : offset + length]


def test_the_times_of_an_mp4_are_runs() -> None:
    """The table of a long film at one rate is one row."""
    empty = (16).to_bytes(4, "big") + b"stts" + bytes(8)
    box = mp4_times.retimed(empty, list(itertools.accumulate([0.04] * 1000)))
    assert len(box) <= 16 + 8 * 4
