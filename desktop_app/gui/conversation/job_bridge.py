"""Carry what happens on other threads onto the window's thread, without ever flooding it.

Neighbouring text deltas of one answer are joined, and the window's thread takes what came in short helpings, so that a
fast engine cannot starve a key press. Understands no event beyond joining deltas.
"""

import threading
import time
from collections import deque
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.jobs.job import AnswerDelta, JobEnded, JobEvent
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.runtime_client.supervisor import ChildStatus

HELPING_S = 0.006
"""How long one helping may keep the window's thread: well under a frame."""


class JobBridge(QObject):
    """Where job and child events enter the window.

    Signals:
        job_event: a `JobEvent`, in order, on the thread this object lives in.
        child_changed: a `ChildStatus`, likewise.
        engine_news: an `EngineNews`, likewise.
    """

    job_event = Signal(object)
    child_changed = Signal(object)
    engine_news = Signal(object)
    _filled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: deque[JobEvent | ChildStatus | EngineNews] = deque()
        self._is_announced = False
        self._is_closed = False
        self._filled.connect(self._on_filled)  # queued when the sender is another thread

    def pass_job_event(self, event: JobEvent) -> None:
        """Take a job's event; any thread."""
        with self._lock:
            last = self._waiting[-1] if self._waiting else None
            if (
                isinstance(event, AnswerDelta)
                and isinstance(last, AnswerDelta)
                and (last.job_id, last.index) == (event.job_id, event.index)
            ):
                self._waiting[-1] = replace(last, text=last.text + event.text)
            else:
                self._waiting.append(event)
        self._announce()

    def pass_child_status(self, status: ChildStatus) -> None:
        """Take a child's status; any thread."""
        with self._lock:
            self._waiting.append(status)
        self._announce()

    def pass_engine_news(self, news: EngineNews) -> None:
        """Take an engine's news; any thread. Of progress only the newest counts."""
        with self._lock:
            last = self._waiting[-1] if self._waiting else None
            if (
                isinstance(last, EngineNews)
                and last.command is news.command
                and last.model is None
                and last.error is None
            ):
                self._waiting[-1] = news
            else:
                self._waiting.append(news)
        self._announce()

    def close(self) -> None:
        """Let nothing through any more: the window is about to go, and what its children still tell concerns nobody."""
        with self._lock:
            self._is_closed = True

    def untold_ends(self) -> tuple[JobEnded, ...]:
        """Return how jobs ended of which the window was not told before it closed, and forget everything else."""
        with self._lock:
            ends = tuple(event for event in self._waiting if isinstance(event, JobEnded))
            self._waiting.clear()
        return ends

    def _announce(self) -> None:
        with self._lock:
            if self._is_announced or self._is_closed:
                return
            self._is_announced = True
        self._filled.emit()

    def _on_filled(self) -> None:
        QTimer.singleShot(0, self, self._take)  # after what the user did in the meantime

    def _take(self) -> None:
        until = time.perf_counter() + HELPING_S
        while time.perf_counter() < until:
            with self._lock:
                if not self._waiting or self._is_closed:
                    self._is_announced = False
                    return
                event = self._waiting.popleft()
            if isinstance(event, ChildStatus):
                self.child_changed.emit(event)
            elif isinstance(event, EngineNews):
                self.engine_news.emit(event)
            else:
                self.job_event.emit(event)
        QTimer.singleShot(1, self, self._take)
