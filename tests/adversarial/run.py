"""Attack the product in every way that is known to us, and print what held: `python tests/adversarial/run.py [--small]`.

Each kind of attack is a module `attack_….py` beside this one with a function `rows(size)`. Ends with 1 when anything got
through. Knows no attack itself.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that the file can be run by its path

from tests.adversarial.row import Attack, Row, Size


def attacks() -> dict[str, Attack]:
    """Return every attack by its topic."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("attack_*.py"))
    return {name.removeprefix("attack_"): importlib.import_module(f"tests.adversarial.{name}").rows for name in names}


def table(size: Size, topics: list[str]) -> Iterator[Row]:
    """Carry out the attacks of `topics` (all where none is named), one after the other, and print each row as it comes."""
    for topic, attack in attacks().items():
        if topics and topic not in topics:
            continue
        started = time.monotonic()
        for row in attack(size):
            seconds, started = time.monotonic() - started, time.monotonic()
            verdict = "held" if row.held else "BROKEN"
            print(
                f"{verdict:6}  {row.tried - row.failed:>6} of {row.tried:<6}  {row.check}  {row.note} ({seconds:.0f} s)"
            )
            for name in row.names:
                print(f"        got through: {name}")
            sys.stdout.flush()
            yield row


def main() -> int:
    """Return 0 when everything held."""
    parser = argparse.ArgumentParser(description="Attack In Camera and print what held.")
    parser.add_argument("--small", action="store_true", help="a handful of each kind, as the check does")
    parser.add_argument("topics", nargs="*", help=f"any of: {', '.join(attacks())}; all when none is named")
    arguments = parser.parse_args()
    unknown = set(arguments.topics) - set(attacks())
    if unknown:
        parser.error(f"no such attack: {', '.join(sorted(unknown))}")
    rows = list(table(Size.SMALL if arguments.small else Size.FULL, arguments.topics))
    broken = [row for row in rows if not row.held]
    print(f"{len(rows) - len(broken)} of {len(rows)} held")
    return 1 if broken or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
