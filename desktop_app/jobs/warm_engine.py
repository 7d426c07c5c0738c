"""Keep one engine child and load its model while nobody waits yet, telling how the load goes.

An engine that takes another's place starts only when the other has ended: two large models do not fit side by side.
Lends the child to jobs; knows no job (`pipeline.py`).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.foundation import logs, threads
from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.page_size import PageSize, size_for
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildStatus, Supervisor
from desktop_app.runtime_client.values import ModelInfo

_LOOK_EVERY_S = 0.1


@dataclass(frozen=True)
class EngineNews:
    """How the first load of an engine goes: `done` of `total` bytes, then the `model` or the `error`.

    Attributes:
        command: whose news it is; an engine that has been replaced is not waited for any more.
    """

    command: ChildCommand
    done: int = 0
    total: int = 0
    model: ModelInfo | None = None
    error: AppError | None = None


@dataclass(frozen=True)
class Watcher:
    """Whom the news go to, on some thread.

    Attributes:
        on_child: whenever the child's state, memory or proof changes.
        on_news: while its model loads for the first time, and when that has ended.
    """

    on_child: Callable[[ChildStatus], None]
    on_news: Callable[[EngineNews], None]


class WarmEngine:
    """One engine, from its start to its end.

    Attributes:
        command: which engine, with which weights.
    """

    def __init__(
        self,
        command: ChildCommand,
        watcher: Watcher,
        before: "WarmEngine | None" = None,
        *,
        requires_proof: bool = True,
    ) -> None:
        """Start in the background, as soon as `before` has ended."""
        self.command = command
        self._watcher = watcher
        self._requires_proof = requires_proof
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._supervisor: Supervisor | None = None
        self._before = before
        self._page_size = command.page_size
        self._computes_here = False
        self._failure: AppError | None = None
        self._thread: threading.Thread | None = None
        try:
            self._thread = threads.started(self._work, name="engine-warm-up", on_end=self._end)
        except AppError as error:
            self._end(error)

    @property
    def is_closing(self) -> bool:
        """Whether it has been told to end."""
        return self._closing.is_set()

    @property
    def page_size(self) -> PageSize | None:
        """How large its model wants pages; None where nobody knows before it is loaded."""
        return self._page_size

    @property
    def computes_here(self) -> bool:
        """Whether its model is loaded, and computes on the processors that everything else runs on."""
        return self._computes_here

    def client(self, stop: threading.Event | None = None) -> Client:
        """Wait until the child is ready and return its client. Raises AppError as `Supervisor.client` does."""
        while (supervisor := self._started()) is None:
            if self.is_closing or (stop is not None and stop.is_set()):
                raise AppError("cancelled")
            if self._failure is not None:
                raise self._failure
            self._closing.wait(_LOOK_EVERY_S)
        return supervisor.client(stop)

    def retire(self) -> None:
        """Let it say nothing more. It still has to be closed, by `close` or by the engine that comes after it."""
        self._closing.set()

    def close(self) -> None:
        """End the child and the thread; nothing is left running."""
        self._closing.set()
        supervisor = self._started()
        if supervisor is not None:
            supervisor.close()
        if self._thread is not None:
            self._thread.join()
        elif self._before is not None:
            self._before.close()

    def _started(self) -> Supervisor | None:
        with self._lock:
            return self._supervisor

    def _work(self) -> None:
        if self._before is not None:
            self._before.close()
            self._before = None
        with self._lock:
            if self.is_closing:
                return
            self._supervisor = Supervisor(self.command, self._note, requires_proof=self._requires_proof)
        self._load()

    def _end(self, error: AppError | None) -> None:
        """Note why there is no engine, if there is none: nobody waits for one that nobody starts."""
        self._failure = error
        if error is not None:
            logs.fact("engine-warm-up", error.code)
            threads.guarded(lambda: self._tell(EngineNews(self.command, error=error)), "engine-warm-up")

    def _note(self, status: ChildStatus) -> None:
        if not self.is_closing:
            self._watcher.on_child(status)

    def _load(self) -> None:
        """Load while nobody waits yet; a job that needs the model reports what goes wrong, too."""
        listener = Listener(self._on_load, lambda *_: None, lambda *_: None)
        model = Engine(self.client(self._closing), self._closing, listener).load()
        self._page_size, self._computes_here = size_for(model), model.device == "CPU"
        self._tell(EngineNews(self.command, model=model))

    def _on_load(self, done: int, total: int) -> None:
        self._tell(EngineNews(self.command, done, total))

    def _tell(self, news: EngineNews) -> None:
        if not self.is_closing:
            self._watcher.on_news(news)
