"""Keep one child alive: start it, check its proof, listen to its heart, start it again when it dies.

The only writer of `ChildState`. However its thread ends, the state is then one that ends whoever waits. Does not send
work: it lends the `Client` to who does.
"""

import contextlib
import errno
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from desktop_app.foundation import logs, threads
from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked, sandbox_proof
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.process import ChildCommand, ChildProcess
from desktop_app.runtime_client.values import Role, SandboxReport
from model_runtime.protocol import messages
from model_runtime.protocol.error_codes import ErrorCode

START_TIMEOUT_S = 30.0
"""From start to `Ready`; a child needs well under one second on an idle machine."""

HEARTBEAT_EVERY_S = 2.0
IDLE_HEARTBEAT_EVERY_S = 30.0
"""Of a child that nobody has asked for anything: each heartbeat wakes both processes, and a laptop that is left alone sleeps."""

HEARTBEAT_TIMEOUT_S = 60.0
"""The heartbeat is answered by the child's reader thread, whatever its worker does; only a stopped child misses it."""

RESTART_LIMIT = 3
RESTART_WINDOW_S = 300.0
"""A child that dies more often than this is not started again. Hostile documents do not count: the next file must open."""


class ChildState(StrEnum):
    """Where a child is."""

    STARTING = "starting"
    READY = "ready"
    STOPPED = "stopped"
    REFUSED = "refused"


@dataclass(frozen=True)
class ChildStatus:
    """How a child is now.

    Attributes:
        checked_at: Unix time of the self-test whose report this is.
        error: why it is STOPPED or REFUSED, or why it is being started again.
    """

    role: Role
    state: ChildState
    sandbox: SandboxReport | None = None
    checked_at: float | None = None
    resident_bytes: int = 0
    peak_bytes: int = 0
    is_busy: bool = False
    error: AppError | None = None


OnChange: TypeAlias = Callable[[ChildStatus], None]


