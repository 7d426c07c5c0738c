"""What lies in an installation: the list of it, whose each file is, and how it is removed without what others put there.

Makes no installation; `install.py` does. The list is `sha256sum`'s, with two kinds of comments of ours: the parts that were
installed, and the links.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import verify

LIST = "INSTALLED.sha256"
"""In the prefix: the hash of every file that was installed; `incamera doctor --installed` compares."""

MARK = "INSTALLING"
"""In a folder that a running installation has made or will put away: it is ours to remove, if that one was killed."""

KEPT = "kept"
"""In the prefix: what others had added inside the environment that an upgrade replaced."""

_LINK, _PARTS, _TO = "# link: ", "# parts: ", " -> "


@dataclass(frozen=True)
class Listed:
    """What a list says.

    Attributes:
        files: Names below the prefix.
        links: What each link leads to, by its name.
        parts: `base`, and which others were installed.
    """

    files: frozenset[str] = frozenset()
    links: dict[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()


def is_ours(folder: Path) -> bool:
    """Tell whether a kit has installed this."""
    return (folder / LIST).is_file()


def is_marked(folder: Path) -> bool:
    """Tell whether a running installation has made this, or was about to put it away."""
    return (folder / MARK).is_file()


def write_list(folder: Path, parts: list[str]) -> None:
    """Write the hash of every file, and the target of every link."""
    lines = [f"{_PARTS}{' '.join(parts)}\n"]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            lines.append(f"{_LINK}{name}{_TO}{path.readlink()}\n")
        elif path.is_file() and name != MARK:
            lines.append(f"{verify.digest_of(path)}  {name}\n")
    (folder / LIST).write_text("".join(lines), encoding="utf-8")


def read_list(folder: Path) -> Listed:
    """Return what was installed; names that lead out of the folder are none of ours."""
    files: set[str] = set()
    links: dict[str, str] = {}
    parts: tuple[str, ...] = ()
    for line in (folder / LIST).read_text(encoding="utf-8").splitlines():
        if line.startswith(_PARTS):
            parts = tuple(line.removeprefix(_PARTS).split())
        elif line.startswith(_LINK):
            name, _, target = line.removeprefix(_LINK).partition(_TO)
            links[name] = target
        else:
            files.add(line.partition("  ")[2])
    files = {name for name in files if _is_inside(name)}
    links = {name: target for name, target in links.items() if _is_inside(name)}
    if not parts:  # the first kits wrote neither parts nor links
        parts = _guessed_parts(files)
        links = {
            path.relative_to(folder).as_posix(): str(path.readlink())
            for path in (*(folder / "venv" / "bin").glob("python*"), folder / "venv" / "lib64")
            if path.is_symlink()
        }
    return Listed(frozenset(files), links, parts)


def remove_listed(folder: Path) -> list[Path]:
    """Remove what was installed, what Python compiled of it, and folders that are empty then; return what others put there.

    The list itself stays: whoever is killed here can go on later. Call `close` when all is done.
    """
    listed = read_list(folder)
    own = listed.files | listed.links.keys()
    real = folder.resolve()
    parents = {folder / name for name in {str(PurePosixPath(name).parent) for name in own}}
    strange = {parent for parent in parents if not parent.resolve().is_relative_to(real)}  # a link put in its place
    for name in own:
        path = folder / name
        if path.parent not in strange and (path.is_symlink() or path.is_file()):
            path.unlink()
    environment = [] if (folder / "venv").is_symlink() else sorted((folder / "venv").rglob("*"), reverse=True)
    for cache in [path for path in environment if path.name == "__pycache__" and not path.is_symlink()]:
        for path in cache.glob("*.pyc"):
            if (cache.parent / f"{path.name.split('.')[0]}.py").relative_to(folder).as_posix() in listed.files:
                path.unlink()
    ours = {folder / parent for name in own for parent in PurePosixPath(name).parents}
    for path in environment:
        _remove_if_empty(path)
    return sorted(set(_left(folder, ours)) - {folder / LIST, folder / MARK})


def close(folder: Path) -> None:
    """Say that this is no longer ours, and remove the folder where nothing of others lies in it."""
    _remove_if_empty(folder / "venv")
    (folder / LIST).unlink(missing_ok=True)
    (folder / MARK).unlink(missing_ok=True)
    _remove_if_empty(folder)


def carry_over(left: list[Path], before: Path, prefix: Path) -> list[Path]:
    """Move what others put into `before` to where they will look for it, and return where that is.

    What lay in the old environment does not get into the new one: nobody has looked whether it fits.
    """
    moved = []
    for path in left:
        name = path.relative_to(before)
        target = prefix / KEPT / name if name.parts[0] == "venv" else prefix / name
        while target.is_symlink() or target.exists():
            target = target.with_name(target.name + ".before")
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        moved.append(target)
    return moved


def discard(folder: Path) -> None:
    """Remove a folder of a running installation; its mark goes last, so that whoever is killed here can go on later."""
    for path in folder.iterdir():
        if path.name == MARK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


def _left(folder: Path, ours: set[Path]) -> Iterator[Path]:
    """Yield the files of others, and folders where nothing but theirs is."""
    for path in folder.iterdir():
        if path in ours and path.is_dir() and not path.is_symlink():
            yield from _left(path, ours)
        else:
            yield path


def _is_inside(name: str) -> bool:
    return name not in {"", "."} and not name.startswith("/") and ".." not in PurePosixPath(name).parts


def _guessed_parts(files: set[str]) -> tuple[str, ...]:
    """Return what the first kits must have installed."""
    signs = {"models": "site-packages/torch/__init__.py", "tests": "site-packages/pytest/__init__.py"}
    return ("base", *(part for part, sign in signs.items() if any(name.endswith(sign) for name in files)))
