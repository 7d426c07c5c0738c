"""Jobs with the real airlock and the echo engine, each in its closed process: faults in the middle lose nothing."""

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedCopy
from desktop_app.jobs.job import AnswerDelta, AnswerStarted, Job, JobEnded, JobEvent, JobOptions, JobState, PageShown
from desktop_app.jobs.queue import JobQueue
from desktop_app.jobs.redacted_copy import make_copy
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import AnswerOptions
from tests.helpers.children import ECHO, FakeChild, child_pids, wait_until
from tests.helpers.documents import pdf
from tests.helpers.job_bench import carried_out

SAMPLE = resources.path("samples", "invoice.png")
OFF = JobOptions(policy="off")


@contextmanager
def running_tools(engine: object = ECHO, seen: list[ChildStatus] | None = None, **options: bool) -> Iterator[Tools]:
    """Start both children and end them."""
    told: list[ChildStatus] = [] if seen is None else seen
    tools = Tools(engine, told.append, **options)  # type: ignore[arg-type]  # a command or None, and as given
    tools.start()
    try:
        yield tools
    finally:
        tools.close()


@contextmanager
def running_queue(tools: Tools, on_event: object = None) -> Iterator[tuple[JobQueue, list[JobEvent]]]:
    """Start a queue over tools; `on_event` hears every event after it was noted."""
    told: list[JobEvent] = []

    def emit(event: JobEvent) -> None:
        told.append(event)
        if callable(on_event):
            on_event(event)

    jobs = JobQueue(tools.run, emit, tools)
    try:
        yield jobs, told
    finally:
        jobs.close()


def end_of(told: list[JobEvent], job_id: str) -> JobEnded:
    """Wait for a job's end and return it."""
    wait_until(lambda: any(isinstance(event, JobEnded) and event.job_id == job_id for event in told))
    return next(event for event in told if isinstance(event, JobEnded) and event.job_id == job_id)


def test_a_job_goes_from_the_file_to_the_answer() -> None:
    """Both sandboxes are in the result, with every test held; the engine saw one page."""
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        jobs.submit(Job("one", SAMPLE, ("What is it?",), OFF))
        end = end_of(told, "one")
        assert JobState.FINISHED is end.state
        assert end.result is not None
        assert ["What is it?"] == [answer.text for answer in end.result.answers]
        assert hashlib.sha256(SAMPLE.read_bytes()).hexdigest() == end.result.document.sha256
        assert 2 == len(end.result.sandbox)
        assert all(check.held for report in end.result.sandbox for check in report.checks)


def test_an_engine_killed_in_the_middle_of_an_answer_loses_nothing() -> None:
    """The job ends with one clear error; the same job, sent again, is answered by the next engine."""
    with running_tools() as tools:

        def kill(event: JobEvent) -> None:
            if isinstance(event, AnswerDelta) and event.job_id == "dies":
                assert tools._engine is not None
                os.kill(tools._engine.client().process.pid, signal.SIGKILL)

        with running_queue(tools, kill) as (jobs, told):
            job = Job("dies", SAMPLE, ("slowly " + "word " * 200,), OFF)
            jobs.submit(job)
            end = end_of(told, "dies")
            assert JobState.FAILED is end.state
            assert end.error is not None
            assert ("child_died", signal.SIGKILL) == (end.error.code, end.error.facts["signal"])
            jobs.submit(Job("again", job.path, ("short",), job.options))
            assert JobState.FINISHED is end_of(told, "again").state


def test_an_airlock_killed_while_it_works_is_the_documents_fault_and_the_next_one_opens(tmp_path: Path) -> None:
    """The file is blamed, the process replaced."""
    path = tmp_path / "two.pdf"
    path.write_bytes(pdf(b"", b""))
    with running_tools() as tools:

        def kill(event: JobEvent) -> None:
            if isinstance(event, PageShown) and (event.job_id, event.number) == ("dies", 2):
                assert tools._airlock is not None
                os.kill(tools._airlock.client().process.pid, signal.SIGKILL)

        with running_queue(tools, kill) as (jobs, told):
            jobs.submit(Job("dies", path, ("x",), replace(OFF, preview_px=100)))
            end = end_of(told, "dies")
            assert end.error is not None
            assert "decoder_died" == end.error.code
            jobs.submit(Job("next", path, ("x",), OFF))
            assert JobState.FINISHED is end_of(told, "next").state


