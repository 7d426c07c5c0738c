"""Run on a graphics card all that the tests run on a processor, and measure what only a card can tell. Under 8 minutes on one card.

    python tests/gpu/run.py --out results.json      on a machine with a card that torch can use
    python tests/gpu/run.py --dry-run               the same steps on the processor, at tiny size: does every step run?

Prints a row a step and writes all rows, with the card's name and the date. A step that fails is a row, too, and then the
exit code is 1. Downloads nothing: all weights are tiny, or random.
"""

import argparse
import datetime as dt
import json
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that the file can be run by its path

import torch

from tests.gpu import steps
from tests.gpu.steps import Card, Measured

LIMIT_S = 480.0
"""Of all steps together; what would begin later is left out, and said."""


@dataclass(frozen=True)
class Row:
    """What came of one step: `held` None when it was left out."""

    step: str
    held: bool | None
    seconds: float
    measured: Measured

    def line(self) -> str:
        """Return it as one line for people."""
        word = {True: "held", False: "FAILED", None: "left out"}[self.held]
        numbers = ", ".join(f"{name} {_short(value)}" for name, value in self.measured.items())
        return f"{self.step:34}{word:10}{self.seconds:7.1f} s  {numbers}"


def row_of(step: Callable[[Card], Measured], card: Card, began: float) -> Row:
    """Carry out one step, unless it is too late for it; whatever happens is a row. `began`: when the first did."""
    name = step.__name__.replace("_", " ")
    started = time.monotonic()
    if started - began > LIMIT_S:
        return Row(name, None, 0.0, {})
    try:
        measured, held = step(card), True
    except Exception as error:  # noqa: BLE001 - a row, whatever it is
        traceback.print_exc()
        measured, held = {"error": f"{type(error).__name__}: {error}"[:300]}, False
    if card.is_cuda:
        torch.cuda.empty_cache()
    return Row(name, held, time.monotonic() - started, measured)


def main() -> int:
    """Run every step. Returns 0 when all of them held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="on the processor, at tiny size")
    parser.add_argument("--out", type=Path, help="write the rows as JSON")
    given = parser.parse_args()
    if not given.dry_run and not torch.cuda.is_available():
        print("torch finds no graphics card here; --dry-run tries every step on the processor", file=sys.stderr)
        return 1
    card = Card(torch.device("cpu" if given.dry_run else "cuda"), is_true_size=not given.dry_run)
    print(f"{card.name}, torch {torch.__version__}", flush=True)
    rows = []
    began = time.monotonic()
    for step in steps.ALL:
        rows.append(row_of(step, card, began))
        print(rows[-1].line(), flush=True)
    if given.out is not None:
        given.out.write_text(json.dumps(_record(card, rows), indent=1) + "\n", encoding="utf-8")
    return 0 if all(row.held is not False for row in rows) else 1


def _record(card: Card, rows: list[Row]) -> dict[str, Any]:
    return {
        "card": card.name,
        "torch": torch.__version__,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "true_size": card.is_true_size,
        "rows": [
            {"step": row.step, "held": row.held, "seconds": round(row.seconds, 2), **row.measured} for row in rows
        ],
    }


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
