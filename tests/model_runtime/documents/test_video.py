"""Films open as lines of frames with their times; odd ones end well; what a container claims is never believed."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from model_runtime.documents import film_frames, formats
from model_runtime.documents.film_frames import FilmFrames
from model_runtime.documents.film_stream import FilmStream
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.documents.video import VideoDocument
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import opened, remote
from tests.helpers.films import FILMS, number_in, numbered_film, written

VARIABLE_MS = (
    0, 40, 90, 100, 300, 310, 330, 1000, 1040, 1041, 1100, 2000, 2033, 2066, 2100, 2500, 2501, 2600, 2700, 2710, 2720,
    2730, 2740, 2750, 2760, 2800, 3500, 3600, 3700, 3800,
)  # fmt: skip
"""When the frames of `vfr.*` begin, as they were written."""


def _film(name: str) -> VideoDocument:
    document = opened((FILMS / name).read_bytes())
    assert isinstance(document, VideoDocument)
    return document


def _code(data: bytes) -> tuple[ErrorCode, dict[str, int]]:
    with pytest.raises(RequestFailed) as caught:
        opened(data)
    return caught.value.code, caught.value.facts


def _ends_well(data: bytes) -> bool:
    try:
        times_s = opened(data).line.times_s
    except RequestFailed as failure:
        return failure.code.value.startswith(("film_", "file_"))
    return len(times_s) >= 1 and all(one <= other for one, other in itertools.pairwise(times_s))


@pytest.mark.parametrize("suffix", [".webm", ".mp4", ".mkv", ".avi"])
def test_every_frame_is_a_page_with_its_time(suffix: str, tmp_path: Path) -> None:
    """Whatever the container: the frames in their order, each at its time, and any of them by its number."""
    document = opened(numbered_film(tmp_path / f"film{suffix}", 120))
    assert (document.kind, document.line.count, document.line.axis) == (suffix[1:], 120, "frames")
    assert np.allclose(document.line.times_s, np.arange(120) / 25, atol=0.001)
    asked = (1, 2, 60, 61, 120, 3, 119, 1, 100)
    assert list(asked) == [number_in(document.render(number).pixels) for number in asked]
    assert document.is_lossless == (suffix == ".mkv")
    document.close()


def test_all_frames_come_in_order_wherever_the_decoder_was(tmp_path: Path) -> None:
    """One pass over a film begins at its first frame, after any page was shown."""
    document = opened(numbered_film(tmp_path / "film.webm", 30))
    assert isinstance(document, VideoDocument)
    for before in (1, 20):
        document.render(before)
        assert [(n, n) for n in range(1, 31)] == [
            (number, number_in(px)) for number, px in document.frames.all_frames()
        ]


def test_some_frames_come_in_their_order_and_the_others_without_pixels(tmp_path: Path) -> None:
    """Wherever the decoder was; every frame is told."""
    document = opened(numbered_film(tmp_path / "film.webm", 30))
    assert isinstance(document, VideoDocument)
    document.render(20)
    wanted = {1, 7, 30}
    came = [
        (number, None if pixels is None else number_in(pixels))
        for number, pixels in document.frames.some_frames(wanted)
    ]
    assert [(number, number if number in wanted else None) for number in range(1, 31)] == came
    document.close()


def test_a_wanted_frame_that_is_there_and_cannot_be_had_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not taken for one that nobody wanted; the others are told all the same."""
    document = opened(numbered_film(tmp_path / "film.webm", 30))
    assert isinstance(document, VideoDocument)
    monkeypatch.setattr(document.frames, "_retrieved", lambda: None)
    with pytest.raises(RequestFailed, match="page_missing"):
        list(document.frames.some_frames({7}))
    assert [(number, None) for number in range(1, 31)] == list(document.frames.some_frames(()))
    document.close()


@pytest.mark.parametrize("name", ["vfr.mkv", "vfr.mp4"])
def test_a_variable_rate_keeps_its_times(name: str) -> None:
    """Times are those of the frames; the rate that the container claims is not looked at."""
    assert np.allclose(np.array(VARIABLE_MS) / 1000, _film(name).line.times_s, atol=0.0005)


