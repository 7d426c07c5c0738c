"""Be a window of its own that is started, left alone, or told to stop, and say how it went. Started by tests only.

`start`: the real program; prints when the window was painted first and when its shield was green, by the clock that all
processes share, and how much of a processor the first of them took. `idle SECONDS`: a window with a prepared document that nobody touches; prints how often a second each of the
three processes was woken. `stop FILE…`: each file is dropped and asked about, and all of it stopped a while later; prints
how long the window took to say so, and how long until no child worked on it any more.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STOPPED_AFTER_S = (0.0, 0.3, 0.8, 1.5, 3.0)
"""Opening, looking for what is to be hidden, reading: whatever a machine is doing by then."""


def main() -> None:
    """Do what the first argument says."""
    how, *rest = sys.argv[1:]
    if how == "start":
        _start()
    elif how == "idle":
        _idle(float(rest[0]))
    else:
        _stop([Path(name) for name in rest])


def _start() -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from desktop_app.gui import app
    from desktop_app.gui.conversation.job_bridge import JobBridge
    from desktop_app.gui.settings_controller import SettingsController
    from desktop_app.gui.style.theme import Theme

    build = app.build
    told: dict[str, float] = {}

    class Watch(QObject):
        """Notes the first paint of the window and the first green of its shield."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            """Look at what comes (Qt)."""
            if event.type() is QEvent.Type.Paint:
                told.setdefault("window", time.monotonic())
                told.setdefault("window_processor", time.process_time())
            if watched.property("level") == "held":
                told.setdefault("shield", time.monotonic())
                QTimer.singleShot(0, QApplication.quit)
            return False

    watch = Watch()

    def watched(engines: app.Engines, bridge: JobBridge, settings: SettingsController, look: Theme) -> app.Application:
        built = build(engines, bridge, settings, look)
        built.window.header.installEventFilter(watch)
        built.window.status.shield.installEventFilter(watch)
        return built

    app.build = watched
    app.run_window([])
    print(json.dumps(told), flush=True)


def _idle(seconds: float) -> None:
    from tests.helpers import receipts
    from tests.helpers.children import process_of
    from tests.helpers.measured_desktop import SETTLING_S, desk

    with desk() as at:
        at.person.take_in(receipts.write_receipt(Path(os.environ["INCAMERA_HOME"]) / "receipt.png"))
        at.person.ready()
        at.live(SETTLING_S)
        lent = at.built.tools.lend(threading.Event())
        from desktop_app.runtime_client.engine import NOBODY

        pids = {
            "window": os.getpid(),
            "airlock": process_of(lent.airlock()).pid,
            "engine": process_of(lent.engine(NOBODY)).pid,
        }
        before = {name: _wakings(pid) for name, pid in pids.items()}
        _rest(seconds)
        told = {name: (_wakings(pid) - before[name]) / seconds for name, pid in pids.items()}
    print(json.dumps(told), flush=True)


def _rest(seconds: float) -> None:
    """Let the window live, and wake it only once: at the end."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def _wakings(pid: int) -> int:
    """Return how often the threads of a process have waited for something so far: each time they were woken in between."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        lines = status.read_text(encoding="ascii").splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))
    return total


def _stop(paths: list[Path]) -> None:
    from PySide6.QtCore import Qt

    from desktop_app.jobs.job import JobEnded
    from tests.helpers.hands import SHIFT
    from tests.helpers.measured_desktop import SETTLING_S, desk

    said_s: list[float] = []
    done_s: list[float] = []
    with desk() as at:
        at.live(SETTLING_S)
        open_jobs: set[str] = set()
        submit = at.built.parts.documents._jobs.submit

        def submitted(job: object) -> None:
            open_jobs.add(job.id)  # type: ignore[attr-defined]
            submit(job)  # type: ignore[arg-type]

        at.built.parts.documents._jobs.submit = submitted  # type: ignore[method-assign]
        at.built.bridge.job_event.connect(
            lambda event: open_jobs.discard(event.job_id) if isinstance(event, JobEnded) else None
        )
        for path, after_s in zip(paths, STOPPED_AFTER_S, strict=False):
            at.person.take_in(path)
            at.until(lambda: bool(at.person.documents))
            at.person.ask("What is the total?")
            at.live(after_s)
            stopped_at = time.monotonic()
            at.person.press(Qt.Key.Key_Escape)
            at.person.press(Qt.Key.Key_Escape, SHIFT)
            said_s.append(_until(at.until, lambda: not at.person.is_answering, stopped_at))
            done_s.append(_until(at.until, lambda: not open_jobs, stopped_at))
            at.built.documents.clear()
    print(json.dumps({"said_s": max(said_s), "done_s": max(done_s)}), flush=True)


def _until(until: Callable[[Callable[[], bool]], object], is_so: Callable[[], bool], since: float) -> float:
    until(is_so)
    return time.monotonic() - since


if __name__ == "__main__":
    main()
