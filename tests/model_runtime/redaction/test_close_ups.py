"""Where a camera goes in on a face until nothing finds it, the whole picture is hidden; a face that leaves is let go."""

from collections.abc import Sequence

import numpy as np
import pytest

from model_runtime.protocol.payloads import Size
from model_runtime.redaction.close_ups import held_close
from model_runtime.redaction.tracks import Track

SIZE = Size(100, 100)
WHOLE = [0.0, 0.0, 100.0, 100.0]


def _track(sides: Sequence[float], found: Sequence[bool], first: int = 1, left: float = 0.0) -> Track:
    """Return squares in the middle of the frame, moved right by `left`."""
    boxes = [[50 - side / 2 + left, 50 - side / 2, 50 + side / 2 + left, 50 + side / 2] for side in sides]
    return Track(first, np.array(boxes), 0.9, np.array(found))


def _whole_frames(track: Track) -> list[int]:
    return [track.first + k for k, box in enumerate(track.boxes.tolist()) if box == WHOLE]


@pytest.mark.parametrize("sides", [(40, 60, 74, 74), (90, 86, 84, 84)])
def test_a_face_that_fills_the_frame_and_is_lost_hides_it_to_the_end_of_the_scene(sides: Sequence[float]) -> None:
    """It grew until then, or was that large all the time."""
    track = _track(sides, [True, True, True, False])
    (held,) = held_close([track], (1, 8), 12, SIZE)
    assert ([4, 5, 6, 7], 7) == (_whole_frames(held), held.last)
    assert [1, 1, 1, 0, 0, 0, 0] == held.found.astype(int).tolist()


def test_a_face_from_which_the_camera_goes_out_was_there_before() -> None:
    """The same, backwards."""
    track = _track((80, 80, 60, 40), [False, True, True, True], first=6)
    (held,) = held_close([track], (1, 4), 12, SIZE)
    assert ([4, 5, 6], 4, 9) == (_whole_frames(held), held.first, held.last)


def test_it_ends_where_a_face_is_found_again_and_before_that_begins() -> None:
    """Somebody looked there and saw faces: what else there is, is seen too."""
    close = _track((40, 60, 80), [True] * 3, first=4)
    others = [_track([10], [True], first=8), _track([10], [True], first=2)]
    held = held_close([close, *others], (1,), 12, SIZE)
    assert [[7], [], []] == [_whole_frames(track) for track in held]
    away = _track((80, 60, 40), [True] * 3, first=4)
    assert [3] == _whole_frames(held_close([away, *others], (1,), 12, SIZE)[0])


@pytest.mark.parametrize(("sides", "left"), [((40, 50, 60), 0), ((72, 72, 72), 0), ((40, 60, 80), 60)])
def test_a_face_that_is_small_or_turns_away_or_leaves_is_let_go(sides: Sequence[float], left: float) -> None:
    """A scene goes on without it, and can be seen."""
    track = _track(sides, [True] * 3, left=left)
    assert track.last == held_close([track], (1,), 12, SIZE)[0].last


def test_a_close_face_at_the_end_of_its_scene_changes_nothing() -> None:
    """There is no frame left to hide."""
    track = _track((40, 60, 80), [True] * 3)
    assert track is held_close([track], (1, 4), 9, SIZE)[0]
