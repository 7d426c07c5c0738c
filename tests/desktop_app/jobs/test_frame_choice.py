"""Frames of a film are chosen as the published demo of CogVLM2-Video chooses them, and scenes are each a film."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.jobs import frame_choice

TIMES = st.lists(st.integers(0, 200_000), min_size=1, max_size=300).map(
    lambda times: tuple(time / 1000 for time in sorted(times))
)


def film(rate: float, seconds: float, *, in_milliseconds: bool = False) -> tuple[float, ...]:
    """Return when the frames of a film begin."""
    times = [number / rate for number in range(round(rate * seconds))]
    return tuple(round(time, 3) for time in times) if in_milliseconds else tuple(times)


@pytest.mark.parametrize(
    ("times_s", "numbers"),
    [
        (film(10, 2.9), [1, 11, 21, 29]),
        (film(25, 5), [1, 26, 51, 76, 101, 125]),
        (film(10, 0.1), [1]),
        (film(10, 2.6), [1, 11, 21]),  # the last frame begins at 2.5, which rounds to the even 2
        (film(10, 3.6), [1, 11, 21, 31, 36]),  # at 3.5, which rounds to the even 4
        ((0.0, 0.5, 1.5, 3.0), [1, 2, 3, 4]),  # half-way between two frames, the first
        ((0.0, 0.0, 1.0, 1.0), [1, 3]),  # at the same time, the first
        ((0.0, 2.6), [1, 1, 2, 2]),
        (film(25, 3600), [1 + 25 * second for second in range(24)]),
    ],
)
def test_one_frame_a_second(times_s: tuple[float, ...], numbers: list[int]) -> None:
    """From second 0 to that of the last frame's beginning, at most 24; a gap is filled with what is nearest to it."""
    assert numbers == list(frame_choice.per_second(times_s))


@settings(deadline=None)
@given(TIMES)
def test_one_frame_a_second_as_the_demo_says_it(times_s: tuple[float, ...]) -> None:
    """Written as its few lines read: the nearest time, then its first place."""
    expected: list[int] = []
    for second in range(round(max(times_s)) + 1):
        apart = [abs(time - second) for time in times_s]
        expected.append(1 + times_s.index(times_s[apart.index(min(apart))]))
        if len(expected) >= 24:
            break
    assert expected == list(frame_choice.per_second(times_s))


@pytest.mark.parametrize(
    ("times_s", "last"),
    [
        (film(25, 30), 750),
        (film(25, 120), 1500),
        (film(25, 120, in_milliseconds=True), 1500),
        (film(30_000 / 1001, 120), 1798),
        (film(30_000 / 1001, 120, in_milliseconds=True), 1798),
        (film(24_000 / 1001, 120, in_milliseconds=True), 1438),
        (film(15, 1), 15),
        ((0.0,), 1),
        ((3.0, 3.0), 2),
        ((0.0, 7200.0), 1),
    ],
)
def test_twenty_four_frames_of_the_first_minute(times_s: tuple[float, ...], last: int) -> None:
    """Where NumPy's whole-number `linspace` puts them, which is what the demo asks; few frames come repeatedly."""
    expected = 1 + np.linspace(0, last - 1, 24, dtype=int)
    assert expected.tolist() == list(frame_choice.uniform(times_s))


@settings(deadline=None)
@given(st.integers(1, 20_000))
def test_frames_are_spread_as_numpy_spreads_them(count: int) -> None:
    """To the frame, for every length: what steps add up to is cut, not rounded."""
    times_s = tuple(number / 1000 for number in range(count))
    assert (1 + np.linspace(0, count - 1, 24, dtype=int)).tolist() == list(frame_choice.uniform(times_s))


@settings(deadline=None)
@given(TIMES, st.lists(st.floats(-10, 250), max_size=8))
def test_every_scene_is_a_film_of_its_own(times_s: tuple[float, ...], cuts_s: list[float]) -> None:
    """Each with its first frame, at most 24, none twice, in order; together they lie apart as the cuts do."""
    scenes = frame_choice.scenes(times_s, cuts_s)
    flat = [number for scene in scenes for number in scene]
    assert flat == sorted(set(flat))
    assert all(1 <= len(scene) <= 24 for scene in scenes)
    places = [sum(cut <= time for cut in set(cuts_s)) for time in times_s]
    assert len(set(places)) == len(scenes)
    for scene, place in zip(scenes, sorted(set(places)), strict=True):
        assert 1 + places.index(place) == scene[0]
        assert {place} == {places[number - 1] for number in scene}


def test_a_long_scene_is_seen_to_its_end() -> None:
    """A short one by the second from where it begins, a long one evenly."""
    short, long = frame_choice.scenes(film(10, 100), [5.05])
    assert (1, 11, 21, 31, 41, 51) == short
    assert (52, 1000, 24) == (long[0], long[-1], len(long))
    steps = {after - before for before, after in itertools.pairwise(long)}
    assert max(steps) - min(steps) <= 1


def test_fewer_frames_of_a_scene_are_spread_over_it() -> None:
    """Where a film has so many scenes that each may send but a few; one frame is the first."""
    assert ((1, 20), (21, 100)) == frame_choice.scenes(film(10, 10), [2.0], 2)
    assert ((1,), (21,)) == frame_choice.scenes(film(10, 10), [2.0], 1)


def test_without_a_rule_every_frame_is_asked_about() -> None:
    """As pages of anything else."""
    assert (1, 2, 3) == frame_choice.sampled((0.0, 0.1, 0.2), "")
    assert 24 == len(frame_choice.sampled((0.0, 0.1, 0.2), "uniform"))
    assert (1,) == frame_choice.sampled((0.0, 0.1, 0.2), "per-second")


def test_frames_that_begin_at_almost_the_same_time_are_a_short_film() -> None:
    """A child may say so: a minute of such frames has more of them than can be counted."""
    assert (
        frame_choice.uniform((0.0, 0.0)) == frame_choice.uniform((0.0, 5e-324)) == frame_choice.uniform((0.0, 1e-300))
    )
