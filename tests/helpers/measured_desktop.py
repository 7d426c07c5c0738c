"""Be a desktop of its own whose memory can be measured: the window, or one `analyze`. Started by tests only.

`window COUNT FILE…`: opens the files in a window without a screen, looks at every page once, and prints one JSON line:
`peak_mb` until all were ready, `left_mb` after a new conversation. `analyze FILE QUESTION`: what the command line does;
prints `peak_mb` and how the answer began.
"""

import gc
import json
import os
import sys
import threading
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LIMIT_MS = 1_500_000
"""A machine that does other work beside takes minutes for twenty photographs."""


def main() -> None:
    """Do what the first argument says."""
    how, *rest = sys.argv[1:]
    told = _window([Path(name) for name in rest]) if how == "window" else _analyze(Path(rest[0]), rest[1])
    print(json.dumps(told))


def _window(paths: list[Path]) -> dict[str, object]:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from desktop_app.gui import app, theme
    from desktop_app.gui.document import DocumentState
    from desktop_app.gui.job_bridge import JobBridge
    from desktop_app.gui.model_controller import EngineSeat
    from desktop_app.gui.settings_controller import SettingsController
    from desktop_app.jobs import model_choice
    from desktop_app.jobs.tools import Tools
    from desktop_app.settings.store import SettingsStore

    application = QApplication([])
    bridge = JobBridge()
    first, refused = model_choice.remembered("reader", "auto")
    tools = Tools(first.command, bridge.pass_child_status, on_engine_news=bridge.pass_engine_news)
    seat = EngineSeat(first, refused, tools.use_engine)
    engines = app.Engines(tools.run, seat, lambda folder, stop: None, tools.store, tools.forget)
    settings = SettingsController(SettingsStore(Path(os.environ["INCAMERA_HOME"]) / "settings"))
    built = app.build(engines, bridge, settings, theme.dress(application))
    built.window.show()
    tools.start()
    session = built.controller._session
    loop = QEventLoop()
    ended = {DocumentState.READY, DocumentState.FAILED}
    looked: list[str] = []

    def look() -> None:
        for document in session.documents:
            if document.state in ended and document.id not in looked:
                looked.append(document.id)
                session.choose(document.id)
                built.controller._parts.page.toggle_model_view()
        if len(looked) == len(paths) and not built.window.page.canvas.page_rect.isEmpty():
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(100)
    built.controller.add_files(paths)
    QTimer.singleShot(LIMIT_MS, loop.quit)
    loop.exec()
    states = sorted({str(document.state) for document in session.documents})
    peak = _memory_mb("VmHWM")
    session.clear()
    QTimer.singleShot(1000, loop.quit)
    loop.exec()
    gc.collect()
    told: dict[str, object] = {"peak_mb": peak, "left_mb": _memory_mb("VmRSS"), "looked": len(looked), "states": states}
    built.close()
    tools.close()
    return told


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


def _memory_mb(what: str) -> int:
    """Return a figure of this process alone (not of its children) from the kernel, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) // 1000


if __name__ == "__main__":
    main()
