"""A film's text is read where its picture changes, followed where it runs, and hidden in every frame."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction.film_hidden import FilmHidden
from model_runtime.redaction.film_places import Walk, grey_copy
from model_runtime.redaction.film_reading import FilmReading, Held
from model_runtime.redaction.looks import blackened
from model_runtime.redaction.redact import redacted
from model_runtime.redaction.second_look import Look

RATE = 25.0
GREY: Pixels = np.full((120, 160, 3), 128, np.uint8)
PLACE = Region("TEXT", 0.9, "text-detector", Box(5, 5, 20, 10))


class Reader:
    """Finds `PLACE` in every frame that it is shown, and keeps which those were."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def __call__(self, page: SourcePage) -> tuple[Region, ...]:
        """Return the place."""
        self.numbers.append(page.number)
        return (PLACE,)


def _read(frames: Sequence[Pixels], cuts: Sequence[int] = (1,)) -> tuple[list[int], tuple[Held, ...]]:
    reader = Reader()
    reading = FilmReading([Look(reader, lambda _: (), blackened)], RATE)
    for number, frame in enumerate(frames, 1):
        reading.add(number, frame, is_first=number in cuts)
    assert [] == reading.residual
    return reader.numbers, reading.held(cuts, len(frames))


def test_a_still_picture_is_read_once_and_hidden_all_the_time() -> None:
    """Nothing changes, so nothing is read again before its time."""
    numbers, held = _read([GREY] * 40)
    assert ([1], [Held(1, 40, (PLACE,))]) == (numbers, list(held))


def test_a_still_picture_is_read_again_now_and_then() -> None:
    """After five seconds, however little has changed."""
    assert [1, 126] == _read([GREY] * 130)[0]


def test_what_appears_is_read_and_hidden_from_the_look_before_on() -> None:
    """A line of text that comes in frame 12 is hidden from the first frame that nobody has read."""
    lettered = GREY.copy()
    lettered[40:52, 30:90:3] = 0
    numbers, held = _read([GREY] * 11 + [lettered] * 10)
    assert [1, 12] == numbers
    assert [(1, 11), (2, 21)] == [(one.first, one.last) for one in held]


def test_a_film_that_changes_all_the_time_is_read_five_times_a_second() -> None:
    """Not each frame: that would take a second each. Only its first change comes as a surprise."""
    frames = [np.full_like(GREY, 40 + 8 * (k % 20)) for k in range(20)]
    assert [1, 2, 7, 12, 17] == _read(frames)[0]


def _lettered(left: int, top: int = 40) -> Pixels:
    """Return the grey frame with a line of print; what lies beyond its edges is cut off."""
    wide = np.full((300, 800, 3), 128, np.uint8)
    wide[::7, ::11] = 120  # no ground is quite even
    letters = np.random.default_rng(3).integers(0, 2, (12, 60), dtype=np.uint8)
    wide[100 + top : 112 + top, 300 + left : 360 + left] = 255 * letters[:, :, None]
    return np.ascontiguousarray(wide[100:220, 300:460])


