"""Time how long the window takes from a fresh interpreter to its first paint, beside a bare window of Qt in the same run.

`python tests/benchmarks/window_start.py [--runs N]` prints medians in seconds and their ratio. Judges nothing.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

OURS = """
import time
started = time.perf_counter()
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop_app.gui import app
from desktop_app.jobs.tools import Tools
Tools.start = lambda self: print(time.perf_counter() - started) or QTimer.singleShot(0, app.QApplication.quit)
app.run_window([])
"""
"""The children start when the window stands; they are left out, and the clock stops there."""

BARE = """
import time
started = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: print(time.perf_counter() - started) or application.quit())
application.exec()
"""


def main() -> None:
    """Run both in turn and print the table."""
    parser = argparse.ArgumentParser(description="Time the window's start beside a bare window.")
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    taken: dict[str, list[float]] = {"In Camera": [], "a bare window": []}
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"INCAMERA_HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        for _ in range(runs):
            for name, code in zip(taken, (OURS, BARE), strict=True):
                ran = subprocess.run(
                    [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
                )
                taken[name].append(float(ran.stdout.split()[0]))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        print(f"{name:14} {median:.3f} s (median of {runs})")
    ours, bare = medians.values()
    print(f"ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main()
