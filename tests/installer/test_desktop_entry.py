"""The menu entry appears below the user's data folder, starts this very program, and goes without a trace."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = Path("installer", "linux", "desktop_entry.py")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="menu entries of this kind are Linux's")


def run(project: Path, data: Path, action: str) -> None:
    """Run the script of `project` with `data` as the user's data folder."""
    environment = os.environ | {"XDG_DATA_HOME": str(data)}
    subprocess.run([sys.executable, "-B", project / SCRIPT, action], env=environment, check=True, capture_output=True)


def entry(data: Path) -> configparser.SectionProxy:
    """Return what was installed."""
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys differ by case here
    parser.read(data / "applications" / "in-camera.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def program(line: str) -> Path:
    """Read an Exec line as a desktop does: undo the file's escapes, then the quotes, then the field codes."""
    quoted = re.fullmatch(r'"(.*)" %F', line.replace("\\\\", "\\"))
    assert quoted is not None, line
    return Path(re.sub(r"\\(.)", r"\1", quoted[1]).replace("%%", "%"))


def test_installed_entry_starts_this_program(tmp_path: Path) -> None:
    """A double click runs the program of this very folder, with its icon."""
    run(PROJECT, tmp_path, "install")
    installed = entry(tmp_path)
    assert PROJECT / ".venv" / "bin" / "incamera" == program(installed["Exec"])
    assert Path(installed["Icon"]).read_bytes() == (PROJECT / "resources" / "icons" / "in-camera.svg").read_bytes()
    assert os.access(tmp_path / "applications" / "in-camera.desktop", os.X_OK)


def test_any_folder_name_survives_the_quoting(tmp_path: Path) -> None:
    """Spaces, quotes, dollars, backslashes and percent signs in a path reach the desktop unharmed."""
    odd = tmp_path / 'so "odd" $a `b` 100% back\\slash'
    for needed in (SCRIPT, Path("resources", "in-camera.desktop"), Path("resources", "icons", "in-camera.svg")):
        (odd / needed).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / needed, odd / needed)
    run(odd, tmp_path / "data", "install")
    assert odd / ".venv" / "bin" / "incamera" == program(entry(tmp_path / "data")["Exec"])


def test_installing_twice_and_removing_leaves_nothing(tmp_path: Path) -> None:
    """Both actions may be repeated; after removal no file is left."""
    for action in ("install", "install", "remove", "remove"):
        run(PROJECT, tmp_path, action)
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "mimeinfo.cache"]


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-validate is not installed")
def test_entry_is_valid(tmp_path: Path) -> None:
    """freedesktop.org's own tool finds nothing wrong with it."""
    run(PROJECT, tmp_path, "install")
    installed = tmp_path / "applications" / "in-camera.desktop"
    ran = subprocess.run(["desktop-file-validate", installed], capture_output=True, text=True)
    assert (0, "") == (ran.returncode, ran.stdout + ran.stderr)
