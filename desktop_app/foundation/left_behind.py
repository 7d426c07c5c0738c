"""Remember that something of a child could not be removed, until a person has been told, once.

Process-wide: what removes runs on the children's threads, what tells is the front end. Holds no names and words nothing.
"""

import threading

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError

_untold = threading.Event()


def note(place: str) -> None:
    """Note that something was set aside; `place` is a word of ours for the log."""
    logs.fact(place, "left_behind")
    _untold.set()


def untold() -> AppError | None:
    """Return what a person has not been told yet, for the one who tells it; None when there is nothing."""
    if not _untold.is_set():
        return None
    _untold.clear()
    return AppError("left_behind")
