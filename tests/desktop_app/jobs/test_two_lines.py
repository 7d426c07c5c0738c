"""Two lines of work: who is at which child when, whatever comes, is stopped, ends or dies meanwhile."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desktop_app.jobs import queue
from desktop_app.jobs.job import JobEnded, JobEvent, JobState
from desktop_app.jobs.need import Need, Urgency
from desktop_app.jobs.queue import JobQueue
from desktop_app.runtime_client.served_series import Opened
from desktop_app.runtime_client.values import Role
from tests.helpers.children import wait_until
from tests.helpers.scripted_children import ScriptedPair

SHOWING, HIDING, ANSWERING = Need.SHOWING, Need.HIDING, Need.ANSWERING


@contextmanager
def running(keeper: "Keeper | None" = None) -> Iterator[tuple[ScriptedPair, JobQueue, list[JobEvent]]]:
    """Lend a queue over two children that wait for the test."""
    pair, told = ScriptedPair(), list[JobEvent]()
    jobs = JobQueue(pair.run, told.append, keeper)
    try:
        yield pair, jobs, told
    finally:
        jobs.close()


def at(pair: ScriptedPair, child: Role, job_id: str) -> None:
    """Wait until a child works on a job."""
    wait_until(lambda: pair.children[child].busy_with == job_id)


def test_the_airlock_prepares_while_the_engine_answers() -> None:
    """Two jobs are on their way at once, each at its child."""
    with running() as (pair, jobs, _):
        jobs.submit(pair.job("asked", [ANSWERING]))
        at(pair, "engine", "asked")
        jobs.submit(pair.job("dropped", [HIDING]))
        at(pair, "airlock", "dropped")


def test_a_long_document_is_left_between_two_pages_for_somebody_more_urgent() -> None:
    """A question about another document, then a page that somebody looks at, then it goes on where it was."""
    with running() as (pair, jobs, _):
        airlock = pair.children["airlock"]
        jobs.submit(pair.job("long", [HIDING] * 3))
        at(pair, "airlock", "long")
        jobs.submit(pair.job("asked", [HIDING, ANSWERING], Urgency.ASKED))
        jobs.submit(pair.job("looked at", [SHOWING], Urgency.LOOKED_AT))
        seen = []
        for _ in range(5):
            seen.append(airlock.busy_with)
            airlock.finish()
            wait_until(lambda: airlock.busy_with or len(seen) == 5)
        assert seen == ["long", "looked at", "asked", "long", "long"]


def test_what_is_looked_at_is_shown_before_anything_is_hidden() -> None:
    """The document on the screen is shown at once; it is hidden after what is asked, before the rest."""
    with running() as (pair, jobs, _):
        airlock = pair.children["airlock"]
        jobs.submit(pair.job("busy", [HIDING]))
        at(pair, "airlock", "busy")
        jobs.submit(pair.job("rest", [SHOWING, HIDING]))
        jobs.submit(pair.job("asked", [HIDING], Urgency.ASKED))
        jobs.submit(pair.job("current", [SHOWING, HIDING], Urgency.CURRENT))
        seen = []
        for _ in range(6):
            seen.append(airlock.busy_with)
            airlock.finish()
            wait_until(lambda: airlock.busy_with or len(seen) == 6)
        assert seen == ["busy", "current", "asked", "current", "rest", "rest"]


def test_a_job_is_hastened_while_it_waits() -> None:
    """Somebody looks at another document."""
    with running() as (pair, jobs, _):
        jobs.submit(pair.job("busy", [HIDING]))
        at(pair, "airlock", "busy")
        for name in ("first", "second"):
            jobs.submit(pair.job(name, [HIDING]))
        jobs.hasten("second", Urgency.CURRENT)
        pair.children["airlock"].finish()
        at(pair, "airlock", "second")


def test_a_pause_holds_up_only_what_nobody_waits_for() -> None:
    """The step that is being taken ends; what somebody asks for or comes back to goes on, the rest when it is told to."""
    with running() as (pair, jobs, told):
        airlock = pair.children["airlock"]
        jobs.submit(pair.job("rest", [HIDING, HIDING]))
        at(pair, "airlock", "rest")
        jobs.submit(pair.job("hastened", [HIDING]))
        jobs.pause(is_paused=True)
        jobs.submit(pair.job("asked", [HIDING], Urgency.ASKED))
        airlock.finish()
        at(pair, "airlock", "asked")
        airlock.finish()
        assert not airlock.busy_with
        jobs.hasten("hastened", Urgency.CURRENT)
        at(pair, "airlock", "hastened")
        airlock.finish()
        assert not airlock.busy_with
        jobs.pause(is_paused=False)
        at(pair, "airlock", "rest")
        airlock.finish()
        wait_until(lambda: len([event for event in told if isinstance(event, JobEnded)]) == 3)


def test_what_is_paused_ends_with_the_queue() -> None:
    """Nobody waits for a job that will not come."""
    with running() as (pair, jobs, told):
        jobs.pause(is_paused=True)
        jobs.submit(pair.job("rest", [HIDING]))
    assert [JobState.CANCELLED] == [event.state for event in told if isinstance(event, JobEnded)]


def test_a_job_that_is_stopped_between_two_steps_is_closed() -> None:
    """What it holds goes at once, though its child is busy with another."""
    with running() as (pair, jobs, told):
        jobs.submit(pair.job("left", [HIDING, HIDING]))
        at(pair, "airlock", "left")
        jobs.submit(pair.job("urgent", [HIDING], Urgency.ASKED))
        pair.children["airlock"].finish()
        at(pair, "airlock", "urgent")
        jobs.cancel("left")
        assert [("left", JobState.CANCELLED)] == [(e.job_id, e.state) for e in told if isinstance(e, JobEnded)]


@dataclass
class Keeper:
    """Notes what it is asked; its first rest lasts until somebody wants the airlock."""

    shares: bool = False
    rests: int = 0
    was_called: bool = False
    left: list[Opened] = field(default_factory=list)

    def rest(self, is_wanted: threading.Event) -> float | None:
        """Rest."""
        self.rests += 1
        self.was_called = is_wanted.wait(300) if self.rests == 1 else self.was_called
        return None if self.rests < 3 else 0.01

    def leave(self, source: Opened) -> None:
        """Leave."""
        self.left.append(source)

    def shares_processors(self) -> bool:
        """Share."""
        return self.shares


def test_what_nobody_waits_for_gives_way_to_an_answer_on_the_same_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """For its first seconds; what somebody looks at does not, and nothing does for an answer that nobody waits for."""
    monkeypatch.setattr(queue, "GIVES_WAY_S", 1000.0)
    with running(Keeper(shares=True)) as (pair, jobs, _):
        airlock = pair.children["airlock"]
        jobs.submit(pair.job("asked", [ANSWERING], Urgency.ASKED))
        at(pair, "engine", "asked")
        jobs.submit(pair.job("rest", [HIDING]))
        jobs.submit(pair.job("current", [HIDING], Urgency.CURRENT))
        at(pair, "airlock", "current")
        airlock.finish()
        time.sleep(0.05)
        assert airlock.busy_with == ""
        pair.children["engine"].finish()
        at(pair, "airlock", "rest")
        airlock.finish()
        jobs.submit(pair.job("batch", [ANSWERING]))
        at(pair, "engine", "batch")
        jobs.submit(pair.job("next", [HIDING]))
        at(pair, "airlock", "next")


def test_a_long_answer_shares_the_processors_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for minutes behind it."""
    monkeypatch.setattr(queue, "GIVES_WAY_S", 0.1)
    with running(Keeper(shares=True)) as (pair, jobs, _):
        jobs.submit(pair.job("asked", [ANSWERING], Urgency.ASKED))
        at(pair, "engine", "asked")
        jobs.submit(pair.job("rest", [HIDING]))
        at(pair, "airlock", "rest")
        assert pair.children["engine"].busy_with == "asked"


