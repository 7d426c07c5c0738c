"""README names only what is there."""

import re
from pathlib import Path

from desktop_app.cli import output
from desktop_app.foundation.error_entry import Fault
from tests.architecture.tree import PROJECT
from tests.helpers.slow_suites import SLOW

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_every_place_that_readme_names_exists() -> None:
    """Paths in `Where do I change X?`, in commands and in pictures lead somewhere."""
    named = set(re.findall(r"`([a-z_]+/[\w./]*|[\w.]+\.(?:toml|txt)|LICENSE|NOTICE|\.ci/run)`", README))
    named |= set(re.findall(r"python3 (\S+\.py)", README)) | set(re.findall(r"\]\(([^)#]+)\)", README))
    assert len(named) > 15
    named = {re.sub("NAME|FAMILY", "*", path) for path in named}  # words that stand for any such name
    assert [] == [path for path in sorted(named) if not any(PROJECT.glob(path))]


def test_readme_names_every_exit_code() -> None:
    """The table of exit codes is the one that the program keeps."""
    cells = {cell.strip() for line in README.splitlines() if line.startswith("|") for cell in line.split("|")}
    assert set() == {str(code) for code in (output.DONE, *map(int, Fault))} - cells


def test_ci_runs_the_second_command_and_what_it_leaves_out() -> None:
    """Continuous integration is what README tells everybody to run, and fails where either of the two does."""
    lines = Path(PROJECT, ".ci", "run").read_text(encoding="utf-8").splitlines()
    run = ["python3 installer/check.py", "checked=$?", "python3 installer/check.py --no-setup --slow"]
    assert [*run, "exit $((checked || $?))"] == lines[-4:]
    assert "python3 installer/check.py" in README
    assert "installer/check.py --slow" in README


def test_what_is_slow_is_there() -> None:
    """A suite that was moved would run in neither of the two."""
    assert [] == [path for path in SLOW if not (PROJECT / "tests" / path).exists()]
