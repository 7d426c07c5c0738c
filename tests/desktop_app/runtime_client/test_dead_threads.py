"""Our own threads die: by any exception, or because they never started. Whoever waits hears one error, and no child lives on."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Never

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobEnded, Work
from desktop_app.jobs.queue import JobQueue
from desktop_app.jobs.warm_engine import EngineNews, WarmEngine, Watcher
from desktop_app.runtime_client import client as client_module
from desktop_app.runtime_client import process as process_module
from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client import supervisor as supervisor_module
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.inbox import Inbox
from desktop_app.runtime_client.process import ChildProcess
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus, Supervisor
from tests.helpers.asking import error_of, failure
from tests.helpers.children import ECHO, child_pids, running_client, wait_until
from tests.helpers.other_users import as_nobody, folder_of_nobody

FAULTS = [RuntimeError("can't start new thread"), MemoryError(), ValueError("private"), SystemExit(1)]


def _name(fault: BaseException) -> str:
    return type(fault).__name__


def _raising(fault: BaseException) -> Callable[..., Never]:
    def fails(*_: object, **__: object) -> Never:
        raise fault

    return fails


@contextmanager
def threads_that_do_not_start(monkeypatch: pytest.MonkeyPatch, *words: str) -> Iterator[None]:
    """Let the system refuse every thread whose name ends with one of `words`."""
    honest = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        if thread.name.endswith(words):
            raise RuntimeError("can't start new thread")
        honest(thread)

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        yield


@pytest.mark.parametrize("fault", FAULTS, ids=_name)
@pytest.mark.parametrize(
    ("module", "place"),
    [
        (supervisor_module, "ChildProcess"),
        (supervisor_module, "Client"),
        (supervisor_module.Supervisor, "_is_ready"),
        (supervisor_module.Supervisor, "_listen"),
        (supervisor_module, "_was_killed_by_a_document"),
        (sandbox_proof, "is_proven"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_fails_in_the_supervisor_ends_who_waits(
    module: object, place: str, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in any step: `client` raises, the state says so, and no child is left."""
    monkeypatch.setattr(module, place, _raising(fault))
    before = child_pids(os.getpid())
    seen: list[ChildStatus] = []
    supervisor = Supervisor(ECHO, seen.append)
    try:
        if place == "_was_killed_by_a_document":  # asked only when a child has died
            supervisor.client().break_off(AppError("child_died"))
        wait_until(lambda: seen and seen[-1].state is ChildState.STOPPED)
        error = error_of(supervisor.client)
        assert error.code in ("bug", "out_of_memory", "no_more_threads", "child_not_started", "restart_limit")
        wait_until(lambda: child_pids(os.getpid()) <= before)
    finally:
        supervisor.close()


def test_a_listener_that_fails_keeps_no_child_from_working() -> None:
    """The front end's bug is the front end's."""
    supervisor = Supervisor(ECHO, _raising(ValueError("private")))
    try:
        assert supervisor.client().death is None
    finally:
        supervisor.close()


