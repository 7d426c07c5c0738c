"""Pack the kit: locked wheels, our own, samples, licences, a list of what is in it, hashes and a signature.

Everything in it comes from one commit and from the lock files, with the times of that commit, so that two builds are equal.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import build_tools
import lock_files
import model_packages
import setup_environment
import staged

ROOT = setup_environment.ROOT
FILES = ROOT / "installer" / "kit"
MANIFEST = "MANIFEST.sha256"
PIP = "pip"
SOURCE_FOLDERS = ("desktop_app", "model_runtime", "resources", "installer", "tests")


def epoch() -> int:
    """Return the time of the commit that is built, in seconds."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    shown = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(shown.stdout)


def build(out: Path, version: str, parts: tuple[str, ...], key: Path | None) -> Path:
    """Return the folder of the kit. Ends the program where it cannot be made."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    kit = out / f"in-camera-{version}-{platform.system().lower()}-{platform.machine()}-python{python}"
    shutil.rmtree(kit, ignore_errors=True)
    kit.mkdir(parents=True)
    (kit / "python-version").write_text(python + "\n", encoding="ascii")
    _collect_wheels(kit, parts)
    _add_own_wheel(kit)
    for path in FILES.iterdir():
        if path.is_file():
            shutil.copyfile(path, kit / path.name)
    shutil.copytree(ROOT / "resources" / "samples", kit / "samples")
    for name in ("README.md", "LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, kit / name)
    _add_source(kit)
    _add_licences(kit)
    _add_list_of_parts(kit, version)
    _finish(kit)
    _sign(kit, key)
    return kit


def tar(kit: Path) -> Path:
    """Return one file with all of the kit: the same bytes whenever it is made."""
    target = kit.with_name(kit.name + ".tar")
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as packed:
        for path in sorted([kit, *kit.rglob("*")]):
            packed.add(path, path.relative_to(kit.parent).as_posix(), recursive=False, filter=_plain)
    return target


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mtime = epoch()
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.isdir() or entry.name.endswith(".sh") else 0o644
    return entry


def _collect_wheels(kit: Path, parts: tuple[str, ...]) -> None:
    """Download what the lock files name, and write for each part the lock that says what of it is installed."""
    base, tests = lock_files.divided((ROOT / "constraints.txt").read_text(encoding="utf-8"), lock_files.closure())
    locks = {"base": base, "tests": tests, "models": (ROOT / "constraints-models.txt").read_text(encoding="utf-8")}
    (kit / "locks").mkdir()
    for part in parts:
        folder = kit / "wheels" / part
        folder.mkdir(parents=True)
        lock = kit / "locks" / f"{part}.txt"
        lock.write_text(locks[part], encoding="utf-8")
        _download(folder, "--require-hashes", "-r", str(lock))
    if "models" in parts:
        _download(kit / "wheels" / "models", model_packages.TORCH)
        (wheel,) = (kit / "wheels" / "models").glob("torch-*.whl")
        with (kit / "locks" / "models.txt").open("a", encoding="utf-8") as file:
            file.write(f"{model_packages.TORCH} --hash=sha256:{staged.digest(wheel)}\n")
    (kit / "wheels" / PIP).mkdir()
    lock = kit / ".lock"
    lock.write_text(lock_files.entry_of(PIP, build_tools.LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    _download(kit / "wheels" / PIP, "--require-hashes", "-r", str(lock))
    lock.unlink()


def _download(folder: Path, *what: str) -> None:
    pip = [
        setup_environment.program("python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "download",
        "-qq",
        "--no-deps",
    ]
    setup_environment.run([*pip, "--only-binary=:all:", "-d", str(folder), *what])


def _add_own_wheel(kit: Path) -> None:
    """Build In Camera's own wheel, from a copy: what lies about in the working folder is not in it."""
    source = kit / ".source"
    _copy_source(source)
    (source / "resources" / "translations").mkdir(parents=True, exist_ok=True)
    setup_environment.run([setup_environment.program("python"), str(source / "installer" / "translations.py")])
    folder = kit / "wheels" / "in-camera"
    folder.mkdir()
    pip = [setup_environment.program("python"), "-m", "pip", "--disable-pip-version-check", "wheel", "-qq", "--no-deps"]
    setup_environment.run([*pip, "--no-build-isolation", "-w", str(folder), str(source)])
    shutil.rmtree(source)


def _copy_source(target: Path) -> None:
    """Copy what the commit has."""
    shown = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, shown.stdout.decode().split("\0")):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place)


def _add_source(kit: Path) -> None:
    """Add the source with its tests, as one file: who carries the kit in can read it, and run them."""
    source = kit / ".source"
    _copy_source(source)
    with tarfile.open(kit / "source.tar", "w", format=tarfile.PAX_FORMAT) as packed:
        for path in sorted(source.rglob("*")):
            packed.add(path, path.relative_to(source).as_posix(), recursive=False, filter=_plain)
    shutil.rmtree(source)


def _add_licences(kit: Path) -> None:
    """Take every licence text out of the wheels, so that nobody has to unpack them to read one."""
    for wheel in sorted((kit / "wheels").rglob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if re.search(r"dist-info/(.*/)?(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", name, re.IGNORECASE):
                    target = (
                        kit / "licences" / wheel.name.split("-")[0] / name.split("dist-info/", 1)[1].replace("/", "-")
                    )
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(packed.read(name))


def _add_list_of_parts(kit: Path, version: str) -> None:
    """Write the SBOM."""
    script = ROOT / "installer" / "build_sbom.py"
    setup_environment.run([build_tools.program("python"), str(script), str(kit), version])


def _finish(kit: Path) -> None:
    """Give every file the time of the commit and write the list of hashes."""
    files = sorted(path for path in kit.rglob("*") if path.is_file())
    lines = [f"{staged.digest(path)}  {path.relative_to(kit).as_posix()}\n" for path in files]
    (kit / MANIFEST).write_text("".join(lines), encoding="utf-8")
    staged.let_read(kit)
    staged.give_time(kit, epoch())


def _sign(kit: Path, key: Path | None) -> None:
    """Sign the list of hashes. The signature's comment is fixed: a time in it would differ each time."""
    if key is None:
        return
    script = """
import sys
import minisign
secret = minisign.SecretKey.from_bytes(open(sys.argv[1], "rb").read())
data = open(sys.argv[2], "rb").read()
open(sys.argv[2] + ".minisig", "wb").write(bytes(secret.sign(data, trusted_comment="In Camera kit")))
"""
    setup_environment.run([setup_environment.program("python"), "-c", script, str(key), str(kit / MANIFEST)])
