"""Read lock files: what they say of a package, and which packages In Camera needs on a system."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping

import setup_environment

_CLOSURE = """
import importlib.metadata as m, json, re, sys
from packaging.markers import default_environment
from packaging.requirements import Requirement
environment = default_environment() | json.loads(sys.argv[1]) | {"extra": ""}
todo, seen = ["in-camera"], set()
while todo:
    name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
    if name in seen: continue
    seen.add(name)
    try:
        requirements = m.requires(name) or ()
    except m.PackageNotFoundError:  # not needed here, only where it is asked for
        requirements = ()
    for text in requirements:
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate(environment): todo.append(wanted.name)
print("\\n".join(seen))
"""


def closure(system: Mapping[str, str] | None = None) -> set[str]:
    """Return the names of all packages that the base set-up needs, as the environment's own metadata say.

    `system`: the environment markers (PEP 508) of another system. A package that only that system needs counts with what
    it needs itself left out, since nothing here knows that.
    """
    python = setup_environment.program("python")
    command = [python, "-c", _CLOSURE, json.dumps(dict(system or {}))]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def divided(lock: str, needed: set[str]) -> tuple[str, str]:
    """Divide a lock file into the packages that are `needed` to run, by name, and those that only tests need."""
    entries = _entries(lock)
    own = [entry for name, entry in entries.items() if name in needed]
    rest = [entry for name, entry in entries.items() if name not in needed]
    return "\n".join(own) + "\n", "\n".join(rest) + "\n"


def unconditional(lock: str) -> str:
    """Return a lock whose packages are all installed, whatever system pip runs on."""
    return re.sub(r" ; [^\\\n]*", "", lock)


def entry_of(name: str, lock: str) -> str:
    """Return what a lock file says of one package. Raises KeyError."""
    return _entries(lock)[name] + "\n"


def _entries(lock: str) -> dict[str, str]:
    """Return what a lock file says of each package, by its name."""
    entries = re.split(r"\n(?=[A-Za-z])", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE).rstrip("\n"))
    return {_name(re.split(r"[=\s;]", entry, maxsplit=1)[0]): entry for entry in entries}


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()
