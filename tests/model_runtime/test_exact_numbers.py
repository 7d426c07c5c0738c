"""Golden numbers are met to the last bit, by the kernels with which they were made: no rounding hides another computation."""

import os
import subprocess
import sys

from tests.architecture.tree import PROJECT
from tests.helpers import reference_kernels

GOLDEN = ("chatglm4v/test_golden_numbers.py", "cogvlm2_video/test_golden_numbers.py")


def test_golden_numbers_are_met_to_the_last_bit() -> None:
    """By what this processor takes by itself, or else by the kernels that are named."""
    files = [str(PROJECT / "tests" / "model_runtime" / name) for name in GOLDEN]
    told = []
    for kernels in ({}, reference_kernels.CHOICE):
        own = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
            env=own | reference_kernels.DEMAND | kernels,
            cwd=PROJECT,
            capture_output=True,
            text=True,
        )
        if ran.returncode == 0:
            assert " passed" in ran.stdout
            return
        told.append(ran.stdout[-2000:])
    raise AssertionError("\n".join(told))
