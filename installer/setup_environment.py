"""Set up everything that In Camera needs, in `.venv` beside the code: what both commands of README begin with.

Needs nothing but Python. Safe to repeat; the second time it only compares one hash. A package is taken at the version
and hash that constraints.txt states, from wherever this user's pip is told to look. Never touches the system's Python.
"""

from __future__ import annotations

import compileall
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import early_stop
import system_packages

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "in-camera-ready.json"
SCRIPTS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")

OLDEST, NEWEST = (3, 11), (3, 13)
"""The versions of Python for which every package has a wheel; pyproject.toml says the same."""


def prepare(tools: dict[str, str] | None = None) -> None:
    """Make `.venv` ready, and the system as far as this user may. Ends the program where it cannot."""
    _use_fitting_python()
    _prepare_system(tools or {})
    wanted, found = _fingerprint(), _stamp()
    if wanted == found:
        early_stop.hold_back(Path(program("incamera")), program("python"))
        _compile()
        return
    say("setting up .venv (once; a few minutes)")
    if all(found.get(name) == wanted[name] for name in ("python", "folder")) and Path(program("python")).exists():
        STAMP.unlink()  # until the end is reached it is not ready
    else:
        _make_environment()
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-deps"]
    run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(ROOT / "constraints.txt")])
    run([*pip, "--no-build-isolation", "--editable", str(ROOT)])
    early_stop.hold_back(Path(program("incamera")), program("python"))
    run([program("python"), str(ROOT / "installer" / "translations.py")])
    _compile()
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    say("ready")


def program(name: str) -> str:
    """Return the path of a program in `.venv`."""
    return str(ENVIRONMENT / SCRIPTS / (name + SUFFIX))


def _use_fitting_python() -> None:
    """Go on in a Python that fits, where this one does not."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other is not None:
            os.execv(other, [other, *sys.argv])
    sys.exit(
        f"In Camera needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is {sys.version_info[0]}.{sys.version_info[1]}."
    )


def _prepare_system(tools: dict[str, str]) -> None:
    lacking = system_packages.missing(system_packages.WINDOW_LIBRARIES, tools)
    if not lacking:
        return
    if system_packages.may_install():
        say("installing system packages: " + " ".join(lacking))
        if system_packages.install(lacking):
            return
    say("missing, for the window or for some tests; as an administrator: apt-get install " + " ".join(lacking))


def _make_environment() -> None:
    """Make an empty `.venv` with pip in it, in place of what is there."""
    venv = [sys.executable, "-m", "venv", "--clear"]
    package = f"python3.{sys.version_info[1]}-venv"  # where Debian keeps ensurepip
    if importlib.util.find_spec("ensurepip") is not None or system_packages.install([package]):
        run([*venv, str(ENVIRONMENT)])
    elif importlib.util.find_spec("pip") is not None:
        run([*venv, "--without-pip", str(ENVIRONMENT)])
        run([sys.executable, "-m", "pip", "--python", program("python"), "install", "--quiet", "pip"])
    else:
        sys.exit(f"Python cannot make environments here; as an administrator: apt-get install {package}")


def _compile() -> None:
    """Compile our modules where they have changed: a closed child writes no file, and would compile them at each start."""
    for package in ("desktop_app", "model_runtime"):
        compileall.compile_dir(ROOT / package, quiet=2)


def _fingerprint() -> dict[str, str]:
    """Return what the environment depends on; where this is as it was, nothing needs to be done."""
    content = hashlib.sha256()
    translations = sorted((ROOT / "resources" / "translations").glob("*.ts"))
    for path in (ROOT / "pyproject.toml", ROOT / "constraints.txt", *translations):
        content.update(path.read_bytes())
    return {"python": sys.version, "folder": str(ROOT), "content": content.hexdigest()}


def _stamp() -> dict[str, str]:
    """Return the fingerprint of what is there, empty where set-up never came to its end."""
    try:
        found: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def run(command: list[str]) -> None:
    """Run one step; where it fails it has said why."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        sys.exit("Set-up did not finish. Mend what is said above and run the same command again.")


def say(text: str) -> None:
    """Tell what is going on, on stderr: stdout belongs to the commands."""
    print("In Camera: " + text, file=sys.stderr, flush=True)
