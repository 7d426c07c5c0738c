"""The perfect files keep 100 % branch coverage by their own tests alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.perfect_files import PERFECT, THEIR_TESTS
from tests.architecture.tree import PROJECT, modules, name


@pytest.mark.timeout(1200)
def test_every_line_and_branch_is_tested(tmp_path: Path) -> None:
    """Run the files' own tests and find nothing that they left out."""
    data = f"--data-file={tmp_path / 'coverage'}"
    run(
        "run",
        data,
        "--branch",
        f"--source={','.join(PERFECT)}",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *THEIR_TESTS,
    )
    run("json", data, "-q", "-o", str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["files"]
    assert {name(path) for path in modules(*PERFECT)} == set(report)
    left_out = {path: (found["missing_lines"], found["missing_branches"]) for path, found in report.items()}
    assert {} == {path: missing for path, missing in left_out.items() if any(missing)}


def run(*words: str) -> None:
    """Run coverage; where the tests fail, show what they said."""
    ran = subprocess.run([sys.executable, "-m", "coverage", *words], cwd=PROJECT, capture_output=True, text=True)
    assert 0 == ran.returncode, ran.stdout + ran.stderr
