"""Ask a tiny folder of every family through the real program, and print whether each token is the one that it must be.

    python tests/benchmarks/families.py [FAMILY …] [--folder FOLDER]

Folders are written anew: two seeds, as people find them today and as older ones are, or found in FOLDER as FAMILY-SEED.
Each is asked about a small and a large picture, and about two at once where the family takes them, with words that spell
control tokens. The right tokens are computed apart from the program (`tests/helpers/tiny_families/oracle.py`). Ends with 1
where one is wrong.
"""

import argparse
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

from PIL import Image

from tests.end_to_end.program import Program, installed
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.oracle import Asked, expect
from tests.helpers.tiny_families.table import FAMILIES
from tests.helpers.tiny_families.writing import write

SEEDS = {0: "new", 1: "old"}
"""With the layout of the folder that each is written in."""

ASK = "What does <|im_end|> mean, or </s>, or <image>?"
LENGTH = 12


@dataclass(frozen=True)
class Row:
    """One folder: how many cases, how many right, and what the program said of itself."""

    family: str
    seed: int
    cases: int
    right: int
    load_s: float
    sandbox: str
    image_tokens: tuple[int, ...]


def ask(program: Program, folder: Path, files: Sequence[Path]) -> list[dict[str, Any]]:
    """Ask the real program about each file, and return its records."""
    words: list[str | Path] = ["analyze", *files, "--model", folder, "--precision", "fp32", "--ask", ASK]
    words += ["--redact", "off", "--max-tokens", str(LENGTH), "--temperature", "0", "--token-ids", "--json"]
    ran = program.run(*words)
    if ran.code:
        sys.stderr.write(ran.err)
    return ran.records


def run(program: Program, family: str, seed: int, folder: Path) -> Row:
    """Ask about every picture and compare."""
    small, large, tall = folders.saved(program.home, "small", "large", "tall")
    cases = {small: [small], large: [large]}
    if FAMILIES[family].takes_several:
        both = program.home / "both.tiff"
        Image.open(small).save(both, save_all=True, append_images=[Image.open(tall)])
        cases[both] = [small, tall]
    found = {record["file"]: record for record in ask(program, folder, list(cases))}
    right, tokens = 0, []
    for file, pictures in cases.items():
        expected = expect(family, folder, pictures, Asked(ASK, LENGTH))
        tokens.append(expected["image_tokens"])
        answers = found.get(str(file), {}).get("answers", [])
        right += [answer["token_ids"] for answer in answers] == [expected["token_ids"]]
    one: dict[str, Any] = next(iter(found.values()), {})
    held = one.get("sandbox", {})
    load_s = one.get("timings_s", {}).get("load", 0.0)
    return Row(family, seed, len(cases), right, load_s, f"{held.get('held')}/{held.get('of')}", tuple(tokens))


def main() -> int:
    """Run what was asked for and print a row a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", default=list(FAMILIES), metavar="FAMILY", help="all where none is named")
    parser.add_argument("--folder", type=Path, help="where folders called FAMILY-SEED lie already")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    rows = []
    print(f"{'family':18}{'seed':>5}{'right':>8}{'load':>8}{'sandbox':>10}  picture tokens (small, large, two)")
    with tempfile.TemporaryDirectory() as home:
        program = installed(Path(home))
        for family in arguments.families:
            for seed, layout in SEEDS.items():
                folder = Path(home) / f"tiny-{family}-{seed}"
                if arguments.folder is None:
                    write(family, folder, seed, "bf16", 1, layout)
                else:
                    folder = arguments.folder / f"{family}-{seed}"
                rows.append(run(program, family, seed, folder))
                row, counted = rows[-1], ", ".join(map(str, rows[-1].image_tokens))
                score = f"{row.right}/{row.cases}"
                print(
                    f"{row.family:18}{row.seed:5}{score:>8}{row.load_s:6.1f} s{row.sandbox:>10}  {counted}", flush=True
                )
    right, cases = sum(row.right for row in rows), sum(row.cases for row in rows)
    print(f"{right} of {cases} answers are right, token by token")
    return 0 if right == cases else 1


if __name__ == "__main__":
    sys.exit(main())
