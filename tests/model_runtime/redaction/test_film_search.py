"""A film is searched once, what is found is hidden in all its frames, and then looked at again."""

import threading
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol import limits
from model_runtime.protocol.film_payloads import Doubt, FilmTrack
from model_runtime.protocol.payloads import Box, Region, Size
from model_runtime.redaction import detectors, faces, film_cores, film_search
from model_runtime.redaction.film_cores import FilmCores
from model_runtime.redaction.film_hidden import FilmHidden
from model_runtime.redaction.film_looks import FILM_LOOKS
from model_runtime.redaction.film_reading import Held
from model_runtime.redaction.film_search import Search, searched
from model_runtime.redaction.policy import DetectorName, understood
from model_runtime.redaction.second_look import MAX_ROUNDS
from model_runtime.redaction.tracks import Edges, Track
from tests.helpers.documents import DATA

RATE = 25.0
GREY: Pixels = np.full((120, 160, 3), 128, np.uint8)


class GivenFrames:
    """A film whose frames are given; a frame may be missing."""

    def __init__(self, frames: Sequence[Pixels | None]) -> None:
        self._frames = frames
        self.passes = 0

    @property
    def size(self) -> Size:
        """Of the first frame."""
        first = self._frames[0]
        assert first is not None
        return Size(first.shape[1], first.shape[0])

    def all_frames(self) -> Iterator[tuple[int, Pixels]]:
        """Yield those that are there."""
        self.passes += 1
        yield from ((number, frame) for number, frame in enumerate(self._frames, 1) if frame is not None)

    def some_frames(self, wanted: Container[int]) -> Iterator[tuple[int, Pixels | None]]:
        """Yield those that are there, and pixels of those that are wanted."""
        for number, frame in self.all_frames():
            yield number, frame if number in wanted else None


class SeenAgain:
    """Finds a box again and again in what is left of some frames, `times` times each."""

    def __init__(self, numbers: Sequence[int], times: int) -> None:
        self._left = dict.fromkeys(numbers, times)
        self._lock = threading.Lock()

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return another place each time."""
        with self._lock:
            left = self._left.get(page.number, 0)
            self._left[page.number] = left - 1
        return (Region(faces.KIND, 0.6, "centerface", Box(14 * left, 20, 12, 12)),) if left > 0 else ()


def _search(policy: str, seen: list[tuple[int, int]] | None = None) -> Search:
    return Search(understood(policy), RATE, lambda step, number: None if seen is None else seen.append((step, number)))


def _astronauts(count: int) -> list[Pixels]:
    """Return frames over which a face moves to the left."""
    picture = np.asarray(Image.open(DATA / "faces" / "astronaut.jpg").convert("RGB"))[:300]
    return [np.ascontiguousarray(picture[:, 4 * k : 4 * k + 400]) for k in range(count)]


@pytest.mark.parametrize("policy", ["faces-fast", "faces"])
def test_a_face_is_hidden_in_every_frame_under_one_number(policy: str) -> None:
    """Also in frames that got no look; and a second look finds nothing more."""
    film, seen = GivenFrames(_astronauts(8)), list[tuple[int, int]]()
    hidden = searched(film, _search(policy, seen))
    assert {(1, number) for number in range(1, 9)} | {(2, number) for number in range(1, 9)} == set(seen)
    assert (1, ()) == (hidden.rounds, hidden.residual)
    for number in range(1, 9):
        face = next(region for region in hidden.regions(number) if region.track == 1)
        assert face.box.contains(Box(190 - 4 * number, 80, 70, 90))
        assert face.score > 0.8


def test_nothing_is_looked_for_where_nothing_is_to_be_hidden() -> None:
    """Policy `off`, and a policy that looks for faces and leaves them."""
    for policy in ("off", 'detectors = ["faces"]\n[kinds]\n'):
        film = GivenFrames(_astronauts(2))
        hidden = searched(film, _search(policy))
        assert ((), 1) == (hidden.regions(1), film.passes)


def test_a_kinds_threshold_and_operator_count() -> None:
    """What scores less than the policy asks for stays; what is hidden is hidden as it says."""
    for threshold, operators in ((0.3, {"pixelate"}), (1.0, set())):
        policy = f'detectors = ["faces-fast"]\n[kinds]\nFACE = {{ threshold = {threshold}, operator = "pixelate" }}\n'
        hidden = searched(GivenFrames(_astronauts(3)), _search(policy))
        assert operators == {region.operator for region in hidden.regions(2)}


def test_frames_that_could_not_be_decoded_leave_the_others_in_their_place() -> None:
    """Numbers are those of the film's line."""
    frames: list[Pixels | None] = list(_astronauts(8))
    frames[3] = frames[4] = None
    hidden = searched(GivenFrames(frames), _search("faces-fast"))
    assert hidden.regions(8)[0].box.contains(Box(190 - 4 * 8, 80, 70, 90))


