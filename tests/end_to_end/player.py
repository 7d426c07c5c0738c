"""Play a script inside the running program: real pointer, real keyboard, real screen, never blocking the window."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.gui.main_window import MainWindow
from tests.helpers.eyes import Eyes
from tests.helpers.stage import Stage

STEP_LIMIT_S = 300.0
"""The longest step is a first answer on a loaded machine."""

Script: TypeAlias = Iterator[Callable[[], bool]]
"""Yields what must come true before it goes on."""


class Player(QObject):
    """Plays a script inside the running program, step by step, without ever blocking it.

    Attributes:
        folder: where pictures go.
        scratch: for files that are there as long as the program runs.
    """

    def __init__(self, folder: Path, script: Callable[["Player"], Script]) -> None:
        super().__init__()
        self.stage = Stage(os.environ["DISPLAY"])
        self.folder = folder
        self.is_done = False
        self.scratch = tempfile.TemporaryDirectory()
        self._script = script(self)
        self._waits_for: Callable[[], bool] = lambda: True
        self._deadline = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    @property
    def window(self) -> MainWindow:
        """The real window."""
        return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))

    @property
    def eyes(self) -> Eyes:
        """What is to be seen in it."""
        return Eyes(self.window)

    def begin(self) -> None:
        """Play."""
        self.window.move(0, 0)
        self._deadline = time.monotonic() + STEP_LIMIT_S
        self._timer.start(30)

    def shoot(self, name: str, **facts: object) -> None:
        """Save what is on the screen where the window is, with facts about it."""
        window = self.window
        place = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        picture = window.screen().grabWindow(0, place.x(), place.y(), place.width(), place.height())
        picture.save(str(self.folder / f"{name}.png"))
        print(json.dumps({"picture": name, **facts}, ensure_ascii=False), flush=True)

    def drop(self, *files: Path) -> Script:
        """Drag files onto the middle of the window."""
        window = self.window
        middle = (window.x() + window.width() // 2, window.y() + window.height() // 2)
        yield from ended(self.stage.drag(files, middle))

    def ask(self, text: str) -> Script:
        """Click into the box, type, and press Ctrl+Enter."""
        box = self.eyes.question_box
        yield from self.click_at(box.mapToGlobal(QPoint(60, 24)))
        yield from ended(self.stage.type(text))
        yield lambda: self.eyes.draft == text
        yield from ended(self.stage.press("ctrl+Return"))
        yield lambda: not self.eyes.draft

    def press(self, keys: str) -> Script:
        """Press keys and give them a moment."""
        yield from ended(self.stage.press(keys))
        yield from self.pause(0.4)

    def click_at(self, at: QPoint) -> Script:
        """Click a point of the screen."""
        yield from ended(self.stage.click((at.x(), at.y())))

    def drag(self, start: tuple[int, int], end: tuple[int, int], button: int = 1) -> Script:
        """Drag the pointer over the page, from and to pixels of the page; with button 3, the right one."""
        (x0, y0), (x1, y1) = ((at.x(), at.y()) for at in (self.eyes.on_screen(*start), self.eyes.on_screen(*end)))
        line = f"""
            xdotool mousemove {x0} {y0} sleep 0.2 mousedown {button} sleep 0.1
            xdotool mousemove {(x0 + x1) // 2} {(y0 + y1) // 2} sleep 0.1 mousemove {x1} {y1} sleep 0.2 mouseup {button}
        """
        yield from ended(self.stage.start("bash", "-c", line))
        yield from self.pause(0.4)

    def pause(self, seconds: float) -> Script:
        """Let the window settle."""
        until = time.monotonic() + seconds
        yield lambda: time.monotonic() >= until

    def _step(self) -> None:
        if time.monotonic() > self._deadline:
            self.shoot("stuck")
            print("A step took too long.", file=sys.stderr)
            self._end()
        elif self._waits_for():
            self._deadline = time.monotonic() + STEP_LIMIT_S
            try:
                self._waits_for = next(self._script)
            except StopIteration:
                self.is_done = True
                self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.scratch.cleanup()
        self.window.close()


def ended(process: "subprocess.Popen[bytes]") -> Script:
    """Wait for a program without standing in its way."""
    yield lambda: process.poll() is not None
