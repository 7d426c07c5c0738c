"""Leave things behind that cannot be removed easily: as an ordinary user, whom modes keep out, and many thousand at once.

Each way is tried with the product's removal and, as a killed desktop leaves it, with the next starts of the program.
"""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_app.foundation.tree_removal import Budget, Outcome, removed
from tests.adversarial.row import Row, Size
from tests.helpers import left_overs
from tests.helpers.other_users import as_nobody, folder_of_nobody

SEED = 20261128
WILD = {Size.SMALL: 20, Size.FULL: 400}
DEPTH = {Size.SMALL: 10_000, Size.FULL: 300_000}
PATIENCE_S = 300.0


def rows(size: Size) -> Iterator[Row]:
    """Try each tree, each tree at a start, wild trees, and one very deep one."""
    names = sorted(left_overs.TREES)
    yield _row("left-overs of a child are removed by an ordinary user", names, _is_removed)
    yield _row("later starts do not stumble over left-overs", names, _is_gone_after_a_start)
    yield _wild(WILD[size])
    yield _deep(DEPTH[size])


def _row(check: str, names: list[str], holds: Callable[[str], bool]) -> Row:
    failed = tuple(name for name in names if not holds(name))
    return Row(check, len(names), len(failed), failed)


def _is_removed(name: str) -> bool:
    with folder_of_nobody() as place:
        return as_nobody(left_overs.__name__, name, str(place)) == f"{Outcome.GONE} precious files there: 2"


def _is_gone_after_a_start(name: str) -> bool:
    with folder_of_nobody() as place:
        return as_nobody("tests.helpers.scratch_starts", name, str(place)) == "left: [] told: False"


def _wild(count: int) -> Row:
    """Make trees at random: every mode, every kind of entry, every depth; one step more than its entries is enough."""
    luck = random.Random(SEED)
    failed = []
    for number in range(count):
        with folder_of_nobody() as place:
            tree = place / "tree"
            entries = _grown(tree, luck)
            budget = Budget(steps=3 * entries + 10, seconds=PATIENCE_S)
            if removed(tree, budget) is not Outcome.GONE or os.path.lexists(tree) or not (place / "beside").exists():
                failed.append(f"tree {number}")
    return Row("wild trees", count, len(failed), tuple(failed[:10]))


def _grown(tree: Path, luck: random.Random) -> int:
    (tree.parent / "beside").touch()
    tree.mkdir()
    folders, entries = [tree], 1
    for number in range(luck.randrange(1, 200)):
        place = luck.choice(folders) / f"{number}{'n' * luck.choice((0, 100, 245))}"
        if len(os.fsencode(place)) > 3_000:
            continue
        entries += 1
        match luck.randrange(5):
            case 0 | 1:
                place.mkdir()
                folders.append(place)
            case 2:
                place.symlink_to(luck.choice((tree.parent / "beside", tree, Path("/"), Path(".."))))
            case 3:
                os.link(tree.parent / "beside", place)
            case _:
                os.mkfifo(place)
    for folder in reversed(folders):
        folder.chmod(luck.choice((0, 0o100, 0o200, 0o300, 0o400, 0o500, 0o600, 0o700)))
    return entries


def _deep(depth: int) -> Row:
    with folder_of_nobody() as place:
        left_overs.nested(place / "tree", depth)
        outcome = removed(place / "tree", Budget(seconds=PATIENCE_S))
        is_gone = outcome is Outcome.GONE and not (place / "tree").exists()
    failed = () if is_gone else (f"{depth} folders: {outcome}",)
    return Row(f"{depth} nested folders", 1, len(failed), failed)