def test_the_keeper_rests_only_while_nobody_wants_the_airlock() -> None:
    """It is told when somebody comes, and comes again when it wants to or a file is left."""
    keeper = Keeper()
    with running(keeper) as (pair, jobs, _):
        wait_until(lambda: keeper.rests == 1)
        jobs.submit(pair.job("one", [HIDING]))
        at(pair, "airlock", "one")
        assert keeper.was_called
        pair.children["airlock"].finish()
        wait_until(lambda: keeper.rests == 2)
        jobs.leave(Path("file"))
        wait_until(lambda: keeper.rests > 4)
        assert [Path("file")] == keeper.left


# -- whatever happens ------------------------------------------------------------------------------------------------

PLANS = some.sampled_from(
    [
        (HIDING,),
        (ANSWERING,),
        (SHOWING,),
        (HIDING, ANSWERING),
        (SHOWING, HIDING, HIDING),
        (ANSWERING, HIDING, ANSWERING),
    ]
)
COMMANDS = some.one_of(
    some.tuples(some.just("submit"), PLANS, some.sampled_from(Urgency)),
    some.tuples(some.just("cancel"), some.integers(0, 9)),
    some.tuples(some.just("hasten"), some.integers(0, 9), some.sampled_from(Urgency)),
    some.tuples(some.sampled_from(["finish", "die"]), some.sampled_from(["airlock", "engine"])),
)


