"""Be a kiosk with real children, and one person after the other before it; started by tests only.

Takes one order after the other from standard input and answers each with a line of JSON. Holds nothing of an order longer
than it needs it: tests search this process's memory. An order: `serve STICK FILE QUESTION ANSWER` (tab between them), `reset`, `end`;
`pull STICK FILE` pulls the drive out in the middle, `kill STICK FILE` kills the child that opens the file; `fill FOLDER…` leaves
not a byte free on the disks of these folders, `empty FOLDER…` takes that back.
"""

import contextlib
import gc
import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop_app.foundation import allocator
from desktop_app.gui.kiosk.kiosk_window import KioskPage
from desktop_app.gui.style import theme
from tests.helpers import kiosk
from tests.helpers.process_memory import children_of
from tests.helpers.visitor import Visitor

PATIENCE_S = 240.0
FILLER = "filler"


def main(folder: str) -> None:
    """Take orders until `end`; `folder` keeps what a kiosk keeps."""
    application = QApplication([])
    look = theme.dress(application)
    look.prefer("light")
    built = kiosk.with_children(Path(folder), look, kiosk.rules_of(idle_s=3600))
    visitor = Visitor(built, _until)
    _say({"ready": True, "pid": os.getpid()})
    while (words := _order())[0] != "end":
        began = time.monotonic()
        answered = _obey(visitor, words)
        del words
        _settle()
        seconds = round(time.monotonic() - began, 2)
        _say({"answered": answered, "children": sorted(children_of(os.getpid())), "rss": _resident(), "s": seconds})
    built.close()


def _obey(visitor: Visitor, words: list[str]) -> bool:
    """Do one order; returns whether somebody was answered."""
    place = visitor.built.place
    if words[0] == "reset":
        before = children_of(os.getpid())
        visitor.touch("I am done")
        place.pull_out()
        _until(lambda: not before & children_of(os.getpid()))
        _until(
            lambda: not any(one.name == "close-child" for one in threading.enumerate())
        )  # which hold what they read last
        _until(lambda: not visitor.built.kiosk.parts.drives.drives)
        return False
    if words[0] in ("fill", "empty"):
        return _filled(words[1:]) if words[0] == "fill" else _emptied(words[1:])
    stick = Path(words[1])
    visitor.touch("Touch to begin")
    place.plug_in(stick)
    visitor.take(words[2])
    if words[0] == "pull":
        place.pull_out()
        _until(lambda: visitor.page is KioskPage.FILES)
        return False
    if words[0] == "kill":
        _kill_an_airlock()
    _until(lambda: visitor.page is KioskPage.FILES or visitor.button("Good, go on").isEnabled())
    if visitor.page is KioskPage.FILES and words[0] == "kill":
        visitor.take(
            words[2]
        )  # it was being opened just then, and that was said in a sentence: somebody tries once more
        _until(lambda: visitor.page is KioskPage.FILES or visitor.button("Good, go on").isEnabled())
    if visitor.page is KioskPage.FILES:
        return False
    visitor.accept()
    for question in (words[3], "What is the total?"):
        visitor.touch("Ask in your own words")
        visitor.type(question)
        visitor.touch("Ask")
        _until(lambda: visitor.is_answered)
    return words[4] in visitor.words


def _filled(folders: list[str]) -> bool:
    """Fill their disks; tells whether each is full then."""
    for folder in folders:
        with contextlib.suppress(OSError), (Path(folder) / FILLER).open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
    return all(shutil.disk_usage(folder).free == 0 for folder in folders)


def _emptied(folders: list[str]) -> bool:
    for folder in folders:
        (Path(folder) / FILLER).unlink()
    return True


def _kill_an_airlock() -> None:
    for pid in children_of(os.getpid()):
        if b"airlock" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
            return


def _settle() -> None:
    """Let Qt delete what it has put off, and forget what only waits to be collected."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    gc.collect()
    allocator.return_what_is_free()


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.01)


def _order() -> list[str]:
    """Read one line without a buffer that would keep it."""
    data = b""
    while not data.endswith(b"\n"):
        piece = os.read(0, 4096)
        if not piece:
            return ["end"]
        data += piece
    return data.decode().rstrip("\n").split("\t")


def _say(record: dict[str, object]) -> None:
    os.write(1, json.dumps(record).encode() + b"\n")


def _resident() -> int:
    """Return what this process has in memory, in kB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


if __name__ == "__main__":
    main(sys.argv[1])
