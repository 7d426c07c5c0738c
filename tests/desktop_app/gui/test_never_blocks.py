"""Whatever the engine does, the window's thread is never away for longer than three frames."""

import contextlib
import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from desktop_app.gui.conversation.job_bridge import JobBridge
from desktop_app.jobs.job import AnswerDelta
from desktop_app.runtime_client.values import Answer
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import Person
from tests.helpers.pages import white_page
from tests.helpers.scripted_runner import Script

MAX_STALL_S = 0.050
TICK_MS = 5
TRIES = 3
"""This machine's other work can hold up any process for a while; what the window itself does, it does in every try."""

DELTAS = tuple(f"word {number}{chr(10) if number % 12 == 11 else ' '}" for number in range(2000))
FLOOD = Answer(text="".join(DELTAS), finish="stop", basis="read", confidence="check")


@dataclass
class Stopwatch:
    """Ticks every 5 ms on the window's thread and remembers the worst time between two ticks.

    Attributes:
        busy_s: the most processor time the window's thread used between two ticks, less what a virtual machine's host
            took away meanwhile, which is counted as used.
        away_s: the longest time between two ticks, less the time that threads of this process stood in the queue for a
            processor, and less what the host took: that says how busy the machine is, not how the window behaves.
            Sleeping and waiting count in full.
    """

    owner: QObject
    busy_s: float = 0.0
    away_s: float = 0.0
    _last: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def start(self) -> None:
        """Begin. What other tests have imported is no part of the window: its garbage collector need not walk it."""
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self.owner)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = (time.perf_counter(), time.thread_time(), _queued_s(), _stolen_s())
        self._timer.start(TICK_MS)

    def stop(self) -> float:
        """End, and return the worst stall in seconds."""
        self._tick()
        self._timer.stop()
        gc.unfreeze()
        return max(self.busy_s, self.away_s)

    def _tick(self) -> None:
        now = (time.perf_counter(), time.thread_time(), _queued_s(), _stolen_s())
        passed_s, used_s, queued_s, stolen_s = (new - old for new, old in zip(now, self._last, strict=True))
        self.busy_s = max(self.busy_s, used_s - stolen_s)
        self.away_s = max(self.away_s, passed_s - queued_s - stolen_s)
        self._last = now


def _queued_s() -> float:
    """Return how long the threads of this process have stood in the queue for a processor (Linux; elsewhere 0)."""
    queued_ns = 0
    for file in Path("/proc/self/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):  # a thread that ended meanwhile
            queued_ns += int(file.read_text(encoding="ascii").split()[1])
    return queued_ns / 1e9


def _stolen_s() -> float:
    """Return how long this machine's host gave its processors to others (Linux in a virtual machine; elsewhere 0)."""
    try:
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    except OSError:
        return 0.0
    return int(fields[8]) / os.sysconf("SC_CLK_TCK")


def _drop_ask_and_wait(qtbot: QtBot, person: Person, tmp_path: Path) -> float:
    """Take a document in, ask, type meanwhile, and return the longest stall until the answer is complete."""
    file = tmp_path / "large.png"
    file.touch()
    watch = Stopwatch(person.window)
    watch.start()
    person.take_in(file)
    qtbot.waitUntil(lambda: person.has_page, timeout=300_000)
    person.type("Read all", delay_ms=20)  # a person types key by key
    person.send()
    qtbot.waitUntil(lambda: person.is_answering)
    person.type("next", delay_ms=20)
    qtbot.waitUntil(lambda: not person.is_answering, timeout=300_000)
    qtbot.wait(100)
    return watch.stop()


def _noise(qtbot: QtBot) -> float:
    """Return the longest stall of an event loop that has nothing to do, beside a thread that streams to nobody."""
    bridge = JobBridge()
    watch = Stopwatch(bridge)
    watch.start()

    def stream() -> None:
        for delta in DELTAS:
            bridge.pass_job_event(AnswerDelta("nobody", 0, delta))
            time.sleep(0.001)

    thread = threading.Thread(target=stream)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=300_000)
    return watch.stop()


def _check(qtbot: QtBot, meet: Meet, tmp_path: Path, make: Callable[[], Script]) -> None:
    """Fail when every try stalls for longer than is allowed, and longer than an idle loop does on this machine."""
    stalls = []
    for _ in range(TRIES):
        person = meet(make())
        white_page(1, person.script.width, person.script.height)  # made before anybody watches
        stalls.append(_drop_ask_and_wait(qtbot, person, tmp_path))
        person.window.hide()
        if stalls[-1] <= MAX_STALL_S:
            return
    assert min(stalls) <= max(MAX_STALL_S, _noise(qtbot))


@pytest.mark.parametrize("pause_s", [0.0, 0.001], ids=["flood", "stream"])
def test_window_never_stalls_while_an_answer_streams(qtbot: QtBot, meet: Meet, tmp_path: Path, pause_s: float) -> None:
    """2000 deltas onto an A4 page at 300 dpi: no gap over 50 ms between two turns of the event loop."""

    def make() -> Script:
        return Script(answer=FLOOD, deltas=DELTAS, delta_pause_s=pause_s, width=2480, height=3508)

    _check(qtbot, meet, tmp_path, make)


def test_window_never_stalls_while_the_engine_is_silent(qtbot: QtBot, meet: Meet, tmp_path: Path) -> None:
    """An engine that does not answer for a while costs the window nothing."""

    def make() -> Script:
        script = Script(width=2480, height=3508)
        script.hold.clear()
        threading.Timer(0.6, script.hold.set).start()
        return script

    _check(qtbot, meet, tmp_path, make)


def test_stopwatch_sees_a_blocking_slot(qtbot: QtBot, person: Person) -> None:
    """The measurement can fail: a slot that sleeps is seen, although it uses no processor."""
    watch = Stopwatch(person.window)
    watch.start()
    QTimer.singleShot(20, person.window, lambda: time.sleep(0.4))
    qtbot.wait(500)

    assert watch.stop() > MAX_STALL_S


START = """
import sys
from PySide6.QtCore import QTimer
from desktop_app.gui import app
from desktop_app.jobs.tools import Tools
Tools.start = lambda self: QTimer.singleShot(0, app.QApplication.quit)
app.run_window([])
heavy = {"numpy", "PIL", "cv2", "torch", "onnxruntime", "rapidocr", "pypdfium2", "model_runtime.engines"}
print(sorted(heavy & set(sys.modules)))
"""


def test_window_is_up_without_anything_heavy(tmp_path: Path) -> None:
    """From the first import to the first paint in a fresh interpreter: not a single heavy package."""
    environment = {"INCAMERA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ".", "PATH": ""}
    ran = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout.splitlines() == ["[]"]
