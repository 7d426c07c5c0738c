"""Install In Camera from this kit, silently and without a network; again to repeat or to upgrade; `--uninstall` to remove.

As root into /opt/in-camera for everybody, else for this user alone. The kit is checked first, and nothing is changed where it is
not as it was packed; whether this program is the one that was packed, only a `verify.py` that came another way can tell. What a
person has made (settings, models, logs) is never touched: `--uninstall` names where it lies. A new version is made beside the
old one, `PREFIX.new`, and takes its place when it is whole; what a killed run has left is tidied up by the next.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True  # a kit with a file more is not the one that was packed
import environment  # noqa: E402 -- only now they leave no trace in the kit
import installation  # noqa: E402
import verify  # noqa: E402

KIT = verify.KIT
OWN_DATA = ("~/.config/in-camera", "~/.local/share/in-camera", "~/.local/state/in-camera")
PARTS = {"models": "what vision-language models need", "tests": "what the tests need"}
MAX_NAMED = 20  # files of others in one list


def main() -> None:
    """Do what the words say; end with one sentence where it cannot be done."""
    arguments = _parser().parse_args()
    prefix = arguments.prefix.absolute()
    if prefix.is_symlink():
        sys.exit(f"install: {prefix} is a link; name the folder itself. Nothing was changed.")
    if arguments.uninstall:
        with alone(prefix):
            uninstall(prefix)
        return
    faults = verify.faults_of(KIT)
    if faults:
        sys.exit(f"install: this kit is not as it was packed ({faults[0]}). Nothing was installed.")
    if arguments.key is not None and not verify.is_signed(KIT, arguments.key):
        sys.exit("install: this kit is not signed with that key. Nothing was installed.")
    if os.geteuid() != 0:
        prefix.parent.mkdir(parents=True, exist_ok=True)  # a person's own folders, as careful as this person is
    os.umask(0o022)  # what is installed is for everybody, however careful root is elsewhere
    prefix.parent.mkdir(parents=True, exist_ok=True)
    with alone(prefix):
        recover(prefix)
        install(prefix, wanted_parts(prefix, {part: getattr(arguments, part) for part in PARTS}))
    print(f"install: In Camera is in {prefix}; try {prefix / 'venv' / 'bin' / 'incamera'} doctor --installed")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Install In Camera from this kit.")
    parser.add_argument("--key", type=Path, help="the public key that the kit must be signed with")
    parser.add_argument("--prefix", type=Path, default=default_prefix(), help="where to (%(default)s)")
    for part, what in PARTS.items():
        with_or_without = parser.add_mutually_exclusive_group()
        with_or_without.add_argument(
            f"--with-{part}", dest=part, action="store_true", default=None, help=f"also {what}; an upgrade keeps it"
        )
        with_or_without.add_argument(f"--without-{part}", dest=part, action="store_false", default=None)
    parser.add_argument("--uninstall", action="store_true")
    return parser


def default_prefix() -> Path:
    """Return where it goes where nobody says otherwise."""
    if os.geteuid() == 0:
        return Path("/opt/in-camera")
    return Path.home() / ".local" / "lib" / "in-camera"


def new_of(prefix: Path) -> Path:
    """Return where a version is made."""
    return prefix.with_name(prefix.name + ".new")


def before_of(prefix: Path) -> Path:
    """Return where the version before waits until the new one is in its place."""
    return prefix.with_name(prefix.name + ".before")


def wanted_parts(prefix: Path, said: dict[str, bool | None]) -> list[str]:
    """Return what is to be installed: what was said, else what is there. Ends the program where the kit has not all of it."""
    there = installation.read_list(prefix).parts if installation.is_ours(prefix) else ()
    parts = ["base", *(part for part in PARTS if (part in there if said[part] is None else said[part]))]
    for part in parts[1:]:
        if not (KIT / "locks" / f"{part}.txt").exists():
            sys.exit(f"install: this kit has not {PARTS[part]}; --without-{part} goes without. Nothing was changed.")
    return parts


@contextlib.contextmanager
def alone(prefix: Path) -> Iterator[None]:
    """Keep a second run away meanwhile; the system lets the next one in, however this one ends."""
    try:
        folder = os.open(prefix.parent, os.O_RDONLY)
    except OSError:
        yield  # nothing there that two could change
        return
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("install: another run is at it. Nothing was changed.")
    try:
        yield
    finally:
        os.close(folder)


def recover(prefix: Path) -> None:
    """Bring what a killed run has left to an end: the old version where the new one was not whole, else the new one."""
    new, before = new_of(prefix), before_of(prefix)
    if installation.is_marked(new):
        installation.discard(new)
    if _is_half_made(prefix) and installation.is_ours(before):
        installation.discard(prefix)
    if not prefix.exists() and installation.is_ours(before):
        before.rename(prefix)
        print("install: an earlier run was stopped; the version before is in its place again")
    if installation.is_ours(prefix):
        (prefix / installation.MARK).unlink(missing_ok=True)
        if installation.is_marked(before):
            put_away(before, prefix)


def _is_half_made(prefix: Path) -> bool:
    """Tell whether a run of the first kits, which made the new version in place, was killed here."""
    return (prefix / "venv" / "pyvenv.cfg").exists() and [prefix / "venv"] == list(prefix.iterdir())


def install(prefix: Path, parts: list[str]) -> None:
    """Make a new version beside the one that is there, then let it take its place; where anything fails nothing was changed."""
    new, before = new_of(prefix), before_of(prefix)
    is_upgrade = installation.is_ours(prefix)
    if prefix.exists() and not is_upgrade and any(prefix.iterdir()):
        sys.exit(f"install: {prefix} holds something that this kit has not installed. Nothing was changed.")
    for path in (new, before) if is_upgrade else (new,):
        if path.is_symlink() or (path.exists() and any(path.iterdir())):
            sys.exit(f"install: {path} is in the way, and not ours to remove. Nothing was changed.")
    new.mkdir(exist_ok=True)
    try:
        (new / installation.MARK).touch()
        new.chmod(0o755)
        environment.make(KIT, new, parts)
        environment.settle(new, prefix)
        installation.write_list(new, parts)
        os.sync()  # a power cut after the next lines finds whole files
        if is_upgrade:
            (prefix / installation.MARK).touch()
            prefix.rename(before)
        new.rename(prefix)
    except BaseException:
        if is_upgrade and not prefix.exists():
            before.rename(prefix)
        (prefix / installation.MARK).unlink(missing_ok=True)
        if new.exists():
            installation.discard(new)
        raise
    (prefix / installation.MARK).unlink()
    link(prefix)
    if is_upgrade:
        put_away(before, prefix)


def put_away(before: Path, prefix: Path) -> None:
    """Remove the version before; what others had put into it goes on in the new one."""
    moved = []
    if installation.is_ours(before):  # else an earlier run was killed as it was nearly done
        moved = installation.carry_over(installation.remove_listed(before), before, prefix)
    installation.close(before)
    if moved:
        print(f"install: not ours, and kept: {_named(moved)}")


def uninstall(prefix: Path) -> None:
    """Remove what was installed, and nothing else."""
    recover(prefix)
    if not installation.is_ours(prefix):
        sys.exit(f"install: {prefix} was not installed from a kit. Nothing was removed.")
    for path in links(prefix):
        path.unlink(missing_ok=True)
    left = installation.remove_listed(prefix)
    installation.close(prefix)
    if left:
        print(f"install: not ours, and left where it is: {_named(left)}")
    kept = [place for place in map(os.path.expanduser, OWN_DATA) if os.path.exists(place)]
    print(f"install: removed. What people made stays{': ' + ', '.join(kept) if kept else ', where there is any'}")


def _named(paths: list[Path]) -> str:
    more = len(paths) - MAX_NAMED
    return ", ".join(map(repr, map(str, paths[:MAX_NAMED]))) + (f" and {more} more" if more > 0 else "")


def links(prefix: Path) -> list[Path]:
    """Return the links of ours that lead into `prefix`: the program, where a shell finds it."""
    path = _shell_folder(prefix) / "incamera"
    return [path] if path.is_symlink() and Path(os.readlink(path)).is_relative_to(prefix) else []


def link(prefix: Path) -> None:
    """Let a shell find the program, unless another one has its name there."""
    path = _shell_folder(prefix) / "incamera"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_symlink() and not path.exists():
            path.symlink_to(prefix / "venv" / "bin" / "incamera")
    except OSError:
        print(f"install: {path} could not be made; the program starts without it", file=sys.stderr)


def _shell_folder(prefix: Path) -> Path:
    return Path("/usr/local/bin") if prefix == Path("/opt/in-camera") else Path.home() / ".local" / "bin"


if __name__ == "__main__":
    main()
