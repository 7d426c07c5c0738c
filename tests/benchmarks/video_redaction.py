"""Measure how well and how fast films are hidden, beside deface in the same run.

`python tests/benchmarks/video_redaction.py [--frames N] [--data DIR] [--peer COMMAND] [--memory MINUTES]` hides labelled
films, made of the tests' own pictures, by the command line and judges the pixels that come out: face-frames exposed, the
longest run, people who are never exposed for one frame, area hidden outside faces, size, count and times kept, frames a
second, and a second of one core, which other programs change less. Each policy is written as WebM, which is what comes out
where nobody asks for anything else, and as MP4, which is all that the peer writes: encoding is most of the time. `--data` names a folder of films with a `manifest.json` that has `boxes_xyxy_per_frame` for each. The peer is
`deface` where it is on the path; it is a tool of this benchmark and no part of In Camera. `--memory` prints the most memory
of the airlock over a made film of so many minutes. Judges nothing itself.
"""

import argparse
import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the file can be run by its path

import cv2  # noqa: E402 - after the path
import numpy as np  # noqa: E402
import numpy.typing as npt  # noqa: E402

from tests.helpers.films import numbered_frame, read_back, written  # noqa: E402
from tests.helpers.labelled_films import Edges, LabelledFilm, labelled_films  # noqa: E402

OURS = f"{shlex.quote(sys.executable)} -m desktop_app redact {{in}} --out {{out}} --policy "
DEFACE = "deface {in} -o {out} --replacewith solid"
_DARK, _CHANGED, _COVERED, _SAME = 40, 24, 0.8, 0.3
_AROUND = 0.5
"""Of a face's size: what is hidden closer to it than that is hair and margin, not something else."""


@dataclass
class Score:
    """What one way of hiding did to all films."""

    faces: int = 0
    exposed: int = 0
    longest: int = 0
    people: int = 0
    safe: int = 0
    frames: int = 0
    seconds: float = 0.0
    processor_s: float = 0.0
    elsewhere: list[float] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return a line of the table."""
        kept = "kept" if not self.changed else f"CHANGED in {', '.join(self.changed)}"
        return (
            f"{name:15} {self.exposed:>5} of {self.faces:<6} {self.exposed / max(1, self.faces):>7.2%}  {self.longest:>4}"
            f"  {self.safe:>4} of {self.people:<5}  {float(np.mean(self.elsewhere or [0])):>6.2%}  "
            f"{self.frames / max(1e-9, self.seconds):>5.1f}/s  {self.frames / max(1e-9, self.processor_s):>5.1f}/s  {kept}"
        )


def main() -> None:
    """Hide every film in every way and print the table."""
    parser = argparse.ArgumentParser(description="Measure how films are hidden.")
    parser.add_argument("--frames", type=int, default=100)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--peer", default=DEFACE if shutil.which("deface") else "")
    parser.add_argument("--memory", type=float, default=0.0, metavar="MINUTES")
    arguments = parser.parse_args()
    ways = {
        f"{policy} {suffix}": (OURS + policy, suffix)
        for suffix in ("webm", "mp4")
        for policy in ("faces", "faces-fast")
    }
    if arguments.peer:
        ways[Path(shlex.split(arguments.peer)[0]).name] = (arguments.peer, "mp4")
    with tempfile.TemporaryDirectory() as name:
        films = list(_given(arguments.data) if arguments.data else labelled_films(Path(name), arguments.frames))
        scores = {way: Score() for way in ways}
        for film in films:
            for way, (command, suffix) in ways.items():  # in turns, so that a busy machine is busy for all
                _hide(film, command, Path(name) / f"out.{suffix}", scores[way])
        print(
            f"{'':15} {'exposed':>15} {'':>8}  {'run':>4}  {'never exposed':>13}  {'else':>6}  {'speed':>7}  size, count, times"
        )
        for way, score in scores.items():
            print(score.row(way))
        if arguments.memory:
            _print_memory(Path(name), arguments.memory)
    if not arguments.peer:
        print(
            "deface is not on the path: `pip install deface` in an environment of its own gives this table its last row"
        )


def _given(folder: Path) -> Iterator[LabelledFilm]:
    """Yield the labelled films of a folder."""
    for name, clip in sorted(json.loads((folder / "manifest.json").read_text("utf-8")).items()):
        if (folder / name).exists() and "boxes_xyxy_per_frame" in clip:
            faces = tuple(tuple((a, b, c, d) for a, b, c, d in row) for row in clip["boxes_xyxy_per_frame"])
            yield LabelledFilm(folder / name, faces)


def _hide(film: LabelledFilm, command: str, copy: Path, score: Score) -> None:
    words = [word.format(**{"in": film.path, "out": copy}) for word in shlex.split(command)]
    copy.unlink(missing_ok=True)
    started, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    score.seconds += time.monotonic() - started
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    score.processor_s += ended.ru_utime + ended.ru_stime - used.ru_utime - used.ru_stime
    if not copy.exists():
        score.changed.append(f"{film.path.stem} (none: {(ran.stderr or ran.stdout).strip()[-80:]})")
        return
    before, after = read_back(film.path), read_back(copy)
    score.frames += len(before)
    if not _is_kept(before, after):
        score.changed.append(film.path.stem)
    people, bare, runs = _people(film.faces), set[int](), dict[int, int]()
    for (_, source), (_, output), faces, numbers in zip(before, after, film.faces, people, strict=False):
        mask = _hidden(source, cv2.resize(output, (source.shape[1], source.shape[0])))
        outside = np.ones(mask.shape, bool)
        for face, number in zip(faces, numbers, strict=True):
            is_bare = _part(mask, face).mean() < _COVERED if _part(mask, face).size else False
            runs[number] = runs.get(number, 0) + 1 if is_bare else 0
            score.exposed += is_bare
            score.longest = max(score.longest, runs[number])
            bare |= {number} if is_bare else set()
            _part(outside, _wider(face))[...] = False
        score.faces += len(faces)
        score.elsewhere.append(float((mask & outside & (source.max(axis=2) > _DARK + _CHANGED)).mean()))
    everybody = {number for numbers in people for number in numbers}
    score.people += len(everybody)
    score.safe += len(everybody - bare)


def _is_kept(
    before: Sequence[tuple[float, npt.NDArray[np.uint8]]], after: Sequence[tuple[float, npt.NDArray[np.uint8]]]
) -> bool:
    """Tell whether there are as many frames, as large, at the same times: to half a frame, as containers round."""
    if len(before) != len(after) or any(a[1].shape != b[1].shape for a, b in zip(before, after, strict=True)):
        return False
    step = (before[-1][0] - before[0][0]) / max(1, len(before) - 1)
    return all(
        abs(a - before[0][0] - b + after[0][0]) <= step / 2 + 0.001
        for (a, _), (b, _) in zip(before, after, strict=True)
    )


def _hidden(source: npt.NDArray[np.uint8], output: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Return where `output` is nearly black and the source was not, or was so, too."""
    a, b = source.astype(int), output.astype(int)
    return np.asarray(
        (b.max(axis=2) <= _DARK) & ((np.abs(a - b).max(axis=2) > _CHANGED) | (a.max(axis=2) <= _DARK + _CHANGED))
    )


