"""A kiosk begins again as a process that wipes what it frees, and hears no other variable where it heard none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

AGAIN = """
import os, sys
sys.path.insert(0, {project!r})
from desktop_app.__main__ import _with_wiped_memory
_with_wiped_memory()
print(sorted(name for name in os.environ if name.startswith("PYTHON")), sys.flags.no_user_site, sys.flags.safe_path, flush=True)
sys._debugmallocstats()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's memory")
@pytest.mark.parametrize("options", [["-IB"], ["-I", "-B"]], ids=["script", "words"])
def test_a_program_that_hears_no_variables_wipes_its_memory_all_the_same(tmp_path: Path, options: list[str]) -> None:
    """Python takes its memory from the C library, and a module of whoever starts it is not looked at."""
    (tmp_path / "sitecustomize.py").write_text("print('evil')\n")
    code = AGAIN.format(project=str(Path(__file__).resolve().parents[2]))
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": "x"}
    ran = subprocess.run(
        [sys.executable, *options, "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        cwd=tmp_path,
    )
    assert "['PYTHONMALLOC'] 1 True\n" == ran.stdout
    assert "Small block threshold" not in ran.stderr
