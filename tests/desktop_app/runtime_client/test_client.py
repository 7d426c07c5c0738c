"""One child and the desktop's end of its pipes: whatever the child does, every request ends with one clear error."""

import contextlib
import os
import signal
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import client as client_module
from desktop_app.runtime_client import inbox
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.process import ChildCommand, ChildProcess
from model_runtime.protocol import messages
from tests.helpers.asking import NEVER, answer_of, ask, error_of, failure, first_delta
from tests.helpers.children import ECHO, FakeChild, is_alive, running_client, wait_until
from tests.helpers.pages import small_page


def test_a_request_is_answered_by_its_events_and_one_final_one() -> None:
    """The words of the answer come one by one, then the answer."""
    with running_client(ECHO) as client:
        *before, final = ask(client, "what is it")
        said = "".join(event.text for event in before if isinstance(event, messages.TextDelta))
        assert isinstance(final, messages.Finished)
        assert ("what is it", "what is it") == (said, final.answer.text)


def test_a_failed_request_leaves_the_child_alive() -> None:
    """A failure and a bug are answered with their codes; the next question works."""
    with running_client(ECHO) as client:
        assert ["model_invalid", "bug"] == [failure(client, "fail").code, failure(client, "bug secret").code]
        assert "still here" == answer_of(ask(client, "still here")[-1]).text
        assert "secret" not in " ".join(client.process.stderr_lines())


@pytest.mark.parametrize("moment", ["idle", "loading", "answering"])
def test_a_killed_child_ends_every_request_with_one_clearerror_of(moment: str) -> None:
    """SIGKILL while the child does nothing, starts, or speaks: each waiting request hears `child_died` and the signal."""
    with running_client(ECHO) as client, ThreadPoolExecutor() as pool:
        came = threading.Event()
        asked = []
        if moment == "answering":
            asked = [pool.submit(lambda: error_of(first_delta, client, "slowly " + "word " * 1000, NEVER, came))]
            assert came.wait(300)
        if moment != "idle":
            asked += [pool.submit(failure, client, "slowly " + "word " * 1000) for _ in range(2)]
            wait_until(lambda: len(client._pending) == len(asked))
        os.kill(client.process.pid, signal.SIGKILL)
        errors = [job.result(300) for job in asked]
        errors.append(failure(client))
        assert {("child_died", signal.SIGKILL)} == {(error.code, error.facts["signal"]) for error in errors}


def test_a_second_final_event_is_a_lie() -> None:
    """Exactly one final event answers a request; another one is for an id that nobody waits for."""
    with running_client(ECHO) as client:
        request = messages.Generate(client.new_id(), "once", ())
        assert isinstance(list(client.ask(request, NEVER))[-1], messages.Finished)
        client.send(request)  # the honest child answers it again, which is news for an id that is closed
        wait_until(lambda: client.death)
        assert client.death is not None
        assert "protocol_broken" == client.death.code


def test_what_a_child_prints_does_not_break_the_stream() -> None:
    """Python's print, a write to descriptor 1 and another program's output go to stderr; stdin gives nothing."""
    with running_client(FakeChild("engine", behaviour="prints")) as client:
        final = ask(client, "x")[-1]
        assert isinstance(final, messages.Finished)
        assert "" == final.answer.text
        wait_until(lambda: len(client.process.stderr_lines()) == 3)
        assert ["printed by python", "written by C", "written by a program"] == client.process.stderr_lines()


def test_a_message_too_long_for_a_frame_fails_its_request_only() -> None:
    """The child's own mistake is answered as a bug and the child works on."""
    with running_client(FakeChild("engine", behaviour="huge")) as client:
        assert ["bug", "bug"] == [failure(client).code, failure(client).code]


def test_facts_may_have_any_name() -> None:
    """A fact that is named like a parameter of Python's does not confuse the desktop."""
    with running_client(FakeChild("engine", behaviour="facts")) as client:
        assert {"code": 1, "self": 2} == failure(client).facts