def test_a_job_whose_airlock_dies_between_two_of_its_steps_goes_on_in_the_next(tmp_path: Path) -> None:
    """Another document may have killed it: this one is opened again, and is the same."""
    path = tmp_path / "two.pdf"
    path.write_bytes(pdf(b"", b""))
    with running_tools() as tools:
        work = tools.run(Job("one", path, (), OFF), lambda _: None, threading.Event())
        next(work)
        assert tools._airlock is not None
        client = tools._airlock.client()
        os.kill(client.process.pid, signal.SIGKILL)
        wait_until(lambda: client.death)
        assert 2 == len(carried_out(work).document.pages)


def test_a_cancelled_answer_keeps_what_came_and_the_next_job_runs() -> None:
    """Esc in the middle of a slow answer."""
    started = threading.Event()

    def note(event: JobEvent) -> None:
        if isinstance(event, AnswerDelta):
            started.set()

    with running_tools() as tools, running_queue(tools, note) as (jobs, told):
        jobs.submit(Job("slow", SAMPLE, ("slowly " + "word " * 3000,), OFF))
        assert started.wait(300)
        jobs.cancel("slow")
        end = end_of(told, "slow")
        assert JobState.CANCELLED is end.state
        assert end.result is not None
        assert "cancelled" == end.result.answers[0].finish
        jobs.submit(Job("next", SAMPLE, ("x",), OFF))
        assert JobState.FINISHED is end_of(told, "next").state


def test_a_document_that_cannot_be_read_leaves_the_next_one_alone(tmp_path: Path) -> None:
    """Its own code, and the same airlock goes on."""
    empty = tmp_path / "empty.png"
    empty.write_bytes(b"")
    junk = tmp_path / "junk.png"
    junk.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        assert tools._airlock is not None
        pid = tools._airlock.client().process.pid
        for number, path in enumerate((empty, junk, SAMPLE)):
            jobs.submit(Job(str(number), path, (), OFF))
        ends = [end_of(told, str(number)) for number in range(3)]
        assert ["file_empty", "file_damaged", None] == [end.error and end.error.code for end in ends]
        assert pid == tools._airlock.client().process.pid


def test_pages_are_sent_again_to_a_new_engine() -> None:
    """A prepared document outlives the engine that had been sent its pages."""
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        jobs.submit(Job("first", SAMPLE, ("a",), OFF))
        result = end_of(told, "first").result
        assert result is not None
        assert tools._engine is not None
        client = tools._engine.client()
        os.kill(client.process.pid, signal.SIGKILL)
        wait_until(lambda: client.death)
        jobs.submit(Job("second", Path("/gone"), ("b",), OFF, prepared=result.document))
        assert JobState.FINISHED is end_of(told, "second").state


def test_close_ends_everything_whatever_is_going_on() -> None:
    """While children start, while a model hangs, while an answer comes: no process is left."""
    before = child_pids(os.getpid())
    for command in (ECHO, FakeChild("engine", behaviour="never_ready_silent"), None):
        with running_tools(command):
            pass
        assert before == child_pids(os.getpid())
    started = threading.Event()

    def note(event: JobEvent) -> None:
        if isinstance(event, AnswerStarted):
            started.set()

    with running_tools() as tools, running_queue(tools, note) as (jobs, _):
        jobs.submit(Job("slow", SAMPLE, ("slowly " + "word " * 3000,), OFF))
        assert started.wait(300)
    assert before == child_pids(os.getpid())