class Supervisor:
    """One child and the thread that looks after it.

    The child is started by this thread, which lives as long as the supervisor: Linux ends a child with the *thread* that
    started it.
    """

    def __init__(self, command: ChildCommand, on_change: OnChange, *, requires_proof: bool = True) -> None:
        self._command = command
        self._on_change = on_change
        self._requires_proof = requires_proof
        self._changed = threading.Condition()
        self._status = ChildStatus(command.role, ChildState.STARTING)
        self._client: Client | None = None  # of the child that runs, from its start on
        self._closed = threading.Event()
        self._never = threading.Event()
        self._thread: threading.Thread | None = None
        try:
            self._thread = threads.started(self._work, name=f"{command.role}-supervisor", on_end=self._end)
        except AppError as error:
            self._end(error)

    def client(self, stop: threading.Event | None = None) -> Client:
        """Wait until the child is ready and return its client.

        Raises:
            AppError: it is stopped or refused (the reason), or `stop` was set meanwhile.
        """
        with self._changed:
            while True:
                if stop is not None and stop.is_set():
                    raise AppError(ErrorCode.CANCELLED.value)
                client, status = self._client, self._status
                if self._closed.is_set() or status.state in (ChildState.STOPPED, ChildState.REFUSED):
                    raise status.error or AppError(ErrorCode.CHILD_DIED.value)
                if client is not None and client.death is None and status.state is ChildState.READY:
                    return client
                self._changed.wait(0.1)

    def close(self) -> None:
        """End the child and the thread."""
        with self._changed:
            self._closed.set()
            client = self._client
            self._changed.notify_all()
        if client is not None:
            client.close()
        if self._thread is not None:
            self._thread.join()

    # -- the supervisor's thread -----------------------------------------------------------------------------------

    def _work(self) -> None:
        deaths: list[float] = []
        while True:
            client = self._start()
            if client is not None:
                if self._is_ready(client):
                    self._listen(client)
                client.close()
            with self._changed:
                self._client = None
                if self._closed.is_set() or self._status.state in (ChildState.STOPPED, ChildState.REFUSED):
                    return
            if client is None or not _was_killed_by_a_document(client):
                now = time.monotonic()
                deaths = [*(t for t in deaths if now - t < RESTART_WINDOW_S), now]
            if len(deaths) > RESTART_LIMIT:
                self._tell(state=ChildState.STOPPED, error=AppError(ErrorCode.RESTART_LIMIT.value, limit=RESTART_LIMIT))
                return
            logs.fact(self._command.role, "restart")

    def _start(self) -> Client | None:
        """Start a child; None when the system refuses, or the supervisor has been closed meanwhile."""
        with self._changed:
            if self._closed.is_set():
                return None
            try:
                self._client = _client_of(ChildProcess(self._command))
            except Exception as failure:  # noqa: BLE001 - a seam: whatever kept it from starting, somebody waits for it
                error = _start_error(failure)
            else:
                return self._client
        self._tell(error=error)
        return None

    def _is_ready(self, client: Client) -> bool:
        """Wait for the child's first word and check its proof. When it is not to be used the status says why."""
        try:
            report = client.trusted(checked.sandbox, client.wait_ready(START_TIMEOUT_S).sandbox)
        except AppError as error:
            # parts of two versions stay so, however often they are started
            is_hopeless = error.code == ErrorCode.PROTOCOL_VERSION.value
            self._tell(state=ChildState.STOPPED if is_hopeless else ChildState.STARTING, error=error)
            return False
        is_refused = self._requires_proof and not sandbox_proof.is_proven(report.checks)
        self._tell(
            state=ChildState.REFUSED if is_refused else ChildState.READY,
            sandbox=report,
            checked_at=time.time(),
            error=AppError(ErrorCode.SANDBOX_NOT_PROVEN.value) if is_refused else None,
        )
        return not is_refused

    def _listen(self, client: Client) -> None:
        """Ask the child how it is until it dies or the supervisor is closed, which ends the child."""
        try:
            while not self._closed.is_set():
                client.calm()
                request = messages.GetStatus(id=client.new_id())
                for event in client.ask(request, self._never, HEARTBEAT_TIMEOUT_S):
                    if not isinstance(event, messages.StatusReport):
                        raise client.broken()
                    self._tell(resident_bytes=event.resident_bytes, peak_bytes=event.peak_bytes, is_busy=event.is_busy)
                client.wait_until_dead(HEARTBEAT_EVERY_S)
                if not self._status.is_busy:
                    client.wait_until_stirred(IDLE_HEARTBEAT_EVERY_S)
        except AppError as error:
            self._tell(state=ChildState.STARTING, error=client.death or error, is_busy=False)

    def _tell(self, **changes: object) -> None:
        with self._changed:
            status = replace(self._status, **changes)  # type: ignore[arg-type]  # dataclasses.replace takes any field
            is_news = status != self._status and not self._closed.is_set()
            self._status = status
            self._changed.notify_all()
        if is_news:
            threads.guarded(lambda: self._on_change(status), "supervisor")

    def _end(self, error: AppError | None) -> None:
        """Note that the thread looks after nothing any more: nobody gets this child, and it does not live on alone."""
        client, self._client = self._client, None
        if not self._closed.is_set() and self._status.state not in (ChildState.STOPPED, ChildState.REFUSED):
            self._tell(state=ChildState.STOPPED, error=error or AppError(ErrorCode.BUG.value), is_busy=False)
        if client is not None:
            with contextlib.suppress(Exception):
                client.break_off(error or AppError(ErrorCode.BUG.value))
            client.close()


def _client_of(process: ChildProcess) -> Client:
    """Return the process's client; a process that gets none ends."""
    try:
        return Client(process)
    except BaseException:
        process.kill()
        process.stop()
        process.close_input()
        process.close_output()
        raise


def _start_error(failure: Exception) -> AppError:
    """Say why a child could not be started."""
    if isinstance(failure, AppError):
        return failure
    if isinstance(failure, MemoryError) or getattr(failure, "errno", None) in (errno.EAGAIN, errno.ENOMEM):
        return AppError("no_more_threads")
    if not isinstance(failure, OSError):
        logs.bug("supervisor", failure)
    return AppError("child_not_started")


def _was_killed_by_a_document(client: Client) -> bool:
    """Tell whether the airlock died after it had seen a document: each of those is one wish of somebody, not a loop."""
    return client.process.role == "airlock" and client.has_worked
