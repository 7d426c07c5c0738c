"""The window as a screen reader gets it: over the accessibility bus of a session, with the keys of a real keyboard."""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from tests.end_to_end import assistive_window
from tests.helpers import assistive, stage
from tests.helpers.assistive import Seen
from tests.helpers.small_bus import Bus
from tests.helpers.stage import Stage

NEEDED = (*stage.NEEDED, "dbus-run-session", "/usr/libexec/at-spi-bus-launcher")
FRAME_PX = 3
"""Around a control, where its focus may be shown, too."""

ARRIVES_S = 10.0
"""After this a key has led nowhere."""

LIMIT_S = 590

pytestmark = [
    pytest.mark.display,
    pytest.mark.timeout(LIMIT_S),
    pytest.mark.skipif(
        any(shutil.which(name) is None for name in NEEDED),
        reason=f"needs {', '.join(NEEDED)} (Debian packages)",
    ),
]


@dataclass(frozen=True)
class Looker:
    """Somebody who has no eyes but the bus, and a picture of the screen where light is asked for."""

    screen: Stage
    program: "subprocess.Popen[str]"
    bus: Bus

    def arrive(self) -> None:
        """Wait until the window has come onto the bus: it does so by itself, as soon as there is one."""
        deadline = time.monotonic() + LIMIT_S / 4
        while not assistive.windows(self.bus) and time.monotonic() < deadline:
            time.sleep(0.2)

    def wait_for(self, name: str) -> None:
        """Wait until a control of this name is showing."""
        deadline = time.monotonic() + LIMIT_S / 4
        while all(seen.name != name for seen in self.controls()) and time.monotonic() < deadline:
            time.sleep(0.2)

    def controls(self) -> list[Seen]:
        """Return every control that is showing."""
        (window,) = assistive.windows(self.bus)
        return [seen for seen in assistive.tree(self.bus, window) if seen.is_control]

    def press_tab(self, controls: list[Seen], focused: Seen) -> Seen | None:
        """Press Tab, wait until the focus has gone on, and return where it is now; None where no control has it."""
        self.screen.press("Tab").wait(60)
        deadline = time.monotonic() + ARRIVES_S
        while assistive.has_focus(self.bus, focused) and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.focused(controls)

    def grab(self) -> QImage:
        """Return what is on the screen."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write("grab\n")
        self.program.stdin.flush()
        return QImage(self.program.stdout.readline().strip())

    def focused(self, controls: list[Seen]) -> Seen | None:
        """Return the control that has the focus."""
        return next((seen for seen in controls if assistive.has_focus(self.bus, seen)), None)


@dataclass(frozen=True)
class Findings:
    """Controls with a fault, in words, and how many there are in all."""

    count: int
    nameless: list[str]
    unreached: list[str]
    unlit: list[str]


@contextlib.contextmanager
def _looker(folder: Path, *words: str) -> Iterator[Looker]:
    """Start a screen, a session and a window on them."""
    with stage.stage() as screen:
        environment = screen.environment | {
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
            "INCAMERA_HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder),  # where the accessibility bus has its socket
        }
        line = ["dbus-run-session", "--", sys.executable, assistive_window.__file__, str(folder), *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(line, env=environment, text=True, **pipes) as program:  # type: ignore[call-overload]
            try:
                with assistive.accessibility_bus(program.stdout.readline().strip()) as bus:
                    looker = Looker(screen, program, bus)
                    looker.arrive()
                    yield looker
            finally:
                program.stdin.close()  # the window closes, and with it the session
                program.wait(60)


def _walk(looker: Looker) -> Findings:
    """Press Tab until it comes round, and judge every control by what the bus says and by what the screen shows."""
    controls, walked, lit = looker.controls(), list[Seen](), list[bool]()
    before, focused = looker.grab(), looker.focused(controls)
    while focused is not None and focused not in walked:
        at = assistive.place(looker.bus, focused)
        frame = QRect(at.left, at.top, at.width, at.height).adjusted(-FRAME_PX, -FRAME_PX, FRAME_PX, FRAME_PX)
        walked.append(focused)
        focused = looker.press_tab(controls, focused)
        if focused is None:  # on its way the focus has chosen something, and there is more to be done
            controls = looker.controls()
            focused = looker.focused(controls)
        after = looker.grab()
        lit.append(before.copy(frame) != after.copy(frame))
        before = after
    return Findings(
        len(controls),
        [str(seen) for seen in controls if not seen.name],
        [str(seen) for seen in controls if seen not in walked],
        [str(seen) for seen, is_lit in zip(walked, lit, strict=True) if not is_lit],
    )


def test_every_control_has_a_name_is_reached_by_tab_and_shows_its_focus(tmp_path: Path) -> None:
    """Before an answer and in the review: 0 without a name, 0 unreachable, 0 without visible focus."""
    with _looker(tmp_path) as looker:
        answers = _walk(looker)
        looker.screen.press("ctrl+r").wait(60)
        looker.wait_for("Leave the review (Esc)")
        review = _walk(looker)
    assert min(answers.count, review.count) > 25
    assert answers == Findings(answers.count, [], [], [])
    assert review == Findings(review.count, [], [], [])


def test_planted_faults_are_found(tmp_path: Path) -> None:
    """A control without a name, one without a way to it and one without a frame do not escape the walk."""
    with _looker(tmp_path, "--plant") as looker:
        found = _walk(looker)
    planted = (f"push button {name!r}" for name in (assistive_window.NAMELESS, assistive_window.UNREACHABLE))
    assert ([next(planted)], [next(planted)]) == (found.nameless, found.unreached)
    assert found.unlit == [f"push button {assistive_window.UNLIT!r}"]
