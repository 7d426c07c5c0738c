"""Kill a batch at random moments and go on with it: the rows are those of an unbroken run, each once and in the same order.

Looked at after every kill, too: whole rows, then at most one torn one. The seed is fixed; the moments are not.
"""

import json
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.adversarial.attack_kills import PATIENCE_S, PROGRAM, Room
from tests.adversarial.row import Row, Size
from tests.helpers.receipts import write_receipts

ASK = ("--ask", "What is the total?", "--ask", "What is the date?")
VARYING = {"timings_s", "image_cached"}
"""What no two runs have alike."""


def rows(size: Size) -> Iterator[Row]:
    """Let one batch run to its end, and kill another until it has been killed often enough, or is done."""
    is_full = size is Size.FULL
    with tempfile.TemporaryDirectory() as name:
        ground = Ground.prepared(Path(name), 20 if is_full else 5)
        yield ground.resumed(20 if is_full else 2, random.Random(20261128))
        yield ground.torn(random.Random(20261129), 400 if is_full else 20)


@dataclass(frozen=True)
class Ground:
    """A folder of receipts with a damaged one among them, and the rows of an unbroken run.

    Attributes:
        whole_s: how long that took.
    """

    room: Room
    unbroken: bytes
    whole_s: float

    @classmethod
    def prepared(cls, place: Path, count: int) -> "Ground":
        """Write the receipts and run once."""
        room = Room(place / "room", place / "temporary")
        room.temporary.mkdir()
        paths = write_receipts(room.folder / "in", count)
        paths[1].write_bytes(paths[1].read_bytes()[:200])
        started = time.monotonic()
        subprocess.run(line("unbroken.jsonl"), cwd=room.folder, env=room.environment, capture_output=True, check=False)
        return cls(room, (room.folder / "unbroken.jsonl").read_bytes(), time.monotonic() - started)

    def resumed(self, kills: int, moments: random.Random) -> Row:
        """Kill it that often, at moments that let it come a little further each time, then let it end."""
        out, wrong = self.room.folder / "rows.jsonl", list[str]()
        for kill in range(kills):
            after_s = moments.uniform(0, 3 * self.whole_s / kills + self.whole_s / 3)
            if kill % 4 == 3:
                out.unlink(missing_ok=True)  # it may be done by now: once more from the beginning
            self._kill(after_s)
            if fault := _fault(out.read_bytes() if out.exists() else b"", self.unbroken):
                wrong.append(f"{fault} after kill {kill} at {after_s:.2f} s")
        self._end()
        if _told(out.read_bytes()) != _told(self.unbroken):
            wrong.append("other rows in the end")
        note = f"{len(_told(self.unbroken))} rows, over {self.whole_s:.1f} s"
        return Row("a batch killed and resumed", kills + 1, len(wrong), tuple(wrong), note)

    def torn(self, places: random.Random, count: int) -> Row:
        """Cut the file where no kill may have cut it, and see what is kept; go on once from such a file."""
        from desktop_app.export import row_file

        out, call = self.room.folder / "rows.jsonl", json.loads(self.unbroken.splitlines()[0])["call"]
        wrong = []
        for _ in range(count):
            cut = places.randrange(len(self.unbroken) + 1)
            out.write_bytes(self.unbroken[:cut])
            if len(row_file.kept_rows(out, call)) != self.unbroken[:cut].count(b"\n"):
                wrong.append(f"cut at {cut}")
        self._end()
        if _told(out.read_bytes()) != _told(self.unbroken):
            wrong.append(f"gone on from {cut}")
        return Row("rows torn at any byte", count + 1, len(wrong), tuple(wrong))

    def _kill(self, after_s: float) -> None:
        with subprocess.Popen(
            line("rows.jsonl"),
            cwd=self.room.folder,
            env=self.room.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(after_s)
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE_S)

    def _end(self) -> None:
        subprocess.run(
            line("rows.jsonl"), cwd=self.room.folder, env=self.room.environment, capture_output=True, check=False
        )


def line(out: str) -> tuple[str, ...]:
    """Return the command: the same each time, so that nobody need know whether it is the first."""
    return (*PROGRAM, "batch", "in", *ASK, "--out", out, "--resume")


def _fault(found: bytes, unbroken: bytes) -> str:
    """Return what is wrong with a file that a kill has left: it must be a beginning of the unbroken one."""
    *whole, torn = found.split(b"\n")
    if _told(b"\n".join(whole)) != _told(unbroken)[: len(whole)]:
        return "rows that do not follow"
    return "" if torn[:7] == b'{"id":"'[: len(torn)] else "something else than a torn row"


def _told(data: bytes) -> list[Any]:
    """Return rows without what varies from run to run."""
    return [_without(json.loads(row)) for row in data.splitlines()]


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(one) for key, one in value.items() if key not in VARYING}
    return [_without(one) for one in value] if isinstance(value, list) else value
