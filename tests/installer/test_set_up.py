"""Set-up is done once, is begun again when what it depends on changes, and never takes half of it for the whole."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PARTS = ("installer", "pyproject.toml", "constraints.txt", "resources/translations")

REMEMBER = """
import json, setup_environment
setup_environment.STAMP.write_text(json.dumps(setup_environment._fingerprint()))
"""
PREPARE = "import setup_environment; setup_environment.prepare()"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project with an environment that cannot install anything, noted as ready."""
    root = tmp_path / "project"
    for part in PARTS:
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        source = PROJECT / part
        shutil.copytree(source, root / part) if source.is_dir() else shutil.copy(source, root / part)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    assert 0 == run(root, REMEMBER).returncode
    return root


def run(root: Path, code: str) -> "subprocess.CompletedProcess[str]":
    """Run code beside the scripts of `root`, with nothing on the search path but the interpreter itself."""
    environment = {**os.environ, "PYTHONPATH": str(root / "installer"), "PATH": str(Path(sys.executable).parent)}
    return subprocess.run([sys.executable, "-B", "-c", code], env=environment, capture_output=True, text=True)


def files_of(root: Path) -> dict[Path, int]:
    """Return when each file of `root` was written last."""
    return {path: path.lstat().st_mtime_ns for path in root.rglob("*")}


def is_ready(root: Path) -> bool:
    """Tell whether the environment of `root` is noted as ready."""
    return (root / ".venv" / "in-camera-ready.json").exists()


def test_second_time_does_nothing(project: Path) -> None:
    """What is ready starts no program and changes no file."""
    before = files_of(project)
    ran = run(project, f"import subprocess; subprocess.run = subprocess.Popen = None; {PREPARE}")
    assert (0, False) == (ran.returncode, "setting up" in ran.stderr)
    assert before == files_of(project)


@pytest.mark.parametrize("part", ["constraints.txt", "pyproject.toml", "resources/translations/in_camera_zh_CN.ts"])
def test_changed_input_is_installed_again(part: str, project: Path) -> None:
    """A new lock, new metadata or new words are not ignored; where it fails it says so and is not ready."""
    with (project / part).open("a", encoding="utf-8") as file:
        file.write("\n")
    ran = run(project, PREPARE)
    assert 1 == ran.returncode
    assert "setting up .venv" in ran.stderr
    assert ran.stderr.rstrip().endswith("run the same command again.")
    assert not is_ready(project)


def test_set_up_names_what_it_may_not_install(project: Path) -> None:
    """Somebody who may not install system packages is told their names in one line, and goes on."""
    forbid = "import system_packages; system_packages.may_install = lambda: False\n"
    lacking = "system_packages.WINDOW_LIBRARIES = {'libnothing-such.so.9': 'libnothing9'}\n"
    ran = run(project, forbid + lacking + PREPARE)
    assert 0 == ran.returncode
    assert ["libnothing9"] == [line.rpartition("apt-get install ")[2] for line in ran.stderr.splitlines()]
