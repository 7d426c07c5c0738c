"""Install In Camera from this kit, silently and without a network; again to repeat or to upgrade; `--uninstall` to remove.

As root into /opt/in-camera for everybody, else for this user alone. The kit is checked first, and nothing is changed where it is
not as it was packed. What a person has made (settings, models, logs) is never touched: `--uninstall` names where it lies.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import verify

KIT = verify.KIT
INSTALLED = "INSTALLED.sha256"
"""Beside the environment: the hash of every file that was installed; `incamera doctor --installed` compares."""

OWN_DATA = ("~/.config/in-camera", "~/.local/share/in-camera", "~/.local/state/in-camera")


def main() -> None:
    """Do what the words say; end with one sentence where it cannot be done."""
    parser = argparse.ArgumentParser(description="Install In Camera from this kit.")
    parser.add_argument("--key", type=Path, help="the public key that the kit must be signed with")
    parser.add_argument("--prefix", type=Path, default=default_prefix(), help="where to (%(default)s)")
    parser.add_argument("--with-models", action="store_true", help="also what vision-language models need")
    parser.add_argument("--with-tests", action="store_true", help="also what the tests need")
    parser.add_argument("--uninstall", action="store_true")
    arguments = parser.parse_args()
    prefix = arguments.prefix.absolute()
    if arguments.uninstall:
        uninstall(prefix)
        return
    faults = verify.faults_of(KIT)
    if faults:
        sys.exit(f"install: this kit is not as it was packed ({faults[0]}). Nothing was installed.")
    if arguments.key is not None and not verify.is_signed(KIT, arguments.key):
        sys.exit("install: this kit is not signed with that key. Nothing was installed.")
    parts = ["base", *(["models"] if arguments.with_models else []), *(["tests"] if arguments.with_tests else [])]
    install(prefix, parts)
    print(f"install: In Camera is in {prefix}; try {prefix / 'venv' / 'bin' / 'incamera'} doctor --installed")


def default_prefix() -> Path:
    """Return where it goes where nobody says otherwise."""
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/opt/in-camera")
    return Path.home() / ".local" / "lib" / "in-camera"


def install(prefix: Path, parts: list[str]) -> None:
    """Put a new environment in the place of the one that is there; that one comes back where anything fails."""
    if prefix.exists() and not (prefix / INSTALLED).exists() and any(prefix.iterdir()):
        sys.exit(f"install: {prefix} holds something that this kit has not installed. Nothing was changed.")
    before = prefix.with_name(prefix.name + ".before")
    shutil.rmtree(before, ignore_errors=True)
    if prefix.exists():
        prefix.rename(before)
    try:
        prefix.mkdir(parents=True)
        prefix.chmod(0o755)
        environment = prefix / "venv"
        run(sys.executable, "-I", "-m", "venv", "--without-pip", str(environment))
        pip = next((KIT / "wheels" / "pip").glob("pip-*.whl"))
        places = [word for part in parts for word in ("--find-links", str(KIT / "wheels" / part))]
        locks = [word for part in parts for word in ("-r", str(KIT / "locks" / f"{part}.txt"))]
        program = [
            sys.executable,
            "-I",
            str(pip / "pip"),
            "--isolated",
            "--python",
            str(environment / "bin" / "python"),
        ]
        quiet = [
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--root-user-action=ignore",
        ]
        run(*program, *quiet, "--require-hashes", *places, *locks)
        run(*program, *quiet, *map(str, (KIT / "wheels" / "in-camera").glob("*.whl")))
        write_list(prefix)
        link(prefix)
    except BaseException:
        shutil.rmtree(prefix, ignore_errors=True)
        if before.exists():
            before.rename(prefix)
        raise
    shutil.rmtree(before, ignore_errors=True)


def uninstall(prefix: Path) -> None:
    """Remove what was installed, and nothing else."""
    if not (prefix / INSTALLED).exists():
        sys.exit(f"install: {prefix} was not installed from a kit. Nothing was removed.")
    for path in links(prefix):
        path.unlink(missing_ok=True)
    shutil.rmtree(prefix)
    kept = [place for place in map(os.path.expanduser, OWN_DATA) if os.path.exists(place)]
    print(f"install: removed. What people made stays{': ' + ', '.join(kept) if kept else ', where there is any'}")


def write_list(prefix: Path) -> None:
    """Write the hash of every installed file."""
    files = sorted(path for path in prefix.rglob("*") if path.is_file() and not path.is_symlink())
    lines = [f"{verify.digest_of(path)}  {path.relative_to(prefix).as_posix()}\n" for path in files]
    (prefix / INSTALLED).write_text("".join(lines), encoding="utf-8")


def links(prefix: Path) -> list[Path]:
    """Return the links of ours that lead into `prefix`: the program, where a shell finds it."""
    folder = Path("/usr/local/bin") if prefix == Path("/opt/in-camera") else Path.home() / ".local" / "bin"
    path = folder / "incamera"
    return [path] if path.is_symlink() and Path(os.readlink(path)).is_relative_to(prefix) else []


def link(prefix: Path) -> None:
    """Let a shell find the program, unless another one has its name there."""
    folder = Path("/usr/local/bin") if prefix == Path("/opt/in-camera") else Path.home() / ".local" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "incamera"
    if not path.is_symlink() and not path.exists():
        path.symlink_to(prefix / "venv" / "bin" / "incamera")


def run(*command: str) -> None:
    """Run one step; where it fails it has said why."""
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("install: that did not work. What was there before is as it was.")


if __name__ == "__main__":
    main()
