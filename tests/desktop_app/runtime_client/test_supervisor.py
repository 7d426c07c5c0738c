"""The supervisor: a child that dies is replaced, one that cannot be trusted is not used, and close ends everything."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import client as client_module
from desktop_app.runtime_client import supervisor as supervisor_module
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus, Supervisor
from model_runtime.protocol import messages, payloads
from tests.helpers.children import (
    ECHO,
    ChangingChild,
    FakeChild,
    is_alive,
    running_supervisor,
    wait_until,
)
from tests.helpers.pages import small_page

NEVER = threading.Event()


@pytest.fixture(autouse=True)
def fast_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listen to the heart more often than in life."""
    for name in ("HEARTBEAT_EVERY_S", "IDLE_HEARTBEAT_EVERY_S"):
        monkeypatch.setattr(supervisor_module, name, 0.1)


def answer(client: Client, question: str) -> str:
    """Ask and return the answer's text."""
    final = list(client.ask(messages.Generate(client.new_id(), question, ()), NEVER))[-1]
    assert isinstance(final, messages.Finished)
    return final.answer.text


@pytest.mark.parametrize("role", ["airlock", "engine"])
def test_a_real_child_becomes_ready_with_a_proof(role: payloads.Role) -> None:
    """Both children pass their self-test here and say when it was made."""
    seen: list[ChildStatus] = []
    begun_at = time.time()
    with running_supervisor(ChildCommand(role, "echo" if role == "engine" else ""), seen) as supervisor:
        supervisor.client()
        assert ChildState.READY is seen[0].state
        report = seen[0].sandbox
        assert report is not None
        assert len(report.checks) >= 7
        assert all(check.held for check in report.checks)
        assert begun_at <= (seen[0].checked_at or 0.0) <= time.time()


def test_a_killed_child_is_replaced_and_the_next_job_works() -> None:
    """After SIGKILL a new process answers; the status says why the old one went."""
    seen: list[ChildStatus] = []
    with running_supervisor(ECHO, seen) as supervisor:
        first = supervisor.client()
        os.kill(first.process.pid, signal.SIGKILL)
        wait_until(lambda: first.death)
        second = supervisor.client()
        assert first.process.pid != second.process.pid
        assert "again" == answer(second, "again")
        died = [status.error.code for status in seen if status.state is ChildState.STARTING and status.error]
        assert ["child_died"] == died
        assert [ChildState.READY, ChildState.STARTING, ChildState.READY] == _states(seen)


@pytest.mark.parametrize(
    "behaviour",
    [
        "never_ready_garbage",
        "never_ready_dead",
        "garbage",
        "long_frame",
        "truncated_and_alive",
        "truncated_and_dead",
        "unknown_id",
        "not_text",
        "dead",
        "status_negative",
        "status_is_done",
        "status_failed",
    ],
)
def test_a_child_that_misbehaves_once_is_replaced(behaviour: str, tmp_path: Path) -> None:
    """Whatever the first process does wrong, the second one serves the next job."""
    command = ChangingChild("engine", "", None, (FakeChild("engine", behaviour=behaviour), ECHO), tmp_path / "started")
    with running_supervisor(command) as supervisor:
        wait_until(lambda: (tmp_path / "started").exists() and (tmp_path / "started").read_bytes() == b"..")
        assert "fine" == answer(supervisor.client(), "fine")