def _part(mask: npt.NDArray[np.bool_], face: Edges) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = (max(0, round(edge)) for edge in face)
    return mask[top:bottom, left:right]


def _wider(face: Edges) -> Edges:
    left, top, right, bottom = face
    across, down = (right - left) * _AROUND, (bottom - top) * _AROUND
    return left - across, top - down, right + across, bottom + down


def _people(faces: Sequence[Sequence[Edges]]) -> list[list[int]]:
    """Number the person of every face: the best overlap with the frame before, else somebody new."""
    numbers: list[list[int]] = []
    count = 0
    for k, now in enumerate(faces):
        row: list[int] = []
        for face in now:
            before = zip(faces[k - 1], numbers[k - 1], strict=True) if k else ()
            share, number = max(((_overlap(face, old), n) for old, n in before if n not in row), default=(0.0, -1))
            if share < _SAME:
                number, count = count, count + 1
            row.append(number)
        numbers.append(row)
    return numbers


def _overlap(a: Edges, b: Edges) -> float:
    both = max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    return both / (((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both) or 1.0)


def _print_memory(folder: Path, minutes: float) -> None:
    """Hide a made film and print the most memory of all our processes, minute by minute of it."""
    count = round(minutes * 60 * 25)
    source = folder / "long.avi"
    written(source, (numbered_frame(number % 256) for number in range(count)), 25.0)
    command = shlex.split((OURS + "faces-fast").format(**{"in": source, "out": folder / "long.webm"}))
    most: list[float] = []
    with subprocess.Popen(command, cwd=ROOT) as process:
        watch = threading.Thread(target=lambda: _watch(process.pid, most))
        watch.start()
        process.wait()
        watch.join()
    tenth = max(1, len(most) // 10)
    print("memory, MB: " + " ".join(f"{max(most[at : at + tenth]):.0f}" for at in range(0, len(most), tenth)))


def _watch(pid: int, most: list[float]) -> None:
    while os.path.exists(f"/proc/{pid}"):
        children = subprocess.run(["ps", "-o", "rss=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
        resident = [int(line) for line in children.stdout.split()]
        if resident:
            most.append(max(resident) / 1024)
        time.sleep(0.5)


if __name__ == "__main__":
    main()
