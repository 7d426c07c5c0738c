"""The lock is whole and true: every package with its hash, no CUDA, and what is installed is what it says."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
HEAVY = re.compile(r"torch|triton|nvidia|cuda|bitsandbytes|flash-attn")


def lock(name: str = "constraints.txt") -> str:
    """Return a lock without its comments."""
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def canonical(name: str) -> str:
    """Return a distribution's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_line_is_a_version_with_hashes() -> None:
    """Nothing in the locks is open: no range, no address, no package without a hash."""
    assert "" == PIN.sub("", lock())
    assert "" == PIN.sub("", lock("constraints-models.txt"))
    assert "" == PIN.sub("", lock("constraints-build.txt"))


def test_no_cuda_is_pulled() -> None:
    """The base installation holds neither torch nor anything of a GPU."""
    assert [] == [name for name, *_ in PIN.findall(lock()) if HEAVY.search(name)]


def test_everything_the_project_asks_for_is_locked() -> None:
    """Each dependency of pyproject.toml, `dev` included, has its line."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {canonical(re.split(r"[^\w.-]", text, maxsplit=1)[0]) for text in asked}
    assert set() == names - {name for name, *_ in PIN.findall(lock())}


def test_what_is_installed_is_what_is_locked() -> None:
    """The tests run on the versions that a fresh installation gets, and on PyTorch's build without CUDA."""
    installed = {canonical(each.metadata["Name"]): each.version for each in metadata.distributions()}
    found = PIN.findall(lock()) + PIN.findall(lock("constraints-models.txt"))
    pins = {name: version for name, version, marker, _ in found if "win32" not in marker}
    pins["torch"] = "2.13.0+cpu"
    assert pins == {name: installed.get(name) for name in pins}