class LineReader:
    """Finds the line of `_lettered` where all of it is in the frame."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._places = places

    def __call__(self, page: SourcePage) -> tuple[Region, ...]:
        """Return the place, unless it is cut."""
        left, top = self._places[page.number - 1]
        is_whole = 0 <= left <= 100 and 0 <= top <= 108
        box = Box(left, top, 60, 12)
        return (Region("TEXT", 0.9, "text-detector", box),) if is_whole else ()


def _hidden_of(frames: Sequence[Pixels], places: Sequence[tuple[int, int]]) -> FilmHidden:
    reading = FilmReading([Look(LineReader(places), lambda _: (), blackened)], RATE)
    for number, frame in enumerate(frames, 1):
        reading.add(number, frame, is_first=number == 1)
    return FilmHidden(160, 120, (), reading.held((1,), len(frames)), RATE)


@pytest.mark.parametrize(("right", "down"), [(-17, 0), (17, 0), (0, -11), (0, 11), (-3, 2)])
def test_a_line_that_runs_through_the_picture_is_hidden_in_every_frame(right: int, down: int) -> None:
    """Also between two looks, and where the edge cuts it, so that nobody can read it there; and nothing else is."""
    start = (
        150 if right < -5 else 95 if right < 0 else -50 if right else 40,
        110 if down < -5 else -5 if down > 5 else 40,
    )
    places = [(start[0] + right * k, start[1] + down * k) for k in range(16)]
    frames = [_lettered(*place) for place in places]
    hidden = _hidden_of(frames, places)
    for number, (frame, (left, top)) in enumerate(zip(frames, places, strict=True), 1):
        line = Box(left, top, 60, 12).clipped(160, 120)
        rest = redacted(SourcePage(number, frame), hidden.regions(number)).pixels
        assert line is None or rest[line.rows, line.columns].max() == 0
        assert (rest == frame).mean() > 0.5


def test_a_flash_of_text_is_read_at_once_in_a_calm_film() -> None:
    """Three frames between two looks; so is a second one that comes right after it."""
    frames = [GREY] * 12
    for number in (3, 4, 5):
        frames[number - 1] = _lettered(20)
    frames[5] = _lettered(40, 80)
    numbers, held = _read(frames)
    assert [1, 3, 6] == numbers[:3]
    assert [(1, 2), (2, 5)] == [(one.first, one.last) for one in held][:2]


def test_places_are_followed_for_a_second_and_no_longer() -> None:
    """However many frames that is: they wait in memory."""
    places = [(20 + (k % 2), 40) for k in range(60)]
    hidden = _hidden_of([_lettered(*place) for place in places], [places[0], *[(200, 40)] * 59])
    (held,) = hidden.held
    assert {len(path.boxes) for path in held.paths} <= {25}


def test_a_line_that_goes_dark_is_not_followed_on() -> None:
    """What is not there any more hides nothing elsewhere."""
    frames = [_lettered(20), _lettered(30), _lettered(40), *[GREY] * 9]
    hidden = _hidden_of(frames, [(20, 40), (30, 40), (40, 40), *[(200, 40)] * 9])
    assert all(number <= 4 for held in hidden.held for path in held.paths for number in path.boxes)


def test_a_frame_without_text_hides_nothing() -> None:
    """It was read, and nothing stands there."""
    reading = FilmReading([Look(lambda _: (), lambda _: (), blackened)], RATE)
    reading.add(1, GREY, is_first=True)
    assert () == reading.held((1,), 1)


def test_a_cut_is_read_at_once_and_nothing_is_held_over_it() -> None:
    """A place of one scene says nothing of the next."""
    numbers, held = _read([GREY] * 6, cuts=(1, 3))
    assert [1, 3] == numbers
    assert [(1, 2), (3, 6)] == [(one.first, one.last) for one in held]


# -- a place on its way --------------------------------------------------------------------------------------------------


def _walk(region: Region, *frames: Pixels) -> Walk:
    greys = [grey_copy(frame)[0] for frame in frames]
    walk = Walk(region, grey_copy(frames[0])[1])
    for number, (before, now) in enumerate(itertools.pairwise(greys), 2):
        walk.step(before, now, number)
    return walk


def test_a_place_in_a_large_frame_is_followed_in_its_pixels() -> None:
    """On a copy of 640 pixels; the box is that of the film."""
    small = [_lettered(20), _lettered(33)]
    frames = [np.repeat(np.repeat(frame, 8, axis=0), 8, axis=1) for frame in small]
    walk = _walk(Region("TEXT", 0.9, "x", Box(160, 320, 480, 96)), *frames)
    assert walk.path.boxes[2].contains(Box(264, 320, 480, 96))
    assert walk.path.boxes[2].width < 500


def test_a_place_without_a_pattern_goes_nowhere() -> None:
    """An even wall is like itself everywhere."""
    assert _walk(Region("TEXT", 0.9, "x", Box(10, 10, 40, 20)), GREY, GREY).is_over


def test_a_place_beyond_the_frame_goes_nowhere() -> None:
    """There is nothing to compare; once over, it stays over."""
    walk = _walk(Region("TEXT", 0.9, "x", Box(300, 10, 40, 20)), GREY, GREY, GREY)
    assert walk.is_over
    walk.stay(4)
    assert {} == walk.path.boxes


def test_a_place_that_runs_ever_faster_is_followed_out_of_the_frame() -> None:
    """Its speed is taken on from frame to frame; beyond the edge there is nothing to look at."""
    walk = _walk(Region("TEXT", 0.9, "x", Box(0, 40, 60, 12)), *(_lettered(left) for left in (0, 20, 62, 126, 212)))
    assert [20, 62, 126] == [walk.path.boxes[number].left + 3 for number in (2, 3, 4)]
    assert walk.is_over
