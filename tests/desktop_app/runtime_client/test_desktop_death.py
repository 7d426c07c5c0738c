"""The desktop ends, in any way: nothing is left running, and nothing lies around for longer than to the next start."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.runtime_client import scratch
from tests.helpers.children import is_alive, wait_until

PROJECT = Path(__file__).resolve().parents[3]
LEAVE_WITHIN_S = 60.0


@dataclass(frozen=True)
class Desktop:
    """A running desktop and what it started."""

    popen: "subprocess.Popen[str]"
    pids: tuple[int, ...]
    scratch: Path


@contextmanager
def running_desktop(how: str) -> Iterator[Desktop]:
    """Start a desktop and wait until both of its children are ready."""
    command = [sys.executable, "-m", "tests.helpers.desktop", how, tempfile.gettempdir()]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as popen:
        assert popen.stdout is not None
        try:
            told = json.loads(popen.stdout.readline())
            yield Desktop(popen, tuple(told["pids"]), Path(told["scratch"]))
        finally:
            popen.kill()
            popen.communicate()


def left_after(desktop: Desktop) -> list[int]:
    """Return the children that still run `LEAVE_WITHIN_S` from now, long before they would end by themselves."""
    ends_at = time.monotonic() + LEAVE_WITHIN_S
    while (left := [pid for pid in desktop.pids if is_alive(pid)]) and time.monotonic() < ends_at:
        time.sleep(0.02)
    return left


@pytest.mark.parametrize("how", ["waits", "answers"])
def test_children_leave_when_the_desktop_is_killed(how: str) -> None:
    """SIGKILL of the desktop, idle or in the middle of an answer: both children leave, though they have work for longer."""
    with running_desktop(how) as desktop:
        assert [True, True] == [is_alive(pid) for pid in desktop.pids]
        desktop.popen.kill()
        desktop.popen.wait()
        assert [] == left_after(desktop)
        scratch.remove_left_overs()


def test_a_stopped_child_leaves_when_the_desktop_is_killed() -> None:
    """A child that cannot even see the end of its pipe is taken along by the system."""
    with running_desktop("waits") as desktop:
        for pid in desktop.pids:
            os.kill(pid, signal.SIGSTOP)
        desktop.popen.kill()
        desktop.popen.wait()
        assert [] == left_after(desktop)
        scratch.remove_left_overs()


def test_what_a_killed_desktop_leaves_is_removed_at_the_next_start() -> None:
    """Nobody is there to remove the scratch folder of a killed desktop, so the next start does it."""
    with running_desktop("waits") as desktop:
        desktop.popen.kill()
        desktop.popen.wait()
        assert desktop.scratch.is_dir()
        with running_desktop("closes") as second:
            assert 0 == second.popen.wait(300)
            assert [False, False] == [desktop.scratch.exists(), second.scratch.exists()]


@pytest.mark.parametrize(("how", "code"), [("closes", 0), ("raises", 1), ("ends", 0), ("leaves", 0)])
def test_nothing_is_left_when_the_desktop_ends(how: str, code: int) -> None:
    """Closed properly, by an exception, by the end of the program or at once: no child outlives it."""
    with running_desktop(how) as desktop:
        assert code == desktop.popen.wait(300)
        assert [] == left_after(desktop)
        assert not desktop.scratch.exists() or how != "closes"
        scratch.remove_left_overs()
        wait_until(lambda: not desktop.scratch.exists())
