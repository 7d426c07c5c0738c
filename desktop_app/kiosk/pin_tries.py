"""Count wrong PINs and say how long the next try has to wait, longer each time, also after a restart.

A try counts before it is judged: who ends the program in between has had it. Waits are measured while the program runs, and
begin again with it: a clock that was set, forward or back, shortens none. Knows no PIN (`pin.py`).
"""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop_app.foundation import atomic_file, logs
from desktop_app.foundation.errors import AppError

FREE_TRIES = 3
"""Fingers slip."""

FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 900.0
"""A million PINs of six digits take 28 years at this rate."""

FILE_NAME = "kiosk-tries.json"


class Tries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept.

    Attributes:
        wrong: tries since the last right one.
        last_at: Unix time of the last one, for whoever looks into the file; nothing is reckoned with it.
    """

    wrong: int = 0
    last_at: float = 0.0


_HOPELESS = Tries(wrong=64)
"""What a file is taken for that cannot be read: nobody gets free tries by damaging it."""


def wait_after(wrong: int) -> float:
    """Return how many seconds a try waits after so many wrong ones."""
    if wrong < FREE_TRIES:
        return 0.0
    doublings = min(wrong - FREE_TRIES, 30)
    return min(FIRST_WAIT_S * 2.0**doublings, LONGEST_WAIT_S)


class PinTries:
    """The tries of this machine, in a file. One thread at a time."""

    def __init__(
        self, folder: Path, wall: Callable[[], float] = time.time, clock: Callable[[], float] = time.monotonic
    ):
        self._path = folder / FILE_NAME
        self._wall = wall
        self._clock = clock
        self._tries = self._read()
        self._ends_at = clock() + wait_after(self._tries.wrong)

    @property
    def wrong(self) -> int:
        """How many wrong tries there were since the last right one."""
        return self._tries.wrong

    @property
    def wait_s(self) -> float:
        """How long the next try still has to wait; 0: it may be now."""
        return max(0.0, self._ends_at - self._clock())

    def begin(self) -> None:
        """Count a try as a wrong one, before anybody knows what it is."""
        self._keep(Tries(self._tries.wrong + 1, self._wall()))
        self._ends_at = self._clock() + wait_after(self._tries.wrong)

    def succeed(self) -> None:
        """The try that was begun was right: begin again."""
        self._keep(Tries())
        self._ends_at = 0.0

    def _keep(self, tries: Tries) -> None:
        self._tries = tries
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic_file.write(self._path, [msgspec.json.encode(tries)])
        except (AppError, OSError):
            logs.fact("kiosk", "tries_not_kept")  # they count until the program ends

    def _read(self) -> Tries:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Tries)
        except FileNotFoundError:
            return Tries()
        except (OSError, msgspec.MsgspecError):
            return _HOPELESS
