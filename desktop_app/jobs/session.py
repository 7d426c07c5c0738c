"""Run jobs for who waits for each: start the children, pass jobs through the queue, listen, stop when asked to.

Prints nothing and knows no window.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator

from desktop_app.foundation import open_files
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, JobEnded, JobEvent, JobResult, JobState
from desktop_app.jobs.queue import JobQueue
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildStatus

UNDER_WAY = 3
"""Jobs of many that are begun: one is answered, one waits for the engine with its pages hidden, and one is being hidden."""


@contextlib.contextmanager
def started_tools(
    engine: ChildCommand | None,
    on_child: Callable[[ChildStatus], None] = lambda _: None,
    *,
    requires_proof: bool = True,
    start: Callable[[Tools], None] = Tools.start,
) -> Iterator[Tools]:
    """Lend running tools and make sure that nothing is left running. Raises AppError too_few_files, and as `Tools` does."""
    open_files.check()
    tools = Tools(engine, on_child, requires_proof=requires_proof)
    start(tools)
    try:
        yield tools
    finally:
        tools.close()


class Session:
    """A queue whose events are handled on the calling thread: one job, or many through both lines of work."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._events: queue.SimpleQueue[JobEvent] = (
            queue.SimpleQueue()
        )  # which a signal's handler may put into at any time
        self._queue = JobQueue(tools.run, self._events.put, tools)
        self._under_way: tuple[Job, ...] = ()  # replaced, never changed: a signal's handler reads it
        self._stopped = threading.Event()

    def run(self, job: Job, listen: Emit) -> JobResult:
        """Run one job. Raises AppError (`cancelled` after `stop`)."""
        ((_, outcome),) = self.run_each([job], listen)
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    def run_each(
        self, jobs: Iterable[Job], listen: Emit = lambda _: None
    ) -> Iterator[tuple[Job, JobResult | AppError]]:
        """Yield every job with its outcome, in their order; `jobs` are taken as their turn comes.

        `listen` hears the events of all that are under way. After `stop` the outcomes are `cancelled`.
        """
        coming = iter(jobs)
        ends: dict[str, JobEnded] = {}
        while True:
            while len(self._under_way) < UNDER_WAY and (job := next(coming, None)) is not None:
                self._begin(job)
            if not self._under_way:
                return
            first = self._under_way[0]
            while first.id not in ends:
                event = self._events.get()
                if isinstance(event, JobEnded):
                    ends[event.job_id] = event
                else:
                    listen(event)
            self._under_way = self._under_way[1:]
            self._tools.store.forget(job_ids=[first.id])  # nobody comes back to its pages
            yield first, _outcome(ends.pop(first.id))

    def stop(self) -> None:
        """Stop the jobs that are under way, and every later one. May be called by a signal's handler."""
        self._stopped.set()
        for job in self._under_way:
            self._queue.cancel(job.id)

    def close(self) -> None:
        """Stop the queue."""
        self._queue.close()

    def _begin(self, job: Job) -> None:
        self._under_way = (*self._under_way, job)
        if self._stopped.is_set():
            self._events.put(JobEnded(job.id, JobState.CANCELLED))
            return
        try:
            self._queue.submit(job)
        except AppError as error:
            self._events.put(JobEnded(job.id, JobState.FAILED, error))
            return
        if self._stopped.is_set():  # a signal between the lines above
            self._queue.cancel(job.id)


def _outcome(end: JobEnded) -> JobResult | AppError:
    if end.result is not None and end.error is None and end.state is not JobState.CANCELLED:
        return end.result
    return end.error or AppError("cancelled")
