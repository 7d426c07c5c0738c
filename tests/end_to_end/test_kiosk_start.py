"""The real kiosk: when it refuses to start, and what a window manager and real keys can do to it (nothing)."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.kiosk import pin
from tests.end_to_end.program import Program
from tests.helpers.kiosk import PIN
from tests.helpers.managed_machine import ManagedMachine
from tests.helpers.stage import NEEDED, stage

MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>
<keybind key="A-F4"><action name="Close"/></keybind>
</keyboard></openbox_config>
"""
"""A window manager that closes windows, as most do."""

PATIENCE_S = 240.0


@pytest.fixture
def machine(tmp_path: Path) -> ManagedMachine:
    """Return a machine without any policy file."""
    return ManagedMachine(tmp_path / "in-camera")


@pytest.fixture
def incamera(machine: ManagedMachine, tmp_path: Path) -> Program:
    """Return the program on that machine."""
    return machine.program(tmp_path / "home")


def test_it_does_not_start_without_a_pin_of_the_organisation(machine: ManagedMachine, incamera: Program) -> None:
    """One sentence, and no window; a policy file of the user's own makes no PIN."""
    ran = incamera.run("kiosk")
    assert (6, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert "no PIN" in ran.err
    own = machine.top.parent / "own.toml"
    own.write_text(f'[kiosk]\npin = "{pin.make(PIN)}"\n')
    ran = incamera.run("kiosk", "--policy", own)
    assert (6, 1) == (ran.code, ran.err.count("\n"))
    assert "could have been written by somebody else" in ran.err


def test_what_somebody_else_could_have_written_makes_no_pin_and_is_told(
    machine: ManagedMachine, incamera: Program
) -> None:
    """A file of the right place with the wrong rights is left out, here, too."""
    machine.decide(f'[kiosk]\npin = "{pin.make(PIN)}"\n').chmod(0o666)
    ran = incamera.run("kiosk")
    assert 6 == ran.code
    assert "others than the administrator could have written it" in ran.err
    assert "no PIN" in ran.err


def test_it_does_not_start_under_what_it_does_not_know(machine: ManagedMachine, incamera: Program) -> None:
    """A key that binds nothing may have been meant to keep somebody in."""
    machine.decide(f'[kiosk]\npin = "{pin.make(PIN)}"\nprinting = false\n')
    ran = incamera.run("kiosk")
    assert (6, 1) == (ran.code, ran.err.count("\n"))
    assert "does not know" in ran.err


def test_what_is_listed_of_a_pin_is_that_there_is_one(machine: ManagedMachine, incamera: Program) -> None:
    """Of so few digits what stands for them is too much."""
    made = pin.make(PIN)
    machine.decide(f'[kiosk]\npin = "{made}"\n')
    ran = incamera.run("policy", "--json")
    assert "set" == ran.records[0]["rules"]["kiosk"]["pin"]
    assert made not in ran.out + incamera.run("policy").out


@pytest.mark.display
@pytest.mark.skipif(any(shutil.which(name) is None for name in NEEDED), reason=f"needs {', '.join(NEEDED)}")
def test_neither_keys_nor_the_window_manager_close_it(
    machine: ManagedMachine, incamera: Program, tmp_path: Path
) -> None:
    """Alt+F4 of a real window manager, and what leads out elsewhere; the system's own word ends it, and leaves nothing."""
    machine.decide(f'[kiosk]\npin = "{pin.make(PIN)}"\n')
    (tmp_path / "rc.xml").write_text(MANAGER)
    with stage() as screen:
        again = screen.start("openbox", "--replace", "--config-file", tmp_path / "rc.xml")
        environment = screen.environment | {"INCAMERA_HOME": str(tmp_path / "home")}
        with subprocess.Popen([*incamera.command, "kiosk"], env=environment, stderr=sys.stderr) as kiosk:
            _wait(lambda: _is_shown(screen.environment, kiosk))
            for keys in ("alt+F4", "Escape", "ctrl+q", "ctrl+alt+t", "super", "F11", "alt+Tab", "ctrl+w", "alt+F4"):
                screen.press(keys).wait()
            screen.start("xdotool", "mousemove", "400", "400", "click", "3", "click", "2").wait()
            time.sleep(2)
            assert kiosk.poll() is None
            assert _is_shown(screen.environment, kiosk)
            kiosk.send_signal(signal.SIGTERM)
            assert 128 + signal.SIGTERM == kiosk.wait(PATIENCE_S)
        again.terminate()
        again.wait(60)


def _is_shown(environment: dict[str, str], kiosk: "subprocess.Popen[bytes]") -> bool:
    """Tell whether the window manager has the kiosk's window on the screen."""
    assert kiosk.poll() is None, "it has ended"
    line = ["xdotool", "search", "--onlyvisible", "--name", "In Camera"]
    return bool(subprocess.run(line, env=environment, capture_output=True).stdout.strip())


def _wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.5)
