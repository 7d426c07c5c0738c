"""What is found now and then is followed through every frame between, and a little beyond; a cut ends it."""

import numpy as np
import pytest

from model_runtime.redaction.tracks import Edges, Following, Scene, Track, followed

FOLLOWING = Following(seed=0.3, lone=0.45, gap=5, reach=2)


def _find(left: float, score: float, top: float = 50.0, size: float = 20.0) -> list[float]:
    return [left, top, left + size, top + size, score]


def _scene(*frames: list[list[float]] | None, motion: Edges | None = None, first: int = 1) -> Scene:
    finds = [None if frame is None else np.array(frame, float).reshape(-1, 5) for frame in frames]
    return Scene(first, finds, np.zeros((len(frames), 2)) if motion is None else motion)


def _covers(track: Track, number: int, left: float, size: float = 20.0) -> bool:
    box = track.boxes[number - track.first]
    return bool(box[0] <= left and box[2] >= left + size)


def test_a_gap_is_filled_and_the_ends_reach_further() -> None:
    """Found in frames 4 and 8 of 12, it is hidden from 2 to 10, in between where it must have been."""
    frames: list[list[list[float]] | None] = [[] for _ in range(12)]
    frames[3], frames[7] = [_find(40, 0.9)], [_find(48, 0.6)]
    (track,) = followed(_scene(*frames), FOLLOWING)
    assert (2, 10, 0.9) == (track.first, track.last, track.score)
    assert [4, 8] == [track.first + int(k) for k in np.flatnonzero(track.found)]
    assert all(_covers(track, number, 40 + 2 * (number - 4)) for number in range(2, 11))


def test_a_doubtful_find_continues_a_track_and_begins_none() -> None:
    """Scores of 0.12 beside a sure find count in both directions; alone they are nothing."""
    doubtful = [[_find(40 + k, 0.12)] for k in range(4)]
    (track,) = followed(_scene(*doubtful, [_find(44, 0.8)], *doubtful[::-1]), FOLLOWING)
    assert (1, 9) == (track.first, track.last)
    assert track.found.all()
    assert [] == followed(_scene(*doubtful), FOLLOWING)


def test_a_find_that_nothing_continues_must_be_surer() -> None:
    """One frame in which something scored 0.4 is a shape; 0.5 is a face that was seen once."""
    assert [] == followed(_scene([], [_find(40, 0.4)], []), FOLLOWING)
    assert 1 == len(followed(_scene([], [_find(40, 0.5)], []), FOLLOWING))


def test_longer_than_the_gap_is_two_tracks() -> None:
    """Who is gone for longer may be somebody else."""
    frames: list[list[list[float]] | None] = [[] for _ in range(14)]
    frames[1], frames[12] = [_find(40, 0.9)], [_find(40, 0.8)]
    assert [(1, 4), (11, 14)] == [(track.first, track.last) for track in followed(_scene(*frames), FOLLOWING)]


def test_two_who_pass_each_other_are_two() -> None:
    """A find belongs to one track; where they are one behind the other it may be one's alone. Both are covered all the time."""
    frames = [[_find(20 + 6 * k, 0.9), _find(120 - 6 * k, 0.8, top=52)] for k in range(12)]
    tracks = followed(_scene(*frames), FOLLOWING)
    assert [(1, 12), (1, 12)] == [(track.first, track.last) for track in tracks]
    for k in range(12):
        assert all(any(_covers(track, k + 1, left) for track in tracks) for left in (20 + 6 * k, 120 - 6 * k))


def test_one_face_seen_twice_is_one_track() -> None:
    """Two networks mean the same face by boxes that are nearly one."""
    frames = [[_find(40, 0.9), _find(42, 0.85)] for _ in range(4)]
    assert 1 == len(followed(_scene(*frames), FOLLOWING))


def test_another_size_is_another_thing() -> None:
    """A face does not become three times as large from one frame to the next."""
    frames = [[_find(40, 0.9)], [_find(20, 0.8, top=30, size=60)]]
    assert 2 == len(followed(_scene(*frames), FOLLOWING))


def test_a_pan_moves_nobody() -> None:
    """The picture jumps by twice a face's width in each frame, and the track holds; without the motion it would not."""
    frames = [[_find(300 - 40 * k, 0.9)] for k in range(6)]
    moved = np.array([(-40.0 * k, 0.0) for k in range(6)])
    (track,) = followed(_scene(*frames, motion=moved), FOLLOWING)
    assert all(_covers(track, k + 1, 300 - 40 * k) for k in range(6))
    assert 1 < len(followed(_scene(*frames), FOLLOWING))


def test_frames_that_nobody_looked_at_are_filled() -> None:
    """Every second frame gets no look: it is hidden all the same, and counts as not found."""
    frames: list[list[list[float]] | None] = [[_find(40 + 2 * k, 0.9)] if k % 2 == 0 else None for k in range(7)]
    (track,) = followed(_scene(*frames, first=101), FOLLOWING)
    assert (101, 107, 4) == (track.first, track.last, int(track.found.sum()))
    assert all(_covers(track, 101 + k, 40 + 2 * k) for k in range(7))


def test_a_scene_of_one_frame_has_tracks() -> None:
    """There is nothing to follow, and what is seen is hidden."""
    (track,) = followed(_scene([_find(40, 0.9)]), FOLLOWING)
    assert (1, 1, True) == (track.first, track.last, _covers(track, 1, 40))


@pytest.mark.parametrize("step", [1, -1])
def test_who_moves_is_followed_beyond_the_last_find(step: int) -> None:
    """Beyond the last find, and before the first, the box goes on as fast as it went, and grows."""
    frames: list[list[list[float]] | None] = [[] for _ in range(9)]
    for k in range(3, 6):
        frames[k] = [_find(40 + 8 * step * k, 0.9)]
    (track,) = followed(_scene(*frames), FOLLOWING)
    assert all(_covers(track, number, 40 + 8 * step * (number - 1)) for number in range(2, 9))


def test_the_same_finds_make_the_same_tracks() -> None:
    """Whatever the order in which a frame's finds came."""
    frames = [[_find(20 + 3 * k, 0.9), _find(120 + 2 * k, 0.9)] for k in range(5)]
    one, other = followed(_scene(*frames), FOLLOWING), followed(_scene(*(frame[::-1] for frame in frames)), FOLLOWING)
    lefts = [sorted(float(track.boxes[0][0]) for track in tracks) for tracks in (one, other)]
    assert lefts[0] == lefts[1]