def test_cancel_stops_within_a_token() -> None:
    """A slow answer ends as soon as it is cancelled, keeps what came, and the child works on."""
    with running_client(ECHO) as client, ThreadPoolExecutor() as pool:
        stop, came = threading.Event(), threading.Event()
        answer = pool.submit(first_delta, client, "slowly " + "word " * 1000, stop, came)
        assert came.wait(300)
        stop.set()
        final = answer.result(300)
        assert isinstance(final, messages.Finished)
        assert "cancelled" == final.answer.finish
        assert 0 < len(final.answer.text.split()) < 1000
        assert "next" == answer_of(ask(client, "next")[-1]).text


def test_a_waiting_request_is_cancelled_before_its_turn() -> None:
    """Of two queued requests the second one ends at once while the first one goes on."""
    with running_client(ECHO) as client, ThreadPoolExecutor() as pool:
        stop_first, stop_second, came = threading.Event(), threading.Event(), threading.Event()
        first = pool.submit(first_delta, client, "slowly " + "word " * 1000, stop_first, came)
        assert came.wait(300)
        second = pool.submit(failure, client, "second", stop_second)
        wait_until(lambda: len(client._pending) == 2)
        stop_second.set()
        assert "cancelled" == second.result(5).code
        assert not first.done()
        stop_first.set()
        assert isinstance(first.result(300), messages.Finished)


def test_status_is_told_while_the_worker_is_busy() -> None:
    """GetStatus does not wait for work, and says that there is some."""
    with running_client(ECHO) as client, ThreadPoolExecutor() as pool:
        stop, came = threading.Event(), threading.Event()
        answer = pool.submit(first_delta, client, "slowly " + "word " * 1000, stop, came)
        assert came.wait(300)
        busy = list(client.ask(messages.GetStatus(client.new_id()), NEVER, 10.0))[-1]
        stop.set()
        answer.result(300)
        idle = list(client.ask(messages.GetStatus(client.new_id()), NEVER, 10.0))[-1]
        assert isinstance(busy, messages.StatusReport)
        assert isinstance(idle, messages.StatusReport)
        assert (True, False) == (busy.is_busy, idle.is_busy)
        assert 0 < busy.resident_bytes <= busy.peak_bytes


