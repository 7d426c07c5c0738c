"""Where the organisation's policy cannot be understood, the window says so and does not open."""

import subprocess
import sys
from pathlib import Path

from tests.helpers.managed_machine import ManagedMachine

_START = """
import os, sys
from pathlib import Path
from desktop_app.managed import policy_files
top = Path(sys.argv[1])
policy_files.system_place = lambda: policy_files.Place(top / "policies", top, os.getuid())
from PySide6.QtWidgets import QMessageBox
QMessageBox.exec = lambda box: print(box.windowTitle(), box.text().splitlines()[0])
from desktop_app.gui import app
sys.exit(app.run_window([]))
"""


def test_a_policy_that_cannot_be_understood_is_told_and_nothing_opens(tmp_path: Path) -> None:
    """Without it everything that it may have forbidden would be allowed."""
    machine = ManagedMachine(tmp_path / "in-camera")
    machine.decide("[redaction\n")
    environment = {"QT_QPA_PLATFORM": "offscreen", "INCAMERA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", _START, str(machine.top)], capture_output=True, text=True, env=environment, check=False
    )
    assert (6, "In Camera A policy file of your organisation cannot be read or understood.\n") == (
        ran.returncode,
        ran.stdout,
    )
