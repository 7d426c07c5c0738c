"""Do what touches the disk away from the window's thread, and bring the outcome back to it.

One thing after the other, in the order asked for. Whatever happens to the thread, each thing has exactly one outcome. Knows
nothing of what it does.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.foundation import logs, threads
from desktop_app.foundation.errors import AppError

ValueT = TypeVar("ValueT")

IDLE_S = 1.0
"""A thread stays for so long after its last work: starting one makes the window wait until it runs."""


@dataclass(frozen=True)
class _Task:
    """One slow thing. `run` does it and returns what is to be called on the window's thread."""

    run: Callable[[], Callable[[], None]]
    on_failed: Callable[[AppError], None]


class Background(QObject):
    """One thread for slow things; it lives while there are any, and a little longer."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None, *, idle_s: float = IDLE_S) -> None:
        super().__init__(parent)
        self._idle_s = idle_s
        self._lock = threading.Condition()
        self._tasks: deque[_Task] = deque()
        self._thread: threading.Thread | None = None
        self._is_working = False
        self._is_closed = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def do(
        self, work: Callable[[], ValueT], on_done: Callable[[ValueT], None], on_failed: Callable[[AppError], None]
    ) -> None:
        """Do `work` there; one of the two others is called here, later, with its value or its error."""

        def run() -> Callable[[], None]:
            value = work()
            return lambda: on_done(value)

        with self._lock:
            if self._is_closed:
                return
            self._tasks.append(_Task(run, on_failed))
            self._lock.notify()
            if self._is_working:
                return
            self._is_working = True
        try:
            self._thread = threads.started(self._work, name="background", on_end=self._on_thread_end)
        except AppError as error:
            self._on_thread_end(error)

    def close(self) -> None:
        """Drop what has not begun and wait for the rest; nothing is told any more."""
        with self._lock:
            self._is_closed = True
            self._tasks.clear()
            self._lock.notify()
        if self._thread is not None:
            self._thread.join()

    def finish(self) -> None:
        """Wait for everything that was asked for; nothing is taken or told any more."""
        with self._lock:
            self._is_closed = True
            self._lock.notify()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._tasks or self._is_closed, self._idle_s)
                if not self._tasks:
                    self._is_working = False
                    return
                task = self._tasks[0]  # stays until it has an outcome
            outcome = _outcome(task)
            with self._lock:
                if self._tasks and self._tasks[0] is task:
                    self._tasks.popleft()
            self._ended.emit(outcome)
            del task, outcome  # and with them the page that was worked on: the next may be long in coming

    def _on_thread_end(self, error: AppError | None) -> None:
        """Give everything an outcome that will not have one any more."""
        if error is None:
            return
        with self._lock:
            self._is_working = False
            left = list(self._tasks)
            self._tasks.clear()
        for task in left:
            self._ended.emit(_failure(task, error))

    def _on_ended(self, tell: Callable[[], None]) -> None:
        if not self._is_closed:
            tell()


def _outcome(task: _Task) -> Callable[[], None]:
    try:
        return task.run()
    except AppError as error:
        return _failure(task, error)
    except MemoryError:
        return _failure(task, AppError("out_of_memory"))
    except Exception as error:  # noqa: BLE001 - a seam: a bug there must be told here
        logs.bug("background", error)
        return _failure(task, AppError("bug"))


def _failure(task: _Task, error: AppError) -> Callable[[], None]:
    return lambda: task.on_failed(error)
