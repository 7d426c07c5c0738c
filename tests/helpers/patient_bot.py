"""Wait for a window as long as a busy machine needs: how fast something is says no test, only that it comes.

Hides nothing: what never comes fails after a minute, as it failed before after five seconds.
"""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000
"""Two cores under full load from elsewhere took 20 s for what takes one alone."""


class PatientBot(QtBot):
    """A `QtBot` whose waiting ends after `PATIENCE_MS` where a test says nothing else."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Wait until `callback` is true or stops failing."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        """Wait for a signal."""
        return super().waitSignal(signal, timeout=timeout, **options)
