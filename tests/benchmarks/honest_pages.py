"""Measure what it costs to let pixels decide on pages whose text layer says what they show, beside another checkout.

`python tests/benchmarks/honest_pages.py PDF… --before CHECKOUT` prints, for each policy, the median processor time and wall
time of the airlock for the first page of each file (open, look, redact), in this checkout and in the other one, and the
ratio. Both are measured in turns, file by file, so that other work on the machine meets both. Judges nothing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
POLICIES = ("off", "faces", "faces+text", "financial")


class _Channel:
    """A channel to nobody that gives the bytes of one document."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def emit(self, event: object) -> None:
        """Drop `event`."""

    def is_cancelled(self) -> bool:
        """Tell that nobody wants to stop."""
        return False

    def fetch(self, offset: int, length: int) -> bytes:
        """Return bytes of the document."""
        return self._data[offset : offset + length]


def _seconds(path: Path, policy: str) -> tuple[float, float]:
    """Return processor and wall seconds from a closed document to pixels and words that may leave."""
    from model_runtime.airlock.handlers import Airlock
    from model_runtime.protocol import messages

    data = path.read_bytes()
    airlock, channel = Airlock(), _Channel(data)
    processor, wall = time.process_time(), time.perf_counter()
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    found = airlock.handle(messages.DetectRegions(2, 1, policy), channel)
    assert isinstance(found, messages.RegionsDetected)
    airlock.handle(messages.RedactPage(3, 1, found.detection.regions, 2_000_000), channel)
    airlock.handle(messages.CloseDocument(4), channel)
    return time.process_time() - processor, time.perf_counter() - wall


def _serve() -> None:
    """Measure each file that is named on standard input; the first one twice, so that networks are loaded."""
    for line in sys.stdin:
        path, policy = json.loads(line)
        print(json.dumps(_seconds(Path(path), policy)), flush=True)


def _worker(checkout: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, __file__, "--serve"]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    return subprocess.Popen(
        command, cwd=checkout, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _asked(worker: "subprocess.Popen[str]", path: Path, policy: str) -> tuple[float, float]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps([str(path.resolve()), policy]) + "\n")
    worker.stdin.flush()
    processor, wall = json.loads(worker.stdout.readline())
    return processor, wall


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure honest pages in two checkouts.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--before", type=Path, help="the other checkout")
    parser.add_argument("--policy", nargs="*", default=POLICIES)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        _serve()
        return 0
    workers = [_worker(HERE), _worker(arguments.before.resolve())]
    print("policy      files  after: cpu s  wall s   before: cpu s  wall s   cpu ratio (median of files)")
    for policy in arguments.policy:
        for worker in workers:
            _asked(worker, arguments.files[0], policy)
        rows = [[_asked(worker, path, policy) for worker in workers] for path in arguments.files]
        after, before = ([row[side] for row in rows] for side in (0, 1))
        medians = [statistics.median(value[kind] for value in side) for side in (after, before) for kind in (0, 1)]
        ratio = statistics.median(a[0] / b[0] for a, b in rows)
        print(
            f"{policy:12}{len(rows):5}  {medians[0]:12.2f}{medians[1]:8.2f}  {medians[2]:14.2f}{medians[3]:8.2f}  {ratio:12.2f}"
        )
    for worker in workers:
        worker.communicate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
