"""Run the installed `incamera` as a person does: real program, real children, an empty home folder.

Asserts nothing. The window is driven elsewhere.
"""

import json
import os
import shutil
import site
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.other_users import can_be_others

PROJECT = Path(__file__).resolve().parents[2]
HOSTILE = PROJECT / "tests" / "data" / "hostile"
SAMPLE = PROJECT / "resources" / "samples" / "invoice.png"
DATA = PROJECT / "tests" / "data"
NOBODY = 65534
TIMEOUT_S = 500.0


@dataclass(frozen=True)
class Ran:
    """How the program ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """What `--json` printed, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Program:
    """Somebody's `incamera`: how it is started, in which home folder, as whom."""

    command: tuple[str, ...]
    home: Path
    identity: dict[str, Any] = field(default_factory=dict)

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """Start it and return at once."""
        return subprocess.Popen(
            [*self.command, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
            # A small environment of its own: above all without CI, which silences libraries that would speak otherwise.
            env={"HOME": str(self.home), "PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
            **self.identity,
        )

    def run(self, *words: str | Path) -> Ran:
        """Start it and wait for its end."""
        with self.start(*words) as process:
            try:
                out, err = process.communicate(timeout=TIMEOUT_S)
            finally:
                process.kill()
        return Ran(process.returncode, out, err)

    def under(self, *tracer: str) -> "Program":
        """Return the same program started by another one."""
        return replace(self, command=(*tracer, *self.command))


def installed(home: Path) -> Program:
    """Return the program of the environment that runs the tests."""
    return Program((str(Path(sys.executable).with_name("incamera")),), home)


def of_a_copy(folder: Path) -> Program:
    """Copy the project's packages and data to `folder`/copy and return the program that runs them, children included.

    Children ignore PYTHONPATH, so the copy gets an environment of its own. That borrows the packages of this one, which
    the sandbox lets be read where an environment says that they are its own (`site.PREFIXES`).
    """
    copy, home = folder / "copy", folder / "home"
    for name in ("desktop_app", "model_runtime", "resources"):
        shutil.copytree(PROJECT / name, copy / name)
    environment = folder / "environment"
    venv.EnvBuilder(with_pip=False, symlinks=True).create(environment)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    borrowed = f"import site; site.PREFIXES.append({sys.prefix!r})"
    lines = (str(copy), borrowed, *site.getsitepackages())
    (environment / "lib" / version / "site-packages" / "copy.pth").write_text("\n".join(lines), encoding="utf-8")
    home.mkdir()
    return Program((str(environment / "bin" / "python"), "-m", "desktop_app"), home)


@contextmanager
def as_ordinary_user() -> Iterator[Program]:
    """Lend the program as `nobody` runs it, in an environment that this user can read; skip where there is none.

    The interpreter of the tests may lie in root's home folder. Then the system's own of the same version takes over,
    with the very same packages.
    """
    if not can_be_others():
        pytest.skip("the tests already run as an ordinary user, or as the only one")
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="incamera-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        os.chown(home, NOBODY, NOBODY)
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        for python in _interpreters(folder):
            program = Program((python, "-m", "desktop_app"), home, identity)
            try:
                if program.run("--help").code == 0:
                    break
            except OSError:  # not there, or not for this user
                continue
        else:
            pytest.skip("no interpreter here that an ordinary user can read, with the packages of this one")
        yield program


def _interpreters(folder: Path) -> Sequence[str]:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    system = Path("/usr/bin") / version
    if not system.exists():
        return [sys.executable]
    other = folder / "environment"
    builder = venv.EnvBuilder(with_pip=False, symlinks=True)
    builder.create(other)
    (other / "bin" / "python").unlink()
    (other / "bin" / "python").symlink_to(system)
    (other / "pyvenv.cfg").write_text(
        f"home = {system.parent}\ninclude-system-site-packages = false\n", encoding="ascii"
    )
    packages = other / "lib" / version / "site-packages"
    packages.rmdir()
    packages.symlink_to(Path(pytest.__file__).resolve().parents[1])
    return [sys.executable, str(other / "bin" / "python")]
