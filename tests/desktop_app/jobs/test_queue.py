"""The job queue: one after the other at each child, every job ends exactly once, and nothing that fails ends the queue."""

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import queue as queue_module
from desktop_app.jobs.job import Emit, Job, JobEnded, JobEvent, JobResult, JobStarted, JobState, Work
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.jobs.queue import JobQueue
from desktop_app.runtime_client.values import PageLine
from tests.helpers.children import wait_until

RESULT = JobResult(PreparedDocument("png", PageLine(1), "", "off", (), (), 0.0, 0.0), (), None, (), 0.0)


@dataclass
class Runner:
    """Does what a job's path says; waits where a test wants to look."""

    gate: threading.Event = field(default_factory=threading.Event)
    order: list[str] = field(default_factory=list)

    def run(self, job: Job, emit: Emit, stop: threading.Event) -> Work:
        """Carry out one job in one step."""
        yield from ()
        self.order.append(job.id)
        match job.path.name:
            case "fails":
                raise AppError("file_damaged")
            case "bug":
                raise ZeroDivisionError("private")
            case "cancelled":
                raise AppError("cancelled")
            case "waits":
                while not (stop.wait(0.01) or self.gate.is_set()):
                    continue
            case _:
                pass
        return RESULT


def job(job_id: str, name: str = "file") -> Job:
    """Make a job."""
    return Job(job_id, Path(name))


@contextmanager
def running(runner: Runner) -> Iterator[tuple[JobQueue, list[JobEvent]]]:
    """Lend a queue and the events it tells."""
    told: list[JobEvent] = []
    jobs = JobQueue(runner.run, told.append)
    try:
        yield jobs, told
    finally:
        runner.gate.set()
        jobs.close()


def ends(told: list[JobEvent]) -> list[tuple[str, JobState]]:
    """Return how jobs ended, in order."""
    return [(event.job_id, event.state) for event in told if isinstance(event, JobEnded)]


def test_jobs_run_in_order_and_end_once() -> None:
    """Started, then ended, one job after the other."""
    runner = Runner()
    with running(runner) as (jobs, told):
        for number in range(5):
            jobs.submit(job(str(number)))
        wait_until(lambda: len(ends(told)) == 5)
        assert [str(n) for n in range(5)] == runner.order
        kinds = [(event.job_id, type(event)) for event in told]
        assert [(str(n), kind) for n in range(5) for kind in (JobStarted, JobEnded)] == kinds


def test_a_failure_and_a_bug_end_their_job_and_not_the_queue() -> None:
    """The next job runs; the error says what it was, a bug nothing of its text."""
    with running(Runner()) as (jobs, told):
        for name in ("fails", "bug", "cancelled", "good"):
            jobs.submit(job(name, name))
        wait_until(lambda: len(ends(told)) == 4)
        assert [
            ("fails", JobState.FAILED),
            ("bug", JobState.FAILED),
            ("cancelled", JobState.CANCELLED),
            ("good", JobState.FINISHED),
        ] == ends(told)
        errors = [event.error for event in told if isinstance(event, JobEnded)]
        assert ["file_damaged", "bug", "cancelled", None] == [error and error.code for error in errors]


def test_a_waiting_job_is_cancelled_at_once_and_the_running_one_goes_on() -> None:
    """Of two jobs the second one ends before the first one."""
    runner = Runner()
    with running(runner) as (jobs, told):
        jobs.submit(job("first", "waits"))
        jobs.submit(job("second"))
        wait_until(lambda: runner.order == ["first"])
        jobs.cancel("second")
        assert [("second", JobState.CANCELLED)] == ends(told)
        runner.gate.set()
        wait_until(lambda: len(ends(told)) == 2)
        assert [("second", JobState.CANCELLED), ("first", JobState.FINISHED)] == ends(told)
        assert ["first"] == runner.order


