"""A Ctrl+C that comes while Python itself is still starting ends a command like any other."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
HOLD_BACK = "import sys, pathlib, early_stop; early_stop.hold_back(pathlib.Path(sys.argv[1]), sys.argv[2])"

SLOW = """#!{python}
import pathlib, sys, time
pathlib.Path("begun").touch()
time.sleep(1.0)
from desktop_app.__main__ import main
main()
"""
"""What pip writes, on a machine that takes a second to import the program."""


def hold_back(script: Path, python: str = sys.executable, path: str = os.environ["PATH"]) -> None:
    """Do to a script what set-up does."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "installer"), "PATH": path}
    subprocess.run([sys.executable, "-B", "-c", HOLD_BACK, script, python], env=environment, check=True)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """Return a script that starts the program."""
    path = tmp_path / "incamera"
    path.write_text(SLOW.format(python=sys.executable), encoding="utf-8")
    path.chmod(0o755)
    return path


def _stopped(script: Path) -> tuple[int, str]:
    """Start the script and press Ctrl+C before it has imported anything of ours."""
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT),
        "INCAMERA_HOME": str(script.parent),
    }
    line = [str(script), "models", "list"]
    with subprocess.Popen(line, cwd=script.parent, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while not (script.parent / "begun").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    return process.returncode, err


def test_a_command_that_is_stopped_while_python_starts_says_so_in_one_line(script: Path) -> None:
    """With code 130; the script stays one that pip knows, but for its first line."""
    before = script.read_text(encoding="utf-8").splitlines()
    hold_back(script)
    after = script.read_text(encoding="utf-8").splitlines()
    assert (before[1:], True) == (after[1:], os.access(script, os.X_OK))
    assert (130, "incamera: Stopped.\n") == _stopped(script)


def test_the_script_of_pip_would_have_shown_a_traceback(script: Path) -> None:
    """The test's own footing."""
    assert "Traceback" in _stopped(script)[1]


def test_the_second_time_nothing_is_done(script: Path) -> None:
    """Set-up may be repeated."""
    hold_back(script)
    first = script.read_bytes(), script.stat().st_mtime_ns
    hold_back(script)
    assert first == (script.read_bytes(), script.stat().st_mtime_ns)


@pytest.mark.parametrize("first_line", ["#!/bin/sh", "#!/other/python", "MZ\x90"])
def test_what_pip_wrote_otherwise_stays(first_line: str, script: Path) -> None:
    """A program, a script for another Python, one for a path that is too long for a first line."""
    script.write_text(f"{first_line}\nrest\n", encoding="utf-8")
    hold_back(script)
    assert f"{first_line}\nrest\n" == script.read_text(encoding="utf-8")


def test_a_path_that_would_be_split_stays(tmp_path: Path) -> None:
    """A folder with a blank in its name."""
    script = tmp_path / "incamera"
    script.write_text("#!/a folder/python\nrest\n", encoding="utf-8")
    hold_back(script, "/a folder/python")
    hold_back(tmp_path / "missing", "/a folder/python")
    assert "#!/a folder/python\nrest\n" == script.read_text(encoding="utf-8")


def test_where_env_cannot_hold_signals_back_the_script_stays(script: Path, tmp_path: Path) -> None:
    """As on macOS and with BusyBox; or where there is none."""
    before = script.read_bytes()
    (tmp_path / "bin").mkdir()
    hold_back(script, path=str(tmp_path / "bin"))
    (tmp_path / "bin" / "env").symlink_to("/bin/false")
    hold_back(script, path=str(tmp_path / "bin"))
    assert before == script.read_bytes()
