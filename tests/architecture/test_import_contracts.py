"""The import contracts of pyproject.toml hold, and each of them is seen to break by an import planted in a copy."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, PROJECT

LINTER = Path(sys.executable).with_name("lint-imports")

DESKTOP = "Desktop: front ends over jobs over stages over foundation"

BREACHES = {
    DESKTOP: {
        "desktop_app/gui/planted.py": "import desktop_app.cli",
    },
    "Runtime: roles over stages over numerics over sandbox over wire": {
        "model_runtime/airlock/planted.py": "import model_runtime.engines",
    },
    "The runtime knows no desktop, no Qt, no internet": {
        "model_runtime/engines/planted.py": "import urllib.request",
    },
    "The desktop knows only the protocol, through runtime_client": {
        "desktop_app/gui/planted.py": "import model_runtime.protocol",
    },
    "The network is pure: no wire, no files": {
        "model_runtime/inference/planted.py": "import model_runtime.weights.manifest",
    },
    "Qt stays in gui": {
        "desktop_app/jobs/planted.py": "from PySide6 import QtCore",
    },
    "The desktop parses no picture and loads no network": {
        "desktop_app/gui/planted.py": "import numpy",
    },
    "The wire, the server and the sandbox stay light": {
        "model_runtime/sandbox/planted.py": "import numpy",
    },
    "Package roots import nothing": {
        "desktop_app/__init__.py": "import msgspec",
    },
    "No import cycles": {
        "desktop_app/foundation/planted.py": "import desktop_app.foundation.planted_too",
        "desktop_app/foundation/planted_too.py": "import desktop_app.foundation.planted",
    },
}
"""Contract -> files whose one line breaks it, and nothing else."""

DESKTOP_ARROWS = [("jobs", "models"), ("models", "jobs"), ("jobs", "export"), ("settings", "models")]
"""Rooms of the desktop, and what one of them must not see: models and jobs do not know each other, neither knows rows."""

NEW_ROOMS = {
    DESKTOP: "desktop_app/planted/__init__.py",
    "Runtime: roles over stages over numerics over sandbox over wire": "model_runtime/planted/__init__.py",
}
"""Contract -> a new folder whose place nobody has stated."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the two packages and their contracts."""
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(folder: Path) -> set[str]:
    """Run import-linter in `folder` and return the contracts that it calls broken."""
    ran = subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True)
    assert "Contracts: " in ran.stdout, ran.stdout + ran.stderr
    broken = {name for name in contracts() if f"\n{name} BROKEN" in ran.stdout}
    assert bool(broken) == bool(ran.returncode)
    return broken


def contracts() -> list[str]:
    """Return the names of all contracts."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_every_contract_is_kept() -> None:
    """The project keeps its own rules."""
    assert set() == broken_contracts(PROJECT)


def test_every_contract_has_a_breach() -> None:
    """A new contract is not trusted before it has been seen to break."""
    assert sorted(contracts()) == sorted(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_planted_import_breaks_its_contract(contract: str, copy: Path) -> None:
    """One wrong import breaks exactly the contract that forbids it."""
    for path, line in BREACHES[contract].items():
        with (copy / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    assert {contract} == broken_contracts(copy)


@pytest.mark.parametrize(("room", "other"), DESKTOP_ARROWS)
def test_wrong_arrow_between_rooms_breaks_the_layers(room: str, other: str, copy: Path) -> None:
    """What one room must not see of the desktop breaks the layers, whatever else it breaks."""
    (copy / "desktop_app" / room / "planted.py").write_text(f"import desktop_app.{other}\n", encoding="utf-8")
    assert DESKTOP in broken_contracts(copy)


@pytest.mark.parametrize("contract", NEW_ROOMS)
def test_new_folder_needs_a_stated_place(contract: str, copy: Path) -> None:
    """A folder that the layers do not name breaks them."""
    path = copy / NEW_ROOMS[contract]
    path.parent.mkdir()
    path.write_text('"""Planted."""\n', encoding="utf-8")
    assert {contract} == broken_contracts(copy)
