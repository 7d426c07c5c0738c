"""Leave behind what a hostile child can: folders nested, closed, full, linked; and see what the product's removal makes of it.

Removes nothing by itself.
"""

import os
from collections.abc import Callable
from pathlib import Path

from desktop_app.foundation.tree_removal import Budget, removed


def nested(top: Path, depth: int, name: str = "d") -> None:
    """Make `depth` folders, each in the one before, however long the path gets."""
    top.mkdir(parents=True)
    folder = os.open(top, os.O_RDONLY)
    for _ in range(depth - 1):
        os.mkdir(name, dir_fd=folder)
        inner = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)


def _closed(top: Path, mode: int) -> None:
    """Make folders of a mode that keeps even their owner out, with a page in each."""
    folder = top
    folder.mkdir()
    for number in range(5):
        (folder / "page").write_text("what stood on it")
        folder /= str(number)
        folder.mkdir()
    while folder != top.parent:
        folder.chmod(mode)
        folder = folder.parent


def _closed_files(top: Path) -> None:
    top.mkdir()
    for mode in (0, 0o200, 0o444):
        (top / oct(mode)).write_text("what stood on it")
        (top / oct(mode)).chmod(mode)


def _links(top: Path) -> None:
    (top / "inner").mkdir(parents=True)
    for place in (top, top / "inner"):
        (place / "out").symlink_to(top.parent / "precious")
        (place / "up").symlink_to("..")
        (place / "loop").symlink_to("loop")
        (place / "root").symlink_to("/")
        os.link(top.parent / "precious" / "file", place / "hard")


def _names(top: Path) -> None:
    top.mkdir()
    for name in ("n" * 255, "é" * 127, "-rf", "*", "new\nline", "\x1b[2J", " ", "..."):
        (top / name).mkdir()
        (top / name / name).write_text("x")
    os.mkdir(os.fsencode(top) + b"/\xff\xfe")


def _special(top: Path) -> None:
    top.mkdir()
    os.mkfifo(top / "pipe")
    os.mkfifo(top / "closed pipe", 0)
    (top / "page").write_text("x")


def _many(top: Path) -> None:
    top.mkdir()
    for number in range(5_000):
        (top / str(number)).touch()
    for number in range(500):
        (top / f"d{number}" / "d" / "d").mkdir(parents=True)


def _long_and_deep(top: Path) -> None:
    nested(top, 2_000, "n" * 255)


TREES: dict[str, Callable[[Path], None]] = {
    "nested": lambda top: nested(top, 20_000),
    "long_and_deep": _long_and_deep,
    "mode_0300": lambda top: _closed(top, 0o300),
    "mode_0000": lambda top: _closed(top, 0),
    "mode_0500": lambda top: _closed(top, 0o500),
    "mode_0600": lambda top: _closed(top, 0o600),
    "closed_files": _closed_files,
    "links": _links,
    "names": _names,
    "special": _special,
    "many": _many,
}
"""What can lie in a folder, by name; each makes the folder that it is given."""


def outcome(name: str, place: Path) -> str:
    """Make one tree in `place`, remove it, and say how that ended and what lies beside it still."""
    precious = place / f"{name} beside" / "precious"
    precious.mkdir(parents=True)
    (precious / "file").write_text("must stay")
    (precious / "other").write_text("must stay")
    precious.chmod(0o750)
    tree = precious.parent / "tree"
    TREES[name](tree)
    ended = removed(tree, Budget(seconds=600.0))
    is_untouched = precious.stat().st_mode & 0o777 == 0o750 and not os.path.lexists(tree)
    return f"{ended} precious files there: {len(os.listdir(precious)) if is_untouched else 0}"


def main(name: str, place: str) -> None:
    """Print the outcome; `other_users.as_nobody` calls this."""
    print(outcome(name, Path(place)))
