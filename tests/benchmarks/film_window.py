"""Time how soon a film is seen in the window after it was dropped, and how soon any second of it after a seek.

`python tests/benchmarks/film_window.py [--seconds N] [--seeks N] [--clip FILE]` opens a film of N seconds of 640x360 (or the
named one) in a window without a screen, over real children, and prints first frame and the median and longest of the seeks, while the film is
looked through and after that. Judges nothing; means something on an idle machine.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the file can be run by its path
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from model_runtime.documents.page import Pixels  # noqa: E402 - after the path
from tests.helpers.films import numbered_frame, written  # noqa: E402
from tests.helpers.measured_desktop import SETTLING_S, Desk, desk  # noqa: E402

RATE = 25


def main() -> None:
    """Open a film, seek in it, and print how long that took."""
    parser = argparse.ArgumentParser(description="Time films in the window.")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seeks", type=int, default=20)
    parser.add_argument("--clip", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["INCAMERA_HOME"] = str(Path(name) / "home")
        clip = arguments.clip or Path(name) / "clip.mp4"
        if arguments.clip is None:
            written(clip, _frames(arguments.seconds * RATE), RATE)
        with desk() as at:
            _measure(at, clip, arguments.seeks)


def _frames(count: int) -> Iterator[Pixels]:
    return (numbered_frame(number % 256, 640, 360) for number in range(count))


def _measure(at: Desk, clip: Path, seeks: int) -> None:
    person = at.person
    at.live(SETTLING_S)
    dropped_at = time.monotonic()
    person.take_in(clip)
    at.until(lambda: person.shown_page == 1)
    print(f"first frame after the drop      {time.monotonic() - dropped_at:.2f} s")
    _print("seek while it is looked through", _seek_s(at, seeks))
    person.ready()
    _print("seek after that", _seek_s(at, seeks))


def _seek_s(at: Desk, seeks: int) -> Sequence[float]:
    """Return how long each seek took, to a random frame that is not shown."""
    person, chance = at.person, random.Random(7)
    document = at.built.documents.current
    assert document is not None
    assert document.line is not None
    took = []
    for _ in range(seeks):
        number = chance.choice([one for one in document.line.numbers if one != person.shown_page])
        asked_at = time.monotonic()
        at.built.parts.films.time_line.seek(number)
        at.until(lambda number=number: person.shown_page == number)  # type: ignore[misc]
        took.append(time.monotonic() - asked_at)
    return took


def _print(what: str, took_s: Sequence[float]) -> None:
    print(f"{what:31} {statistics.median(took_s):.2f} s in the middle, {max(took_s):.2f} s at most")


if __name__ == "__main__":
    main()
