"""What a kit makes, with pip, of packages: start scripts that hear nobody else, rights for everybody, a list of every file.

The kit here has one package, In Camera's own name with a program that tells how it was started.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pip
import pytest

from desktop_app.cli import installed
from tests.helpers import kits

PROGRAM = "import sys\n\ndef main():\n    print(sys.flags.isolated, sys.flags.dont_write_bytecode, sys.prefix, *sys.argv[1:])\n"
EVIL = "print('evil')\n"


@pytest.fixture(scope="module")
def whole_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a kit that can be installed."""
    folder = kits.make(tmp_path_factory.mktemp("carried"))
    (folder / "wheels" / "base" / "one.whl").unlink()
    for name in ("pip", "in-camera"):
        (folder / "wheels" / name).mkdir()
    package = Path(pip.__file__).parent
    with zipfile.ZipFile(folder / "wheels" / "pip" / "pip-1-py3-none-any.whl", "w") as packed:
        for path in package.rglob("*"):
            if path.suffix != ".pyc":
                packed.write(path, path.relative_to(package.parent))
    write_wheel(folder / "wheels" / "base" / "first-1-py3-none-any.whl", "first", "")
    write_wheel(folder / "wheels" / "in-camera" / "in_camera-1-py3-none-any.whl", "in_camera", PROGRAM)
    (folder / "locks").mkdir()
    digest = kits.digest(folder / "wheels" / "base" / "first-1-py3-none-any.whl")
    (folder / "locks" / "base.txt").write_text(f"first==1 --hash=sha256:{digest}\n")
    kits.list_files(folder)
    return folder


def write_wheel(wheel: Path, name: str, code: str) -> None:
    """Write a package with one module, and a program where it has code."""
    files = {f"{name}.py": code, f"{name}-1.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"}
    files[f"{name}-1.dist-info/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    if code:
        files[f"{name}-1.dist-info/entry_points.txt"] = f"[console_scripts]\nincamera = {name}:main\n"
    files[f"{name}-1.dist-info/RECORD"] = "".join(f"{file},,\n" for file in files)
    with zipfile.ZipFile(wheel, "w") as packed:
        for file, text in files.items():
            packed.writestr(file, text)


def install(kit: Path, place: Path, *words: str) -> None:
    """Install it by its script, as root with a careful umask might."""
    line: list[str | Path] = ["sh", "-c", 'umask 077; exec sh "$0" "$@"', kit / "install.sh", "--prefix", place, *words]
    path = f"{Path(sys.base_prefix) / 'bin'}{os.pathsep}{os.defpath}"
    environment = {"PATH": path, "HOME": str(kit.parent / "home")}
    ran = subprocess.run(line, capture_output=True, text=True, env=environment, check=False)
    assert (0, "") == (ran.returncode, ran.stderr)


@pytest.mark.parametrize("name", ["plain", "with a blank 'and more'", "long-" * 30], ids=["plain", "blank", "long"])
def test_programs_hear_no_variables_and_everybody_may_run_them(whole_kit: Path, tmp_path: Path, name: str) -> None:
    """Whatever its place is called; modules of whoever starts it are not looked at, and the kit stays as it was packed."""
    place, evil = tmp_path / name / "in-camera", tmp_path / "evil"
    install(whole_kit, place)
    evil.mkdir()
    (evil / "sitecustomize.py").write_text(EVIL)
    environment = os.environ | {"PYTHONPATH": str(evil), "PYTHONHOME": "", "PYTHONSTARTUP": str(evil)}
    ran = subprocess.run(
        [place / "venv" / "bin" / "incamera", "a b"], capture_output=True, text=True, env=environment, check=False
    )
    assert (f"1 1 {place / 'venv'} a b\n", "") == (ran.stdout, ran.stderr)
    for path in [place.parent, place, *place.rglob("*")]:
        if not path.is_symlink():
            assert 0o044 == path.stat().st_mode & 0o044, path
    assert ["INSTALLED.sha256", "venv"] == sorted(path.name for path in place.iterdir())
    made = str(place.with_name("in-camera.new")).encode()
    assert not [
        path for path in place.rglob("*") if path.is_file() and path.suffix != ".pyc" and made in path.read_bytes()
    ]
    assert 0 == kits.run(whole_kit / "verify.py").returncode
    assert 0 == kits.run(whole_kit / "install.py", "--uninstall", "--prefix", place).returncode
    assert 0 == kits.run(whole_kit / "verify.py").returncode
    assert not place.exists()


def test_what_was_installed_is_as_it_was_shipped_until_something_is_added(whole_kit: Path, tmp_path: Path) -> None:
    """A link among it: to a module, to a folder of modules, in the place of the Python, in the place of a folder."""
    place = tmp_path / "in-camera"
    install(whole_kit, place)

    def faults() -> list[str]:
        return sorted(installed._faults(place, installed._listed(place / installed.LIST)))

    assert [] == faults()
    lines = (place / installed.LIST).read_text().splitlines()
    files = dict(line.split("  ")[::-1] for line in lines if not line.startswith("#"))  # as `sha256sum -c` does
    assert all(kits.digest(place / name) == digest for name, digest in files.items())
    assert "# parts: base" in lines
    (packages,) = (place / "venv" / "lib").glob("python*/site-packages")
    (tmp_path / "evil.py").write_text(EVIL)
    (tmp_path / "evil").mkdir()
    (packages / "sitecustomize.py").symlink_to(tmp_path / "evil.py")
    (packages / "json").symlink_to(tmp_path / "evil")
    (packages / "gone").symlink_to(tmp_path / "missing")
    inside = packages.relative_to(place).as_posix()
    assert [f"{inside}/{name}: added" for name in ("gone", "json", "sitecustomize.py")] == faults()
    for name in ("gone", "json", "sitecustomize.py"):
        (packages / name).unlink()
    python = place / "venv" / "bin" / "python"
    target = python.readlink()
    python.unlink()
    assert ["venv/bin/python: missing or unreadable"] == faults()
    python.symlink_to(tmp_path / "evil.py")
    assert ["venv/bin/python: changed"] == faults()
    python.unlink()
    python.symlink_to(target)
    (place / "venv").rename(tmp_path / "venv")
    (place / "venv").symlink_to(tmp_path / "venv")
    assert "venv: added" in faults()
    assert f"{inside}/in_camera.py: changed" in faults()
