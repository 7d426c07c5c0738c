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
WINDOW = "Window: what joins over rooms over words and looks"

BREACHES = {
    DESKTOP: {
        "desktop_app/gui/style/planted.py": "import desktop_app.cli",
    },
    WINDOW: {
        "desktop_app/gui/intake/planted.py": "import desktop_app.gui.answers.turn_view",
    },
    "Page and review know neither files, answers nor models": {
        "desktop_app/gui/page/planted.py": "import desktop_app.gui.models.model_picker_view",
    },
    "The look knows no words and no product": {
        "desktop_app/gui/style/planted.py": "import desktop_app.conversation.review",
    },
    "Runtime: roles over stages over numerics over sandbox over wire": {
        "model_runtime/airlock/planted.py": "import model_runtime.engines",
    },
    "The runtime knows no desktop, no Qt, no internet": {
        "model_runtime/engines/planted.py": "import urllib.request",
    },
    "The desktop knows only the protocol, through runtime_client": {
        "desktop_app/gui/page/planted.py": "import model_runtime.protocol",
    },
    "The network is pure: no wire, no files": {
        "model_runtime/inference/planted.py": "import model_runtime.weights.manifest",
    },
    "Qt stays in gui": {
        "desktop_app/conversation/planted.py": "from PySide6 import QtCore",
    },
    "The desktop parses no picture and loads no network": {
        "desktop_app/gui/page/planted.py": "import numpy",
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

WRONG_ARROWS = {
    "jobs": ("models", "export", "conversation"),
    "models": ("jobs",),
    "settings": ("models",),
    "conversation": ("gui", "cli", "export"),
    "gui.style": ("gui.words",),
    "gui.words": ("gui.conversation",),
    "gui.conversation": ("gui.notices",),
    "gui.notices": ("gui.intake",),
    "gui.intake": ("gui.main_window",),
    "gui.policy": ("gui.main_window", "gui.page"),
    "gui.models": ("gui.main_window", "gui.status"),
    "gui.status": ("gui.main_window", "gui.page"),
    "gui.page": ("gui.review",),
    "gui.review": ("gui.dialogs",),
    "gui.dialogs": ("gui.main_window",),
}
"""A room of the desktop, and what it must not see."""

NEW_ROOMS = {
    DESKTOP: "desktop_app/planted/__init__.py",
    WINDOW: "desktop_app/gui/planted/__init__.py",
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


def linted(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run import-linter in `folder`."""
    ran = subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True)
    assert "Contracts: " in ran.stdout, ran.stdout + ran.stderr
    return ran


def broken_contracts(folder: Path) -> set[str]:
    """Return the contracts that import-linter calls broken in `folder`."""
    ran = linted(folder)
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


def test_wrong_arrows_between_rooms_break_the_layers(copy: Path) -> None:
    """Each room that sees what it must not is named, whatever else it breaks."""
    wrong = {(f"desktop_app.{room}", f"desktop_app.{other}") for room in WRONG_ARROWS for other in WRONG_ARROWS[room]}
    for room, other in sorted(wrong):
        with (copy / Path(*room.split(".")) / "planted.py").open("a", encoding="utf-8") as module:
            module.write(f"import {other}\n")
    said = linted(copy).stdout
    assert set() == {(room, other) for room, other in wrong if f"{room} is not allowed to import {other}:" not in said}


@pytest.mark.parametrize("contract", NEW_ROOMS)
def test_new_folder_needs_a_stated_place(contract: str, copy: Path) -> None:
    """A folder that the layers do not name breaks them."""
    path = copy / NEW_ROOMS[contract]
    path.parent.mkdir()
    path.write_text('"""Planted."""\n', encoding="utf-8")
    assert {contract} == broken_contracts(copy)
