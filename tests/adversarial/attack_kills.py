"""Kill the program at random moments and look at what lies around: nothing but whole files under the names given.

Looked at twice: beside the outputs at once, since what is there may show a page that was to be hidden, and in the
system's folder for temporary files after the next start, which tidies up. The seed is fixed; the moments are not.
"""

import contextlib
import fnmatch
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.adversarial.row import Row, Size

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "resources" / "samples" / "invoice.png"
PATIENCE_S = 60.0

PROGRAM = (sys.executable, "-m", "desktop_app")
REDACT = (*PROGRAM, "redact", "a.png", "--out", "copy.png", "--preview", "preview.png", "--report", "report.jsonl")
ANALYZE = (*PROGRAM, "analyze", "a.png", "--ask", "What is the total?", "--json", "--out", "answers.jsonl")
COPY = (*PROGRAM, "redact", "a.png", "--out", "folder")

WRITER = """
import sys
from pathlib import Path
from desktop_app.foundation import atomic_file, unfinished_files
from desktop_app.settings.store import Settings, SettingsStore
unfinished_files.remove_left_overs()
if sys.argv[1] == "named":
    atomic_file._nameless = lambda folder: None
store = SettingsStore(Path("settings"))
print(flush=True)
while True:
    atomic_file.write(Path("copy.png"), [b"private page" * 40_000])
    store.save(Settings())
"""
"""Writes without a pause, on a disk that knows files without names, and as if on one that does not."""


@dataclass(frozen=True)
class Victim:
    """What is killed.

    Attributes:
        outputs: files that may be there afterwards, as patterns.
        is_tidied: what is left beside the outputs may go at the next start, not with the program: it replaces files all
            the time, and a file has a name of its own between the two calls that put it into another one's place.
    """

    check: str
    line: tuple[str, ...]
    outputs: tuple[str, ...]
    is_tidied: bool = False


SETTINGS = "settings/settings.json"
REDACTING = Victim("killed while it copies", REDACT, ("copy.png", "preview.png", "report.jsonl"))
COPYING = Victim("killed while it copies into a folder", COPY, ("folder/a.png", "folder/a (*).png"))
ANALYZING = Victim("killed while it answers", ANALYZE, ("answers.jsonl",))
WRITING = Victim("killed while it writes", (sys.executable, "-c", WRITER, "nameless"), ("copy.png", SETTINGS), True)
NAMING = Victim("the same, without nameless files", (sys.executable, "-c", WRITER, "named"), WRITING.outputs, True)


def rows(size: Size) -> Iterator[Row]:
    """Kill each of them, more often where that is asked for."""
    moments = random.Random(20261128)
    is_full = size is Size.FULL
    for victim, count in (
        (REDACTING, 40 if is_full else 4),
        (COPYING, 20 if is_full else 1),
        (ANALYZING, 20 if is_full else 1),
        (WRITING, 100 if is_full else 8),
        (NAMING, 60 if is_full else 4),
    ):
        with _room() as room:
            whole_s = _start_and_end(victim, room)
            broken = [f"{found}" for _ in range(count) if (found := _killed(victim, room, moments.uniform(0, whole_s)))]
            left = _left_over(victim, room)
        yield Row(victim.check, count + 1, len(broken) + bool(left), (*broken, *left), f"over {whole_s:.1f} s")


def _start_and_end(victim: Victim, room: "Room") -> float:
    """Let it run once, so that its outputs are there to be replaced. Returns how long it took, in seconds."""
    started = time.monotonic()
    if victim in (WRITING, NAMING):
        _kill(victim, room, 0.5)
        return 0.2
    subprocess.run(victim.line, cwd=room.folder, env=room.environment, capture_output=True, check=True)
    return time.monotonic() - started


def _killed(victim: Victim, room: "Room", after_s: float) -> str:
    """Kill it once. Returns what is wrong with what lies there, without anything private."""
    _kill(victim, room, after_s)
    found = {str(path.relative_to(room.folder)) for path in room.folder.rglob("*") if path.is_file()}
    strange = _strange(found, victim)
    if strange and not victim.is_tidied:
        return f"{len(strange)} files beside the outputs after {after_s:.2f} s"
    torn = [name for name in found - strange - {"a.png"} if not room.is_whole(name)]
    return f"half of {torn[0]} after {after_s:.2f} s" if torn else ""


def _kill(victim: Victim, room: "Room", after_s: float) -> None:
    with subprocess.Popen(
        victim.line, cwd=room.folder, env=room.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        if victim in (WRITING, NAMING) and process.stdout is not None:
            process.stdout.readline()  # from here on it writes
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_S)
        # a child that was only just starting sees that it is alone when it has started; until then it has its folder
        _wait(lambda: not _orphans_of(process.pid), PATIENCE_S)


def _orphans_of(pid: int) -> list[str]:
    """Return the processes that a program has left behind, as their parent's number in their command lines tells."""
    sign = f"--parent\0{pid}\0".encode()
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if sign in line.read_bytes():
                found.append(line.parent.name)
    return found


def _left_over(victim: Victim, room: "Room") -> list[str]:
    """Start the program once more, and return the places where something is left all the same."""
    line = (*PROGRAM, "models", "list") if victim is not ANALYZING else victim.line
    started = subprocess.run(line, cwd=room.folder, env=room.environment, capture_output=True, check=False)
    found = {str(path.relative_to(room.folder)) for path in room.folder.rglob("*") if path.is_file()}
    beside = _strange(found, victim)
    _wait(lambda: not os.listdir(room.temporary))
    if started.returncode:
        return [f"the next start ended with {started.returncode}"]
    places = {"beside the outputs": beside, "among temporary files": os.listdir(room.temporary)}
    return [f"{len(found)} left {place} after the next start" for place, found in places.items() if found]


def _strange(found: set[str], victim: Victim) -> set[str]:
    return {name for name in found if not any(fnmatch.fnmatch(name, known) for known in ("a.png", *victim.outputs))}


def _wait(is_true: Callable[[], bool], most_s: float = 5.0) -> None:
    ends_at = time.monotonic() + most_s
    while not is_true() and time.monotonic() < ends_at:
        time.sleep(0.05)


@dataclass(frozen=True)
class Room:
    """A folder of outputs, and the temporary files of whoever runs there."""

    folder: Path
    temporary: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the program runs with."""
        home = {"HOME": str(self.folder.parent / "home"), "TMPDIR": str(self.temporary)}
        return os.environ | home | {"PYTHONPATH": str(PROJECT), "INCAMERA_HOME": str(self.folder.parent / "home")}

    def is_whole(self, name: str) -> bool:
        """Tell by its last bytes whether a file was written to its end."""
        data = (self.folder / name).read_bytes()
        if name == "copy.png" and data.startswith(b"private"):
            return len(data) == 12 * 40_000
        ends = {".png": b"IEND\xaeB`\x82", ".jsonl": b"}\n", ".json": b"}\n"}
        return data.endswith(ends[Path(name).suffix])


@contextlib.contextmanager
def _room() -> Iterator[Room]:
    with tempfile.TemporaryDirectory() as name:
        room = Room(Path(name) / "room", Path(name) / "temporary")
        for folder in (room.folder, room.temporary, room.folder / "folder"):
            folder.mkdir()
        shutil.copy(SAMPLE, room.folder / "a.png")
        yield room
