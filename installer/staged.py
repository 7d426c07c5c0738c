"""Make a folder of installed packages the same whenever and wherever it is built, and list what is in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "kit"))  # what the kit carries knows nothing of who builds it
import installation


def remove_traces(packages: Path) -> None:
    """Remove what says where and when `packages` were installed, compiled modules, and programs for another Python's path."""
    for name in ("bin", "Scripts"):
        shutil.rmtree(packages / name, ignore_errors=True)
    for record in packages.glob("*.dist-info"):
        for name in ("INSTALLER", "REQUESTED", "direct_url.json", "RECORD"):
            (record / name).unlink(missing_ok=True)
    for cache in list(packages.rglob("__pycache__")):
        shutil.rmtree(cache)


def list_files(root: Path) -> None:
    """Write what `incamera doctor --installed` compares with into `root`, as the kit does where it installs."""
    installation.write_list(root, ["base"])


def let_read(root: Path) -> None:
    """Let everybody read everything below `root`, and run its `.sh`, whatever the rights were where it was built."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.suffix == ".sh" else 0o644)


def give_time(root: Path, epoch: int) -> None:
    """Give everything below `root`, links too, the time of the commit."""
    for path in [root, *root.rglob("*")]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
