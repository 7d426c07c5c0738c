"""A real window, before an answer, for whoever looks at it from another process: `assistive_window.py FOLDER [--plant]`.

Prints the address of the session bus when everything is there. Then a line on its input is a command: `grab` saves what is on
the screen and prints where, `end` closes. `--plant` adds three controls with a fault each, which must be found.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_app.gui.style import theme
from desktop_app.runtime_client.values import Answer, Box, Source
from tests.helpers import window
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script

ANSWER = Answer("5", "stop", "read", "sure", sources=(Source(1, Box(40, 60, 30, 10), "5"),))
NAMELESS, UNREACHABLE, UNLIT = "", "Planted without a way to it", "Planted without a frame"
LIMIT_S = 120.0


class Commands(QObject):
    """Reads commands without standing in the window's way.

    Signals:
        came: one of them.
    """

    came = Signal(str)

    def listen(self) -> None:
        """Read until the input ends, which is a command, too."""
        for line in sys.stdin:
            self.came.emit(line.strip())
        self.came.emit("end")


def plant(person: Person) -> None:
    """Add a control without a name, one that Tab does not reach, and one that does not show its focus."""
    for words, policy, look in (
        (NAMELESS, Qt.FocusPolicy.TabFocus, ""),
        (UNREACHABLE, Qt.FocusPolicy.NoFocus, ""),
        (UNLIT, Qt.FocusPolicy.TabFocus, "QToolButton, QToolButton:focus { border: none; background: transparent; }"),
    ):
        made = QToolButton(person.window.header)
        made.setAccessibleName(words)
        made.setFocusPolicy(policy)
        made.setStyleSheet(look)
        layout = person.window.header.layout()
        assert layout is not None
        layout.addWidget(made)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so. Raises TimeoutError."""
    deadline = time.monotonic() + LIMIT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.005)


def main(folder: Path, *, is_planted: bool) -> None:
    """Show the window, say where the bus is, and obey."""
    application = QApplication(sys.argv[:1])
    look = theme.dress(application)
    look.prefer("light")
    built = window.scripted(Script(answer=ANSWER, deltas=(), pages=3), folder / "settings", look)
    person = Person(built, wait_until)
    person.window.setGeometry(0, 0, 1500, 900)
    person.open(folder)
    person.ask()
    person.answered()
    if is_planted:
        plant(person)
    person.window.activateWindow()
    wait_until(person.window.isActiveWindow)
    person.question_box.setFocus()

    def obey(command: str) -> None:
        if command == "end":
            application.quit()
            return
        application.processEvents()  # what is to be painted, is
        picture = folder / f"{time.monotonic_ns()}.bmp"
        person.window.screen().grabWindow(0).save(str(picture))
        print(picture, flush=True)

    commands = Commands()
    commands.came.connect(obey)
    threading.Thread(target=commands.listen, daemon=True).start()
    print(os.environ["DBUS_SESSION_BUS_ADDRESS"], flush=True)
    application.exec()
    built.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), is_planted="--plant" in sys.argv)
