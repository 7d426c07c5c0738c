"""Tell whether tests may act as other users, and let a program act as an ordinary one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534
IN_MEMORY = ("/dev/shm", "/var/tmp")
PROJECT = Path(__file__).resolve().parents[2]

_PREAMBLE = """
import importlib, os, sys
module, user, *words = sys.argv[1:]
main = importlib.import_module(module).main
if int(user):
    os.setgroups([]), os.setgid(int(user)), os.setuid(int(user))
main(*words)
"""
"""Imports first: the interpreter may lie where an ordinary user cannot read."""


def can_be_others() -> bool:
    """Tell whether this process is root of all users; in a namespace of its own (`unshare -r`) root is all there is."""
    if os.getuid() != 0:
        return False
    map_file = Path("/proc/self/uid_map")
    return not map_file.exists() or int(map_file.read_text(encoding="ascii").split()[2]) > 65534


@contextmanager
def folder_of_nobody() -> Iterator[Path]:
    """Lend a folder that an ordinary user can reach and write in; of this user where there is no other.

    It lies in memory where it can: tests that make many thousands of files are not about a disk.
    """
    with tempfile.TemporaryDirectory(dir=next(filter(os.path.isdir, IN_MEMORY)), prefix="incamera-test-") as name:
        folder = Path(name) / "of nobody"
        folder.mkdir()
        folder.parent.chmod(0o755)
        if can_be_others():
            os.chown(folder, NOBODY, NOBODY)
        yield folder


def as_nobody(module: str, *words: str) -> str:
    """Call `main(*words)` of a module as an ordinary user and return the last line that it printed.

    Where tests run as an ordinary user, or as the only one, that is who it is.
    """
    user = str(NOBODY if can_be_others() else 0)
    ran = subprocess.run(
        [sys.executable, "-B", "-c", _PREAMBLE, module, user, *words], capture_output=True, text=True, cwd=PROJECT
    )
    assert 0 == ran.returncode, ran.stderr
    return ran.stdout.splitlines()[-1]
