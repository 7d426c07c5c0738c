"""Measure a long series of computed tomography: how soon its first slice is seen, and how long all of them take to be cleaned.

    python tests/benchmarks/medical_series.py [--slices N] [--runs N]

Makes three series of 512 x 512 values with a scanner's noise: nothing burnt in, a name in one place on every slice, and a
name that moves. The first slice is timed in the window, from the drop until it is drawn; cleaning by the command line, the
most memory of its processes beside it. The baseline, in the same run, is the same slices copied one call a file, a few of
them. Prints a table; judges nothing.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the file can be run by its path

from tests.helpers.ct_series import Texts, write_series  # noqa: E402 - after the path

SERIES: dict[str, Texts] = {
    "nothing burnt in": lambda _: (),
    "a name in one place": lambda number: (("Thoraxson, Iliana", 12, 10), (f"Im {number}", 430, 480)),
    "a name that moves": lambda number: (
        ("Thoraxson, Iliana", 12 + number, 10 + 2 * number),
        (f"Im {number}", 430, 480),
    ),
}
ALONE = 3
"""Slices of the baseline."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure a long medical series.")
    parser.add_argument("--slices", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3, help="of the first slice; the rest is measured once")
    parser.add_argument("--first", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.first is not None:
        _first_slice(words.first)
        return
    print(f"{words.slices} slices      first slice seen   cleaned        a slice   one call a slice   most memory")
    for name, texts in SERIES.items():
        with tempfile.TemporaryDirectory() as folder:
            files = write_series(Path(folder, "series"), words.slices, texts)
            first_s = statistics.median(_in_window(files[0].parent) for _ in range(words.runs))
            alone_s = sum(_cleaned(path, Path(folder, f"{path.stem} alone.dcm")) for path in files[:ALONE]) / ALONE
            whole_s = _cleaned(files[0].parent, Path(folder, "clean"))
            most_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
            print(
                f"{name:20} {first_s:10.2f} s {whole_s:10.1f} s {whole_s / len(files):10.2f} s {alone_s:14.2f} s {most_mb:12,.0f} MB",
                flush=True,
            )


def _cleaned(source: Path, target: Path) -> float:
    """Return how long a copy takes, in seconds."""
    line = [sys.executable, "-m", "desktop_app", "redact", str(source), "--policy", "medical", "--out", str(target)]
    began = time.monotonic()
    subprocess.run(line, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def _in_window(folder: Path) -> float:
    """Return how long the first slice takes in a window of its own that has stood idle."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"INCAMERA_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        line = [sys.executable, str(Path(__file__)), "--first", str(folder)]
        told = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
    return float(told.stdout.split()[-1])


def _first_slice(folder: Path) -> None:
    from tests.helpers.measured_desktop import SETTLING_S, desk

    with desk() as at:
        at.live(SETTLING_S)
        began = time.monotonic()
        at.person.take_in(folder)
        at.until(lambda: at.person.has_page)
        print(time.monotonic() - began, flush=True)
        at.built.documents.clear()


if __name__ == "__main__":
    main()
