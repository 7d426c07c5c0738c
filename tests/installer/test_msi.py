"""The package for Windows: the same bytes twice, everything in it as it was listed, a menu entry, an update that replaces.

Built here from small folders of the same form; whether Windows takes it has never been tried by us.
"""

import hashlib
import shutil
import struct
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))
import build_msi
import installation
import lock_files
import msi_summary
import staged
import system_packages
import windows_description

PROJECT = Path(__file__).resolve().parents[2]
EPOCH = 1_764_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return what an installation is, small."""
    folder = tmp_path / "msi-root"
    for name in (
        "python/pythonw.exe",
        "python/python.exe",
        "packages/desktop_app/__init__.py",
        "packages/a b/ü & co.txt",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    staged.list_files(folder)
    return folder


def built(root: Path, name: str, version: str = "0.1.0") -> Path:
    """Return a package of everything below `root`."""
    description, target = root.parent / "in-camera.wxs", root.parent / name
    description.write_bytes(windows_description.wxs(root, version))
    subprocess.run(["wixl", "--arch", "x64", "--output", target, description], check=True, capture_output=True)
    msi_summary.settle(target, windows_description.package_code(root, version), EPOCH)
    return target


def table(package: Path, name: str) -> list[list[str]]:
    """Return the rows of one of its tables."""
    shown = subprocess.run(["msiinfo", "export", package, name], capture_output=True, text=True, check=True)
    return [line.split("\t") for line in shown.stdout.splitlines()[3:]]


def test_two_builds_are_equal(root: Path) -> None:
    """Its maker writes a number of chance and the time into each: both are settled."""
    assert built(root, "one.msi").read_bytes() == built(root, "two.msi").read_bytes()


def test_what_is_unpacked_is_what_was_listed(root: Path, tmp_path: Path) -> None:
    """Every file, at its place, under its name."""
    subprocess.run(["msiextract", "-C", tmp_path / "out", built(root, "one.msi")], check=True, capture_output=True)
    (place,) = (tmp_path / "out").rglob("In Camera")
    lines = [line.split("  ") for line in (place / installation.LIST).read_text("utf-8").splitlines()]
    listed = {line[1]: line[0] for line in lines if len(line) == 2}  # the rest are comments
    found = {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and path.name != installation.LIST
    }
    assert listed == found


def test_it_has_a_menu_entry_and_replaces_what_was_there(root: Path) -> None:
    """For everybody on the machine; a newer version knows the older one, and is another product."""
    package, newer = built(root, "one.msi"), built(root, "two.msi", "0.2.0")
    values = dict(table(package, "Property"))
    others = dict(table(newer, "Property"))
    ((_, _, title, _, target, words, *_),) = table(package, "Shortcut")
    assert ("In Camera", "[INSTALLFOLDER]python\\pythonw.exe", "-B -m desktop_app") == (title, target, words)
    assert ("1", values["UpgradeCode"]) == (values["ALLUSERS"], others["UpgradeCode"])
    assert values["ProductCode"] != others["ProductCode"]
    assert {"WIX_UPGRADE_DETECTED", "WIX_DOWNGRADE_DETECTED"} == {row[-1] for row in table(newer, "Upgrade")}


def test_another_file_is_not_taken_for_a_package(tmp_path: Path) -> None:
    """Nothing is written into it."""
    path = tmp_path / "other.msi"
    path.write_bytes(struct.pack("<I", 7) * 100)
    with pytest.raises(ValueError, match="no summary"):
        msi_summary.settle(path, uuid.uuid4(), EPOCH)
    assert struct.pack("<I", 7) * 100 == path.read_bytes()


@pytest.mark.parametrize("prefix", ["", "cp313/"])
def test_python_finds_our_packages_and_nothing_else(tmp_path: Path, prefix: str) -> None:
    """Whether the zip is python.org's or has a folder in it."""
    with zipfile.ZipFile(tmp_path / "python.zip", "w") as packed:
        for name in ("python.exe", "pythonw.exe", "python313._pth", "python313.zip"):
            packed.writestr(prefix + name, b"#import site")
    build_msi.unpack_python((tmp_path / "python.zip").read_bytes(), tmp_path / "python")
    assert b"python313.zip\r\n.\r\n..\\packages\r\n" == (tmp_path / "python" / "python313._pth").read_bytes()


@pytest.mark.parametrize("names", [("python.exe",), ("pythonw.exe", "python312._pth")])
def test_another_python_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    """One that cannot start a window, and one for which the packages are not made."""
    with zipfile.ZipFile(tmp_path / "python.zip", "w") as packed:
        for name in names:
            packed.writestr(name, b"")
    with pytest.raises(SystemExit, match="Python"):
        build_msi.unpack_python((tmp_path / "python.zip").read_bytes(), tmp_path / "python")


def test_what_only_windows_needs_is_in_its_lock() -> None:
    """What runs pip here would leave it out."""
    everything = (PROJECT / "constraints.txt").read_text("utf-8")
    needed, _ = lock_files.divided(everything, {"colorama", "numpy"})
    assert "sys_platform" in needed
    assert "colorama==" in lock_files.unconditional(needed)
    assert ";" not in lock_files.unconditional(needed)


def test_programs_for_building_are_named_where_they_are_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And nothing was begun."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(system_packages, "install", lambda _: False)
    with pytest.raises(SystemExit, match="apt-get install wixl"):
        build_msi.build(tmp_path / "no.whl", tmp_path, "0.1.0", EPOCH)
    assert [] == list(tmp_path.iterdir())
