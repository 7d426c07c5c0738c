"""Guard every test: none may leave a thread, a child process or a scratch folder behind, or be deaf to what ends a program."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the product sets it for its children; before torch is imported

from tests.helpers import processor_limit, slow_suites
from tests.helpers.children import child_pids
from tests.helpers.patient_bot import PatientBot

GRACE_S = 60.0
"""How long what is being ended may take to be gone on a busy machine; nothing waits where nothing is left."""


# How long an example takes says how busy the machine is, and nothing of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


def pytest_configure() -> None:
    """Hear the signals that end a program: a shell's `&` and nohup have some ignored, for every program that a test starts."""
    for name, handler in (
        ("SIGINT", signal.default_int_handler),
        ("SIGTERM", signal.SIG_DFL),
        ("SIGHUP", signal.SIG_DFL),
    ):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run leave out what is slow, or take nothing else."""
    parser.addoption("--suite", choices=["all", "quick", "slow"], default="all", help="all tests, or only some")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a file out that belongs to the other run."""
    suite = config.getoption("--suite")
    if suite == "all" or collection_path.is_dir():
        return None
    below = collection_path.relative_to(Path(__file__).parent).as_posix()
    return True if slow_suites.is_slow(below) != (suite == "slow") else None


@pytest.fixture(scope="session", autouse=True)
def temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the session a folder for temporary files of its own, so that other programs' folders are not counted."""
    before = tempfile.tempdir
    folder = tmp_path_factory.mktemp("temporary")
    tempfile.tempdir = str(folder)
    yield folder
    tempfile.tempdir = before


@pytest.fixture(autouse=True)
def nothing_left_behind(temporary_folder: Path) -> Iterator[None]:
    """Fail a test after which something still runs or lies around that was not there before."""
    before = _present(temporary_folder)
    yield
    ends_at = time.monotonic() + GRACE_S
    while (left := _present(temporary_folder) - before) and time.monotonic() < ends_at:
        time.sleep(0.02)
    assert left == set(), "left behind"


@pytest.fixture(autouse=True)
def own_processor_time() -> Iterator[None]:
    """Let no test that calls the airlock in this process bound the processor time of those after it."""
    with processor_limit.kept():
        yield


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """Give window tests hands that wait as long as a busy machine needs."""
    return PatientBot(request)


def _present(folder: Path) -> set[str]:
    threads = {
        f"thread {thread.name} ({thread.ident})"
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread)  # made by other people's native threads
    }
    processes = {f"process {pid}" for pid in child_pids(os.getpid())}
    return threads | processes | {f"folder {path.name}" for path in folder.glob("incamera-*")}