def test_an_engine_that_is_not_proven_answers_nothing() -> None:
    """The job ends with the reason and the page is not sent."""
    seen: list[ChildStatus] = []
    with running_tools(FakeChild("engine", behaviour="unproven"), seen) as tools, running_queue(tools) as (jobs, told):
        jobs.submit(Job("one", SAMPLE, ("x",), OFF))
        end = end_of(told, "one")
        assert end.error is not None
        assert "sandbox_not_proven" == end.error.code
        assert ChildState.REFUSED in [status.state for status in seen if status.role == "engine"]


def test_a_copy_is_made_without_an_engine_and_only_the_airlock_is_asked(tmp_path: Path) -> None:
    """The copy is a file of its own, named and hashed in the report; the source is not overwritten."""
    stop = threading.Event()
    with running_tools(None) as tools:
        job = Job("copy", SAMPLE, (), OFF)
        made = make_copy(job, tools.lend(stop), Place(tmp_path / "copy.pdf", is_folder=False), None)
        assert isinstance(made, RedactedCopy)
        assert made.output_sha256 == hashlib.sha256((tmp_path / "copy.pdf").read_bytes()).hexdigest()
        assert b"%PDF" == (tmp_path / "copy.pdf").read_bytes()[:4]
        assert [1] == [page.hidden.number for page in made.pages]
        assert "invoice.png" == make_copy(job, tools.lend(stop), Place(tmp_path, is_folder=True), None).output.name
        source = tmp_path / "source.png"
        source.write_bytes(SAMPLE.read_bytes())
        for output, code in (
            (source, "output_exists"),
            (tmp_path / "copy.txt", "format_not_writable"),
            (tmp_path / "none" / "copy.png", "output_unwritable"),
        ):
            with pytest.raises(AppError, match=code):
                make_copy(Job("copy", source, (), OFF), tools.lend(stop), Place(output, is_folder=False), None)
        assert source.read_bytes() == SAMPLE.read_bytes()
        stop.set()
        with pytest.raises(AppError, match="cancelled"):
            make_copy(job, tools.lend(stop), Place(tmp_path / "late.png", is_folder=False), None)
        assert {"copy.pdf", "invoice.png", "source.png"} == {path.name for path in tmp_path.iterdir()}
        with pytest.raises(AppError, match="bug"):
            tools.lend(threading.Event()).engine(None)  # type: ignore[arg-type]  # never reached


def test_everything_is_forgotten_when_told_so() -> None:
    """The store is empty at once, the engine forgets its pages, and the next question simply sends them again."""
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        jobs.submit(Job("one", SAMPLE, ("What is it?",), OFF))
        first = end_of(told, "one")
        assert first.result is not None
        assert len(tools.store) == 1
        tools.forget()
        assert len(tools.store) == 0
        wait_until(lambda: not any(thread.is_alive() for thread in tools._forgetting))
        engine = tools.lend(threading.Event()).engine(NOBODY)
        with pytest.raises(AppError, match="page_not_kept"):
            engine.ask("What is it?", (first.result.document.pages[0].key,), AnswerOptions())
        jobs.submit(Job("two", SAMPLE, ("What is it?",), OFF, first.result.document))
        assert JobState.FINISHED is end_of(told, "two").state


def test_what_was_reviewed_is_not_done_to_another_file(tmp_path: Path) -> None:
    """The file is replaced after its review, under the same name: nothing is asked, nothing is sent."""
    path = tmp_path / "scan.png"
    path.write_bytes(SAMPLE.read_bytes())
    with running_tools() as tools, running_queue(tools) as (jobs, told):
        jobs.submit(Job("one", path, (), OFF))
        first = end_of(told, "one")
        assert first.result is not None
        other = tmp_path / "other.png"
        other.write_bytes(SAMPLE.read_bytes() + b"more")
        other.replace(path)
        tools.store.clear()
        jobs.submit(Job("two", path, ("What is it?",), OFF, first.result.document))
        end = end_of(told, "two")
        assert end.error is not None
        assert (JobState.FAILED, "file_replaced") == (end.state, end.error.code)
        assert tools._kept.keys == set()
