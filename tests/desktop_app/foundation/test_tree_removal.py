"""Removal: whatever lies in a folder goes, nothing outside is touched, and it ends within its budget."""

import itertools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.foundation import tree_removal
from desktop_app.foundation.tree_removal import Budget, Outcome, removed, set_aside
from tests.helpers import left_overs
from tests.helpers.other_users import as_nobody, folder_of_nobody


@pytest.mark.parametrize("name", sorted(left_overs.TREES))
def test_whatever_a_child_leaves_behind_is_removed(name: str) -> None:
    """Nested, without permissions, with long names, links, pipes: as an ordinary user, all of it goes."""
    with folder_of_nobody() as place:
        said = as_nobody(left_overs.__name__, name, str(place))
    assert f"{Outcome.GONE} precious files there: 2" == said


def test_a_hundred_thousand_nested_folders_are_removed() -> None:
    """No stack and no path grows with the depth; three steps a folder."""
    with folder_of_nobody() as place:
        left_overs.nested(place / "tree", 100_000)
        budget = Budget(seconds=600.0)
        before = budget.steps
        assert Outcome.GONE is removed(place / "tree", budget)
        assert not (place / "tree").exists()
        assert before - budget.steps <= 3 * 100_000


def test_a_removal_that_costs_too_much_stops_and_goes_on_later(tmp_path: Path) -> None:
    """Steps and seconds are bounded, and what has been removed is not there the next time."""
    tree = tmp_path / "tree"
    left_overs.nested(tree, 1_000)
    assert Outcome.UNFINISHED is removed(tree, Budget(steps=500))
    assert Outcome.UNFINISHED is removed(tree, Budget(seconds=-1.0))
    assert Outcome.UNFINISHED is removed(tree, Budget(seconds=1.5, clock=_ticking()))
    assert Outcome.GONE is removed(tree, Budget(seconds=600.0))


def test_a_folder_of_somebody_else_is_stuck_and_the_rest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thing that the system protects keeps nothing else, and does not cost a second look at everything."""
    tree = tmp_path / "tree"
    (tree / "inner").mkdir(parents=True)
    for place in (tree, tree / "inner"):
        (place / "protected").write_text("x")
        (place / "page").write_text("x")
    honest = os.unlink

    def protected(path: str, **options: int) -> None:
        if path == "protected":
            raise PermissionError
        honest(path, **options)

    monkeypatch.setattr(os, "unlink", protected)
    assert Outcome.STUCK is removed(tree)
    monkeypatch.undo()
    assert ["protected", "protected"] == sorted(path.name for path in tree.rglob("*") if path.is_file())


def test_what_is_renamed_meanwhile_is_no_error(tmp_path: Path) -> None:
    """Somebody moves folders to and fro while they are removed."""
    tree = tmp_path / "tree"
    for number in range(50):
        left_overs.nested(tree / str(number), 40)
    is_over = threading.Event()

    def move() -> None:
        while not is_over.is_set():
            for path in (tree / str(n) for n in range(50)):
                try:
                    path.rename(path.with_name(f"{path.name}x"))
                    path.with_name(f"{path.name}x").rename(path)
                except OSError:
                    continue

    mover = threading.Thread(target=move)
    mover.start()
    try:
        outcomes = [removed(tree, Budget(seconds=600.0)) for _ in range(3)]
    finally:
        is_over.set()
        mover.join()
    assert outcomes[-1] is Outcome.GONE
    assert Outcome.GONE is removed(tree)


def test_what_is_put_in_meanwhile_goes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that appears after a folder was looked through is found in the next round; somebody who goes on wins."""
    honest = os.rmdir
    late: list[str] = ["one"]

    def rmdir(path: str, *, dir_fd: int) -> None:
        if late:
            (tree / late.pop()).write_text("x")
        honest(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", rmdir)
    tree = tmp_path / "tree"
    tree.mkdir()
    assert Outcome.GONE is removed(tree)
    tree.mkdir()
    late.extend(map(str, range(100)))
    assert Outcome.STUCK is removed(tree)


def test_a_file_a_link_and_nothing_are_removed(tmp_path: Path) -> None:
    """What has the name goes, whatever it is; a link's target stays."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    outcomes = [removed(tmp_path / name) for name in ("file", "link", "nothing")]
    assert [Outcome.GONE] * 3 == outcomes
    assert ["precious"] == os.listdir(tmp_path)


def test_a_sparse_file_of_a_terabyte_costs_one_step(tmp_path: Path) -> None:
    """Size is no work."""
    tree = tmp_path / "tree"
    tree.mkdir()
    with (tree / "large").open("wb") as file:
        try:
            file.truncate(2**40)
        except OSError:
            file.truncate(2**30)  # a file system with smaller files
    assert Outcome.GONE is removed(tree, Budget(steps=2))


def test_what_is_set_aside_has_another_name_and_all_its_content(tmp_path: Path) -> None:
    """Later starts look for other names; what cannot be renamed is no error."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "page").write_text("x")
    set_aside(tmp_path / "tree", "set-aside-")
    set_aside(tmp_path / "tree", "set-aside-")
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("set-aside-")
    assert ["page"] == os.listdir(aside)


def test_where_folders_cannot_be_opened_the_way_is_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another system removes as it can, and what is too deep for that is said, not raised."""
    monkeypatch.setattr(os, "supports_dir_fd", set())
    (tmp_path / "tree" / "inner").mkdir(parents=True)
    assert Outcome.GONE is removed(tmp_path / "tree")
    monkeypatch.setattr(shutil, "rmtree", _too_deep)
    (tmp_path / "deep").mkdir()
    assert Outcome.STUCK is removed(tmp_path / "deep")


def test_nothing_in_the_product_removes_trees_by_itself() -> None:
    """All use the one function: `shutil.rmtree` stands nowhere else."""
    root = Path(tree_removal.__file__).parents[2]
    using = [
        path.name
        for room in ("desktop_app", "model_runtime")
        for path in (root / room).rglob("*.py")
        if "rmtree(" in path.read_text(encoding="utf-8") or "TemporaryDirectory(" in path.read_text(encoding="utf-8")
    ]
    assert ["tree_removal.py"] == using


def test_descriptors_are_given_back() -> None:
    """In a process that may open 40 files, ten thousand folders are removed."""
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from desktop_app.foundation.tree_removal import removed, Budget\n"
        "from tests.helpers import left_overs\n"
        "left_overs.nested(Path(sys.argv[1]), 10_000)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))\n"
        "print(removed(Path(sys.argv[1]), Budget(seconds=600.0)))"
    )
    with folder_of_nobody() as place:
        ran = subprocess.run(
            [sys.executable, "-c", code, str(place / "tree")],
            capture_output=True,
            text=True,
            cwd=Path(tree_removal.__file__).parents[2],
        )
    assert "gone" == ran.stdout.strip(), ran.stderr


def _ticking() -> Callable[[], float]:
    """Return a clock on which every look is a second later than the one before."""
    ticks = itertools.count()
    return lambda: float(next(ticks))


def _too_deep(_path: Path) -> None:
    raise RecursionError
