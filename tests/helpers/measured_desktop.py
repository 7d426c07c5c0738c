"""Be a desktop of its own whose memory can be measured: the window, or one `analyze`. Started by tests only.

`window COUNT FILE…`: opens the files in a window without a screen, looks at every page once, and prints one JSON line:
`peak_mb` until all were ready, `left_mb` after a new conversation. `analyze FILE QUESTION`: what the command line does;
prints `peak_mb`, pages and answers. `hold FILE QUESTION`: the window with one document that was seen, reviewed, compared
and asked about; tells the process ids of desktop, airlock and engine, waits for a line, begins a new conversation, tells
`cleared`, waits for another line.
"""

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_app.runtime_client.engine import NOBODY

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LIMIT_S = 1500.0
"""A machine that does other work beside takes minutes for twenty photographs."""


def main() -> None:
    """Do what the first argument says."""
    how, *rest = sys.argv[1:]
    if how == "analyze":
        _tell(_analyze(Path(rest[0]), rest[1]))
        return
    with _desk() as desk:
        if how == "window":
            _tell(_window(desk, [Path(name) for name in rest]))
        else:
            _hold(desk, Path(rest[0]), rest[1])


class _Desk:
    """A real window with real children, on no screen."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from desktop_app.gui import app, theme
        from desktop_app.gui.job_bridge import JobBridge
        from desktop_app.gui.model_controller import EngineSeat
        from desktop_app.gui.settings_controller import SettingsController
        from desktop_app.jobs.tools import Tools
        from desktop_app.models import model_choice
        from desktop_app.settings.store import SettingsStore

        self.application = QApplication([])
        bridge = JobBridge()
        first, refused = model_choice.remembered("reader", "auto")
        self.tools = Tools(first.command, bridge.pass_child_status, on_engine_news=bridge.pass_engine_news)
        seat = EngineSeat(first, refused, self.tools.use_engine)
        engines = app.Engines(
            self.tools.run, seat, lambda folder, families, stop: families[0], self.tools.store, self.tools.forget
        )
        settings = SettingsController(SettingsStore(Path(os.environ["INCAMERA_HOME"]) / "settings"))
        self.built = app.build(engines, bridge, settings, theme.dress(self.application))
        self.built.window.show()
        self.tools.start()
        self.session = self.built.controller._session
        self.parts = self.built.controller._parts

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window live until something is so. Raises TimeoutError."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, timer, ends_at = QEventLoop(), QTimer(), time.monotonic() + LIMIT_S
        timer.timeout.connect(lambda: loop.quit() if is_so() or time.monotonic() > ends_at else None)
        timer.start(20)
        loop.exec()
        if not is_so():
            raise TimeoutError

    def live(self, seconds: float) -> None:
        """Let the window live for a while."""
        ends_at = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > ends_at)


@contextlib.contextmanager
def _desk() -> Iterator[_Desk]:
    desk = _Desk()
    try:
        yield desk
    finally:
        desk.built.close()
        desk.tools.close()


def _window(desk: _Desk, paths: list[Path]) -> dict[str, object]:
    from desktop_app.gui.document import DocumentState

    looked: list[str] = []

    def look() -> bool:
        for document in desk.session.documents:
            if document.state in (DocumentState.READY, DocumentState.FAILED) and document.id not in looked:
                looked.append(document.id)
                desk.session.choose(document.id)
                desk.parts.page.toggle_model_view()
        return len(looked) == len(paths)

    desk.built.controller.add_files(paths)
    desk.until(look)
    desk.live(1.0)
    states = sorted({str(document.state) for document in desk.session.documents})
    peak = _memory_mb("VmHWM")
    desk.session.clear()
    desk.live(1.0)
    return {"peak_mb": peak, "left_mb": _memory_mb("VmRSS"), "looked": len(looked), "states": states}


def _hold(desk: _Desk, path: Path, question: str) -> None:
    from desktop_app.gui.document import DocumentState
    from desktop_app.gui.turn_view import TurnView

    window, parts = desk.built.window, desk.parts
    desk.built.controller.add_files([path])
    desk.until(lambda: [document.state for document in desk.session.documents] == [DocumentState.READY])
    parts.page.toggle_model_view()
    desk.live(1.0)
    parts.page.toggle_model_view()
    parts.review.open()
    window.review.comparison_toggled.emit(True)
    desk.until(lambda: window.page.regions._after._picture is not None)
    parts.review.close()
    window.side.question.show_draft(question)
    window.side.question.ask()
    desk.until(lambda: any(view._answer.text for view in window.side.answers.findChildren(TurnView)))
    desk.live(0.5)
    lent = desk.tools.lend(threading.Event())
    engine = lent.engine(NOBODY)._client.process.pid
    _tell({"desktop": os.getpid(), "airlock": lent.airlock()._client.process.pid, "engine": engine})
    sys.stdin.readline()
    desk.session.clear()
    desk.live(3.0)
    _tell({"cleared": True})
    sys.stdin.readline()


def _analyze(path: Path, question: str) -> dict[str, object]:
    from desktop_app.jobs.job import Job, JobOptions
    from desktop_app.jobs.tools import Tools
    from desktop_app.runtime_client.process import ChildCommand

    tools = Tools(ChildCommand("engine", engine="reader"), lambda _: None)
    tools.start()
    try:
        job = Job("one", path, (question,), JobOptions(policy="faces", allows_unreviewed=True))
        result = tools.run(job, lambda _: None, threading.Event())
    finally:
        tools.close()
    return {"peak_mb": _memory_mb("VmHWM"), "pages": len(result.document.pages), "answers": len(result.answers)}


def _tell(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


def _memory_mb(what: str) -> int:
    """Return a figure of this process alone (not of its children) from the kernel, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) // 1000


if __name__ == "__main__":
    main()
