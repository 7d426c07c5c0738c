"""Lead every job to the child that it needs next: a line of work for each child, and a thread for each line.

A job is taken up, carried on for one step, and put back for its next; in between, whoever is more urgent goes first. So
the airlock prepares while the engine answers, a long document is left between two of its pages, and no child is ever asked
for two jobs at once. The only writer of `JobState`. Does not know what a job does: the runner is handed in.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from desktop_app.foundation import logs, threads
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, JobEnded, JobEvent, JobResult, JobStarted, JobState, Work
from desktop_app.jobs.need import Lane, Need, Urgency
from desktop_app.runtime_client.served_series import Opened

MAX_WAITING_JOBS = 10_000
"""A folder dropped by mistake must not fill the memory; beyond this `submit` refuses."""

GIVES_WAY_S = 5.0
"""While somebody waits for an answer that needs the same processors, pages that nobody waits for come after it; a longer
answer shares them."""

CHILDREN: tuple[Lane, ...] = ("airlock", "engine", "films")

Runner: TypeAlias = Callable[[Job, Emit, threading.Event], Work]
"""Begins a job; the event is set when somebody asks to stop it. What it returns raises AppError."""


class Keeper(Protocol):
    """Who looks after the airlock while no job wants it."""

    def rest(self, is_wanted: threading.Event) -> float | None:
        """Do what is to be done, until somebody wants the airlock; return after how many seconds to come again, if at all."""
        ...

    def rest_films(self) -> None:
        """Let go of what nobody works on any more, while no job wants the airlock for films."""
        ...

    def leave(self, source: Opened) -> None:
        """Nobody works on this any more; any thread."""
        ...

    def shares_processors(self) -> bool:
        """Tell whether answers are computed on the same few processors as pages; any thread."""
        ...


@dataclass(eq=False)
class _Entry:
    """A job in one of the lines.

    Attributes:
        number: of its arrival.
        urgency, need: as they are now.
        work: the job itself, once it has begun.
    """

    job: Job
    number: int
    urgency: Urgency
    need: Need
    stop: threading.Event = field(default_factory=threading.Event)
    work: Work | None = None

    @property
    def place(self) -> tuple[Urgency, int]:
        """Where it stands in its line."""
        is_looked_at = self.need is Need.SHOWING and self.urgency is not Urgency.REST
        return (Urgency.LOOKED_AT if is_looked_at else self.urgency), self.number


class JobQueue:
    """The jobs, and the threads that carry them on.

    Events come on those threads (of a waiting job that is cancelled: on the caller's); a front end that needs another one
    passes them on itself.
    """

    def __init__(self, runner: Runner, emit: Emit, keeper: Keeper | None = None) -> None:
        self._runner = runner
        self._emit = emit
        self._keeper = keeper
        self._waiting: list[_Entry] = []
        self._running: dict[Lane, _Entry] = {}
        self._arrived = 0
        self._is_closed = False
        self._is_paused = False
        self._gives_way_until = 0.0
        self._changed = threading.Condition()
        self._is_airlock_wanted = threading.Event()
        self._news: set[Lane] = set()  # lines in which the keeper has something to do
        self._fault = AppError("bug")
        self._is_faulty = False
        self._threads: list[threading.Thread] = []
        try:
            for child in CHILDREN:
                self._threads.append(self._started(child))
        except AppError as error:
            self._end(error)

    def submit(self, job: Job) -> None:
        """Take a job. Raises AppError `queue_full`."""
        with self._changed:
            if self._is_closed:
                raise self._fault
            if len(self._waiting) >= MAX_WAITING_JOBS:
                raise AppError("queue_full", limit=MAX_WAITING_JOBS)
            self._arrived += 1
            self._put(_Entry(job, self._arrived, job.urgency, job.first_need))

    def hasten(self, job_id: str, urgency: Urgency) -> None:
        """Say who waits for a job now; it takes effect at its next step."""
        with self._changed:
            for entry in (*self._running.values(), *self._waiting):
                if entry.job.id == job_id:
                    entry.urgency = urgency
            self._changed.notify_all()

    def pause(self, *, is_paused: bool) -> None:
        """Leave the jobs that nobody waits for where they are, after their present step, or go on with them."""
        with self._changed:
            self._is_paused = is_paused
            self._changed.notify_all()

    def cancel(self, *job_ids: str) -> None:
        """Ask jobs to stop: waiting ones end at once, running ones within a page or a token.

        Of several none begins because another has ended: what must not be sent any more waits behind what is being sent.
        """
        with self._changed:
            for entry in self._running.values():
                if entry.job.id in job_ids:
                    entry.stop.set()
            ended = [entry for entry in self._waiting if entry.job.id in job_ids]
            for entry in ended:
                self._waiting.remove(entry)
        for entry in ended:
            entry.stop.set()
            self._tell(_cancelled(entry))

    def leave(self, source: Opened) -> None:
        """Nobody works on this any more: what the airlock holds of it goes as soon as the airlock is free."""
        if self._keeper is not None:
            self._keeper.leave(source)
            with self._changed:
                self._news = {"airlock", "films"}
                self._changed.notify_all()

    def close(self, timeout_s: float = 10.0) -> None:
        """Stop everything and wait for the threads."""
        with self._changed:
            self._is_closed = True
            for entry in (*self._running.values(), *self._waiting):
                entry.stop.set()
            self._is_airlock_wanted.set()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout_s)

    # -- the two threads -----------------------------------------------------------------------------------------------

    def _started(self, child: Lane) -> threading.Thread:
        return threads.started(
            lambda: self._work(child), name=f"jobs-{child}", on_end=lambda error: self._end(error, child)
        )

    def _work(self, child: Lane) -> None:
        while self._take(child):  # keeps nothing: while nothing is to be done nobody knows what was asked
            self._carry_on(child)

    def _take(self, child: Lane) -> bool:
        """Wait for the most urgent job that needs this child; False when there will be none."""
        while True:
            with self._changed:
                line = self._line(child)
                if line:
                    self._running[child] = entry = min(line, key=lambda one: one.place)
                    self._waiting.remove(entry)
                    if child == "engine":
                        gives_way = entry.urgency is Urgency.ASKED and self._shares_processors()
                        self._gives_way_until = time.monotonic() + GIVES_WAY_S if gives_way else 0.0
                    return True
                if self._is_closed:
                    return False
                if child == "airlock":
                    self._is_airlock_wanted.clear()
            self._wait(child)

    def _line(self, child: Lane) -> list[_Entry]:
        """Return the jobs that may have this child now."""
        rests = (self._is_paused or (child == "airlock" and self._gives_way_s() > 0)) and not self._is_closed
        return [
            entry
            for entry in self._waiting
            if entry.need.child == child and not (rests and entry.urgency is Urgency.REST)
        ]

    def _shares_processors(self) -> bool:
        return self._keeper is not None and self._keeper.shares_processors()

    def _gives_way_s(self) -> float:
        """Return for how long pages that nobody waits for come after the answer that is being given, at most."""
        return self._gives_way_until - time.monotonic() if "engine" in self._running else 0.0

    def _wait(self, child: Lane) -> None:
        """Wait until somebody may want this child; the airlocks are looked after meanwhile."""
        pause_s = None
        if child == "airlock" and self._keeper is not None:
            pause_s = _rested(self._keeper, self._is_airlock_wanted)
        elif child == "films" and self._keeper is not None:
            threads.guarded(self._keeper.rest_films, "jobs")
        with self._changed:
            if child == "airlock" and (gives_way_s := self._gives_way_s()) > 0:
                pause_s = min(gives_way_s, pause_s or gives_way_s)
            self._changed.wait_for(
                lambda: self._is_closed or self._line(child) or child in self._news,
                pause_s,
            )
            self._news.discard(child)

    def _step(self, entry: _Entry) -> Need | JobEnded:
        """Carry a job on until it needs a child again, or has come to its end."""
        job_id = entry.job.id
        if entry.stop.is_set():
            return _cancelled(entry)
        try:
            if entry.work is None:
                self._tell(JobStarted(job_id))
                entry.work = self._runner(entry.job, self._emit, entry.stop)
            return next(entry.work)
        except StopIteration as end:
            result: JobResult = end.value
            state = JobState.CANCELLED if entry.stop.is_set() else JobState.FINISHED
            return JobEnded(job_id, state, result=result)
        except AppError as error:
            state = JobState.CANCELLED if error.fault is Fault.CANCELLED else JobState.FAILED
            return JobEnded(job_id, state, error=_without_traces(error))
        except Exception as error:  # noqa: BLE001 - a seam: a bug in one job must not end the queue
            logs.bug("jobs", error)
            return JobEnded(job_id, JobState.FAILED, error=AppError("bug"))

    def _carry_on(self, child: Lane) -> None:
        """Let the job that has this child take a step; then put it into the line for its next, or tell that it has ended."""
        entry = self._running[child]
        outcome = self._step(entry)
        with self._changed:
            if isinstance(outcome, Need) and not entry.stop.is_set() and not self._is_faulty:
                del self._running[child]
                entry.need = outcome
                self._put(entry)
                return
            fault = self._fault
        if isinstance(outcome, Need):
            is_stopped = entry.stop.is_set()
            outcome = _cancelled(entry) if is_stopped else JobEnded(entry.job.id, JobState.FAILED, error=fault)
        self._tell(outcome)
        with self._changed:
            del self._running[child]
            self._changed.notify_all()

    def _put(self, entry: _Entry) -> None:
        self._waiting.append(entry)
        if entry.need.child == "airlock":
            self._is_airlock_wanted.set()
        self._changed.notify_all()

    def _end(self, error: AppError | None, child: Lane | None = None) -> None:
        """Note that a thread has ended: nothing is taken any more, and nobody waits for what was."""
        with self._changed:
            self._is_closed = True
            running = [entry for role, entry in self._running.items() if role == child]
            left = running if error is None else [*running, *self._waiting]
            if error is not None:
                self._fault, self._is_faulty = error, True
                self._waiting.clear()
            if child is not None:
                self._running.pop(child, None)
            self._changed.notify_all()
        for entry in left:
            self._tell(JobEnded(entry.job.id, JobState.FAILED, error=self._fault))

    def _tell(self, event: JobEvent) -> None:
        threads.guarded(lambda: self._emit(event), "jobs")


def _rested(keeper: Keeper, is_wanted: threading.Event) -> float | None:
    """Let the keeper rest; what goes wrong there concerns no job."""
    try:
        return keeper.rest(is_wanted)
    except AppError as error:
        logs.fact("jobs", error.code)
    except Exception as error:  # noqa: BLE001 - a seam: nobody has asked for it
        logs.bug("jobs", error)
    return None


def _cancelled(entry: _Entry) -> JobEnded:
    """Return the end of a job that was stopped between two of its steps."""
    if entry.work is not None:
        threads.guarded(entry.work.close, "jobs")
    return JobEnded(entry.job.id, JobState.CANCELLED)


def _without_traces(error: AppError) -> AppError:
    """Return an error that holds no stack: its frames would keep pages alive for as long as somebody keeps the error."""
    return AppError(error.code, **error.facts)
