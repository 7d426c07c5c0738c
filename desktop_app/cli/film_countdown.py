"""Say how far a film is and about how long it will take, on a terminal. Measures each step by its own speed. Knows no work."""

import time
from collections.abc import Callable

from desktop_app.cli import output
from desktop_app.cli.countdown import time_left
from desktop_app.runtime_client.values import FilmStep

_WORDS: dict[FilmStep, str] = {
    "finding": "looking through the film",
    "looking_again": "looking again",
    "writing": "writing the film",
}


class FilmCountdown:
    """How far one film is."""

    def __init__(self, line: output.Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock = clock
        self._step: FilmStep | None = None
        self._began = (0.0, 0)

    def on_progress(self, step: FilmStep, number: int, count: int) -> None:
        """Show that it is at frame `number` of `count` in `step`."""
        now = self._clock()
        if step != self._step:
            self._step, self._began = step, (now, number)
        began_s, began_at = self._began
        words = f"{_WORDS[step]}: {100 * number // count} %"
        done = number - began_at
        if done > 0:
            words += f", {time_left((now - began_s) / done * (count - number))} in this step"
        self._line.show(words)