def test_a_running_job_keeps_what_came_when_it_is_cancelled() -> None:
    """The state is cancelled and the result is there."""
    runner = Runner()
    with running(runner) as (jobs, told):
        jobs.submit(job("one", "waits"))
        wait_until(lambda: runner.order)
        jobs.cancel("one")
        wait_until(lambda: ends(told))
        assert JobEnded("one", JobState.CANCELLED, None, RESULT) == told[-1]


def test_cancel_of_an_unknown_job_does_nothing() -> None:
    """A job that has ended already cannot be cancelled."""
    with running(Runner()) as (jobs, told):
        jobs.cancel("nobody")
        assert [] == told


def test_more_jobs_than_the_queue_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is told; what waits already is not lost."""
    monkeypatch.setattr(queue_module, "MAX_WAITING_JOBS", 2)
    runner = Runner()
    with running(runner) as (jobs, told):
        jobs.submit(job("running", "waits"))
        wait_until(lambda: runner.order)
        jobs.submit(job("1"))
        jobs.submit(job("2"))
        with pytest.raises(AppError) as raised:
            jobs.submit(job("3"))
        assert ("queue_full", {"limit": 2}) == (raised.value.code, raised.value.facts)
        runner.gate.set()
        wait_until(lambda: len(ends(told)) == 3)


def test_close_ends_every_job_once_and_refuses_new_ones() -> None:
    """Running and waiting jobs end as cancelled."""
    runner = Runner()
    with running(runner) as (jobs, told):
        jobs.submit(job("first", "waits"))
        jobs.submit(job("second"))
        jobs.submit(job("third"))
        wait_until(lambda: runner.order)
        jobs.close()
        assert [(name, JobState.CANCELLED) for name in ("first", "second", "third")] == ends(told)
        with pytest.raises(AppError):
            jobs.submit(job("late"))


def test_a_page_that_somebody_looks_at_goes_before_all_that_wait() -> None:
    """It takes a moment, and they are looking."""
    runner = Runner()
    with running(runner) as (jobs, _):
        jobs.submit(job("running", "waits"))
        wait_until(lambda: runner.order == ["running"])
        jobs.submit(job("waiting"))
        jobs.submit(Job("shows", Path("file"), only_shows=True, urgency=Urgency.LOOKED_AT))
        runner.gate.set()
        wait_until(lambda: len(runner.order) == 3)
    assert runner.order == ["running", "shows", "waiting"]


def test_an_error_that_is_told_holds_no_stack() -> None:
    """Whoever keeps the error of a document would keep the frames it went through, and the pages in them."""
    with running(Runner()) as (jobs, told):
        jobs.submit(job("one", "fails"))
        wait_until(lambda: any(isinstance(event, JobEnded) for event in told))
    (error,) = [event.error for event in told if isinstance(event, JobEnded)]
    assert error is not None
    assert (error.code, error.__traceback__, error.__context__, error.__cause__) == ("file_damaged", None, None, None)


def test_a_queue_with_nothing_to_do_knows_no_job() -> None:
    """What was asked last is nobody's business any more."""
    with running(Runner()) as (jobs, told):
        one = job("one")
        known = weakref.ref(one)
        jobs.submit(one)
        del one
        wait_until(lambda: any(isinstance(event, JobEnded) for event in told))
        wait_until(lambda: known() is None)


def test_of_jobs_that_are_cancelled_together_none_begins_because_another_ends() -> None:
    """What must not be sent any more waits behind what is being sent: for the queue there is no moment between the two."""
    runner = Runner()
    with running(runner) as (jobs, told):
        jobs.submit(job("sending", "waits"))
        wait_until(lambda: runner.order == ["sending"])
        later = [f"later {number}" for number in range(50)]
        for job_id in later:
            jobs.submit(job(job_id))
        jobs.cancel("sending", *later)
        wait_until(lambda: len([event for event in told if isinstance(event, JobEnded)]) == 51)
    assert ["sending"] == runner.order
