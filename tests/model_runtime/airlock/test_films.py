"""A film goes through the airlock: looked through once, written with everything hidden, each frame at its own time."""

import functools
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from model_runtime.airlock import film_writer, mp4_times
from model_runtime.airlock.film_writer import FilmWriter
from model_runtime.airlock.handlers import Airlock
from model_runtime.airlock.scratch_file import ScratchFile
from model_runtime.documents.page import Pixels
from model_runtime.protocol import film_messages, film_payloads, messages
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.film_payloads import FilmFormat, FilmPlace
from model_runtime.protocol.payloads import Box, Region, Size
from tests.helpers.documents import GivenChannel, quarters, saved
from tests.helpers.films import (
    FILMS,
    face_box,
    face_film,
    number_in,
    numbered_film,
    numbered_frame,
    read_back,
)

UNEVEN_S = (0.0, 0.04, 0.09, 0.1, 0.3, 0.31, 0.33, 1.0, 1.04, 1.041)


class OpenFilm:
    """An airlock with an open film, and everything that it said."""

    def __init__(self, data: bytes, scratch: Path | None = None) -> None:
        self.airlock, self.channel = Airlock(scratch), GivenChannel(data)
        self.airlock.handle(messages.OpenDocument(1, len(data)), self.channel)

    def search(self, policy: str = "faces-fast") -> film_messages.FilmSearched:
        """Look through it."""
        event = self.airlock.handle(film_messages.FindTracks(2, policy), self.channel)
        assert isinstance(event, film_messages.FilmSearched)
        return event

    def written(self, request: film_messages.EncodeFilm, path: Path) -> list[tuple[float, Pixels]]:
        """Write it to `path` and read its frames back."""
        self.channel.said.clear()
        event = self.airlock.handle(request, self.channel)
        data = b"".join(event.data for event in self.channel.said if isinstance(event, messages.EncodedBlock))
        assert event == messages.DocumentEncoded(request.id, len(data))
        path.write_bytes(data)
        return read_back(path)

    @property
    def tracks(self) -> list[film_payloads.FilmTrack]:
        """All that were told of."""
        return [
            track
            for event in self.channel.said
            if isinstance(event, film_messages.TracksFound)
            for track in event.tracks
        ]

    def code(self, request: messages.AnyRequest) -> ErrorCode:
        """Return the code with which a request fails."""
        with pytest.raises(RequestFailed) as caught:
            self.airlock.handle(request, self.channel)
        return caught.value.code


@pytest.mark.parametrize("output", ["webm", "mkv", "mp4"])
def test_a_face_is_black_in_every_frame_and_the_rest_is_not(output: FilmFormat, tmp_path: Path) -> None:
    """Judged by the pixels of the film that comes out, in each format; nothing stays in the scratch folder."""
    film = OpenFilm(face_film(tmp_path / "source.mkv"), tmp_path / "scratch")
    (tmp_path / "scratch").mkdir()
    ended = film.search()
    assert (Size(400, 300), 1, 0, False) == (ended.native, ended.rounds, ended.residual, ended.review)
    assert [(1, 8)] == [(track.first, track.last) for track in film.tracks if track.number == 1]
    frames = film.written(film_messages.EncodeFilm(3, output), tmp_path / f"out.{output}")
    assert [round(number / 25, 3) for number in range(8)] == [round(time_s, 3) for time_s, _ in frames]
    for number, (_, pixels) in enumerate(frames, 1):
        assert pixels[face_box(number)].max() < 48
        assert pixels[200:, :100].mean() > 48
    assert [] == list((tmp_path / "scratch").iterdir())


def test_a_track_that_a_person_shows_is_seen_and_a_place_that_one_hides_is_black(tmp_path: Path) -> None:
    """Consent for the whole film; a place from one frame to another; the operator that was asked for."""
    film = OpenFilm(face_film(tmp_path / "source.mkv"), tmp_path)
    film.search()
    place = FilmPlace(2, 3, Region("PLACE", 1.0, "person", Box(0, 200, 100, 100)))
    shown = tuple(track.number for track in film.tracks)
    frames = film.written(film_messages.EncodeFilm(3, "webm", "fill", shown, (place,)), tmp_path / "out.webm")
    assert all(pixels[face_box(number)].max() > 100 for number, (_, pixels) in enumerate(frames, 1))
    assert [False, True, True, False] == [bool(pixels[205:295, 5:95].max() < 48) for _, pixels in frames[:4]]


def test_a_frame_is_hidden_for_an_engine_as_it_is_in_the_film(tmp_path: Path) -> None:
    """Its regions are those of the search, by track; under another policy the frame is a picture like any."""
    film = OpenFilm(face_film(tmp_path / "source.mkv"))
    film.search()
    for policy, tracks in (("faces-fast", {1}), ("faces", {0})):
        event = film.airlock.handle(messages.DetectRegions(4, 5, policy), film.channel)
        assert isinstance(event, messages.RegionsDetected)
        assert tracks == {region.track for region in event.detection.regions}
        assert event.detection.regions[0].box.rows.start <= face_box(5)[0].start
    known = film.airlock.handle(messages.DetectRegions(4, 5, "faces-fast", hidden=film_regions(film)), film.channel)
    assert isinstance(known, messages.RegionsDetected)
    assert () == known.detection.regions


