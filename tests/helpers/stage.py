"""A screen of our own with a pointer and a keyboard: Xvfb, a window manager, xdotool, a source of dragged files.

Everything is started by `Stage` and ended by it. Needs the Debian packages xvfb, openbox and xdotool.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

SCREEN = "1600x960x24"
SOURCE_AT = (1340, 40)
"""Where files are dragged from: right of a window that is 1280 wide."""

NEEDED = ("Xvfb", "openbox", "xdotool")


class Stage:
    """A running screen.

    Attributes:
        environment: what a program needs to appear on it.
    """

    def __init__(self, display: str) -> None:
        self.environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("WAYLAND_DISPLAY", None)

    def start(self, *words: str | Path) -> "subprocess.Popen[bytes]":
        """Start a program on this screen."""
        return subprocess.Popen([str(word) for word in words], env=self.environment)

    def drag(self, files: Sequence[Path], to: tuple[int, int]) -> "subprocess.Popen[bytes]":
        """Drag files from a window of another program to a point; returns at once, ended when the files are dropped."""
        script = f"""
            {sys.executable} {Path(__file__).with_name("drag_source.py")} {SOURCE_AT[0]} {SOURCE_AT[1]} "$@" &
            source=$!
            xdotool search --sync --onlyvisible --pid $source > /dev/null
            sleep 0.5
            xdotool mousemove {SOURCE_AT[0] + 100} {SOURCE_AT[1] + 60} sleep 0.2 mousedown 1 sleep 0.3
            xdotool mousemove_relative -- -20 4 sleep 0.2 mousemove {to[0] + 30} {to[1]} sleep 0.3
            xdotool mousemove {to[0]} {to[1]} sleep 0.4 mouseup 1 sleep 0.6
            kill $source
        """
        return self.start("bash", "-c", script, "drag", *files)

    def type(self, text: str) -> "subprocess.Popen[bytes]":
        """Type text into whatever has the focus."""
        return self.start("xdotool", "type", "--delay", "12", text)

    def press(self, keys: str) -> "subprocess.Popen[bytes]":
        """Press keys, named as xdotool does (`ctrl+Return`)."""
        return self.start("xdotool", "key", keys)

    def click(self, at: tuple[int, int]) -> "subprocess.Popen[bytes]":
        """Click the first button."""
        return self.start("xdotool", "mousemove", str(at[0]), str(at[1]), "sleep", "0.1", "click", "1")


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """Open a screen on a free display and close it with everything on it."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp", "-dpi", "96"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        made = Stage(f":{told.readline().strip()}")
    manager = made.start("openbox", "--config-file", Path(__file__).with_name("openbox.xml"))
    time.sleep(0.5)
    try:
        yield made
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(300)
