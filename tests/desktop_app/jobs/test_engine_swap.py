"""Another engine takes over while the program runs, with real processes."""

import os
import signal
import threading

import pytest

from desktop_app.foundation import resources
from desktop_app.jobs.job import Job, JobEvent, JobOptions, JobState
from desktop_app.jobs.queue import JobQueue
from desktop_app.jobs.tools import Tools
from desktop_app.jobs.warm_engine import EngineNews, WarmEngine
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from tests.desktop_app.jobs.test_tools import end_of, running_queue, running_tools
from tests.helpers.children import ECHO, FakeChild, child_pids, wait_until

SAMPLE = resources.path("samples", "invoice.png")
OFF = JobOptions(policy="off")
NOWHERE = ChildCommand("engine", engine="cogvlm2", weights=resources.path("samples"))
"""An engine whose folder holds no model."""


def test_another_engine_takes_over_and_is_sent_the_pages_anew() -> None:
    """The old process ends, and a prepared document is answered by the new one."""
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        jobs.submit(Job("first", SAMPLE, ("a",), OFF))
        result = end_of(told, "first").result
        assert result is not None
        assert tools._engine is not None
        old = tools._engine.client().process
        tools.use_engine(ChildCommand("engine", engine="echo"))
        jobs.submit(Job("second", SAMPLE, ("b",), OFF, prepared=result.document))
        assert JobState.FINISHED is end_of(told, "second").state
        assert old.pid != tools._engine.client().process.pid
        assert old.exit_code() is not None


def test_who_chooses_an_engine_does_not_wait_for_the_end_of_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """`use_engine` returns while the old engine still ends; if it waited, it would wait for ever."""
    may_end = threading.Event()
    close = WarmEngine.close

    def close_late(engine: WarmEngine) -> None:
        may_end.wait()
        close(engine)

    monkeypatch.setattr(WarmEngine, "close", close_late)
    with running_tools() as tools:
        try:
            tools.use_engine(ChildCommand("engine", engine="echo"))
        finally:
            may_end.set()


def test_a_job_on_the_old_engine_ends_as_cancelled_and_the_next_one_waits_for_the_new() -> None:
    """A swap in the middle of an answer blames nobody."""
    tools = Tools(ECHO, lambda _: None)
    told: list[JobEvent] = []
    is_swapped = threading.Event()

    def emit(event: JobEvent) -> None:
        told.append(event)
        if type(event).__name__ == "AnswerDelta" and event.job_id == "slow" and not is_swapped.is_set():
            is_swapped.set()
            tools.use_engine(ChildCommand("engine", engine="echo"))

    tools.start()
    jobs = JobQueue(tools.run, emit, tools)
    try:
        jobs.submit(Job("slow", SAMPLE, ("slowly " + "word " * 3000,), OFF))
        jobs.submit(Job("next", SAMPLE, ("x",), OFF))
        assert JobState.CANCELLED is end_of(told, "slow").state
        assert JobState.FINISHED is end_of(told, "next").state
    finally:
        jobs.close()
        tools.close()


def test_the_load_is_told_and_so_is_what_answers() -> None:
    """The news end with the model, and carry the command that they are about."""
    news: list[EngineNews] = []
    tools = Tools(ECHO, lambda _: None, on_engine_news=news.append)
    tools.start()
    try:
        wait_until(lambda: bool(news) and news[-1].model is not None)
        assert "echo" == (news[-1].model.name if news[-1].model else "")
        assert all(item.command is ECHO for item in news)
    finally:
        tools.close()


def test_a_load_that_fails_says_why_and_another_engine_can_follow() -> None:
    """The error is told once; the next engine answers."""
    news: list[EngineNews] = []
    tools = Tools(NOWHERE, lambda _: None, on_engine_news=news.append)
    told: list[JobEvent] = []
    tools.start()
    jobs = JobQueue(tools.run, told.append, tools)
    try:
        wait_until(lambda: any(item.error is not None for item in news))
        assert ["model_file_missing"] == [item.error.code for item in news if item.error is not None]
        tools.use_engine(ECHO)
        jobs.submit(Job("one", SAMPLE, ("x",), OFF))
        assert JobState.FINISHED is end_of(told, "one").state
    finally:
        jobs.close()
        tools.close()


def test_many_swaps_leave_one_engine_and_none_after_the_end() -> None:
    """However fast one chooses, only the last choice stays, and only it is told of."""
    before = child_pids(os.getpid())
    seen: list[ChildStatus] = []
    news: list[EngineNews] = []
    tools = Tools(ECHO, seen.append, on_engine_news=news.append)
    tools.start()
    last = ChildCommand("engine", engine="echo", precision="fp32")
    try:
        for command in (FakeChild("engine", behaviour="never_ready_silent"), ECHO, NOWHERE, last):
            tools.use_engine(command)
        wait_until(lambda: any(item.command is last and item.model is not None for item in news))
        wait_until(lambda: 2 == len(child_pids(os.getpid()) - before))
        assert ChildState.STOPPED not in [status.state for status in seen]
    finally:
        tools.close()
    assert before == child_pids(os.getpid())
    tools.use_engine(ECHO)
    assert before == child_pids(os.getpid())


def test_an_engine_that_dies_after_a_swap_comes_back() -> None:
    """The new engine is looked after like the first one."""
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        tools.use_engine(ChildCommand("engine", engine="echo"))
        assert tools._engine is not None
        client = tools._engine.client()
        os.kill(client.process.pid, signal.SIGKILL)
        wait_until(lambda: client.death)
        jobs.submit(Job("one", SAMPLE, ("x",), OFF))
        assert JobState.FINISHED is end_of(told, "one").state