@pytest.mark.parametrize("words", [("-supervisor",), ("-reader",), ("-stderr",)], ids=lambda words: words[0])
def test_a_thread_that_does_not_start_ends_who_waits(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of a child's three threads is refused by the system in turn: one error, no child, no folder."""
    before = child_pids(os.getpid())
    with threads_that_do_not_start(monkeypatch, *words):
        supervisor = Supervisor(ECHO, lambda _: None)
        assert error_of(supervisor.client).code in ("no_more_threads", "restart_limit")
        supervisor.close()
    assert child_pids(os.getpid()) <= before


@pytest.mark.parametrize("fault", FAULTS, ids=_name)
def test_whatever_fails_in_the_reader_ends_every_request(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a thread that has ended, and its child goes."""
    with running_client(ECHO) as client:
        monkeypatch.setattr(client, "_deliver", _raising(fault))
        assert failure(client).code == ("out_of_memory" if isinstance(fault, MemoryError) else "bug")
        wait_until(lambda: client.process.exit_code() is not None)


def test_a_death_that_nobody_could_be_told_of_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where there is no memory to put the error into an inbox, the one who waits looks for himself."""
    with running_client(ECHO) as client:
        monkeypatch.setattr(Inbox, "end", lambda *_: None)
        threading.Timer(0.3, client.break_off, [AppError("child_died")]).start()
        assert "child_died" == failure(client, "slowly " + "word " * 5000).code


@pytest.mark.parametrize("fault", FAULTS, ids=_name)
def test_a_drain_that_fails_blocks_nobody(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child whose stderr nobody reads any more gets an error there, not a full pipe; it answers and ends."""
    monkeypatch.setattr(process_module.ChildProcess, "_drain_stderr", _raising(fault))
    client = Client(ChildProcess(ECHO))
    client.wait_ready(30.0)
    client.close()
    client.process._popen.stderr.close()  # type: ignore[union-attr]  # what the drain would have done


@pytest.mark.parametrize("fault", FAULTS, ids=_name)
@pytest.mark.parametrize("place", ["emit", "_step"])
def test_whatever_fails_in_the_queue_ends_every_job(
    place: str, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The running job and the waiting ones each end once, and a new one is refused with the reason."""
    ended: list[str] = []
    go_on = threading.Event()

    def emit(event: object) -> None:
        if isinstance(event, JobEnded):
            ended.append(event.job_id)
        elif place == "emit" and isinstance(fault, Exception):
            raise fault

    def run(*_: object) -> Work:
        yield from ()
        go_on.wait(30)
        raise AppError("disk_full")

    queue = JobQueue(run, emit)
    if place == "_step":
        monkeypatch.setattr(queue, "_step", lambda _: go_on.wait(30) and _raising(fault)())
    for number in range(3):
        queue.submit(Job(str(number), Path("x")))
    go_on.set()
    wait_until(lambda: len(ended) == 3)
    assert ["0", "1", "2"] == ended
    if place == "_step":
        wait_until(lambda: queue._is_closed)
        assert error_of(queue.submit, Job("4", Path("x"))).code in ("bug", "out_of_memory")
    queue.close()


@pytest.mark.parametrize("name", ["jobs-airlock", "jobs-engine"])
def test_a_queue_without_a_thread_refuses_jobs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody would carry out is not taken."""
    with threads_that_do_not_start(monkeypatch, name):
        queue = JobQueue(_raising(ValueError()), lambda _: None)
    assert "no_more_threads" == error_of(queue.submit, Job("1", Path("x"))).code
    queue.close()


@pytest.mark.parametrize("fault", FAULTS, ids=_name)
def test_whatever_fails_in_the_warm_up_ends_who_waits(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that was never started is not waited for, and its news say why."""
    monkeypatch.setattr("desktop_app.jobs.warm_engine.Supervisor", _raising(fault))
    news: list[EngineNews] = []
    engine = WarmEngine(ECHO, Watcher(lambda _: None, news.append))
    assert error_of(engine.client).code in ("bug", "out_of_memory")
    wait_until(lambda: news)
    assert news[-1].error is not None
    engine.close()


def test_a_warm_up_without_a_thread_ends_who_waits_and_the_engine_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left of the engine whose place could not be taken."""
    watcher = Watcher(lambda _: None, lambda _: None)
    before = WarmEngine(ECHO, watcher)
    client = before.client()
    before.retire()
    with threads_that_do_not_start(monkeypatch, "engine-warm-up"):
        engine = WarmEngine(ECHO, watcher, before)
    assert "no_more_threads" == error_of(engine.client).code
    engine.close()
    wait_until(lambda: client.process.exit_code() is not None)


def test_a_stop_is_noticed_while_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The patience of a cancel holds where the reader is dead, too."""
    monkeypatch.setattr(client_module, "CANCEL_PATIENCE_S", 0.3)
    with running_client(ECHO) as client:
        monkeypatch.setattr(client, "_deliver", lambda _: time.sleep(0.01))  # hears everything, tells nobody
        stop = threading.Event()
        stop.set()
        assert "cancelled" == failure(client, "x", stop).code


@pytest.mark.parametrize("above", [-1, 0, 1, 2, 3, 4, 6, 10])
def test_an_ordinary_user_without_threads_waits_for_nobody(above: int) -> None:
    """`ulimit -u`: with room for none, one, … more threads and processes each caller ends, with an error or its child."""
    with folder_of_nobody() as place:
        child, queue = as_nobody("tests.helpers.few_threads", str(place), str(above)).split()[1::2]
    refused = {"no_more_threads", "restart_limit", "child_not_started"}
    assert child in ({"no_more_threads"} if above < 0 else refused | {"ready", "child_died"})
    assert queue in ({"no_more_threads"} if above < 0 else {"no_more_threads", "disk_full"})
