"""Make a copy of the program, with an environment of the system's own Python, that an ordinary user can run."""

import os
import shutil
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = Path(f"/usr/bin/python3.{sys.version_info[1]}")
"""Must be of the same version: what is installed beside ours is built for it."""

_PACKAGES = ("desktop_app", "model_runtime", "resources", "tests/helpers")
_HEAVY = ("torch", "transformers", "functorch", "bitsandbytes", "triton", "nvidia", "mypy", "hypothesis", "faker")
"""Not needed by the built-in reader, and tens of thousands of files."""


def can_be_made() -> bool:
    """Tell whether the system has such a Python."""
    return SYSTEM_PYTHON.exists()


def public_copy(folder: Path) -> Path:
    """Make the copy in a folder and return its interpreter. Files are linked where that is possible: nothing is written into them."""
    environment = folder / "venv"
    packages = environment / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
    (environment / "bin").mkdir(parents=True)
    python = environment / "bin" / "python"
    python.symlink_to(SYSTEM_PYTHON)
    (environment / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    installed = Path(sysconfig.get_path("purelib"))
    packages.mkdir(parents=True)
    for path in installed.iterdir():
        if path.name.startswith((*_HEAVY, "__editable__")) or path.suffix == ".pth":
            continue
        if path.is_dir():
            shutil.copytree(
                path, packages / path.name, copy_function=_linked, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            _linked(path, packages / path.name)
    for name in _PACKAGES:
        shutil.copytree(ROOT / name, packages / name, ignore=shutil.ignore_patterns("__pycache__"))
    return python


def _linked(source: str | Path, target: str | Path) -> str | Path:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)
    return target
