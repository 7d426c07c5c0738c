"""Whoever clicks on something sees no terminal: `incamera-window` says in the window what cannot be opened."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOOKING = """
import dataclasses, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_app import __main__
from desktop_app.gui import app
from tests.helpers.eyes import Eyes

build, polls = app.build, []

def watched(*parts):
    built = build(*parts)
    eyes, poll = Eyes(built.window), QTimer(built.window)

    def look():
        if eyes.notice:
            print(eyes.notice, eyes.names, sep="|")
            QApplication.exit(0)

    poll.timeout.connect(look)
    poll.start(20)
    return built

app.build = watched
sys.argv = ["incamera-window", sys.argv[1]]
__main__.open_window()
"""


def test_the_entry_of_the_menu_opens_the_window() -> None:
    """Not the command line, which would answer where nobody reads."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["gui-scripts"] == {"incamera-window": "desktop_app.__main__:open_window"}
    assert project["scripts"] == {"incamera": "desktop_app.__main__:main"}


def test_a_file_that_is_not_there_is_said_in_the_window(tmp_path: Path) -> None:
    """The real program with real children: a link in a menu may lead to a file that has been moved."""
    environment = os.environ | {
        "INCAMERA_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    line = [sys.executable, "-c", LOOKING, str(tmp_path / "MISSING.png")]
    ran = subprocess.run(line, capture_output=True, text=True, env=environment, timeout=300)

    assert (ran.returncode, ran.stdout.strip()) == (0, "The file is not there.|['MISSING.png']"), ran.stderr