@pytest.mark.parametrize("behaviour", ["stuck", "talks"])
def test_a_child_that_does_not_stop_when_asked_is_ended(behaviour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stuck worker, and one that talks on, are killed after the patience for a cancel."""
    monkeypatch.setattr(client_module, "CANCEL_PATIENCE_S", 0.3)
    with running_client(FakeChild("engine", behaviour=behaviour)) as client, ThreadPoolExecutor() as pool:
        stop, came = threading.Event(), threading.Event()
        answer = pool.submit(lambda: error_of(first_delta, client, "x", stop, came))
        assert came.wait(300)
        stop.set()
        assert "cancelled" == answer.result(300).code
        wait_until(lambda: not is_alive(client.process.pid))


def test_silence_where_it_is_a_fault_ends_the_child() -> None:
    """A request with a patience ends with `child_silent` when nothing at all is said for so long."""
    with running_client(FakeChild("engine", behaviour="stuck")) as client:
        with pytest.raises(AppError, match="child_silent"):
            list(client.ask(messages.Generate(client.new_id(), "x", ()), NEVER, 0.3))
        wait_until(lambda: not is_alive(client.process.pid))


def test_patience_is_for_silence_not_for_long_work() -> None:
    """An answer that takes longer than the patience but keeps coming is honest."""
    with running_client(ECHO) as client:
        request = messages.Generate(client.new_id(), "slowly " + "word " * 200, ())
        assert isinstance(list(client.ask(request, NEVER, 1.5))[-1], messages.Finished)


def test_a_listener_that_leaves_cancels_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits any more, so the child stops working; what it still says is no lie."""
    finished: list[str] = []
    with running_client(ECHO) as client:
        deliver = client._deliver

        def note(event: messages.AnyEvent) -> None:
            if isinstance(event, messages.Finished):
                finished.append(event.answer.finish)
            deliver(event)

        monkeypatch.setattr(client, "_deliver", note)
        for event in client.ask(messages.Generate(client.new_id(), "slowly " + "word " * 3000, ()), NEVER):
            if isinstance(event, messages.TextDelta):
                break
        assert "next" == answer_of(ask(client, "next")[-1]).text
        assert ["cancelled", "stop"] == finished
        assert not client._abandoned
        assert client.death is None


def test_a_child_that_says_more_than_anybody_reads_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unread events are bounded in bytes, so that a child cannot fill the desktop's memory."""
    monkeypatch.setattr(inbox, "MAX_UNREAD_BYTES", 1_000_000)
    with running_client(FakeChild("engine", behaviour="talks")) as client:
        events = client.ask(messages.Generate(client.new_id(), "x", ()), NEVER)
        assert isinstance(next(events), messages.TextDelta)
        wait_until(lambda: client.death)
        assert client.death is not None
        assert "protocol_broken" == client.death.code
        events.close()  # type: ignore[attr-defined]  # `ask` is a generator


def test_a_child_that_leaves_while_a_large_frame_is_written_is_a_death() -> None:
    """The writer gets no exception of the operating system but the one clear error."""
    with running_client(FakeChild("engine", behaviour="closes_input")) as client:
        # the server thread does not run: nobody reads the 12 MB that follow
        page = small_page(side_px=2000)
        with pytest.raises(AppError, match="child_died"):
            list(client.ask(messages.KeepPage(client.new_id(), "key", page), NEVER))


def test_a_writer_does_not_wait_for_ever_for_a_child_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one thread is stuck in a large frame another one notices, ends the child, and both get the error."""
    monkeypatch.setattr(client_module, "WRITE_PATIENCE_S", 0.3)
    with running_client(FakeChild("engine", behaviour="hears_nothing")) as client, ThreadPoolExecutor() as pool:
        os.kill(client.process.pid, signal.SIGSTOP)
        keep = messages.KeepPage(client.new_id(), "key", small_page(side_px=2000))
        stuck = pool.submit(lambda: error_of(list, client.ask(keep, NEVER)))
        wait_until(client._write_lock.locked)
        assert "child_silent" == failure(client).code
        assert "child_silent" == stuck.result(300).code


def test_closing_frees_a_thread_that_is_stuck_in_a_write() -> None:
    """Close ends a stopped child by force and the writer with it."""
    with ThreadPoolExecutor() as pool:
        client = Client(ChildProcess(FakeChild("engine", behaviour="hears_nothing")))
        client.wait_ready(20.0)
        os.kill(client.process.pid, signal.SIGSTOP)
        keep = messages.KeepPage(client.new_id(), "key", small_page(side_px=2000))
        stuck = pool.submit(lambda: error_of(list, client.ask(keep, NEVER)))
        wait_until(client._write_lock.locked)
        client.close()
        assert "cancelled" == stuck.result(300).code
        assert not is_alive(client.process.pid)


def test_a_closed_client_refuses_and_writes_nothing() -> None:
    """After close the descriptor's number may be another file's: nothing is written to it."""
    client = Client(ChildProcess(ECHO))
    client.wait_ready(20.0)
    client.close()
    client.close()
    read_end, write_end = os.pipe()
    try:
        os.dup2(write_end, client.process.input_fd) if client.process.input_fd not in (read_end, write_end) else None
        assert "cancelled" == failure(client).code
        with pytest.raises(AppError, match="cancelled"):
            client.send(messages.GetStatus(1))
        os.set_blocking(read_end, False)
        with pytest.raises(BlockingIOError):
            os.read(read_end, 100)
    finally:
        for fd in {read_end, write_end, client.process.input_fd}:
            os.close(fd)


def test_the_airlock_starts_without_a_scratch_folder() -> None:
    """The airlock writes nothing, so there is nothing to give it."""
    with running_client(ChildCommand("airlock")) as client:
        assert client.process._scratch is None


def test_starts_and_deaths_leave_no_descriptor_open() -> None:
    """A desktop that runs for weeks does not run out of files.

    What was open before may close meanwhile, by the collector or another test's thread: only what is new counts.
    """

    def open_files() -> Counter[str]:
        found: Counter[str] = Counter()
        for entry in os.listdir("/proc/self/fd"):
            with contextlib.suppress(FileNotFoundError):  # the descriptor of this very listing
                found[os.readlink(f"/proc/self/fd/{entry}")] += 1
        return found

    with running_client(ECHO) as client:
        ask(client, "warm up")
    before = open_files()
    for end in (lambda _: None, lambda client: client.process.kill(), lambda client: client.broken()):
        with running_client(ECHO) as client:
            ask(client, "x")
            end(client)
    assert Counter() == open_files() - before
