"""Measure what a scan costs that lies turned, beside the same scan upright, in one run.

`python tests/benchmarks/turned_scans.py [PICTURE…] [--policy NAME…]` prints, for each policy, the processor time from a
closed file to a page that may leave (open, look, redact), and for the reader's answer that to one question about it: of
the upright scan, and by how much more the same scan costs that is turned by 90, 180 and 270 degrees. Each is measured in
turns, several times, and the least counts: other work on the machine only adds. Judges nothing.
"""

import argparse
import functools
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

import numpy as np
from PIL import Image

from model_runtime.airlock.handlers import Airlock
from model_runtime.protocol import messages
from model_runtime.reading import ocr
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.ocr import Ocr
from tests.helpers.documents import GivenChannel

SAMPLE = Path(__file__).parents[1] / "data" / "documents" / "zugferd-re-20171118.jpg"
POLICIES = ("faces+text", "financial")
TURNS = (0, 1, 2, 3)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure turned scans beside upright ones.")
    parser.add_argument("files", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--policy", nargs="*", default=POLICIES)
    parser.add_argument("--times", type=int, default=3, help="how often each is measured")
    arguments = parser.parse_args()
    print(f"{'':28}{'upright':>10}{'90':>8}{'180':>8}{'270':>8}")
    for path in arguments.files:
        pages = [_turned(path, turns) for turns in TURNS]
        for policy in arguments.policy:
            _print(
                f"{path.stem[:14]} {policy}",
                _least(functools.partial(_look, policy), pages, arguments.times),
            )
        _print(f"{path.stem[:14]} reading", _least(_read, pages, arguments.times))
    return 0


def _turned(path: Path, turns: int) -> bytes:
    """Return the picture in `path`, turned left, as a PNG."""
    with Image.open(path) as opened:
        pixels = np.rot90(np.asarray(opened.convert("RGB")), turns)
    made = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(made, "PNG", compress_level=1)
    return made.getvalue()


def _least(work: Callable[[bytes], None], pages: list[bytes], times: int) -> list[float]:
    """Return the least processor time that `work` took for each page; the first round only loads what is needed."""
    work(pages[0])
    rounds = [[_seconds(work, page) for page in pages] for _ in range(times)]
    return [min(column) for column in zip(*rounds, strict=True)]


def _seconds(work: Callable[[bytes], None], page: bytes) -> float:
    start = time.process_time()
    work(page)
    return time.process_time() - start


def _look(policy: str, page: bytes) -> None:
    airlock, channel = Airlock(), GivenChannel(page)
    airlock.handle(messages.OpenDocument(1, len(page)), channel)
    found = airlock.handle(messages.DetectRegions(2, 1, policy), channel)
    assert isinstance(found, messages.RegionsDetected)
    airlock.handle(messages.RedactPage(3, 1, found.detection.regions, 2_000_000), channel)
    airlock.handle(messages.CloseDocument(4), channel)


_reader: Ocr | None = None


def _read(page: bytes) -> None:
    global _reader
    _reader = _reader or Ocr(ocr.weights_folder())
    with Image.open(io.BytesIO(page)) as opened:
        assert _reader.read(np.asarray(opened), lambda: False, KnownReadings()) is not None


def _print(name: str, seconds: list[float]) -> None:
    upright, *turned = seconds
    print(f"{name:28}{upright:8.2f} s" + "".join(f"{one / upright:8.2f}" for one in turned), flush=True)


if __name__ == "__main__":
    sys.exit(main())
