"""Times of films are said as players show them, and found in what is said of them."""

import pytest

from desktop_app.foundation.film_clock import MAX_TIMES, clock, end_s, mentions


@pytest.mark.parametrize(
    ("time_s", "shown"), [(0.0, "0:00.0"), (7.44, "0:07.4"), (59.96, "1:00.0"), (3725.5, "1:02:05.5")]
)
def test_a_time_is_said_as_a_player_shows_it(time_s: float, shown: str) -> None:
    """Hours only where there are some; no second has sixty tenths too many."""
    assert shown == clock(time_s)


@pytest.mark.parametrize(
    ("text", "times_s"),
    [
        ("[0:01.2] a door\n[0:05.0] a window", [1.2, 5.0]),
        ("From 00:03 to 1:02:05.5.", [3.0, 3725.5]),
        ("0:59, then 1:00-1:01", [59.0, 60.0, 61.0]),
        ("It is 12:75 o'clock, at ratio 4:3 and 1:2:3:4, port 8080:1", []),
        ("2:00:00 is later than the film", []),
        ("10:30", [630.0]),
    ],
)
def test_times_are_found_where_they_are_named(text: str, times_s: list[float]) -> None:
    """What is no time, or later than the film's end, is none."""
    found = mentions(text, 4000.0)
    assert times_s == [one.time_s for one in found]
    assert all(":" in text[one.start : one.end] for one in found)


def test_a_text_of_nothing_but_times_is_soon_done() -> None:
    """Only the first ones can be pressed."""
    assert MAX_TIMES == len(mentions("0:01 " * 100_000, 10.0))


@pytest.mark.parametrize(
    ("times_s", "length_s"),
    [((), 0.0), ((0.0,), 0.04), ((0.0, 0.2), 0.4), ((0.0, 1.0, 5.2, 5.4), 5.6)],
)
def test_a_film_ends_when_its_last_frame_does(times_s: tuple[float, ...], length_s: float) -> None:
    """Which lasts as long as the one before it."""
    assert length_s == pytest.approx(end_s(times_s))


def test_the_end_of_a_film_as_it_is_shown_is_a_time_of_it() -> None:
    """Also where showing it with one decimal made it later."""
    assert "0:05.6" == clock(5.56)
    assert (1, 0) == (len(mentions("until 0:05.6", 5.56)), len(mentions("until 0:05.7", 5.56)))
