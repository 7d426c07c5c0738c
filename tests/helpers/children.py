"""Start children for tests, honest and misbehaving ones, and look at what is left of them.

Starts nothing by itself: every function is called by a test or a fixture.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine
from desktop_app.runtime_client.process import ChildCommand, ChildProcess
from desktop_app.runtime_client.supervisor import ChildStatus, Supervisor

SCRIPT = Path(__file__).with_name("fake_child.py")
ECHO = ChildCommand("engine", engine="echo")
READY_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class FakeChild(ChildCommand):
    """Starts `fake_child.py` in place of the real child; `behaviour` is what it does wrong."""

    behaviour: str = ""

    def arguments(self, scratch: Path | None) -> list[str]:
        """Return the command line of the fake child."""
        return [sys.executable, "-I", "-B", str(SCRIPT), self.behaviour, self.role, str(os.getpid())]


@dataclass(frozen=True)
class ChangingChild(ChildCommand):
    """Starts one command after the other: the first `len(commands) - 1` starts misbehave, the last one stays."""

    commands: tuple[ChildCommand, ...] = ()
    started: Path = Path()

    def arguments(self, scratch: Path | None) -> list[str]:
        """Return the next command's line and count the start in the file `started`."""
        count = len(self.started.read_bytes()) if self.started.exists() else 0
        self.started.write_bytes(b"." * (count + 1))
        return self.commands[min(count, len(self.commands) - 1)].arguments(scratch)


@contextmanager
def running_client(command: ChildCommand) -> Iterator[Client]:
    """Start one child without a supervisor, wait for `Ready`, and end it."""
    client = Client(ChildProcess(command))
    try:
        client.wait_ready(READY_TIMEOUT_S)
        yield client
    finally:
        client.close()


@contextmanager
def running_supervisor(
    command: ChildCommand, seen: list[ChildStatus] | None = None, *, requires_proof: bool = True
) -> Iterator[Supervisor]:
    """Start one supervised child and end it; every change of its status is added to `seen`."""
    told: list[ChildStatus] = [] if seen is None else seen
    supervisor = Supervisor(command, told.append, requires_proof=requires_proof)
    try:
        yield supervisor
    finally:
        supervisor.close()


def process_of(part: Airlock | Engine) -> ChildProcess:
    """Return the process that does the work of a part."""
    return part._client.process


def wait_until(is_true: Callable[[], object], timeout_s: float = 300.0) -> None:
    """Wait until something becomes true; fail when it does not."""
    ends_at = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < ends_at, "it did not become true in time"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def child_pids(parent: int) -> set[int]:
    """Return the running child processes of `parent`."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(words[1]) == parent and words[0] not in ("Z", "X"):
                found.add(int(entry.name))
    return found