@pytest.mark.parametrize("behaviour", ["stopped", "half_a_frame"])
def test_a_child_without_a_heartbeat_is_replaced(
    behaviour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that is stopped by SIGSTOP, or stays in the middle of a frame for ever, is ended and replaced."""
    monkeypatch.setattr(supervisor_module, "HEARTBEAT_TIMEOUT_S", 2.0)
    first = ECHO if behaviour == "stopped" else FakeChild("engine", behaviour=behaviour)
    command = ChangingChild("engine", "", None, (first, ECHO), tmp_path / "started")
    with running_supervisor(command) as supervisor:
        client = supervisor.client()
        if behaviour == "stopped":
            os.kill(client.process.pid, signal.SIGSTOP)
        wait_until(lambda: client.death)
        assert client.death is not None
        assert "child_silent" == client.death.code
        assert "fine" == answer(supervisor.client(), "fine")


def test_a_child_that_is_stopped_while_a_page_is_sent_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job that is stuck in its write ends with the error, and the page can be sent to the next child."""
    monkeypatch.setattr(client_module, "WRITE_PATIENCE_S", 0.5)
    monkeypatch.setattr(supervisor_module, "HEARTBEAT_TIMEOUT_S", 2.0)
    with running_supervisor(ECHO) as supervisor:
        client = supervisor.client()
        os.kill(client.process.pid, signal.SIGSTOP)
        page = small_page(side_px=1500)
        with pytest.raises(AppError, match="child_silent"):
            list(client.ask(messages.KeepPage(client.new_id(), "key", page), NEVER))
        other = supervisor.client()
        assert messages.Done(1) == _numbered_1(
            list(other.ask(messages.KeepPage(other.new_id(), "key", page), NEVER))[-1]
        )


def test_a_child_that_never_says_ready_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Silence from the start ends after the time for a start, and the next one is tried."""
    monkeypatch.setattr(supervisor_module, "START_TIMEOUT_S", 5.0)
    silent = FakeChild("engine", behaviour="never_ready_silent")
    seen: list[ChildStatus] = []
    with running_supervisor(ChangingChild("engine", "", None, (silent, ECHO), tmp_path / "n"), seen) as supervisor:
        assert "fine" == answer(supervisor.client(), "fine")
        assert seen[0].error is not None
        assert "child_silent" == seen[0].error.code


def test_a_child_that_keeps_dying_is_not_started_for_ever() -> None:
    """Four deaths within the window: stopped, and whoever asks is told why."""
    seen: list[ChildStatus] = []
    with running_supervisor(FakeChild("engine", behaviour="never_ready_dead"), seen) as supervisor:
        with pytest.raises(AppError, match="restart_limit"):
            supervisor.client()
        assert ["child_died"] * 4 + ["restart_limit"] == [status.error.code for status in seen if status.error]
        assert ChildState.STOPPED is seen[-1].state


def test_documents_that_kill_the_airlock_do_not_use_up_its_starts(tmp_path: Path) -> None:
    """A folder of hostile files must not keep the good one after them from being opened."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    with running_supervisor(FakeChild("airlock", behaviour="dies")) as supervisor:
        for _ in range(supervisor_module.RESTART_LIMIT + 2):
            airlock = Airlock(supervisor.client(), NEVER)
            with ServedFile(document) as file, pytest.raises(AppError, match="decoder_died"), airlock.opened(file):
                pass


def test_old_deaths_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deaths that lie further back than the window are forgiven."""
    monkeypatch.setattr(supervisor_module, "RESTART_WINDOW_S", 0.01)
    with running_supervisor(ECHO) as supervisor:
        for _ in range(supervisor_module.RESTART_LIMIT + 2):
            client = supervisor.client()
            os.kill(client.process.pid, signal.SIGKILL)
            wait_until(lambda client=client: client.death)  # type: ignore[misc]  # bound on purpose
        assert "alive" == answer(supervisor.client(), "alive")


@pytest.mark.parametrize("behaviour", ["unproven", "refused_by_chance", "proves_nothing"])
def test_an_unproven_child_is_refused_where_proof_is_required(behaviour: str) -> None:
    """A test that did not hold, or that no barrier holds, or no test at all: nothing is sent, the process is gone, the report is kept."""
    seen: list[ChildStatus] = []
    with running_supervisor(FakeChild("engine", behaviour=behaviour), seen) as supervisor:
        with pytest.raises(AppError, match="sandbox_not_proven"):
            supervisor.client()
        assert [ChildState.REFUSED] == [status.state for status in seen]
        assert seen[0].sandbox is not None
        client = supervisor._client
        wait_until(lambda: client is None or not is_alive(client.process.pid))


def test_an_unproven_child_is_used_where_proof_is_not_required() -> None:
    """The doctor wants to see the list either way."""
    with running_supervisor(FakeChild("engine", behaviour="unproven"), requires_proof=False) as supervisor:
        assert supervisor.client().death is None


def test_parts_of_two_versions_are_said_at_once() -> None:
    """Starting again would change nothing: one start, and the real reason."""
    seen: list[ChildStatus] = []
    with running_supervisor(FakeChild("engine", behaviour="other_version"), seen) as supervisor:
        with pytest.raises(AppError, match="protocol_version"):
            supervisor.client()
        assert [ChildState.STOPPED] == [status.state for status in seen]


def test_a_program_that_cannot_be_started_is_said() -> None:
    """A missing interpreter ends in a reason, not in a traceback."""

    class Missing(ChildCommand):
        def arguments(self, scratch: Path | None) -> list[str]:
            return ["/nonexistent/python"]

    seen: list[ChildStatus] = []
    with running_supervisor(Missing("airlock"), seen) as supervisor:
        with pytest.raises(AppError, match="restart_limit"):
            supervisor.client()
        assert seen[0].error is not None
        assert "child_not_started" == seen[0].error.code


def test_waiting_for_a_child_ends_when_the_job_is_stopped() -> None:
    """A job that waits for a start can be cancelled."""
    stop = threading.Event()
    with running_supervisor(FakeChild("engine", behaviour="never_ready_silent")) as supervisor:
        threading.Timer(0.2, stop.set).start()
        with pytest.raises(AppError, match="cancelled"):
            supervisor.client(stop)


def test_close_does_not_wait_for_a_child_that_never_becomes_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing while a child starts ends it, whatever patience is left, and tells nobody of a death."""
    monkeypatch.setattr(supervisor_module, "START_TIMEOUT_S", 3600.0)
    seen: list[ChildStatus] = []
    supervisor = Supervisor(FakeChild("engine", behaviour="never_ready_silent"), seen.append)
    wait_until(lambda: supervisor._client)
    assert supervisor._client is not None
    child = supervisor._client.process
    supervisor.close()
    assert (child.exit_code() or 0) < 0
    assert [] == seen
    with pytest.raises(AppError):
        supervisor.client()


def test_the_status_tells_of_memory_and_work() -> None:
    """The window shows how much a child holds; a heartbeat brings it."""
    seen: list[ChildStatus] = []
    with running_supervisor(ECHO, seen) as supervisor:
        supervisor.client()
        wait_until(lambda: seen and seen[-1].resident_bytes > 1_000_000)
        assert seen[-1].peak_bytes >= seen[-1].resident_bytes


def _states(seen: list[ChildStatus]) -> list[ChildState]:
    """Return the states without repetition."""
    return [s.state for n, s in enumerate(seen) if n == 0 or seen[n - 1].state is not s.state]


def _numbered_1(event: messages.AnyEvent) -> messages.AnyEvent:
    assert isinstance(event, messages.Done)
    return messages.Done(1)


def test_an_idle_child_is_left_alone_and_a_busy_one_is_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing wakes the supervisor while nothing is asked; as soon as something is, the heart is listened to again."""
    monkeypatch.setattr(supervisor_module, "IDLE_HEARTBEAT_EVERY_S", 600.0)
    asked: list[str] = []
    ask = Client.ask

    def listening(client: Client, request: messages.AnyRequest, *others: object) -> object:
        asked.append(type(request).__name__)
        return ask(client, request, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "ask", listening)
    with running_supervisor(ECHO) as supervisor:
        client = supervisor.client()
        wait_until(lambda: asked == ["GetStatus"])
        (thread,) = (one for one in threading.enumerate() if one.name == "engine-supervisor")
        time.sleep(0.5)  # the first look, and what follows it
        before = _wakings(thread)
        time.sleep(1.0)
        assert (asked, _wakings(thread) - before) == (["GetStatus"], 0)

        answer(client, "fine")
        wait_until(lambda: asked == ["GetStatus", "Generate", "GetStatus"])


def test_an_idle_supervisor_closes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it would sleep."""
    monkeypatch.setattr(supervisor_module, "IDLE_HEARTBEAT_EVERY_S", 600.0)
    with running_supervisor(ECHO) as supervisor:
        supervisor.client()
        time.sleep(0.5)
        begun_at = time.monotonic()
    assert time.monotonic() - begun_at < 30.0


def test_the_death_of_an_idle_child_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its pipe, and not by the next heartbeat."""
    monkeypatch.setattr(supervisor_module, "IDLE_HEARTBEAT_EVERY_S", 600.0)
    with running_supervisor(ECHO) as supervisor:
        first = supervisor.client()
        time.sleep(0.5)
        os.kill(first.process.pid, signal.SIGKILL)
        wait_until(lambda: first.death)
        assert "again" == answer(supervisor.client(), "again")


def _wakings(thread: threading.Thread) -> int:
    """Return how often a thread has waited for something: each time it was woken in between."""
    text = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("voluntary_ctxt_switches"))
