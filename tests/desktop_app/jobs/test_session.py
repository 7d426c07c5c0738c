"""Many jobs go through both lines of work and come out in their order, whatever ends first, and however they are stopped."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, JobResult, Work
from desktop_app.jobs.need import Lane, Need
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.session import UNDER_WAY, Session
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.served_series import Opened
from tests.helpers.children import wait_until
from tests.helpers.pages import small_page
from tests.helpers.scripted_children import ScriptedPair

HIDDEN_THEN_ANSWERED = (Need.HIDING, Need.ANSWERING)


@dataclass
class ScriptedTools:
    """Children that wait for the test, and a store that jobs leave a page in."""

    pair: ScriptedPair = field(default_factory=ScriptedPair)
    store: PageStore = field(default_factory=PageStore)
    taken: list[str] = field(default_factory=list)

    def run(self, job: Job, emit: Emit, stop: threading.Event) -> Work:
        """Carry out a job that leaves a page."""
        self.store.put(job.id, small_page(1, 1), job.id, stop)
        return self.pair.run(job, emit, stop)

    def rest(self, _is_wanted: threading.Event) -> None:
        """Nothing is to be looked after."""

    def rest_films(self) -> None:
        """Nor here."""

    def leave(self, source: Opened) -> None:
        """Nothing is held."""

    def jobs(self, count: int) -> Iterator[Job]:
        """Yield jobs as they are asked for."""
        for number in range(1, count + 1):
            self.taken.append(str(number))
            yield self.pair.job(str(number), HIDDEN_THEN_ANSWERED)

    def ends(self, child: Lane, job_id: str, *, dies: bool = False) -> None:
        """Wait until a child works on a job, and end that step."""
        wait_until(lambda: self.pair.children[child].busy_with == job_id)
        self.pair.children[child].finish(dies=dies)


def begun(tools: ScriptedTools, count: int) -> tuple[Session, list[tuple[str, str]], threading.Thread]:
    """Run jobs on a thread of their own; return where the outcomes come."""
    session, outcomes = Session(cast("Tools", tools)), list[tuple[str, str]]()

    def run() -> None:
        for job, outcome in session.run_each(tools.jobs(count)):
            outcomes.append((job.id, outcome.code if isinstance(outcome, AppError) else "done"))

    thread = threading.Thread(target=run, name="caller")
    thread.start()
    return session, outcomes, thread


def test_the_next_is_hidden_while_one_is_answered_and_all_come_in_order() -> None:
    """A job that fails early waits for its place; no more are taken than are under way, and their pages go."""
    tools = ScriptedTools()
    session, outcomes, thread = begun(tools, 5)
    tools.ends("airlock", "1")
    tools.ends("airlock", "2", dies=True)
    wait_until(lambda: tools.pair.children["engine"].busy_with == "1")  # and the third is at the airlock meanwhile
    wait_until(lambda: tools.pair.children["airlock"].busy_with == "3")
    assert (UNDER_WAY, []) == (len(tools.taken), outcomes)
    tools.ends("engine", "1")
    wait_until(lambda: len(outcomes) == 2)
    for number in "345":
        tools.ends("airlock", number)
        tools.ends("engine", number)
    thread.join()
    session.close()
    assert [("1", "done"), ("2", "child_died"), ("3", "done"), ("4", "done"), ("5", "done")] == outcomes
    assert 0 == len(tools.store)
    assert not any(child.intruders for child in tools.pair.children.values())


def test_what_is_under_way_when_somebody_stops_is_cancelled_with_all_that_comes() -> None:
    """And no child is asked for more."""
    tools = ScriptedTools()
    session, outcomes, thread = begun(tools, 6)
    tools.ends("airlock", "1")
    tools.ends("engine", "1")
    wait_until(lambda: len(outcomes) == 1 and tools.pair.children["airlock"].busy_with == "2")
    session.stop()
    thread.join()
    session.close()
    assert [("1", "done"), *((number, "cancelled") for number in "23456")] == outcomes


def test_one_job_comes_back_or_raises() -> None:
    """As it does for who has one file."""
    tools = ScriptedTools()
    session = Session(cast("Tools", tools))
    told = list[object]()
    children: tuple[Lane, ...] = ("airlock", "engine")
    for child in children:
        threading.Thread(target=tools.ends, args=(child, "1"), name=f"ends-{child}").start()
    (job,) = tools.jobs(1)
    assert isinstance(session.run(job, told.append), JobResult)
    assert told
    session.close()
