"""Say how far a long call is and about how long it will take: on a terminal in one line that is written over, else now and then.

Measures by what is done. Knows no work.
"""

import time
from collections.abc import Callable

from desktop_app.cli import output

NOTED_EVERY_S = 10.0
"""How often something is said where stderr is not a terminal: a log that somebody watches, not one that it fills."""


class Countdown:
    """How many files are done, of how many."""

    def __init__(self, total: int, done: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin; `done` were done by an earlier call and say nothing of the speed of this one."""
        self._total = total
        self._done_before = self._done = done
        self._clock = clock
        self._started_s = self._noted_s = clock()
        self._line = output.Progress.on_stderr()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        self.show()

    def show(self) -> None:
        """Say how far it is."""
        if self._line.is_shown:
            self._line.show(self.words())
        elif self._done < self._total and self._clock() - self._noted_s >= NOTED_EVERY_S:
            self._noted_s = self._clock()
            output.print_note(self.words())

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        self._line.clear()

    def words(self) -> str:
        """Return how far it is, with the time left once that can be known."""
        count = f"{self._done} of {self._total} files"
        done_now, left = self._done - self._done_before, self._total - self._done
        if not done_now or not left:
            return count
        return f"{count}, {time_left((self._clock() - self._started_s) / done_now * left)}"


def time_left(seconds: float) -> str:
    """Return seconds as a person says them."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute left"
    return f"about {minutes} min left" if minutes < 90 else f"about {round(minutes / 60)} h left"