def test_what_the_look_after_hiding_finds_is_hidden_and_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two finds, one after the other, in the same frames: both are hidden, as late ones, and the third look ends it."""
    monkeypatch.setattr(detectors, "faces_again", lambda: SeenAgain([1, 6], 2))
    hidden = searched(GivenFrames([GREY] * 8), _search("faces-fast"))
    assert (2, 3, ()) == (hidden.late, hidden.rounds, hidden.residual)
    first, second = hidden.regions(6)
    assert (True, True) == (first.box.contains(Box(30, 22, 8, 8)), second.box.contains(Box(16, 22, 8, 8)))
    assert {"late"} == {doubt.why for track in hidden.told() for doubt in track.doubts}


def test_what_does_not_end_is_left_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """After three rounds what is still found is residual, with its frame, and is not hidden."""
    monkeypatch.setattr(detectors, "faces_again", lambda: SeenAgain([1], 9))
    hidden = searched(GivenFrames([GREY] * 3), _search("faces-fast"))
    assert (MAX_ROUNDS, [1]) == (hidden.rounds, [number for number, _ in hidden.residual])


def test_what_is_left_outside_the_frame_is_nothing() -> None:
    """A find that lies beyond the frame is no place on it."""
    found: dict[int, Edges] = {1: np.array([[900.0, 10, 920, 30, 0.5], [10.0, 10, 30, 30, 0.5]])}
    assert [1] == [number for number, _ in film_search._left(found, Size(100, 100))]


def test_every_face_preset_says_how_it_looks_at_films() -> None:
    """Each frame of 25 a second or every third; half of the looks at the mirror image."""
    assert {DetectorName.FACES_FAST: 3, DetectorName.FACES: 1, DetectorName.FACES_THOROUGH: 1} == {
        name: look.every(RATE) for name, look in FILM_LOOKS.items()
    }
    look = FILM_LOOKS[DetectorName.FACES]
    assert (1.0, False) == (look.light(640 * 480, is_mirrored=False).zoom, look.light(1, is_mirrored=False).is_mirrored)
    assert (2.0, True) == (look.light(176 * 144, is_mirrored=True).zoom, look.light(1, is_mirrored=True).is_mirrored)
    assert (20, 5) == (look.following(RATE).gap, look.following(RATE).reach)
    assert all(look.again_s * RATE >= 1 for look in FILM_LOOKS.values())


@pytest.mark.parametrize("policy", ["faces", "faces-thorough"])
@pytest.mark.parametrize("number", [5, 6, 7])
def test_who_is_in_one_frame_of_a_fast_film_is_hidden_in_it(policy: str, number: int) -> None:
    """Whichever frame that is: at 120 a second three of four would not be looked at."""
    frames: list[Pixels | None] = [np.full((300, 400, 3), 128, np.uint8)] * 12
    frames[number - 1] = _astronauts(1)[0]
    hidden = searched(GivenFrames(frames), replace(_search(policy), frames_a_second=120.0))
    assert any(region.box.contains(Box(190, 85, 60, 80)) for region in hidden.regions(number))


def test_a_calm_fast_film_is_not_looked_at_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can have come where nothing has changed."""
    looked = list[int]()

    def look(*_: object) -> Edges:
        looked.append(1)
        return np.zeros((0, 5))

    monkeypatch.setattr(faces, "glanced", look)
    searched(GivenFrames([GREY] * 24), replace(_search("faces"), frames_a_second=120.0))
    assert len(looked) == 6


def test_a_close_up_that_nothing_finds_any_more_is_doubtful() -> None:
    """What follows the last find, or lies before the first, for long."""
    end, begin = (_track(0.8, found) for found in ([True, *[False] * 12], [*[False] * 12, True]))
    told = FilmHidden(100, 100, (end, begin), (), RATE).told()
    assert [(Doubt(2, 13, "gap"),), (Doubt(1, 12, "gap"),)] == [one.doubts for one in told]


