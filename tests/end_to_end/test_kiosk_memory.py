"""After the reset nothing of a person is in any process of the kiosk, in scratch, runtime folder or profile; and none are kept waiting."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.foundation.allocator import WIPING
from tests.helpers.patients import Patient, patient
from tests.helpers.process_memory import children_of, needles_in

PATIENTS = int(os.environ.get("INCAMERA_PATIENTS", "3"))
"""How many come in one day of the test; a few in the check, hundreds when somebody wants to know."""

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of other processes from /proc"),
    pytest.mark.timeout(900 + 60 * PATIENTS),
]

GROWTH_KB = 30_000
"""What a process may grow by between the third patient and the last: caches of fonts and of code that ran first then."""


_SMALL_DISK = """
size=$0 folder=$1
shift
for place in home tmp run; do mount -t tmpfs -o "size=${size}m,mode=700" disk "$folder/$place" || exit 3; done
exec "$@"
"""
"""Run by `sh` in a namespace of its own."""


class Day:
    """A kiosk that takes orders."""

    def __init__(self, folder: Path, disk_mb: int = 0) -> None:
        """Open it; with `disk_mb` all that it may write to is a small disk of its own, which nobody else sees."""
        for name in ("home", "tmp", "run", "stick"):
            (folder / name).mkdir(mode=0o700)
        self.folder = folder
        environment = os.environ | {
            "INCAMERA_HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        environment |= WIPING  # as `incamera kiosk` starts itself
        own_disk = ["unshare", "-rm", "sh", "-c", _SMALL_DISK, str(disk_mb), str(folder)] if disk_mb else []
        self._process = subprocess.Popen(
            [*own_disk, sys.executable, "-m", "tests.helpers.kiosk_day", str(folder / "home")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        assert self._told()["ready"]

    @property
    def processes(self) -> list[int]:
        """The kiosk and all that it has started."""
        return [self._process.pid, *sorted(children_of(self._process.pid))]

    def order(self, *words: str) -> dict[str, object]:
        """Have something done, and return what came of it."""
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join(words).encode() + b"\n")
        self._process.stdin.flush()
        return self._told()

    def serve(self, one: Patient) -> dict[str, object]:
        """Let somebody bring their file and ask."""
        return self.order("serve", str(one.file.parent), one.file.name, one.question, one.total)

    def files_with(self, needle: bytes) -> list[Path]:
        """Return what lies in the kiosk's own folders and has `needle` in it or in its name."""
        own = [path for name in ("home", "tmp", "run") for path in (self.folder / name).rglob("*")]
        return [path for path in own if needle in os.fsencode(path) or (path.is_file() and needle in path.read_bytes())]

    def end(self) -> None:
        """Close the kiosk."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(120)
        self._process.stdout.close()

    def _told(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the kiosk has ended"
        told: dict[str, object] = json.loads(line)
        return told


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Open a kiosk."""
    made = Day(tmp_path)
    yield made
    made.end()


def found(day: Day, one: Patient) -> dict[str, list[int]]:
    """Return which of a person's needles are in which process."""
    every = [needle for needles in one.needles.values() for needle in needles]
    by_process = {pid: needles_in(pid, every) for pid in day.processes}
    return {
        what: [pid for pid, there in by_process.items() if there.intersection(needles)]
        for what, needles in one.needles.items()
        if any(there.intersection(needles) for there in by_process.values())
    }


def test_nothing_of_a_person_is_anywhere_after_the_reset(day: Day) -> None:
    """Looked for in all processes and folders; before, the same search finds every kind of it."""
    stick = day.folder / "stick"
    one = patient(stick, 1)
    assert day.serve(one)["answered"]
    assert set(one.needles) - {"bytes of the file"} <= set(found(day, one))
    day.order("reset")
    assert {} == found(day, one)
    every = [needle for needles in one.needles.values() for needle in needles]
    assert [] == [path for needle in every for path in day.files_with(needle)]


def test_a_day_of_patients_leaves_nothing_and_grows_nothing(day: Day) -> None:
    """A drive is pulled out, a child is killed in between; everybody else is answered, and nothing of anybody is left."""
    stick = day.folder / "stick"
    sizes: list[int] = []
    for number in range(2, PATIENTS + 2):
        one = patient(stick, number)
        if number % 5 == 0:
            assert not day.order("pull", str(stick), one.file.name)["answered"]
            day.order("reset")
        how = "kill" if number % 7 == 3 else "serve"
        told = day.order(how, str(stick), one.file.name, one.question, one.total)
        assert told["answered"], number
        sizes.append(int(str(day.order("reset")["rss"])))
        one.file.unlink()
    assert {} == found(day, one)
    print(f"resident, in kB, after each reset: {sizes}")  # for whoever asked for hundreds (pytest -s)
    assert sizes[-1] - sizes[min(2, len(sizes) - 1)] < GROWTH_KB, sizes


def test_a_full_disk_costs_nobody_but_who_finds_it_full(tmp_path: Path) -> None:
    """Who comes then is answered or told in a sentence, whoever comes after that is answered, and nothing is left."""
    day = Day(tmp_path, disk_mb=24)
    stick = tmp_path / "stick"
    places = [str(tmp_path / name) for name in ("home", "tmp", "run")]
    for number, before in ((2, ""), (3, "fill"), (4, ""), (5, "empty"), (6, "")):
        one = patient(stick, number)
        if before:
            assert day.order(before, *places)["answered"], "the disk is not full"
        told = day.serve(one)
        assert told["answered"] or number in (3, 4), number
        day.order("reset")
        one.file.unlink()
        assert {} == found(day, one)
    day.end()
