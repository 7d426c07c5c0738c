"""Time a folder of documents as a batch and as a shell loop of `analyze`, in turns and in the same run.

`python tests/benchmarks/batch.py [--files N] [--runs N] [--invoices]` prints files a minute of both and their ratio: over
receipts that are quick to read, where the start of three processes for each file weighs most, and on request over the sample
invoice in different sizes, where reading does. Checks that both found the same answers; judges no speed.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the file can be run by its path

from PIL import Image  # noqa: E402 - after the path

from tests.helpers.receipts import write_receipts  # noqa: E402 - after the path

PROGRAM = (sys.executable, "-m", "desktop_app")
ASK = ("--ask", "What is the total?")
SAMPLE = ROOT / "resources" / "samples" / "invoice.png"


def main() -> None:
    """Run both in turns over each kind of folder and print the table."""
    parser = argparse.ArgumentParser(description="Time a batch beside a loop of analyze.")
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--invoices", action="store_true", help="also the sample invoice, in as many sizes")
    arguments = parser.parse_args()
    print(f"{'folder':10} {'files':>5}  {'loop':>12}  {'batch':>12}   ratio (medians of {arguments.runs}, in turns)")
    with tempfile.TemporaryDirectory() as name:
        folders = {"receipts": Path(name) / "receipts"}
        write_receipts(folders["receipts"], arguments.files)
        if arguments.invoices:
            folders["invoices"] = Path(name) / "invoices"
            _write_invoices(folders["invoices"], arguments.files)
        for kind, folder in folders.items():
            loop_s, batch_s = list[float](), list[float]()
            for run in range(arguments.runs):
                out = Path(name) / f"{kind}-{run}.jsonl"
                loop_s.append(_loop(folder, out.with_suffix(".loop")))
                batch_s.append(_timed((*PROGRAM, "batch", str(folder), *ASK, "--out", str(out))))
                if _answers(out) != _answers(out.with_suffix(".loop")):
                    sys.exit("the batch found other answers than the loop")
            loop, batch = (60 * arguments.files / statistics.median(times) for times in (loop_s, batch_s))
            print(f"{kind:10} {arguments.files:>5}  {loop:>6.1f} a min  {batch:>6.1f} a min   {batch / loop:.2f}")


def _loop(folder: Path, out: Path) -> float:
    """Ask about each file by a call of its own, as a shell would. Returns seconds."""
    quoted = (
        f'for file in "$1"/* "$1"/*/*; do [ -f "$file" ] && "$2" -m desktop_app analyze "$file" {ASK[0]} "{ASK[1]}"'
    )
    return _timed(("sh", "-c", f'{quoted} --json >> "$3"; done; true', "sh", str(folder), sys.executable, str(out)))


def _timed(line: tuple[str, ...]) -> float:
    started = time.monotonic()
    subprocess.run(line, check=True, cwd=ROOT, env=os.environ, stderr=subprocess.DEVNULL)
    return time.monotonic() - started


def _answers(out: Path) -> dict[str, str]:
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {row["file"]: row["answers"][0]["answer"] for row in rows}


def _write_invoices(folder: Path, count: int) -> None:
    folder.mkdir()
    shutil.copy(SAMPLE, folder / "00.png")
    with Image.open(SAMPLE) as sample:
        for number in range(1, count):
            size = (sample.width - 8 * number, sample.height - 8 * number)
            sample.resize(size).save(folder / f"{number:02}.png")


if __name__ == "__main__":
    main()
