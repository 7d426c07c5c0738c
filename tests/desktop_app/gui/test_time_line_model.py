"""Where one is in a film: frames by time, steps that always lead somewhere, bars beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_app.gui.timeline.time_line_model import MAX_LANES, Bar, TimeLine, in_lanes

LINE = TimeLine((0.0, 0.4, 0.8, 1.2, 5.0, 5.1))


@pytest.mark.parametrize(
    ("time_s", "number"), [(-1.0, 1), (0.0, 1), (0.39, 1), (0.4, 2), (4.9, 4), (5.0, 5), (5.05, 5), (99.0, 6)]
)
def test_the_frame_at_a_time_is_the_last_that_has_begun(time_s: float, number: int) -> None:
    """As players show it."""
    assert number == LINE.frame_at(time_s)


@given(some.lists(some.floats(0.001, 10.0), max_size=60), some.floats(-1.0, 2.0))
def test_every_point_of_the_line_is_a_frame_and_every_frame_lies_on_it(steps_s: list[float], share: float) -> None:
    """Shares grow with the frames, and lead back to them."""
    times_s, now_s = [0.0], 0.0
    for step_s in steps_s:
        now_s += step_s
        times_s.append(now_s)
    line = TimeLine(times_s)
    assert 1 <= line.frame_at_share(share) <= line.count
    shares = [line.share(number) for number in range(1, line.count + 1)]
    assert shares == sorted(shares)
    assert (0.0, 1.0) == (shares[0], line.end_share(line.count))
    for number in range(1, line.count + 1):
        middle = (line.share(number) + line.end_share(number)) / 2
        assert number == line.frame_at_share(middle)


@pytest.mark.parametrize(
    ("number", "by_s", "there"), [(1, 1.0, 3), (4, 1.0, 5), (6, 1.0, 6), (5, -1.0, 4), (1, -1.0, 1), (3, -1.0, 1)]
)
def test_a_step_of_a_second_leads_to_another_frame_where_there_is_one(number: int, by_s: float, there: int) -> None:
    """Also over a frame that stands for longer."""
    assert there == LINE.stepped_s(number, by_s)


def test_a_single_frame_is_a_line_too() -> None:
    """It lasts, and nothing divides by nothing."""
    line = TimeLine((0.0,))
    assert (1, 1, 1.0, (1,)) == (line.frame_at_share(0.7), line.stepped_s(1, 1.0), line.end_share(1), line.spread(12))
    assert () == TimeLine().spread(12)


@given(some.lists(some.tuples(some.integers(1, 50), some.integers(0, 20)), max_size=30))
def test_bars_lie_in_rows_without_touching_as_long_as_there_are_rows(spans: list[tuple[int, int]]) -> None:
    """Each keeps its place in the list; none lies lower than there are rows."""
    bars = in_lanes(Bar(first, first + length, "FACE") for first, length in spans)
    assert [(first, first + length) for first, length in spans] == [(bar.first, bar.last) for bar in bars]
    assert all(0 <= bar.lane < MAX_LANES for bar in bars)
    for index, one in enumerate(bars):
        for other in bars[index + 1 :]:
            if one.lane == other.lane < MAX_LANES - 1:
                assert one.last < other.first or other.last < one.first
