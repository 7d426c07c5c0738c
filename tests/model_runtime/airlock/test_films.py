"""A film goes through the airlock: looked through once, written with everything hidden, each frame at its own time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from model_runtime.airlock.handlers import Airlock
from model_runtime.documents.film_frames import FilmFrames
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
    numbered_film,
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


def _stopping(after: int) -> Callable[[FilmFrames], Pixels | None]:
    """Return a decoder that comes to every picture and gives none after so many."""
    retrieved = FilmFrames._retrieved
    return lambda frames: None if frames.number >= after else retrieved(frames)


def test_frames_that_nobody_could_look_at_do_not_count_as_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the second look comes past them, without their pictures, is no look."""
    film = OpenFilm(face_film(tmp_path / "source.mkv"))
    monkeypatch.setattr(FilmFrames, "_retrieved", _stopping(after=4))
    assert ErrorCode.FILM_FRAMES_MISSING == film.code(film_messages.FindTracks(2, "faces-fast"))


def test_what_lies_behind_the_last_frame_that_was_looked_at_is_neither_shown_nor_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A torn end is let pass; what can be decoded of it afterwards was never looked for faces."""
    film = OpenFilm(numbered_film(tmp_path / "source.webm", 20), tmp_path)
    with monkeypatch.context() as torn:
        torn.setattr(FilmFrames, "_retrieved", _stopping(after=19))
        film.search()
    assert isinstance(
        film.airlock.handle(messages.DetectRegions(3, 19, "faces-fast"), film.channel), messages.RegionsDetected
    )
    assert ErrorCode.PAGE_MISSING == film.code(messages.DetectRegions(4, 20, "faces-fast"))
    assert ErrorCode.FILM_FRAMES_MISSING == film.code(film_messages.EncodeFilm(5, "webm"))


def test_outside_the_boxes_a_lossless_film_stays_as_it_was(tmp_path: Path) -> None:
    """To the last bit, in MKV."""
    (tmp_path / "scratch").mkdir()
    source = face_film(tmp_path / "source.mkv")
    film = OpenFilm(source, tmp_path / "scratch")
    film.search()
    frames = film.written(film_messages.EncodeFilm(3, "mkv"), tmp_path / "out.mkv")
    for (_, before), (_, after) in zip(read_back(tmp_path / "source.mkv"), frames, strict=True):
        is_black = (after == 0).all(axis=2)
        assert np.array_equal(before[~is_black], after[~is_black])
        assert 0.01 < is_black.mean() < 0.5
