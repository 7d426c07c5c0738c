"""Playing and scrubbing: one frame is asked for at a time, and the newest wish wins."""

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.timeline import playback
from desktop_app.gui.timeline.playback import Playback
from desktop_app.gui.timeline.time_line_model import TimeLine

LINE = TimeLine(tuple(number / 10 for number in range(50)))


@dataclass
class Clock:
    """Time as the test says."""

    now_s: float = 0.0

    def __call__(self) -> float:
        """Tell it."""
        return self.now_s


def _played(clock: Clock) -> tuple[Playback, list[int]]:
    made, asked = Playback(clock), list[int]()
    made.begin(LINE)
    made.frame_wanted.connect(asked.append)
    return made, asked


def test_whoever_scrubs_waits_for_no_frame_that_they_have_passed(qapp: object) -> None:
    """The first is asked for at once, then only the last."""
    made, asked = _played(Clock())
    for number in (5, 6, 7, 20):
        made.wish(number)
    assert [5] == asked
    made.arrived(5, is_shown=False)
    assert [5] == asked
    made.arrived(5, is_shown=True)
    assert [5, 20] == asked


def test_a_step_goes_on_from_the_frame_that_was_wished_for_last(qapp: object) -> None:
    """However slowly frames come, no key is lost; who comes to a frame by another way steps on from there."""
    made, asked = _played(Clock())
    for step in (1, 1, 47):
        made.wish(made.goal + step)
    assert ([2], 50) == (asked, made.goal)
    made.arrived(2, is_shown=False)
    made.arrived(2, is_shown=True)
    assert ([2, 50], 50) == (asked, made.goal)
    made.arrived(50, is_shown=True)
    made.arrived(7, is_shown=True)
    assert 7 == made.goal
    made.begin(LINE)
    assert 1 == made.goal


def test_a_frame_that_does_not_come_holds_nobody_up(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the newest is asked for all the same."""
    monkeypatch.setattr(playback, "PATIENCE_MS", 20)
    made, asked = _played(Clock())
    made.wish(5)
    made.wish(9)
    qtbot.waitUntil(lambda: asked == [5, 9])


def test_a_film_plays_in_its_own_time_whatever_frames_take(qtbot: QtBot) -> None:
    """What could not be had in time is left out; at the end it stops, and then begins anew."""
    clock = Clock()
    made, asked = _played(clock)
    states = list[bool]()
    made.playing_changed.connect(states.append)
    made.toggle()
    assert [1] == asked
    made.arrived(1, is_shown=True)
    clock.now_s = 0.75
    qtbot.waitUntil(lambda: asked[-1] == 8)
    made.arrived(8, is_shown=True)
    clock.now_s = 30.0
    qtbot.waitUntil(lambda: asked[-1] == 50)
    assert [True, False] == states
    made.arrived(50, is_shown=True)
    made.toggle()
    assert 1 == asked[-1]
    made.pause()
    assert [True, False, True, False] == states
