"""Print how much of the text that should be hidden is: lines of receipts, and personal data in generated lines.

    python tests/benchmarks/redaction_text.py [FOLDER]

FOLDER holds receipts beside their labels, `NAME.jpg` and `NAME.box.csv` (eight corner numbers, then the text, a line
each, as ICDAR 2019 SROIE gives them); without it only the generated lines are judged. Receipts whose labels reach beyond
the picture were scaled down after they had been labelled: they are left out, and counted. Exits with 1 where a bar is
missed.
"""

import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

from model_runtime.airlock.handlers import Airlock
from model_runtime.protocol import messages
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction.entities.recognition import entities_in
from tests.helpers.documents import GivenChannel
from tests.helpers.personal_lines import KINDS, LOCALES, PLAIN, PersonalLine, personal_lines

LINES = 600
THRESHOLD = 0.5
COVERED = 0.8
"""Share of a line, or of a value, that must be hidden for it to count."""

RECEIPT_BAR = 0.96
PLAIN_BAR = 0.10
KIND_BARS = {"PHONE": 0.95, "PERSON": 0.80, "ADDRESS": 0.90}
"""Least share of values found; 1.00 for all other kinds."""


def receipts(folder: Path) -> Iterator[tuple[str, float | None, float]]:
    """Yield, for each receipt, its name, the share of its labelled lines that `all-text` covers, and the seconds.

    The share is None where the labels are not of this picture.
    """
    airlock = Airlock()
    for picture in sorted(folder.glob("*.jpg")):
        labels = picture.with_suffix(".box.csv")
        if not labels.is_file():
            continue
        data = picture.read_bytes()
        channel = GivenChannel(data)
        airlock.handle(messages.OpenDocument(1, len(data)), channel)
        page = airlock.handle(messages.RenderPage(2, 1, 1), channel)
        if not isinstance(page, messages.PageRendered):
            raise TypeError
        width, height = page.page.native.width, page.page.native.height
        boxes = list(_labelled(labels))
        if any(box.right > width or box.bottom > height for box in boxes):
            yield picture.stem, None, 0.0
            continue
        started = time.perf_counter()
        found = airlock.handle(messages.DetectRegions(3, 1, "all-text"), channel)
        took_s = time.perf_counter() - started
        if not isinstance(found, messages.RegionsDetected):
            raise TypeError
        hidden = _mask(found.detection.regions, width, height)
        shares = [_share(hidden, box) for box in boxes]
        yield picture.stem, sum(share >= COVERED for share in shares) / len(shares), took_s


def personal_data() -> Iterator[tuple[str, str, float]]:
    """Yield kind, language and share of values found, over the generated lines."""
    outcomes = [(line, _is_found(line)) for line in personal_lines(LINES)]
    for kind in KINDS:
        for locale in (*LOCALES, "all"):
            found = [hit for line, hit in outcomes if line.kind == kind and locale in (line.locale, "all")]
            yield kind, locale, sum(found) / len(found)


def plain_lines_flagged() -> float:
    """Return the share of lines without personal data in which some is seen."""
    return sum(any(one.score >= THRESHOLD for one in entities_in(line)) for line in PLAIN) / len(PLAIN)


def report(folder: Path | None) -> bool:
    """Print the tables. Returns whether every bar is met."""
    is_met = True
    if folder is not None:
        everything = list(receipts(folder))
        rows = [(name, share, took_s) for name, share, took_s in everything if share is not None]
        if not rows:
            print("no receipts with labels that fit them")
            return False
        covered = sum(share for _, share, _ in rows) / len(rows)
        seconds = sum(took_s for _, _, took_s in rows) / len(rows)
        print(
            f"lines of {len(rows)} receipts covered by all-text {_judged(covered, RECEIPT_BAR)}, {seconds:.1f} s a page"
        )
        print(f"    left out, their labels are of a larger picture: {len(everything) - len(rows)}")
        for name, share, _ in sorted(rows, key=lambda row: row[1])[:5]:
            print(f"    least: {name:24} {share:.3f}")
        is_met &= covered >= RECEIPT_BAR
    print(f"{'values found':16}" + "".join(f"{locale:>8}" for locale in (*LOCALES, "all")))
    shares = {(kind, locale): share for kind, locale, share in personal_data()}
    for kind in KINDS:
        bar = KIND_BARS.get(kind, 1.0)
        cells = "".join(f"{shares[kind, locale]:8.2f}" for locale in LOCALES)
        print(f"{kind:16}{cells}   {_judged(shares[kind, 'all'], bar)}")
        is_met &= shares[kind, "all"] >= bar
    flagged = plain_lines_flagged()
    print(f"plain lines flagged {flagged:.3f} (at most {PLAIN_BAR:.2f})")
    return is_met and flagged <= PLAIN_BAR


def _judged(share: float, bar: float) -> str:
    return f"{share:.3f} (at least {bar:.2f}{'' if share >= bar else ', MISSED'})"


def _is_found(line: PersonalLine) -> bool:
    found = [one for one in entities_in(line.text) if one.score >= THRESHOLD]
    flagged = sum(any(one.start <= place < one.end for one in found) for place in range(line.start, line.end))
    return flagged >= COVERED * (line.end - line.start)


def _labelled(labels: Path) -> Iterator[Box]:
    """Yield the box around the four corners of each line that has text."""
    with labels.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file, quoting=csv.QUOTE_NONE):
            if len(row) > 8 and "".join(row[8:]).strip():
                xs, ys = [int(number) for number in row[0:8:2]], [int(number) for number in row[1:8:2]]
                yield Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _mask(hidden: tuple[Region, ...], width: int, height: int) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    mask = np.zeros((height, width), dtype=np.bool_)
    for region in hidden:
        box = region.box.clipped(width, height)
        if box is not None:
            mask[box.rows, box.columns] = True
    return mask


def _share(mask: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]", box: Box) -> float:
    return float(mask[box.rows, box.columns].mean())


if __name__ == "__main__":
    sys.exit(0 if report(Path(sys.argv[1]) if len(sys.argv) > 1 else None) else 1)
