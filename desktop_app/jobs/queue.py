"""Run jobs one after the other on one named thread and tell what happens to them.

The only writer of `JobState`. Does not know what a job does: the runner is handed in.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_app.foundation import logs, threads
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, JobEnded, JobEvent, JobResult, JobStarted, JobState

MAX_WAITING_JOBS = 10_000
"""A folder dropped by mistake must not fill the memory; beyond this `submit` refuses."""

Runner: TypeAlias = Callable[[Job, Emit, threading.Event], JobResult]
"""Carries out a job; the event is set when somebody asks to stop it. Raises AppError."""


@dataclass
class _Entry:
    job: Job
    stop: threading.Event = field(default_factory=threading.Event)


class JobQueue:
    """A queue of jobs and the thread that works through it.

    Events come on that thread (of a waiting job that is cancelled: on the caller's); a front end that needs another one
    passes them on itself.
    """

    def __init__(self, runner: Runner, emit: Emit) -> None:
        self._runner = runner
        self._emit = emit
        self._waiting: deque[_Entry] = deque()
        self._running: _Entry | None = None
        self._is_closed = False
        self._changed = threading.Condition()
        self._fault = AppError("bug")
        self._thread: threading.Thread | None = None
        try:
            self._thread = threads.started(self._work, name="jobs", on_end=self._end)
        except AppError as error:
            self._end(error)

    def submit(self, job: Job) -> None:
        """Add a job at the end; before all others one that only shows a page. Raises AppError `queue_full`."""
        with self._changed:
            if self._is_closed:
                raise self._fault
            if len(self._waiting) >= MAX_WAITING_JOBS:
                raise AppError("queue_full", limit=MAX_WAITING_JOBS)
            if job.only_shows:
                self._waiting.appendleft(_Entry(job))
            else:
                self._waiting.append(_Entry(job))
            self._changed.notify()

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop: a waiting one ends at once, a running one within a page or a token."""
        with self._changed:
            if self._running is not None and self._running.job.id == job_id:
                self._running.stop.set()
            ended = [entry for entry in self._waiting if entry.job.id == job_id]
            for entry in ended:
                self._waiting.remove(entry)
        for _ in ended:
            self._tell(JobEnded(job_id, JobState.CANCELLED))

    def close(self, timeout_s: float = 10.0) -> None:
        """Stop everything and wait for the thread."""
        with self._changed:
            self._is_closed = True
            for entry in (self._running, *self._waiting):
                if entry is not None:
                    entry.stop.set()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_closed)
                if not self._waiting:
                    return
                entry = self._running = self._waiting.popleft()
            self._tell(self._run(entry))
            del entry  # while nothing is to be done nobody knows what was asked
            with self._changed:
                self._running = None

    def _end(self, error: AppError | None) -> None:
        """Note that the thread has ended: nothing is taken any more, and nobody waits for what was."""
        with self._changed:
            self._is_closed = True
            self._fault = error or self._fault
            left = [entry for entry in (self._running, *self._waiting) if entry is not None]
            self._running = None
            self._waiting.clear()
        for entry in left:
            self._tell(JobEnded(entry.job.id, JobState.FAILED, error=self._fault))

    def _tell(self, event: JobEvent) -> None:
        threads.guarded(lambda: self._emit(event), "jobs")

    def _run(self, entry: _Entry) -> JobEnded:
        job_id = entry.job.id
        if entry.stop.is_set():
            return JobEnded(job_id, JobState.CANCELLED)
        self._tell(JobStarted(job_id))
        try:
            result = self._runner(entry.job, self._emit, entry.stop)
        except AppError as error:
            state = JobState.CANCELLED if error.fault is Fault.CANCELLED else JobState.FAILED
            return JobEnded(job_id, state, error=_without_traces(error))
        except Exception as error:  # noqa: BLE001 - a seam: a bug in one job must not end the queue
            logs.bug("jobs", error)
            return JobEnded(job_id, JobState.FAILED, error=AppError("bug"))
        state = JobState.CANCELLED if entry.stop.is_set() else JobState.FINISHED
        return JobEnded(job_id, state, result=result)


def _without_traces(error: AppError) -> AppError:
    """Return an error that holds no stack: its frames would keep pages alive for as long as somebody keeps the error."""
    return AppError(error.code, **error.facts)
