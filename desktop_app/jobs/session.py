"""Run jobs for who waits for each: start the children, pass jobs through the queue, listen, stop when asked to.

Prints nothing and knows no window.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, JobEnded, JobEvent, JobResult
from desktop_app.jobs.queue import JobQueue
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildStatus


@contextlib.contextmanager
def started_tools(
    engine: ChildCommand | None,
    on_child: Callable[[ChildStatus], None] = lambda _: None,
    *,
    requires_proof: bool = True,
) -> Iterator[Tools]:
    """Lend running tools and make sure that nothing is left running."""
    tools = Tools(engine, on_child, requires_proof=requires_proof)
    tools.start()
    try:
        yield tools
    finally:
        tools.close()


class Session:
    """A queue whose events are handled on the calling thread, one job after the other."""

    def __init__(self, tools: Tools) -> None:
        self._events: queue.SimpleQueue[JobEvent] = (
            queue.SimpleQueue()
        )  # which a signal's handler may put into at any time
        self._queue = JobQueue(tools.run, self._events.put, tools)
        self._running: str | None = None
        self._stopped = threading.Event()

    def run(self, job: Job, listen: Emit) -> JobResult:
        """Run one job. Raises AppError (`cancelled` after `stop`)."""
        self._running = job.id
        if self._stopped.is_set():
            raise AppError("cancelled")
        self._queue.submit(job)
        if self._stopped.is_set():  # a signal between the two lines above
            self._queue.cancel(job.id)
        while True:
            event = self._events.get()
            if isinstance(event, JobEnded):
                break
            listen(event)
        if event.result is not None and event.error is None and event.state != "cancelled":
            return event.result
        raise event.error or AppError("cancelled")

    def stop(self) -> None:
        """Stop the job that runs, and every later one. May be called by a signal's handler."""
        self._stopped.set()
        if self._running is not None:
            self._queue.cancel(self._running)

    def close(self) -> None:
        """Stop the queue."""
        self._queue.close()
