"""How far a long call is, and how long it will take, in words that a person can use."""

import io
import sys

import pytest

from desktop_app.cli.countdown import Countdown, time_left


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "less than a minute left"),
        (29.0, "less than a minute left"),
        (31.0, "about 1 min left"),
        (5300.0, "about 88 min left"),
        (5700.0, "about 2 h left"),
    ],
)
def test_time_is_told_in_round_words(seconds: float, words: str) -> None:
    """Nobody needs the seconds of an hour."""
    assert words == time_left(seconds)


def test_time_left_is_measured_by_what_this_call_has_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of an earlier call took no time in this one."""
    terminal, now = Terminal(), [0.0]
    monkeypatch.setattr(sys, "stderr", terminal)
    countdown = Countdown(60, 20, lambda: now[0])
    assert "20 of 60 files" == countdown.words()
    now[0] = 20.0
    countdown.step()
    countdown.step()
    assert "22 of 60 files, about 6 min left" == countdown.words()
    assert terminal.getvalue().endswith("\r\x1b[2K22 of 60 files, about 6 min left")
    countdown.clear()
    assert terminal.getvalue().endswith("\r\x1b[2K")
    assert "2 of 2 files" == Countdown(2, 2).words()


def test_a_log_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """One whole line at most every ten seconds."""
    log, now = io.StringIO(), [0.0]
    monkeypatch.setattr(sys, "stderr", log)
    countdown = Countdown(100, 0, lambda: now[0])
    for _ in range(25):
        now[0] += 1.0
        countdown.step()
    assert (
        "incamera: 10 of 100 files, about 2 min left\nincamera: 20 of 100 files, about 1 min left\n" == log.getvalue()
    )