@pytest.mark.parametrize(
    "name", ["vfr.mkv", "vfr.mp4", "mpeg4.avi", "fps1000.mp4", "rotated.mp4", "vp8.webm", "both.mp4"]
)
def test_a_frame_that_is_sought_is_the_frame_in_its_place(name: str) -> None:
    """Jumping to a frame, forwards and back, gives the pixels that come in its place when all are decoded in order."""
    document = _film(name)
    in_order = {number: pixels.copy() for number, pixels in document.frames.all_frames()}
    assert list(in_order) == list(document.line.numbers)
    for number in (document.line.count, 1, document.line.count // 2, 2, document.line.count - 1):
        assert np.array_equal(in_order[number], document.render(number).pixels)


def test_frames_are_sought_where_they_are_far(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A long way is not decoded through, and the frame is the right one all the same."""
    monkeypatch.setattr(film_frames, "FAR", 2)
    document = opened(numbered_film(tmp_path / "film.webm", 200))
    assert [150, 149, 30, 200] == [number_in(document.render(number).pixels) for number in (150, 149, 30, 200)]


@pytest.mark.parametrize(("name", "numbers"), [("trimmed.mp4", range(6, 31)), ("trimmed_end.mp4", (*range(6, 22), 25))])
def test_a_trimmed_film_is_what_players_show_of_it(name: str, numbers: Sequence[int]) -> None:
    """Trimming writes an edit list and leaves the frames in the file: those outside it are not listed, nor missing."""
    document = _film(name)
    assert list(numbers) == [number_in(pixels) for _, pixels in document.frames.all_frames()]
    assert document.line.count == len(numbers)
    assert document.line.times_s[:3] == pytest.approx((0.0, 0.04, 0.08))
    for place in (len(numbers), 3, 15, 1):
        assert numbers[place - 1] == number_in(document.render(place).pixels)


@pytest.mark.parametrize("name", ["two_tracks.mp4", "two_tracks.mkv"])
def test_of_two_picture_tracks_frames_and_times_are_of_the_same_one(name: str) -> None:
    """FFmpeg decodes the first one, and hands out packets of the one that is marked: 12 frames, 10 a second."""
    document = _film(name)
    assert list(range(1, 15)) == [number_in(pixels) for _, pixels in document.frames.all_frames()]
    assert np.allclose(document.line.times_s, np.arange(14) / 25, atol=0.001)


def test_more_frames_than_are_listed_are_no_film(tmp_path: Path) -> None:
    """Whatever made the list: a frame beyond it has no time, and is not left out in silence."""
    frames = FilmFrames(remote(numbered_film(tmp_path / "film.mkv", 5)), (0.0, 0.04, 0.08))
    with pytest.raises(RequestFailed) as caught:
        list(frames.all_frames())
    assert ErrorCode.FILM_FRAMES_MISSING == caught.value.code


def test_a_telephones_film_comes_upright() -> None:
    """A quarter turn that the container asks for is made: the frame is taller than wide."""
    assert (160, 120) == _film("rotated.mp4").render(1).pixels.shape[:2]


def test_one_frame_is_a_film() -> None:
    """A line of one page, at time 0."""
    assert (1, (0.0,)) == (_film("one.mp4").line.count, _film("one.mp4").line.times_s)


def test_one_pixel_is_a_film(tmp_path: Path) -> None:
    """The smallest frame there is."""
    frames = [np.full((2, 2, 3), 9, np.uint8)] * 3
    assert (2, 2, 3) == opened(written(tmp_path / "small.mkv", frames)).render(3).pixels.shape


@pytest.mark.parametrize("name", ["av1.mp4", "av1.webm"])
def test_a_picture_format_that_cannot_be_decoded_is_named(name: str) -> None:
    """AV1 opens, claims 30 frames and yields none: that is no film of 30 frames, and no empty one."""
    code, facts = _code((FILMS / name).read_bytes())
    assert (ErrorCode.FILM_FORMAT_UNREADABLE, b"AV01") == (code, facts["fourcc"].to_bytes(4, "little"))


@pytest.mark.parametrize("name", ["sound.mp4", "zero.mp4", "cut.mp4"])
def test_a_film_without_pictures_is_refused(name: str) -> None:
    """Sound only, no frames, and an MP4 whose table of contents at its end was cut off."""
    assert ErrorCode.FILM_WITHOUT_PICTURES == _code((FILMS / name).read_bytes())[0]


def test_a_broken_tail_leaves_what_is_before_it() -> None:
    """A WebM cut off while it was written: what is stored can be read, and nothing more is claimed."""
    document = _film("cut_vp8.webm")
    assert document.line.count == 15
    assert document.render(15).number == 15


def test_a_last_frame_that_is_torn_is_missing_and_says_so() -> None:
    """It is stored, so it stands in the line; it cannot be decoded, so it is not there."""
    document = _film("cut_mjpeg.avi")
    with pytest.raises(RequestFailed) as caught:
        document.render(document.line.count)
    assert ErrorCode.PAGE_MISSING == caught.value.code
    assert document.render(document.line.count - 1).number == document.line.count - 1


def test_a_wrong_extension_does_not_matter() -> None:
    """Nothing here ever learns a name; the container is told by its first bytes."""
    assert ("mp4", "avi") == (_film("h264.mp4").kind, _film("wmv2.avi").kind)


def test_a_claimed_rate_is_not_believed() -> None:
    """1,000 frames a second, and WMV2, of which some containers claim 1,200 frames for 30."""
    assert (30, 30) == (_film("fps1000.mp4").line.count, _film("wmv2.avi").line.count)
    assert np.allclose(_film("fps1000.mp4").line.times_s, np.arange(30) / 1000)


def test_a_film_that_changes_size_is_shown_in_one() -> None:
    """The first frame's: a page's size does not change while its document is open."""
    document = _film("sizes.mkv")
    assert {(120, 160, 3)} == {document.render(number).pixels.shape for number in document.line.numbers}


def test_a_header_that_claims_a_huge_picture_is_refused_by_its_claim(tmp_path: Path) -> None:
    """Before a frame of that size is decoded."""
    data = numbered_film(tmp_path / "film.mkv", 2)
    width_and_height = b"\xb0\x81\xa0\xba\x81\x60"
    assert data.count(width_and_height) == 1
    huge = data.replace(width_and_height, b"\xb0\x81\xff\xba\x81\xff")
    assert opened(huge).line.count == 2  # 255 x 255 is no harm; FFV1 says its own size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "MAX_FILM_PX", 160 * 96 - 1)
        assert ErrorCode.PAGE_TOO_LARGE == _code(data)[0]


def test_more_frames_than_a_line_holds_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A film is not shortened in silence."""
    data = numbered_film(tmp_path / "film.webm", 12)
    monkeypatch.setattr(formats, "MAX_FILM_FRAMES", 11)
    assert ErrorCode.TOO_MANY_PAGES == _code(data)[0]


@pytest.mark.parametrize("name", ["h264.mp4", "vp8.webm", "mpeg4.avi", "vfr.mkv"])
def test_a_film_cut_anywhere_ends_well(name: str) -> None:
    """Every piece of a film opens, or is refused with a code; nothing hangs and nothing crashes."""
    data = (FILMS / name).read_bytes()
    for length in range(40, len(data), len(data) // 25):
        assert _ends_well(data[:length])


def test_bytes_that_cannot_be_had_are_the_files_own_failure(tmp_path: Path) -> None:
    """The film is not called broken where its bytes stopped coming."""
    data = numbered_film(tmp_path / "film.webm", 12)

    def fetch(offset: int, length: int) -> bytes:
        del offset, length
        raise RequestFailed(ErrorCode.FILE_CHANGED)

    file = RemoteFile(len(data), fetch)
    with pytest.raises(RequestFailed) as caught:
        VideoDocument(file, formats.FORMATS["webm"])
    assert ErrorCode.FILE_CHANGED == caught.value.code


def test_the_stream_reads_as_a_file_does() -> None:
    """Places from either end, a place before the start, the end."""
    stream = FilmStream(remote(b"0123456789"))
    assert (stream.readable(), stream.seekable()) == (True, True)
    assert (8, b"89", b"") == (stream.seek(-2, 2), stream.read(5), stream.read(1))
    assert (0, b"01", 2) == (stream.seek(-5), stream.read(2), stream.tell())
    assert (5, b"56789") == (stream.seek(3, 1), stream.read())
