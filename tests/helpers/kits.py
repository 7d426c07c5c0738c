"""Make small kits, of the same form as whole ones, and run their programs."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import minisign

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = PROJECT / "installer" / "kit"
MANIFEST = "MANIFEST.sha256"


def make(place: Path) -> Path:
    """Return a kit with a few files, whose hashes are listed; it has no packages, and cannot be installed."""
    folder = place / "kit"
    (folder / "wheels" / "base").mkdir(parents=True)
    for path in PROGRAMS.iterdir():
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    (folder / "python-version").write_text(f"{sys.version_info[0]}.{sys.version_info[1]}\n")
    (folder / "wheels" / "base" / "one.whl").write_bytes(b"not looked into here")
    list_files(folder)
    return folder


def list_files(folder: Path) -> None:
    """Write the list of hashes as a build does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(MANIFEST))
    lines = [f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / MANIFEST).write_text("".join(lines))


def sign(folder: Path, keys: minisign.KeyPair) -> None:
    """Sign the list as a build does."""
    data = (folder / MANIFEST).read_bytes()
    (folder / f"{MANIFEST}.minisig").write_bytes(bytes(keys.secret_key.sign(data, trusted_comment="In Camera kit")))


def run(program: Path, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a program of a kit as README says, with nothing but Python."""
    environment = {"PATH": os.defpath, "HOME": str(program.parent.parent / "home")}
    return subprocess.run(
        [sys.executable, "-I", program, *words], capture_output=True, text=True, env=environment, check=False
    )


def flipped(data: bytes, place: int) -> bytes:
    """Return the same bytes but for one bit."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