@dataclass
class Model:
    """What must be so: who waits for what, who is where, and how each has ended."""

    plans: dict[str, list[Need]] = field(default_factory=dict)
    urgency: dict[str, Urgency] = field(default_factory=dict)
    working: dict[Role, str] = field(default_factory=dict)
    ended: dict[str, JobState] = field(default_factory=dict)

    def settle(self) -> None:
        """Let each child that is free take the most urgent that needs it."""
        for child in ("airlock", "engine"):
            waiting = [job for job in self.plans if job not in self.ended and job not in self.working.values()]
            line = [job for job in waiting if self.plans[job][0].child == child]
            if child not in self.working and line:
                self.working[child] = min(line, key=self._place)

    def step_ended(self, child: Role, state: JobState) -> None:
        """A step is over, well or not."""
        job = self.working.pop(child)
        if state is not JobState.FINISHED:
            self.ended[job] = state
            return
        self.plans[job].pop(0)
        if not self.plans[job]:
            self.ended[job] = state

    def _place(self, job: str) -> tuple[int, int]:
        urgency = self.urgency[job]
        is_looked_at = self.plans[job][0] is SHOWING and urgency is not Urgency.REST
        return (Urgency.LOOKED_AT if is_looked_at else urgency), int(job)


@settings(max_examples=60, deadline=None)
@given(some.lists(COMMANDS, max_size=25))
def test_whatever_happens_each_job_ends_once_and_no_child_has_two(commands: list[tuple]) -> None:  # type: ignore[type-arg]  # as drawn
    """Against a model: who is at which child after each command, and that all that is left comes to its end."""
    with running() as (pair, jobs, told):
        model = Model()
        for name, *what in commands:
            _do(name, what, model, pair, jobs)
            model.settle()
            _agree(model, pair, told)
        while model.working:
            child = next(iter(model.working))
            _do("finish", [child], model, pair, jobs)
            model.settle()
            _agree(model, pair, told)
        assert set(model.ended) == set(model.plans)
        assert [] == [one for child in pair.children.values() for one in child.intruders]


def _do(name: str, what: list, model: Model, pair: ScriptedPair, jobs: JobQueue) -> None:  # type: ignore[type-arg]  # as drawn
    match name:
        case "submit":
            job_id, (plan, urgency) = str(len(model.plans)), what
            model.plans[job_id], model.urgency[job_id] = list(plan), urgency
            jobs.submit(pair.job(job_id, plan, urgency))
        case "hasten":
            model.urgency[str(what[0])] = what[1]
            jobs.hasten(str(what[0]), what[1])
        case "cancel":
            job_id = str(what[0])
            child = next((child for child, job in model.working.items() if job == job_id), None)
            if child is not None:
                model.step_ended(child, JobState.CANCELLED)
            elif job_id in model.plans:
                model.ended.setdefault(job_id, JobState.CANCELLED)
            jobs.cancel(job_id)
        case _ if what[0] in model.working:
            model.step_ended(what[0], JobState.FINISHED if name == "finish" else JobState.FAILED)
            pair.children[what[0]].finish(dies=name == "die")
        case _:
            pass  # nobody is there


def _agree(model: Model, pair: ScriptedPair, told: list[JobEvent]) -> None:
    def is_so() -> bool:
        working = {child: one.busy_with for child, one in pair.children.items() if one.busy_with}
        ended = [(event.job_id, event.state) for event in told if isinstance(event, JobEnded)]
        return working == model.working and sorted(ended) == sorted(model.ended.items())

    wait_until(is_so, 30.0)
