"""Run pieces of code in real processes, closed by the sandbox or left open, as this user and as an ordinary one."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.helpers.other_users import can_be_others

PROJECT = Path(__file__).resolve().parents[3]
SITE_PACKAGES = Path(sysconfig.get_path("purelib"))
NOBODY = 65534

PREAMBLE = """
import json, sys
from pathlib import Path
from model_runtime.sandbox.close import close_sandbox
from model_runtime.sandbox.profile import SandboxProfile

def profile(**options):
    options["readable"] = tuple(map(Path, [*options.get("readable", ()), *READABLE]))
    return SandboxProfile(role="engine", **options)

def tell(result):
    print(json.dumps(result), flush=True)

def refusal(attempt, *arguments, **options):
    try:
        attempt(*arguments, **options)
    except OSError as error:
        return error.errno
    return 0
"""


@dataclass(frozen=True)
class Ran:
    """How a child ended."""

    returncode: int
    stdout: bytes
    stderr: str

    @property
    def told(self) -> Any:
        """What the child handed to `tell`; its own traceback fails the test."""
        assert 0 == self.returncode, self.stderr
        return json.loads(self.stdout)


@dataclass(frozen=True)
class Account:
    """Somebody to run children as: an interpreter that this user can read, and who the user is."""

    python: str
    python_path: tuple[str, ...]
    identity: dict[str, Any] = field(default_factory=dict)

    def command(self, code: str, *arguments: str) -> list[str]:
        """Return the command line that runs `code` after the preamble."""
        readable = f"READABLE = {self.python_path[1:]!r}\n"  # packages of another interpreter than its own
        return [self.python, "-B", "-c", readable + PREAMBLE + dedent(code), *arguments]

    def run(self, code: str, *arguments: str) -> Ran:
        """Run `code` after the preamble; it says itself when to close the sandbox."""
        ran = subprocess.run(
            self.command(code, *arguments), stdin=subprocess.DEVNULL, capture_output=True, timeout=580, **self._place()
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode(errors="replace"))

    @contextmanager
    def started(self, code: str, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Start `code`, lend the process with its output as a pipe, and end it."""
        command = self.command(code, *arguments)
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, **self._place()) as popen:
            try:
                yield popen
            finally:
                popen.kill()

    def _place(self) -> dict[str, Any]:
        environment = {
            "PYTHONPATH": os.pathsep.join(self.python_path),
            "HOME": os.environ.get("HOME", "/"),
            "PATH": os.defpath,
            "OMP_NUM_THREADS": "1",
            "ORT_DISABLE_TELEMETRY": "1",
        }
        return {"cwd": "/", "env": environment, **self.identity}


def this_user() -> Account:
    """The user that runs the tests, with the interpreter that runs them."""
    return Account(sys.executable, (str(PROJECT),))


class NoSuchAccount(Exception):
    """Nobody here whom children could be run as."""


def ordinary_user() -> Account:
    """Return the ordinary account, or skip the test."""
    if not can_be_others():
        pytest.skip("only root of all users can act as an ordinary one")
    try:
        return ordinary_account()
    except NoSuchAccount as missing:
        pytest.skip(str(missing))


def ordinary_account() -> Account:
    """`nobody`, who often cannot read the interpreter of the tests but can read the system's. Raises NoSuchAccount."""
    identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    system_python = f"/usr/bin/python3.{sys.version_info.minor}"
    for python, path in ((sys.executable, (str(PROJECT),)), (system_python, (str(PROJECT), str(SITE_PACKAGES)))):
        account = Account(python, path, identity)
        try:
            if account.run("import msgspec").returncode == 0:
                return account
        except (PermissionError, FileNotFoundError):
            continue
    raise NoSuchAccount("no interpreter here that an ordinary user can read, with the packages of this one")