@pytest.mark.parametrize("rate", [10.0, 12.0, 24.0, 25.0, 29.97, 30.0, 50.0, 60.0, 120.0])
def test_who_comes_between_two_looks_is_hidden_from_the_first_frame(rate: float) -> None:
    """A track reaches back over all frames that were not looked at."""
    for look in FILM_LOOKS.values():
        assert look.every(rate) <= look.following(rate).reach + 1


def test_few_frames_are_held_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next frame waits until a thread has taken one of those before."""
    monkeypatch.setattr(film_cores, "WAITING", 1)
    cores, waiting, most = FilmCores(), set[int](), 0

    def find(page: SourcePage) -> Edges:
        waiting.discard(page.number)
        return np.full((1, 5), float(page.number))

    for number in range(1, 50):
        waiting.add(number)
        cores.look(SourcePage(number, GREY), find)
        most = max(most, len(waiting))
    found = cores.found()
    cores.close()
    assert list(range(1, 50)) == sorted(found)
    assert all(edges[0, 0] == number for number, edges in found.items())
    assert most <= 2 * cores.threads + 1
    assert {} == FilmCores().found()


def test_text_is_hidden_in_films_where_the_policy_asks_for_it() -> None:
    """The whole way: a frame with a line of print, under the policy for all text."""
    frame = np.full((120, 320, 3), 255, np.uint8)
    cv2.putText(frame, "Dear John Smith", (20, 70), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2)
    hidden = searched(GivenFrames([frame] * 3), _search("all-text"))
    assert all(any(one.box.contains(Box(60, 55, 200, 12)) for one in hidden.regions(number)) for number in (1, 2, 3))
    assert [(0, "TEXT", 1, 3)] == [(one.number, one.kind, one.first, one.last) for one in hidden.told()][:1]


# -- what is told --------------------------------------------------------------------------------------------------------


PLACE = Region("TEXT", 0.9, "text-detector", Box(5, 5, 20, 10))


def _track(score: float, found: Sequence[bool], first: int = 1) -> Track:
    boxes = np.tile(np.array([10.0, 10.0, 30.0, 30.0]), (len(found), 1))
    return Track(first, boxes, score, np.array(found))


HIDDEN = FilmHidden(
    100, 100, (_track(0.9, [True] * 3), _track(0.4, [True] * 2, first=2)), (Held(2, 3, (PLACE,)),), RATE
)


def test_a_frame_has_the_regions_of_its_tracks_and_places() -> None:
    """With the margin of a face, and the number of the track; a track that a person shows is left out."""
    assert [1] == [region.track for region in HIDDEN.regions(1)]
    assert [1, 2, 0] == [region.track for region in HIDDEN.regions(2)]
    assert [2, 0] == [region.track for region in HIDDEN.regions(2, frozenset({1}))]
    assert Box(4, 4, 32, 32) == HIDDEN.regions(1)[0].box


def test_a_track_that_has_left_the_frame_is_no_region() -> None:
    """Its box goes on beyond the edge for a while."""
    gone = replace(_track(0.9, [True]), boxes=np.array([[200.0, 10.0, 220.0, 30.0]]))
    place = msgspec.structs.replace(PLACE, box=Box(100, 5, 20, 10))
    assert () == FilmHidden(100, 100, (gone,), (Held(1, 1, (place,)),), RATE).regions(1)


def test_tracks_are_told_by_number_and_doubtful_stretches_by_frame() -> None:
    """A track that never scored much is doubtful as a whole, one with a gap in the gap."""
    gap = [True, *[False] * 12, True]
    hidden = replace(HIDDEN, tracks=(*HIDDEN.tracks, _track(0.8, gap, first=5)))
    assert hidden.told() == (
        FilmTrack(1, "FACE", 0.9, "film", 1, 3),
        FilmTrack(2, "FACE", 0.4, "film", 2, 3, (Doubt(2, 3, "unsure"),)),
        FilmTrack(3, "FACE", 0.8, "film", 5, 18, (Doubt(6, 17, "gap"),)),
        FilmTrack(0, "TEXT", 0.9, "text-detector", 2, 3),
    )


def test_no_track_tells_of_more_doubts_than_fit() -> None:
    """With more it is all doubt, and the first ones say so."""
    found = ([True] + [False] * 12) * (limits.MAX_DOUBTS + 5) + [True]
    (told,) = FilmHidden(100, 100, (_track(0.9, found),), (), RATE).told()
    assert limits.MAX_DOUBTS == len(told.doubts)
