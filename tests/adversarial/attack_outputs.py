"""Try to make the command line write over a file that was not named as its output: every pair, under every spelling.

What a person has before a call is there afterwards, byte for byte; only a file that was named as an output, and is no
input and no other output, may have changed.
"""

import contextlib
import io
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop_app.cli import main
from tests.adversarial.row import Row, Size

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "resources" / "samples" / "invoice.png"
POLICY = b'detectors = ["faces"]\n[kinds]\nFACE = {}\n'

TryT = TypeVar("TryT")

SPELLINGS: dict[str, Callable[[Path], str]] = {
    "same path": str,
    "relative": os.path.relpath,
    "dotted": lambda path: str(path.parent / ".." / path.parent.name / path.name),
    "linked folder": lambda path: str(path.parent.parent / "by_link" / path.name),
    "link": lambda path: str(path.with_name(f"link-{path.name}")),
    "link to a link": lambda path: str(path.with_name(f"chain-{path.name}")),
    "hard link": lambda path: str(path.with_name(f"hard-{path.name}")),
}
"""How a file that is there can be called. Links to one that is not lead nowhere and count as well."""

INTO_INPUT = ("redact --out", "redact --report", "redact --preview", "analyze --out", "analyze --out POLICY")
COLLIDING = (("--out", "--report"), ("--out", "--preview"), ("--preview", "--report"))


@dataclass(frozen=True)
class Copies:
    """A call that makes copies in a folder, how it should end, and how many new pictures are there afterwards."""

    name: str
    words: tuple[str, ...]
    folder: str
    code: int
    made: int


COPIES = (
    Copies("two of one name", ("a.png", "inner/a.png"), "new", 0, 2),
    Copies("a name that is taken", ("a.png",), "full", 0, 1),
    Copies("the source's own folder", ("a.png", "inner/a.png"), "inner", 2, 0),
    Copies("a name that a link has", ("linked.png",), "full", 0, 1),
    Copies("a name that a folder has", ("folded.png",), "full", 0, 1),
    Copies("by a linked folder", ("a.png",), "to_full", 0, 1),
    Copies("previews too", ("a.png", "inner/a.png", "--preview", "full"), "new", 0, 4),
    Copies("a report of a copy's name", ("a.png", "--report", "full/b.png"), "full", 0, 2),
    Copies("a preview of a copy's name", ("linked.png", "--preview", "inner/linked.png"), "inner", 0, 2),
)


def rows(size: Size) -> Iterator[Row]:
    """Attack with words alone, then with copies that are really made."""
    calls = list(itertools.product(INTO_INPUT, SPELLINGS))
    yield _row("outputs that are inputs", _some(calls, size), lambda call: _into_input(*call))
    names = [
        name for name in itertools.product(SPELLINGS, ("old.png", "free.png")) if name != ("hard link", "free.png")
    ]
    pairs = list(itertools.product(COLLIDING, names))
    yield _row("two outputs that are one file", _some(pairs, size), lambda pair: _into_each_other(pair[0], *pair[1]))
    streams = list(itertools.product((1, 2), ("ab", "r+b")))
    yield _row("a shell's own output into the input", streams, lambda stream: _shell_into_input(*stream))
    copies = COPIES if size is Size.FULL else COPIES[:3]
    yield _row("copies among files of their names", copies, _among_names)


def _row(check: str, tries: Sequence[TryT], holds: Callable[[TryT], bool]) -> Row:
    broken = [str(one) for one in tries if not holds(one)]
    return Row(check, len(tries), len(broken), tuple(broken))


def _some(tries: list[TryT], size: Size) -> list[TryT]:
    return tries if size is Size.FULL else tries[::3]


def _into_input(word: str, spelling: str) -> bool:
    """Name the input, or a person's own policy, as an output. Tells whether the call is refused and changes nothing."""

    def words(room: Path) -> list[str]:
        spelled = SPELLINGS[spelling](room / ("own.toml" if word.endswith("POLICY") else "a.png"))
        command, option, *_ = word.split()
        if command == "analyze":
            return [command, "a.png", "--redact", "own.toml", "--ask", "x", option, spelled]
        return [command, "a.png", *([] if option == "--out" else ["--out", "copy.png"]), option, spelled]

    return _call(words) == Ended(2)


def _into_each_other(options: tuple[str, str], spelling: str, name: str) -> bool:
    """Give two outputs of one call the same place, whether something is there already or not."""

    def words(room: Path) -> list[str]:
        one, other = options
        line = ["redact", "a.png", one, str(room / name), other, SPELLINGS[spelling](room / name)]
        return line if "--out" in options else [*line, "--out", "copy.png"]

    return _call(words) == Ended(2)


def _shell_into_input(number: int, mode: str) -> bool:
    """Let a shell lead our own output, or our errors, into the source."""

    def run(room: Path) -> int:
        line = [sys.executable, "-m", "desktop_app", "analyze", "a.png", "--ask", "x"]
        environment = os.environ | {"PYTHONPATH": str(PROJECT)}
        with (room / "a.png").open(mode) as source:
            out, err = (source, subprocess.DEVNULL) if number == 1 else (subprocess.DEVNULL, source)
            return subprocess.run(line, cwd=room, env=environment, stdout=out, stderr=err, check=False).returncode

    return _ended(run) == Ended(2)


def _among_names(copies: Copies) -> bool:
    """Make copies in folders that hold files of their names."""
    ended = _call(lambda _: ["redact", *copies.words, "--out", copies.folder])
    return ended == Ended(copies.code, (), copies.made)


@dataclass(frozen=True)
class Ended:
    """How a call ended.

    Attributes:
        changed: files of the person's that are not as they were.
        made: how many files are new.
    """

    code: int
    changed: tuple[str, ...] = ()
    made: int = 0


def _call(words: Callable[[Path], list[str]]) -> Ended:
    """Run the command line in this process, in a room of its own; what it says is for nobody."""

    def run(room: Path) -> int:
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            return main.run(words(room))

    return _ended(run)


def _ended(run: Callable[[Path], int]) -> Ended:
    """Run something in a folder full of a person's files."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name) / "room"
        _furnish(room)
        before = _snapshot(room)
        with contextlib.chdir(room):
            code = run(room)
        after = _snapshot(room)
    changed = tuple(sorted(path for path, content in before.items() if after.get(path) != content))
    return Ended(code, changed, len(after.keys() - before.keys()))


def _furnish(room: Path) -> None:
    for folder in (room / "inner", room / "full" / "folded.png"):
        folder.mkdir(parents=True)
    room.with_name("by_link").symlink_to("room")
    (room / "to_full").symlink_to("full")
    for source in ("a.png", "linked.png", "folded.png", "inner/a.png"):
        shutil.copy(SAMPLE, room / source)
    (room / "own.toml").write_bytes(POLICY)
    (room / "old.png").write_bytes(b"own picture")
    (room / "full" / "a.png").write_bytes(b"own picture")
    (room / "full" / "linked.png").symlink_to("a.png")
    for path in ("a.png", "own.toml", "old.png", "free.png"):
        (room / f"link-{path}").symlink_to(path)
        (room / f"chain-{path}").symlink_to(f"link-{path}")
        if (room / path).exists():
            os.link(room / path, room / f"hard-{path}")


def _snapshot(folder: Path) -> dict[str, bytes | str]:
    """Return what every file holds, and where every link leads, by its name."""
    paths = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    return {str(path.relative_to(folder)): _content(path) for path in paths}


def _content(path: Path) -> bytes | str:
    return str(path.readlink()) if path.is_symlink() else path.read_bytes()
