"""A PIN is kept nowhere, is slow to try, and waits longer after each wrong try, also after a restart."""

from pathlib import Path

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.kiosk import pin
from desktop_app.kiosk.pin_tries import FILE_NAME, FIRST_WAIT_S, FREE_TRIES, LONGEST_WAIT_S, PinTries, wait_after
from desktop_app.managed.rules import PIN_FORM, Kiosk

PIN = "271828"


class Clock:
    """A wall clock and one that only counts, both moved by the test."""

    def __init__(self) -> None:
        self.wall, self.counted = 1_000_000.0, 50.0

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.wall += seconds
        self.counted += seconds

    def tries(self, folder: Path) -> PinTries:
        """Begin, as a program that has just been started."""
        return PinTries(folder, lambda: self.wall, lambda: self.counted)


def test_a_pin_is_told_from_every_other_by_what_was_made_of_it() -> None:
    """Twice made it looks different, and its digits are nowhere in it."""
    made, again = pin.make(PIN), pin.make(PIN)
    assert made != again
    assert PIN not in made
    assert PIN_FORM.fullmatch(made)
    assert (True, False, False) == (pin.is_right(PIN, made), pin.is_right("271829", made), pin.is_right("", made))
    assert Kiosk(pin=made).pin == made


@pytest.mark.parametrize("unfit", ["", "12345", "1234567890123", "12345a", "१२३४५६"])
def test_what_is_no_pin_is_refused(unfit: str) -> None:
    """Six to twelve digits that every digit pad has."""
    with pytest.raises(AppError, match="pin_unfit"):
        pin.make(unfit)


@pytest.mark.parametrize("form", ["", "123456", "scrypt:2:8:1:00:00", "scrypt:30:8:1:" + "0" * 32 + ":" + "0" * 64])
def test_nothing_is_right_where_no_pin_was_made(form: str) -> None:
    """Neither is a form that would be cheap to try, or would take all memory."""
    assert not pin.is_right(PIN, form)


def test_waits_grow_and_end_nowhere() -> None:
    """A few fingers slip; then it doubles."""
    assert [0.0] * FREE_TRIES == [wait_after(wrong) for wrong in range(FREE_TRIES)]
    later = [wait_after(FREE_TRIES + more) for more in range(12)]
    assert [FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S] == later[:3]
    assert later == sorted(later)
    assert LONGEST_WAIT_S == wait_after(10_000)


def test_a_wait_outlives_the_program_and_a_clock_that_was_set(tmp_path: Path) -> None:
    """Forgotten at the right PIN only."""
    clock = Clock()
    tries = clock.tries(tmp_path)
    for _ in range(FREE_TRIES + 1):
        assert 0.0 == tries.wait_s
        tries.begin()
        clock.pass_s(tries.wait_s)
    tries.begin()
    assert tries.wait_s == wait_after(FREE_TRIES + 2)
    clock.pass_s(1.0)
    assert tries.wait_s == wait_after(FREE_TRIES + 2) - 1.0
    for set_by_s in (-500_000.0, 1_000_000.0):  # set while nobody runs: the wait begins again
        clock.wall += set_by_s
        assert clock.tries(tmp_path).wait_s == wait_after(FREE_TRIES + 2)
    tries = clock.tries(tmp_path)
    clock.wall += 500_000.0  # set forward while it runs: nothing is shorter
    assert tries.wait_s == wait_after(FREE_TRIES + 2)
    tries.succeed()
    assert (0, 0.0) == (clock.tries(tmp_path).wrong, clock.tries(tmp_path).wait_s)


def test_a_try_counts_before_it_is_judged(tmp_path: Path) -> None:
    """Whoever pulls the plug has had it."""
    clock = Clock()
    clock.tries(tmp_path).begin()
    assert 1 == clock.tries(tmp_path).wrong


def test_a_damaged_count_gives_no_free_tries(tmp_path: Path) -> None:
    """Nobody gets them by writing nonsense."""
    (tmp_path / FILE_NAME).write_text("nonsense")
    assert Clock().tries(tmp_path).wait_s == LONGEST_WAIT_S


def test_tries_count_where_they_cannot_be_kept(tmp_path: Path) -> None:
    """A full disk keeps no administrator in, and lets nobody out."""
    tries = Clock().tries(tmp_path / "file")
    (tmp_path / "file").write_text("")
    for _ in range(FREE_TRIES):
        tries.begin()
    assert tries.wait_s == FIRST_WAIT_S


def test_what_is_kept_says_nothing_about_a_pin(tmp_path: Path) -> None:
    """A number and a time."""
    Clock().tries(tmp_path).begin()
    assert {"wrong": 1, "last_at": 1_000_000.0} == msgspec.json.decode((tmp_path / FILE_NAME).read_bytes())
