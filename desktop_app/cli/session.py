"""Run jobs for a command: start the children, pass jobs through the queue, listen, stop on Ctrl+C.

Prints nothing; commands do.
"""

import contextlib
import queue
import signal
from collections.abc import Callable, Iterator
from types import FrameType

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
        self._events: queue.Queue[JobEvent] = queue.Queue()
        self._queue = JobQueue(tools.run, self._events.put)

    def run(self, job: Job, listen: Emit) -> JobResult:
        """Run one job; Ctrl+C stops it. Raises AppError (`cancelled` after Ctrl+C)."""
        with interrupts_become(lambda: self._queue.cancel(job.id)):
            self._queue.submit(job)
            while True:
                event = self._events.get()
                if isinstance(event, JobEnded):
                    break
                listen(event)
        if event.result is not None and event.error is None and event.state != "cancelled":
            return event.result
        raise event.error or AppError("cancelled")

    def close(self) -> None:
        """Stop the queue."""
        self._queue.close()


@contextlib.contextmanager
def interrupts_become(action: Callable[[], None]) -> Iterator[None]:
    """Turn the first Ctrl+C into `action`; the second one does what Ctrl+C always did."""

    def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        action()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
