"""Write the log: bounded, local, without private text.

A line holds a place in the program and a code or an exception's type; never its message, which may quote a file name or
a piece of a page. Does not send anything anywhere.
"""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_LOG_BYTES = 1_000_000
"""Two files of this size at most: enough for a fault report, too little to become an archive."""

_logger = logging.getLogger("incamera")


def start(folder: Path | None) -> None:
    """Log warnings and worse to a file in `folder`; None logs nothing (command line, tests)."""
    _logger.propagate = False
    _logger.setLevel(logging.INFO)
    if folder is None or _logger.handlers:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _PatientHandler(folder / "in-camera.log", maxBytes=MAX_LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return  # a full or read-only disk must not keep anybody from working
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _logger.addHandler(handler)


class _PatientHandler(RotatingFileHandler):
    """Loses a line that cannot be written, instead of telling stderr about it: a disk may be full."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing (logging)."""


def fact(place: str, code: str) -> None:
    """Note that something worth knowing happened; both are words of ours."""
    _logger.info("%s: %s", place, code)


def bug(place: str, error: BaseException) -> None:
    """Note a fault of ours: the exception's type and where it was raised, never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    _logger.error("%s: bug: %s at %s", place, type(error).__name__, where)
