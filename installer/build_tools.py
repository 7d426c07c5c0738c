"""Bring the programs that build the kit and the packages, at the versions and hashes of constraints-build.txt.

Into an environment of their own: what they need is not what In Camera needs.
"""

from __future__ import annotations

import hashlib
import shutil
import sys

import setup_environment

ENVIRONMENT = setup_environment.ROOT / ".venv-build"
LOCK = setup_environment.ROOT / "constraints-build.txt"
STAMP = ENVIRONMENT / "in-camera-build-ready.txt"


def prepare() -> None:
    """Install; the second time only one hash is compared. Ends the program where it cannot."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    setup_environment.say("adding what builds packages (once)")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    setup_environment.run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-deps"]
    setup_environment.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)])
    STAMP.write_text(wanted, encoding="ascii")


def program(name: str) -> str:
    """Return the path of a program in that environment."""
    return str(ENVIRONMENT / setup_environment.SCRIPTS / (name + setup_environment.SUFFIX))
