"""A kiosk begins again as a process that wipes what it frees, and hears no other variable where it heard none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app import __main__

OPTIONS = [
    *(["-IB"], ["-I", "-B"], ["-B", "-I"], ["-BI"], ["-I"], ["-X", "faulthandler", "-I"], ["-Wignore", "-bI"]),
    *(["-E", "-s", "-P"], ["-EsP"]),
]
"""Of a Python that hears no variable."""

AGAIN = """
import os, sys
sys.path.insert(0, {project!r})
from desktop_app.__main__ import _with_wiped_memory
_with_wiped_memory()
print(sorted(name for name in os.environ if name.startswith("PYTHON")), sys.flags.no_user_site, sys.flags.safe_path, flush=True)
sys._debugmallocstats()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's memory")
@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
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


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("-IB -m desktop_app kiosk -I", "-sPB -m desktop_app kiosk -I"),
        ("-B -I script.py -E", "-B -sP script.py -E"),
        ("-EB -sBE -E script.py", "-B -sB script.py"),
        ("-WI -X I -I -BmI -E", "-WI -X I -sP -BmI -E"),
        ("--check-hash-based-pycs never -I - -I", "--check-hash-based-pycs never -sP - -I"),
        ("-I", "-sP"),
        ("", ""),
    ],
)
def test_only_options_of_python_itself_are_others_afterwards(words: str, heard: str) -> None:
    """Not what an option is told, and not the program's own words."""
    assert heard.split() == __main__.hearing(words.split())
