"""Say in words how far a film is looked through or written, and about how long that still takes. Measures each step by itself."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop_app.jobs.film_events import FilmProgress
from desktop_app.runtime_client.values import FilmStep

translate = QCoreApplication.translate

_LEAST_S = 2.0
"""So long a step is measured before anything is said of its end."""


class FilmPace:
    """How fast the steps of one film's job are."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._step: tuple[str, FilmStep] | None = None
        self._began = (0.0, 0)

    def words(self, progress: FilmProgress) -> str:
        """Return how far it is: `Looking for what will be hidden: 40 %, about 2 min left`."""
        now = self._clock()
        if (progress.job_id, progress.step) != self._step:
            self._step, self._began = (progress.job_id, progress.step), (now, progress.number)
        percent = 100 * progress.number // max(progress.count, 1)
        words = f"{_step_words(progress.step)} {percent} %"
        since, done = now - self._began[0], progress.number - self._began[1]
        if since < _LEAST_S or done <= 0:
            return words
        left_s = since / done * max(progress.count - progress.number, 0)
        if left_s < 60:
            return translate("film", "{words}, less than a minute left").format(words=words)
        return translate("film", "{words}, about {minutes} min left").format(words=words, minutes=round(left_s / 60))


def _step_words(step: FilmStep) -> str:
    return {
        "finding": translate("film", "Looking for what will be hidden:"),
        "looking_again": translate("film", "Looking again with all that hidden:"),
        "writing": translate("film", "Writing the hidden copy:"),
    }[step]
