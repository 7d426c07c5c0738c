"""A kit: each flipped byte, each missing or added file is refused before anything is installed; two builds are equal.

The kits here are small folders of the same form; a whole one is built by `installer/build.py` and tried on a bare system.
"""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from tests.helpers import kits

sys.path.insert(0, str(kits.PROJECT / "installer"))
import build_kit
import lock_files


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """Return a kit with a few files, whose hashes are listed."""
    return kits.make(tmp_path)


def test_a_kit_as_it_was_packed_is_so(kit: Path) -> None:
    """And it is said that the signature was not looked at."""
    ran = kits.run(kit / "verify.py")
    assert (0, "") == (ran.returncode, ran.stderr)
    assert f"all {len(list(kits.PROGRAMS.iterdir())) + 2} files are as they were packed" in ran.stdout
    assert "signature was not checked" in ran.stdout


@pytest.mark.parametrize("name", ["verify.py", "install.sh", "python-version", "wheels/base/one.whl"])
def test_a_flipped_byte_is_found_and_nothing_is_installed(kit: Path, tmp_path: Path, name: str) -> None:
    """In whichever file."""
    data = bytearray((kit / name).read_bytes())
    data[-2] ^= 1
    (kit / name).write_bytes(data)
    if name != "verify.py":  # which cannot be trusted to find its own change
        ran = kits.run(kit / "verify.py")
        assert ran.returncode
        assert f"'{name}' was changed" in ran.stderr
    ran = kits.run(kit / "install.py", "--prefix", tmp_path / "place")
    assert (1, False) == (ran.returncode, (tmp_path / "place").exists())


@pytest.mark.parametrize("change", ["added", "hidden", "missing", "linked", "listed twice", "no list", "outside"])
def test_a_kit_of_other_files_is_refused(kit: Path, tmp_path: Path, change: str) -> None:
    """Nothing of it is installed, and one line says why."""
    wheel = kit / "wheels" / "base" / "one.whl"
    match change:
        case "added":
            (kit / "wheels" / "base" / "two.whl").write_bytes(b"more")
        case "hidden":
            (kit / ".pth").write_bytes(b"")
        case "missing":
            wheel.unlink()
        case "linked":
            wheel.rename(tmp_path / "elsewhere")
            wheel.symlink_to(tmp_path / "elsewhere")
        case "listed twice":
            with (kit / build_kit.MANIFEST).open("a") as file:
                file.write(f"{hashlib.sha256(b'other').hexdigest()}  wheels/base/one.whl\n")
        case "no list":
            (kit / build_kit.MANIFEST).unlink()
        case "outside":
            with (kit / build_kit.MANIFEST).open("a") as file:
                file.write(f"{'0' * 64}  ../../etc/passwd\n")
    assert kits.run(kit / "verify.py").returncode
    ran = kits.run(kit / "install.py", "--prefix", tmp_path / "place")
    assert (1, "", False) == (ran.returncode, ran.stdout, (tmp_path / "place").exists())


def test_what_is_not_ours_is_neither_replaced_nor_removed(kit: Path, tmp_path: Path) -> None:
    """A folder with somebody's files stays as it is."""
    place = tmp_path / "place"
    place.mkdir()
    (place / "letter.txt").write_text("mine")
    for words in ((), ("--uninstall",)):
        ran = kits.run(kit / "install.py", "--prefix", place, *words)
        assert (1, "mine") == (ran.returncode, (place / "letter.txt").read_text())


def test_an_install_that_fails_leaves_what_was_there(kit: Path, tmp_path: Path) -> None:
    """This kit has no packages, so it cannot be installed; the version before comes back."""
    place = tmp_path / "place"
    place.mkdir()
    (place / "INSTALLED.sha256").write_text("")
    (place / "program").write_text("the version before")
    assert kits.run(kit / "install.py", "--prefix", place).returncode
    assert ("the version before", ["kit", "place"]) == (
        (place / "program").read_text(),
        sorted(path.name for path in tmp_path.iterdir() if path.name != "home"),
    )


def test_the_packed_kit_is_the_same_bytes_again(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever, and with whatever rights and times its files were written."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    first = build_kit.tar(kit).read_bytes()
    for path in kit.rglob("*"):
        path.chmod(0o700)
        os.utime(path, (1, 1))
    assert first == build_kit.tar(kit).read_bytes()


def test_a_lock_file_is_divided_without_loss() -> None:
    """What runs, and what only tests need; a package stands in one of them."""
    lock = "# told\nnumpy==2.4 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\npytest==9 \\\n    --hash=sha256:bb\n"
    own, rest = lock_files.divided(lock, {"numpy"})
    assert (
        "numpy==2.4 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n",
        "pytest==9 \\\n    --hash=sha256:bb\n",
    ) == (own, rest)
