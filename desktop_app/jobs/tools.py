"""Own the two children and lend them to jobs.

Starts airlock and engine at once and side by side, keeps both alive, lets another engine take over when asked to, and
tells the front end how they are. Does not know any front end, and does not say what a job does: that is `pipeline.run_job`.
"""

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from desktop_app.foundation import allocator, logs, threads
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import this_machine
from desktop_app.jobs import audited
from desktop_app.jobs.audited import Recorder
from desktop_app.jobs.job import Emit, Job, Work
from desktop_app.jobs.job_tools import JobTools, KeptPages
from desktop_app.jobs.lease import Lease, OpenedFile
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.pipeline import run_job
from desktop_app.jobs.warm_engine import EngineNews, WarmEngine, Watcher
from desktop_app.managed import bounds, in_force
from desktop_app.managed.rules import Rules
from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import NOBODY, Engine
from desktop_app.runtime_client.file_server import Mark
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.served_series import Opened
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus, Supervisor
from desktop_app.runtime_client.values import SandboxReport

MANY_CORES = 8
"""Each child computes on four at most: with so many neither waits for the other."""

REPLACED_EVERY_S = 2.0
"""How soon it is noticed that an idle airlock has been replaced, and is cold."""


class Tools:
    """The children that jobs work with, and the pages that stay.

    Attributes:
        store: the pages' pixels; the only ones that this process keeps.
    """

    def __init__(
        self,
        engine: ChildCommand | None,
        on_child: Callable[[ChildStatus], None],
        *,
        requires_proof: bool = True,
        lease_s: float = 0.0,
        warms: bool = False,
        on_engine_news: Callable[[EngineNews], None] = lambda _: None,
        rules: Rules | None = None,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            engine: which engine, with which weights; None for work that needs only the airlock.
            on_child: called, on some thread, whenever a child's state, memory or proof changes.
            requires_proof: policy `required`: a child whose self-test fails is not used.
            warms: the airlock is made ready while no job wants it, for the policy that is told (`warm_for`).
            lease_s: how long a document stays open in the airlock for somebody who may come back to it.
            on_engine_news: called, on some thread, while an engine loads its model before anybody has asked.
            rules: what the organisation has decided; None: what this machine's policy files say.

        Raises:
            AppError: managed_policy_invalid, managed_policy_unsigned.
        """
        self._engine_command = engine
        self._on_child = on_child
        self._requires_proof = requires_proof
        self._rules = in_force.rules() if rules is None else rules
        self._recorder = Recorder(self._rules.audit)
        self._watcher = Watcher(self._note, on_engine_news)
        self._reports: dict[str, SandboxReport] = {}
        self.store = PageStore()
        self._cores = this_machine().cores
        hashes: dict[Mark, str] = {}
        self._lease = Lease(lease_s, hashes=hashes)
        self._film_lease = Lease(hashes=hashes)
        self._warms = warms
        self._warm_policy = ""
        self._warmed: tuple[Client, str] | None = None
        self._forgetting: list[threading.Thread] = []
        self._kept = KeptPages()
        self._kept_by: Client | None = None
        self._lock = threading.Lock()
        self._is_closed = False
        self._airlock: Supervisor | None = None
        self._film_airlock: Supervisor | None = None
        self._engine: WarmEngine | None = None

    def start(self) -> None:
        """Start both children in the background; returns at once."""
        allocator.return_large_blocks()
        with self._lock:
            self._page_supervisor()
        if self._engine_command is not None:
            self.use_engine(self._engine_command)

    def start_for_films(self) -> None:
        """Start, where only films are expected, their airlock alone; returns at once. The other follows when it is wanted."""
        allocator.return_large_blocks()
        self.expect_films()

    def expect_films(self) -> None:
        """Start the airlock for films before one comes; returns at once. Else it is started when the first one does."""
        with self._lock:
            if not self._is_closed:
                self._film_supervisor()

    def use_engine(self, command: ChildCommand) -> None:
        """Let another engine take over; returns at once. What the old one was doing ends with `cancelled`."""
        with self._lock:
            if self._is_closed:
                return
            self._engine_command = command
            before = self._engine
            if before is not None:
                before.retire()
            self._reports.pop(command.role, None)
            self._engine = WarmEngine(command, self._watcher, before, requires_proof=self._requires_proof)
        self._on_child(ChildStatus(command.role, ChildState.STARTING))

    @property
    def recorder(self) -> Recorder:
        """Who writes down what is done."""
        return self._recorder

    def renew(self) -> None:
        """End both children and start new ones; returns at once. What the old ones had in memory ends with them.

        Jobs must have been told to stop, and what they made forgotten. Raises AppError where a thread cannot be had.
        """
        with self._lock:
            if self._is_closed:
                return
            old = [child for child in (self._airlock, self._film_airlock) if child is not None]
            self._film_airlock = None
            self._reports.pop("airlock", None)
            self._warmed, self._kept_by, self._kept = None, None, KeptPages()  # they hold what the old ones have said
            self._airlock = Supervisor(ChildCommand("airlock"), self._note, requires_proof=self._requires_proof)
        self._on_child(ChildStatus("airlock", ChildState.STARTING))
        self._forgetting = [thread for thread in self._forgetting if thread.is_alive()]
        for child in old:
            self._forgetting.append(threads.started(child.close, name="close-child"))
        if self._engine_command is not None:
            self.use_engine(self._engine_command)

    def run(self, job: Job, emit: Emit, stop: threading.Event) -> Work:
        """Begin one job (a `queue.Runner`)."""
        hear = audited.listening(job, emit, self._recorder, self._engine_command)
        return audited.recorded(job, run_job(job, self.lend(stop), hear), self._recorder)

    def warm_for(self, policy: str) -> None:
        """Say under which policy the next document will come; any thread."""
        self._warm_policy = policy

    def rest(self, is_wanted: threading.Event) -> float | None:
        """Look after the airlock while no job wants it (a `queue.Keeper`)."""
        rest_s = self._lease.rest()
        if not self._warms:
            return rest_s
        if self._warm_policy:
            self._warm_up(is_wanted)
        return REPLACED_EVERY_S

    def rest_films(self) -> None:
        """Close a film that nobody works on any more (a `queue.Keeper`).

        What was found in it took long, and is known only as long as it is open: nothing else closes it but the next film.
        """
        self._film_lease.end_what_was_given_up()

    def leave(self, source: Opened) -> None:
        """Nobody works on this any more (a `queue.Keeper`)."""
        self._lease.give_up(source)
        self._film_lease.give_up(source)

    def shares_processors(self) -> bool:
        """Tell whether answers are computed on the same few processors as pages (a `queue.Keeper`)."""
        with self._lock:
            engine = self._engine
        return engine is not None and engine.computes_here and self._cores < MANY_CORES

    def lend(self, stop: threading.Event) -> JobTools:
        """Return what one job needs; `stop` ends it."""
        return JobTools(
            airlock=lambda: Airlock(self._airlock_client(stop), stop, self._rules.redaction.least),
            idle_airlock=lambda: self._idle_airlock(stop),
            film_airlock=lambda: Airlock(self._film_airlock_client(stop), stop, self._rules.redaction.least),
            opened=lambda job, decided_for, so_far: self._opened(job, decided_for, so_far, stop),
            film_opened=lambda path, decided_for: self._film_opened(path, decided_for, stop),
            engine=lambda listener: Engine(self._engine_client(stop), stop, listener),
            page_size=self._page_size,
            kept=lambda: self._kept_by_running(self._engine_client(stop)),
            sandbox=lambda: tuple(self._reports.values()),
            stop=stop,
            store=self.store,
            rules=self._rules,
            recorder=self._recorder,
        )

    def forget(self) -> None:
        """Let go of everything made of documents, in this process and in the engine; returns at once.

        Jobs must have been told to stop. The airlock forgets a document that has been left (`leave`) by itself.
        """
        self.store.clear()
        allocator.return_what_is_free()
        kept, client = self._kept, self._kept_by
        if client is None or not kept.keys:
            return  # this engine has not been sent anything
        kept.keys.clear()
        self._forgetting = [thread for thread in self._forgetting if thread.is_alive()]
        with contextlib.suppress(AppError):  # without a thread the engine is not told: its pages go when it needs room
            self._forgetting.append(threads.started(lambda: _forget_in(client), name="forget-pages"))

    def close(self) -> None:
        """Stop all children and every thread; nothing is left running."""
        with self._lock:
            self._is_closed = True
            children = (self._airlock, self._film_airlock, self._engine)
        threads.side_by_side([child.close for child in children if child is not None], "close-child")
        self._lease.end()
        self._film_lease.end()
        self._recorder.close()
        for thread in self._forgetting:  # an engine that has ended answers nobody
            thread.join()

    def _note(self, status: ChildStatus) -> None:
        if status.sandbox is not None:
            self._reports[status.role] = status.sandbox
        self._on_child(status)

    def _note_films(self, status: ChildStatus) -> None:
        """Keep the proof of the airlock for films. How it is, is told by the films; only what it has not proven is told at once."""
        if status.sandbox is not None:
            self._reports["films"] = status.sandbox
            if not sandbox_proof.is_proven(status.sandbox.checks):
                self._on_child(status)

    def _warm_up(self, is_wanted: threading.Event) -> None:
        """Warm the airlock up unless it is warm; nobody is told when it cannot be, and it is not tried again.

        It is not cut short when somebody comes: what they want needs the same, and a child that is slow to stop is ended.
        """
        policy = self._warm_policy
        if self._airlock is None:
            return  # it has not been started yet
        try:
            client = self._airlock_client(is_wanted)
            if (client, policy) == self._warmed:
                return
            self._warmed = (client, policy)
            Airlock(client, threading.Event(), self._rules.redaction.least).warm_up(policy)
        except AppError as error:
            if error.fault is not Fault.CANCELLED:
                self._warm_policy = ""
                logs.fact("airlock", error.code)

    def _airlock_client(self, stop: threading.Event) -> Client:
        with self._lock:
            if self._airlock is None and self._is_closed:
                raise AppError("cancelled")
            supervisor = self._page_supervisor()
        return supervisor.client(stop)

    def _idle_airlock(self, stop: threading.Event) -> Airlock:
        self._lease.end()
        return Airlock(self._airlock_client(stop), stop, self._rules.redaction.least)

    def _film_airlock_client(self, stop: threading.Event) -> Client:
        """Return the airlock that has a scratch: another one, so that whatever else is opened is opened without one."""
        with self._lock:
            if self._is_closed:
                raise AppError("cancelled")
            supervisor = self._film_supervisor()
        return supervisor.client(stop)

    def _page_supervisor(self) -> Supervisor:
        """Return who looks after the airlock of everything else, and start both where nobody has; the lock is held."""
        if self._airlock is None:
            self._airlock = Supervisor(ChildCommand("airlock"), self._note, requires_proof=self._requires_proof)
        return self._airlock

    def _film_supervisor(self) -> Supervisor:
        """Return who looks after the airlock for films, and start both where nobody has; the lock is held."""
        if self._film_airlock is None:
            command = ChildCommand("airlock", writes_films=True)
            self._film_airlock = Supervisor(command, self._note_films, requires_proof=self._requires_proof)
        return self._film_airlock

    def _opened(self, job: Job, decided_for: str, so_far: OpenedFile | None, stop: threading.Event) -> OpenedFile:
        if stop.is_set():
            raise AppError("cancelled")  # nothing is opened for somebody who has left
        client = self._airlock_client(stop)
        self._warmed = (client, self._warm_policy)  # by work
        airlock = Airlock(client, stop, self._rules.redaction.least)
        return self._lease.opened(job.source, decided_for, airlock, so_far, job.options.window)

    def _film_opened(self, path: Path, decided_for: str, stop: threading.Event) -> OpenedFile:
        if stop.is_set():
            raise AppError("cancelled")
        airlock = Airlock(self._film_airlock_client(stop), stop, self._rules.redaction.least)
        return self._film_lease.opened(path, decided_for, airlock)

    def _page_size(self) -> PageSize | None:
        with self._lock:
            return self._engine.page_size if self._engine is not None else None

    def _engine_client(self, stop: threading.Event) -> Client:
        """Wait for the engine that is to be used, also when another takes its place meanwhile. Raises AppError."""
        while True:
            with self._lock:
                engine = self._engine
                command = self._engine_command
            if command is not None:
                is_built_in = command.weights is None
                bounds.check_model(self._rules, is_built_in=is_built_in, manifest_sha256=command.manifest_sha256)
            if engine is None:
                raise AppError("bug")  # work without an engine is a fault of ours
            try:
                return engine.client(stop)
            except AppError:
                with self._lock:
                    if engine is self._engine:
                        raise

    def _kept_by_running(self, client: Client) -> KeptPages:
        if client is not self._kept_by:
            self._kept_by = client
            self._kept = KeptPages()
        return self._kept


def _forget_in(client: Client) -> None:
    """Let an engine forget its pages, once it has ended what it is doing; one that has died has forgotten them already."""
    with contextlib.suppress(AppError):
        Engine(client, threading.Event(), NOBODY).forget()
