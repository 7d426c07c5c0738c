"""Own the two children and lend them to jobs.

Starts airlock and engine at once and side by side, loads the model in the background, keeps both alive and tells the
front end how they are. Does not know any front end, and does not say what a job does: that is `pipeline.run_job`.
"""

import threading
from collections.abc import Callable

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Approver, Emit, Job, JobResult
from desktop_app.jobs.pipeline import JobTools, KeptPages, run_job
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildStatus, Supervisor
from desktop_app.runtime_client.values import Region, SandboxReport


class AcceptAll:
    """An `Approver` for when nobody reviews: what the policy found is hidden, no more and no less."""

    def review(self, job: Job, page_number: int, regions: tuple[Region, ...]) -> tuple[Region, ...]:
        """Return the regions unchanged."""
        return regions


class Tools:
    """The children that jobs work with."""

    def __init__(
        self,
        engine: ChildCommand | None,
        on_child: Callable[[ChildStatus], None],
        approver: Approver,
        *,
        requires_proof: bool = True,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            engine: which engine, with which weights; None for work that needs only the airlock.
            on_child: called, on some thread, whenever a child's state, memory or proof changes.
            approver: asked before each page is redacted.
            requires_proof: policy `required`: a child whose self-test fails is not used.
        """
        self._engine_command = engine
        self._on_child = on_child
        self._approver = approver
        self._requires_proof = requires_proof
        self._reports: dict[str, SandboxReport] = {}
        self._kept = KeptPages()
        self._kept_by: Client | None = None
        self._closing = threading.Event()
        self._airlock: Supervisor | None = None
        self._engine: Supervisor | None = None
        self._warm_up = threading.Thread(target=self._load_model, name="engine-warm-up", daemon=True)

    def start(self) -> None:
        """Start both children in the background; returns at once."""
        proof = self._requires_proof
        self._airlock = Supervisor(ChildCommand("airlock"), self._note, requires_proof=proof)
        if self._engine_command is not None:
            self._engine = Supervisor(self._engine_command, self._note, requires_proof=proof)
            self._warm_up.start()

    def run(self, job: Job, emit: Emit, stop: threading.Event) -> JobResult:
        """Carry out one job (a `queue.Runner`). Raises AppError."""
        return run_job(job, self.lend(stop), emit)

    def lend(self, stop: threading.Event) -> JobTools:
        """Return what one job needs; `stop` ends it."""
        return JobTools(
            airlock=lambda: Airlock(_running(self._airlock).client(stop), stop),
            engine=lambda listener: Engine(_running(self._engine).client(stop), stop, listener),
            kept=lambda: self._kept_by_running(_running(self._engine).client(stop)),
            approver=self._approver,
            sandbox=lambda: tuple(self._reports.values()),
            stop=stop,
        )

    def close(self) -> None:
        """Stop both children and every thread; nothing is left running."""
        self._closing.set()
        supervisors = [s for s in (self._airlock, self._engine) if s is not None]
        closers = [threading.Thread(target=s.close, name="close-child") for s in supervisors]
        for closer in closers:
            closer.start()
        for closer in closers:
            closer.join()
        if self._warm_up.is_alive():
            self._warm_up.join()

    def _note(self, status: ChildStatus) -> None:
        if status.sandbox is not None:
            self._reports[status.role] = status.sandbox
        self._on_child(status)

    def _kept_by_running(self, client: Client) -> KeptPages:
        if client is not self._kept_by:
            self._kept_by = client
            self._kept = KeptPages()
        return self._kept

    def _load_model(self) -> None:
        """Load while nobody waits yet; a job that needs the model reports what goes wrong."""
        nobody = Listener(lambda *_: None, lambda *_: None, lambda *_: None)
        try:
            Engine(_running(self._engine).client(self._closing), self._closing, nobody).load()
        except AppError as error:
            logs.fact("engine-warm-up", error.code)


def _running(supervisor: Supervisor | None) -> Supervisor:
    """Return a supervisor that `start` has made; work without it is a fault of ours."""
    if supervisor is None:
        raise AppError("bug")
    return supervisor
