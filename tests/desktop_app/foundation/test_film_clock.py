"""Times of films are said as players show them."""

import pytest

from desktop_app.foundation.film_clock import clock


@pytest.mark.parametrize(
    ("time_s", "shown"), [(0.0, "0:00.0"), (7.44, "0:07.4"), (59.96, "1:00.0"), (3725.5, "1:02:05.5")]
)
def test_a_time_is_said_as_a_player_shows_it(time_s: float, shown: str) -> None:
    """Hours only where there are some; no second has sixty tenths too many."""
    assert shown == clock(time_s)
