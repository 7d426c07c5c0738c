"""Print how much memory the window takes, how long people wait, and how often an idle window wakes the machine.

    python tests/benchmarks/desktop.py [--small] [--only memory|order|lines|idle|start|stop]

Each figure comes from a desktop of its own with real children, without a screen, on files that are made here; what is
compared is measured in the same run. Beside each stand what it was on 2026-11-28, before there were two lines of work, and
what it must reach. `--small` takes a tenth of the files: enough to see that it works, not to judge by.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

from desktop_app.jobs.job import Job, JobEnded, JobEvent, JobOptions, JobState
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.jobs.queue import JobQueue
from desktop_app.jobs.tools import Tools
from desktop_app.models import model_choice
from desktop_app.runtime_client.process import ChildCommand
from tests.helpers import large_files
from tests.helpers.children import ECHO

ROOT = Path(__file__).parents[2]
DESKTOP = ROOT / "tests" / "helpers" / "measured_desktop.py"
WINDOW = ROOT / "tests" / "helpers" / "measured_window.py"

RUNS = 3
"""Of what takes seconds: the middle one counts, for a machine does other work beside."""

QUESTION = "What is the total?"
MOST_MB, MOST_LEFT_MB = 500, 60
WORD_S = 0.0105
"""What a word takes the engine that only waits. Its answers take as long as a page: then both lines have as much to do."""

MOST_WAIT, LEAST_GAIN = 1.5, 1.5
MOST_WAKINGS, IDLE_S = 5.0, 60.0
MOST_TO_WINDOW_S, MOST_TO_SHIELD_S, MOST_TO_STOP_S = 0.7, 1.0, 0.5


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    before: str
    now: str
    must: str
    is_reached: bool


def main() -> None:
    """Measure and print; ends with 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(description="Measure the desktop's memory and its two lines of work.")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", choices=["memory", "order", "lines", "idle", "start", "stop"])
    arguments = parser.parse_args()
    parts: dict[str, Callable[[int, Path], Iterator[Row]]] = {
        "memory": memory,
        "order": order,
        "lines": lines,
        "idle": idle,
        "start": start,
        "stop": stop,
    }
    print(f"{'figure':58} {'before':>12} {'now':>22} {'must reach':>22}")
    is_reached = True
    with tempfile.TemporaryDirectory() as folder:
        for name, part in parts.items():
            if arguments.only in (None, name):
                for row in part(10 if arguments.small else 1, Path(folder)):
                    is_reached &= row.is_reached
                    print(f"{row.what:58} {row.before:>12} {row.now:>22} {row.must:>22}", flush=True)
    sys.exit(0 if is_reached else 1)


# -- memory of the window ----------------------------------------------------------------------------------------------


