"""What both children do beside the job at hand: be warm, hold a document open, work side by side. With real processes."""

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import AnswerDelta, Job, JobEnded, JobEvent, JobState
from desktop_app.jobs.tools import Tools
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.models import model_choice
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.page_size import size_for
from desktop_app.runtime_client.values import Box, Region
from tests.desktop_app.jobs.test_tools import OFF, SAMPLE, end_of, running_queue, running_tools
from tests.helpers.children import ECHO, wait_until
from tests.helpers.listening import listen


def test_the_airlock_is_warmed_while_nobody_wants_it_and_so_is_the_one_that_takes_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once each, and not where work has warmed it already."""
    warmed: list[str] = []
    warm_up = Airlock.warm_up

    def noted(airlock: Airlock, policy: str) -> None:
        warm_up(airlock, policy)
        warmed.append(policy)

    monkeypatch.setattr(Airlock, "warm_up", noted)
    monkeypatch.setattr("desktop_app.jobs.tools.REPLACED_EVERY_S", 0.05)
    with running_tools(warms=True) as tools, running_queue(tools) as (jobs, told):
        tools.warm_for("faces")
        wait_until(lambda: warmed == ["faces"])
        assert tools._airlock is not None
        os.kill(tools._airlock.client().process.pid, signal.SIGKILL)
        wait_until(lambda: warmed == ["faces"] * 2)
        jobs.submit(Job("one", SAMPLE, (), OFF))
        assert JobState.FINISHED is end_of(told, "one").state
    assert warmed == ["faces"] * 2


def test_an_airlock_that_cannot_be_warmed_is_used_cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told, and it is not tried for ever."""
    tried: list[str] = []

    def fail(_: Airlock, policy: str) -> None:
        tried.append(policy)
        raise AppError("model_missing")

    monkeypatch.setattr(Airlock, "warm_up", fail)
    monkeypatch.setattr("desktop_app.jobs.tools.REPLACED_EVERY_S", 0.01)
    with running_tools(warms=True) as tools, running_queue(tools) as (jobs, told):
        tools.warm_for("faces")
        wait_until(lambda: tried)
        jobs.submit(Job("one", SAMPLE, (), OFF))
        assert JobState.FINISHED is end_of(told, "one").state
    assert tried == ["faces"]


def test_a_review_opens_its_document_once_on_the_wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepared, looked at again, hidden as decided, a part asked about, shown once more; and closed when it is left."""
    heard = listen(monkeypatch)
    path = tmp_path / "scan.png"
    path.write_bytes(SAMPLE.read_bytes())
    tools = Tools(ECHO, lambda _: None, lease_s=300.0)
    tools.start()
    try:
        with running_queue(tools) as (jobs, told):
            jobs.submit(Job("prepare", path, (), replace(OFF, preview_px=1000)))
            result = end_of(told, "prepare").result
            assert result is not None
            known = replace(OFF, decided_for=result.document.sha256, pages=(1,))
            box = Region("FACE", 1.0, "person", Box(10, 10, 50, 50))
            jobs.submit(Job("look", path, (), replace(known, decided={1: (box,)}, spared={1: ()})))
            jobs.submit(Job("hide", path, (), replace(known, decided={1: (box,)})))
            jobs.submit(Job("part", path, ("a",), replace(known, part=box.box)))
            jobs.submit(Job("show", path, (), replace(known, preview_px=500), only_shows=True))
            for job_id in ("look", "hide", "part", "show"):
                assert JobState.FINISHED is end_of(told, job_id).state
            process = tools.lend(threading.Event()).airlock()._client.process
            asked = heard.of(process)
            assert (1, 0) == (asked.count(b"OpenDocument"), asked.count(b"CloseDocument"))
            jobs.leave(path)
            wait_until(lambda: heard.of(process).count(b"CloseDocument") == 1)
    finally:
        tools.close()


def test_a_document_is_prepared_while_the_engine_answers(tmp_path: Path) -> None:
    """Nobody who drops a picture waits for an answer about another one."""
    started = threading.Event()

    def note(event: JobEvent) -> None:
        if isinstance(event, AnswerDelta):
            started.set()

    with running_tools() as tools, running_queue(tools, note) as (jobs, told):
        jobs.submit(Job("slow", SAMPLE, ("slowly " + "word " * 100_000,), OFF))
        assert started.wait(300)
        jobs.submit(Job("dropped", SAMPLE, (), replace(OFF, preview_px=1000)))
        assert JobState.FINISHED is end_of(told, "dropped").state
        assert not any(isinstance(event, JobEnded) and event.job_id == "slow" for event in told)
        jobs.cancel("slow")
        assert JobState.CANCELLED is end_of(told, "slow").state


def test_what_the_catalogue_says_that_the_reader_wants_is_what_it_wants() -> None:
    """Pages are made by the one and sent to the other."""
    news: list[EngineNews] = []
    command = model_choice.reader().command
    tools = Tools(command, lambda _: None, on_engine_news=news.append)
    tools.start()
    try:
        wait_until(lambda: news and (news[-1].model or news[-1].error))
        model = news[-1].model
        assert model is not None
        assert size_for(model) == command.page_size
    finally:
        tools.close()
