"""Be a desktop of its own whose memory can be measured: the window, or one `analyze`. Started by tests only.

`window FILE…`: opens the files in a window without a screen, looks at every document once, and prints one JSON line:
`start_mb` before, `peak_mb` until all were ready, `left_mb` after a new conversation. `ask QUESTION FILE…`: drops the files,
asks about the first a moment later, and prints how long the answer took: `answered_s`. `analyze FILE QUESTION`: what the command line does;
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

SETTLING_S = 4.0
"""Both children have started by then, and are warm."""

ASKED_AFTER_S = 2.2
"""Nobody types faster."""

LIMIT_S = 1500.0
"""A machine that does other work beside takes minutes for twenty photographs."""


def main() -> None:
    """Do what the first argument says."""
    how, *rest = sys.argv[1:]
    if how == "analyze":
        _tell(_analyze(Path(rest[0]), rest[1]))
        return
    with desk() as at:
        if how == "window":
            _tell(_window(at, [Path(name) for name in rest]))
        elif how == "ask":
            _tell(_ask(at, rest[0], [Path(name) for name in rest[1:]]))
        else:
            _hold(at, Path(rest[0]), rest[1])


class Desk:
    """A real window with real children, on no screen, and somebody at it."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from desktop_app.gui.style import theme
        from tests.helpers import window
        from tests.helpers.hands import Person

        self.application = QApplication([])
        home = Path(os.environ["INCAMERA_HOME"])
        self.built = window.with_children(home / "settings", theme.dress(self.application))
        self.person = Person(self.built, self.until)

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
def desk() -> Iterator[Desk]:
    at = Desk()
    try:
        yield at
    finally:
        at.built.close()


def _window(at: Desk, paths: list[Path]) -> dict[str, object]:
    looked: list[str] = []

    def look() -> bool:
        for document in at.person.documents:
            if document.state in ("ready", "failed") and document.id not in looked:
                looked.append(document.id)
                at.built.documents.choose(document.id)
                at.built.parts.page.toggle_model_view()
        return len(looked) == len(paths)

    at.live(SETTLING_S)
    start = _memory_mb("VmRSS")
    at.person.take_in(*paths)
    at.until(look)
    at.live(1.0)
    states = sorted({str(document.state) for document in at.person.documents})
    peak = _memory_mb("VmHWM")
    at.built.documents.clear()
    at.live(1.0)
    return {
        "start_mb": start,
        "peak_mb": peak,
        "left_mb": _memory_mb("VmRSS"),
        "looked": len(looked),
        "states": states,
    }


def _ask(at: Desk, question: str, paths: list[Path]) -> dict[str, object]:
    person = at.person
    at.live(SETTLING_S)
    person.take_in(*paths)
    at.live(ASKED_AFTER_S)
    asked_at = time.monotonic()
    person.ask(question)
    person.answered()
    return {"answered_s": time.monotonic() - asked_at, "states": [str(one.state) for one in person.documents]}


def _hold(at: Desk, path: Path, question: str) -> None:
    from tests.helpers.children import process_of

    person, parts = at.person, at.built.parts
    person.take_in(path)
    person.ready()
    parts.page.toggle_model_view()
    at.live(1.0)
    parts.page.toggle_model_view()
    parts.review.open()
    person.click("Before and after")
    at.until(lambda: person.compared_picture is not None)
    parts.review.close()
    person.ask(question)
    at.until(lambda: bool(person.answers))
    at.live(0.5)
    lent = at.built.tools.lend(threading.Event())
    engine = process_of(lent.engine(NOBODY)).pid
    _tell({"desktop": os.getpid(), "airlock": process_of(lent.airlock()).pid, "engine": engine})
    sys.stdin.readline()
    at.built.documents.clear()
    at.live(3.0)
    _tell({"cleared": True})
    sys.stdin.readline()


def _analyze(path: Path, question: str) -> dict[str, object]:
    from desktop_app.jobs.job import Job, JobOptions
    from desktop_app.jobs.tools import Tools
    from desktop_app.runtime_client.process import ChildCommand
    from tests.helpers.job_bench import carried_out

    tools = Tools(ChildCommand("engine", engine="reader"), lambda _: None)
    tools.start()
    try:
        job = Job("one", path, (question,), JobOptions(policy="faces", allows_unreviewed=True))
        result = carried_out(tools.run(job, lambda _: None, threading.Event()))
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