def memory(share: int, folder: Path) -> Iterator[Row]:
    """Open large files in a window, look at them, and begin a new conversation."""
    cases: tuple[tuple[str, str, list[Path]], ...] = (
        ("20 photographs of 12 MP", "1,245 MB", large_files.photographs(folder, 20 // share)),
        ("40-page PDF", "–", [large_files.scanned_pdf(folder / "report.pdf", 40 // share)]),
        ("200-page 300-dpi TIFF", "–", [large_files.scanned_tiff(folder / "archive.tiff", 200 // share)]),
    )
    for what, before, paths in cases:
        told = _told("window", *map(str, paths))
        start, peak, left = (int(str(told[name])) for name in ("start_mb", "peak_mb", "left_mb"))
        yield Row(f"window's memory, {what}: at most", before, f"{peak} MB", f"<= {MOST_MB} MB", peak <= MOST_MB)
        most = start + MOST_LEFT_MB
        yield Row("  after a new conversation", "–", f"{left} MB", f"<= {most} MB (start + 60)", left <= most)


# -- who waits for whom ------------------------------------------------------------------------------------------------


def order(share: int, folder: Path) -> Iterator[Row]:
    """Ask about the first of many dropped files, and about it alone."""
    files = large_files.letters(folder, 60 // share)
    runs = [(_answered_s(files[:1]), _answered_s(files)) for _ in range(RUNS)]
    alone_s, among_s = (statistics.median(times) for times in zip(*runs, strict=True))
    ratio = among_s / alone_s
    now = f"{among_s:.1f} s / {alone_s:.1f} s = {ratio:.2f}"
    yield Row(
        f"question on the first of {len(files)} dropped files", "73.8 s", now, f"<= {MOST_WAIT} x", ratio <= MOST_WAIT
    )


def _answered_s(files: Sequence[Path]) -> float:
    return float(str(_told("ask", QUESTION, *map(str, files))["answered_s"]))


# -- a window that is left alone, started, stopped ---------------------------------------------------------------------


def idle(share: int, _folder: Path) -> Iterator[Row]:
    """Count how often a window with a document and its two children are woken while nobody touches anything."""
    told = _told("idle", str(IDLE_S / share), program=WINDOW)
    each = {name: float(str(told[name])) for name in ("window", "airlock", "engine")}
    total = sum(each.values())
    now = f"{total:.1f} = " + " + ".join(f"{one:.1f}" for one in each.values())
    what = "idle: wakings a second (window, airlock, engine)"
    yield Row(what, "28", now, f"<= {MOST_WAKINGS:.0f}", total <= MOST_WAKINGS)


def start(_share: int, _folder: Path) -> Iterator[Row]:
    """Start the program from nothing; the clock runs from before its process is there."""
    runs = []
    for _ in range(RUNS):
        begun_at = time.monotonic()
        told = _told("start", program=WINDOW)
        window_s, shield_s = (float(str(told[name])) - begun_at for name in ("window", "shield"))
        runs.append((window_s, shield_s, float(str(told["window_processor"]))))
    window_s, shield_s, processor_s = (statistics.median(times) for times in zip(*runs, strict=True))
    now = f"{window_s:.2f} s ({processor_s:.2f} computing)"  # the rest is waiting, for other programs among them
    yield Row("start: first paint", "–", now, f"<= {MOST_TO_WINDOW_S} s", window_s <= MOST_TO_WINDOW_S)
    yield Row("  green shield", "–", f"{shield_s:.2f} s", f"<= {MOST_TO_SHIELD_S} s", shield_s <= MOST_TO_SHIELD_S)


def stop(_share: int, folder: Path) -> Iterator[Row]:
    """Stop a question about a photograph at several moments; the longest counts."""
    told = _told("stop", *map(str, large_files.photographs(folder, 5)), program=WINDOW)
    said_s, done_s = float(str(told["said_s"])), float(str(told["done_s"]))
    yield Row(
        "stop: the window says so after", "–", f"{said_s:.2f} s", f"<= {MOST_TO_STOP_S} s", said_s <= MOST_TO_STOP_S
    )
    yield Row(
        "  both children are free after", "–", f"{done_s:.2f} s", f"<= {MOST_TO_STOP_S} s", done_s <= MOST_TO_STOP_S
    )


# -- the airlock while the engine answers ------------------------------------------------------------------------------


def lines(share: int, folder: Path) -> Iterator[Row]:
    """Prepare pages while questions are answered, and one after the other.

    Where both children want all the processors there is little to gain; that is what the second row says.
    """
    count = max(2, 12 // share)
    for what, command in (
        ("a model that computes elsewhere", ECHO),
        ("the reader, on the same processors", model_choice.reader().command),
    ):
        one_s, both_s = _one_and_both(command, large_files.letters(folder, 4 * count), count)
        gain = one_s / both_s
        now = f"{60 * count / one_s:.0f} -> {60 * count / both_s:.0f} = {gain:.2f}"
        yield Row(f"pages a minute beside {what}", "1.0 x", now, f">= {LEAST_GAIN} x", gain >= LEAST_GAIN)


def _one_and_both(command: ChildCommand, files: Sequence[Path], count: int) -> tuple[float, float]:
    """Return how long `count` pages and as many answers take, one after the other and side by side."""
    tools = Tools(command, lambda _: None)
    tools.start()
    work = _Work(tools)
    asked_one, asked_both, pages_one, pages_both = (files[at * count : (at + 1) * count] for at in range(4))
    try:
        started = time.monotonic()
        prepared = {path: work.prepared(path) for path in (*asked_one, *asked_both)}
        page_s = (time.monotonic() - started) / len(prepared)
        question = QUESTION if command is not ECHO else "slowly " + "word " * round(page_s / WORD_S)
        work.ask(question, prepared, [asked_one[0]])  # the model is loaded, and the first page read
        work.settle()
        started = time.monotonic()
        work.ask(question, prepared, asked_one[1:])
        work.settle()
        work.prepare(pages_one[1:])
        work.settle()
        one_s = time.monotonic() - started
        work.ask(question, prepared, [asked_both[0]])
        work.settle()
        started = time.monotonic()
        work.ask(question, prepared, asked_both[1:])
        work.prepare(pages_both[1:])
        work.settle()
        return one_s, time.monotonic() - started
    finally:
        work.close()
        tools.close()


class _Work:
    """Jobs, and the wait until all of them have ended."""

    def __init__(self, tools: Tools) -> None:
        self._changed = threading.Condition()
        self._open: set[str] = set()
        self._ends: dict[str, JobEnded] = {}
        self._queue = JobQueue(tools.run, self._on_event, tools)
        self._count = 0

    def prepared(self, path: Path) -> PreparedDocument:
        """Prepare a page and return it."""
        job_id = self._submit(Job("", path, options=JobOptions(policy="faces")))
        self.settle()
        result = self._ends[job_id].result
        assert result is not None
        return result.document

    def prepare(self, paths: Sequence[Path]) -> None:
        """Begin to prepare pages."""
        for path in paths:
            self._submit(Job("", path, options=JobOptions(policy="faces")))

    def ask(self, question: str, prepared: dict[Path, PreparedDocument], paths: Sequence[Path]) -> None:
        """Begin to ask about pages, as a folder is asked about: nobody waits for each answer."""
        for path in paths:
            self._submit(Job("", path, (question,), JobOptions(policy="faces"), prepared[path]))

    def settle(self) -> None:
        """Wait for all. Raises the error of one that failed."""
        with self._changed:
            self._changed.wait_for(lambda: not self._open)
            failed = [end.error for end in self._ends.values() if end.state is not JobState.FINISHED]
        for error in failed:
            raise error or RuntimeError

    def close(self) -> None:
        """End the queue."""
        self._queue.close()

    def _submit(self, job: Job) -> str:
        self._count += 1
        job_id = str(self._count)
        with self._changed:
            self._open.add(job_id)
        self._queue.submit(Job(job_id, job.path, job.questions, job.options, job.prepared))
        return job_id

    def _on_event(self, event: JobEvent) -> None:
        if isinstance(event, JobEnded):
            with self._changed:
                self._ends[event.job_id] = event
                self._open.discard(event.job_id)
                self._changed.notify_all()


def _told(*words: str, program: Path = DESKTOP) -> dict[str, object]:
    """Run a measured desktop or window and return what it prints. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"INCAMERA_HOME": home, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        line = [sys.executable, str(program), *words]
        ran = subprocess.run(line, capture_output=True, text=True, env=environment, check=True)
    told: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
