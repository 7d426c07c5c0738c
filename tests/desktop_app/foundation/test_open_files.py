"""Too low a limit on open files is raised where that is allowed, and is a sentence of its own where it is not."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")

PROGRAM = """
import resource
from desktop_app.foundation import open_files
from desktop_app.foundation.errors import AppError
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
try:
    open_files.check()
    print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
except AppError as error:
    print(error.code, int(error.fault))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "said"),
    [(12, 200, "64"), (100, 200, "100"), (12, 12, "too_few_files 5"), (63, 63, "too_few_files 5")],
)
def test_a_limit_is_raised_or_told(soft: int, hard: int, said: str) -> None:
    """One that is high enough stays as it is."""
    program = PROGRAM.format(soft=soft, hard=hard)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said == ran.stdout.strip()
