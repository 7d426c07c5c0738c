"""Do what touches the disk away from the window's thread, and bring the outcome back to it.

One thing after the other, in the order asked for. Knows nothing of what it does.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError

ValueT = TypeVar("ValueT")


class Background(QObject):
    """One thread for slow things."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._is_closed = False
        self._ended.connect(self._on_ended)  # queued when the sender is another thread

    def do(
        self, work: Callable[[], ValueT], on_done: Callable[[ValueT], None], on_failed: Callable[[AppError], None]
    ) -> None:
        """Do `work` there; one of the two others is called here, with its value or its error."""

        def run() -> None:
            try:
                value = work()
            except AppError as error:
                failure = error
            except Exception as error:  # noqa: BLE001 - a seam: a bug there must be told here
                logs.bug("background", error)
                failure = AppError("bug")
            else:
                self._ended.emit(lambda: on_done(value))
                return
            self._ended.emit(lambda: on_failed(failure))

        if not self._is_closed:
            self._pool.start(_Work(run))

    def close(self) -> None:
        """Drop what has not begun and wait for the rest; nothing is told any more."""
        self._is_closed = True
        self._pool.clear()
        self._pool.waitForDone()

    def _on_ended(self, tell: Callable[[], None]) -> None:
        if not self._is_closed:
            tell()


class _Work(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()