def test_a_frame_that_a_film_does_not_have_is_missing(tmp_path: Path) -> None:
    """Also after the look through it, which knows every frame."""
    film = OpenFilm(numbered_film(tmp_path / "source.webm", 5))
    film.search()
    with pytest.raises(RequestFailed, match="page_missing"):
        film.airlock.handle(messages.DetectRegions(4, 6, "faces-fast"), film.channel)


def film_regions(film: OpenFilm) -> tuple[Region, ...]:
    """Return what is hidden in frame 5."""
    event = film.airlock.handle(messages.DetectRegions(4, 5, "faces-fast"), film.channel)
    assert isinstance(event, messages.RegionsDetected)
    return event.detection.regions


def test_a_film_is_looked_through_once_for_a_policy(tmp_path: Path) -> None:
    """Asked again it is told again, and no frame is looked at: nobody hears of progress."""
    film = OpenFilm(numbered_film(tmp_path / "source.webm", 5))
    first = film.search()
    film.channel.said.clear()
    assert first == film.search()
    assert [] == film.channel.said


def test_who_waits_is_told_how_far_it_is_and_may_leave(tmp_path: Path) -> None:
    """In each step; a cancel is heard at the next frame, and leaves nothing in the scratch folder."""
    film = OpenFilm(numbered_film(tmp_path / "source.webm", 20), tmp_path / "scratch")
    (tmp_path / "scratch").mkdir()
    film.search()
    assert "finding" in {event.step for event in film.channel.said if isinstance(event, film_messages.FilmProgress)}
    for request in (film_messages.FindTracks(3, "off"), film_messages.EncodeFilm(4, "webm")):
        film.search()
        film.channel.cancelled_after = 3
        assert ErrorCode.CANCELLED == film.code(request)
        film.channel.cancelled_after = 1_000_000
    assert [] == list((tmp_path / "scratch").iterdir())


def test_a_film_nobody_has_looked_through_is_not_written(tmp_path: Path) -> None:
    """Nothing would be hidden in it. Nor is a film searched where none is open, or a picture is."""
    film = OpenFilm(numbered_film(tmp_path / "source.webm", 3), tmp_path)
    assert ErrorCode.PAGE_MISSING == film.code(film_messages.EncodeFilm(2, "webm"))
    picture = OpenFilm(saved(quarters(), "PNG"), tmp_path)
    assert ErrorCode.PAGE_MISSING == picture.code(film_messages.FindTracks(2, "faces"))
    film.airlock.handle(messages.CloseDocument(3), film.channel)
    assert ErrorCode.PAGE_MISSING == film.code(film_messages.FindTracks(4, "faces"))


def test_an_airlock_without_a_scratch_writes_no_film(tmp_path: Path) -> None:
    """The one that opens pictures and documents has none."""
    film = OpenFilm(numbered_film(tmp_path / "source.webm", 3))
    film.search("off")
    assert ErrorCode.FORMAT_NOT_WRITABLE == film.code(film_messages.EncodeFilm(2, "webm"))


def test_a_film_of_which_too_much_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    """Stored frames that yield no picture: a copy would lack them in silence. A torn end is let pass."""
    data = bytearray(numbered_film(tmp_path / "film.avi", 20))
    pictures = [at for at in range(len(data)) if data[at : at + 3] == b"\xff\xd8\xff"]
    for start in pictures[15:]:
        data[start : start + 200] = bytes(200)
    film = OpenFilm(bytes(data))
    assert ErrorCode.FILM_FRAMES_MISSING == film.code(film_messages.FindTracks(2, "off"))
    assert Size(160, 120) == OpenFilm((FILMS / "cut_mjpeg.avi").read_bytes()).search("off").native


# -- the writer ----------------------------------------------------------------------------------------------------------


def _write(folder: Path, output: FilmFormat, frames: Sequence[Pixels], times_s: Sequence[float]) -> bytes:
    height, width = frames[0].shape[:2]
    writer = FilmWriter(folder, output, Size(width, height), 10.0)
    try:
        for frame in frames:
            writer.add(frame)
        return b"".join(writer.pieces(times_s))
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
    monkeypatch.setattr(film_writer, "_packet_count", lambda _: 2)
    outputs: tuple[FilmFormat, ...] = ("webm", "mp4")
    for output in outputs:
        with pytest.raises(RequestFailed, match="format_not_writable"):
            _write(tmp_path, output, [numbered_frame(n) for n in range(1, 4)], [0.0, 0.1, 0.2])


def test_a_scratch_file_has_no_name_from_the_start(tmp_path: Path) -> None:
    """Whatever ends the process, nothing of it is left."""
    file, writer = ScratchFile.made(tmp_path / "f", _opened)
    with writer:
        writer.write(b"0123456789")
    assert ([], 10, b"345") == (list(tmp_path.iterdir()), file.size_bytes, file.read(3, 3))
    file.close()
    with pytest.raises(RequestFailed, match="format_not_writable"):
        ScratchFile.made(tmp_path / "none" / "f", lambda _: None)


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
