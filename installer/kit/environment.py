"""Make the environment that In Camera runs in: packages of the kit at their hashes, and start scripts that hear nobody else."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

_MAX_FIRST_LINE_BYTES = 120  # of a script; older kernels cut it at 127
_ENTRY = re.compile(rb"#!(?:/bin/sh\n'''exec' )?\"?(?P<python>/[^\"\n]*?)\"?(?: \"\$0\" \"\$@\"\n' ''')?\n")
"""How pip begins a script: the line of the kernel, or that of a shell where the path has blanks or is long."""


def make(kit: Path, folder: Path, parts: list[str]) -> None:
    """Make `folder/venv` of the kit's packages. Ends the program where that cannot be done."""
    environment = folder / "venv"
    _run(sys.executable, "-I", "-m", "venv", "--without-pip", str(environment))
    pip = next((kit / "wheels" / "pip").glob("pip-*.whl"))
    places = [word for part in parts for word in ("--find-links", str(kit / "wheels" / part))]
    locks = [word for part in parts for word in ("-r", str(kit / "locks" / f"{part}.txt"))]
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
    _run(*program, *quiet, "--require-hashes", *places, *locks)
    _run(*program, *quiet, *map(str, (kit / "wheels" / "in-camera").glob("*.whl")))


def settle(made: Path, prefix: Path) -> None:
    """Let an environment that was made in `made` run in `prefix`, without the variables and packages of whoever starts it."""
    old, new = os.fsencode(made / "venv"), os.fsencode(prefix / "venv")
    for path in (made / "venv" / "pyvenv.cfg", *sorted((made / "venv" / "bin").iterdir())):
        data = b"" if path.is_symlink() or not path.is_file() else path.read_bytes()
        if b"\0" in data or old not in data:
            continue  # a program, or a script that knows no place
        entry = _ENTRY.match(data)
        if entry is not None and entry["python"].startswith(old):
            python = os.fsdecode(entry["python"].replace(old, new))
            data = os.fsencode(first_lines(python)) + data[entry.end() :]
        path.write_bytes(data.replace(old, new))  # rights stay


def first_lines(python: str) -> str:
    """Return how a script begins for `python`, which then takes no module from the environment's variables or the user's folder."""
    line = f"#!{python} -IB\n"
    if len(os.fsencode(line)) <= _MAX_FIRST_LINE_BYTES and not re.search(r"\s", python):
        return line
    return f"#!/bin/sh\n'''exec' {shlex.quote(python)} -IB \"$0\" \"$@\"\n' '''\n"  # a comment to Python


def _run(*command: str) -> None:
    """Run one step; where it fails it has said why."""
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("install: that did not work. What was there before is as it was.")
