"""An upgrade or removal that is killed at any moment is brought to an end by the next run; what is not ours stays.

The environment that is made here is a file or two: what a whole one is, test_kit_install.py looks at.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import kits

DRIVER = """
import os, sys
sys.path.insert(0, sys.argv[1])
import environment, install
version, moment, words = sys.argv[2], int(sys.argv[3]), sys.argv[4:]

def make(kit, folder, parts):
    (folder / "venv" / "bin").mkdir(parents=True)
    (folder / "venv" / "empty").mkdir()
    (folder / "venv" / "pyvenv.cfg").write_text("command = " + str(folder / "venv"))
    (folder / "venv" / "bin" / "incamera").write_text(version)
    (folder / "venv" / "bin" / "python").symlink_to("/usr/bin/python3")
    for part in parts:
        (folder / "venv" / f"{part}.py").write_text(version)

def count(event, arguments):
    global moment
    if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
        moment -= 1
        if moment == 0:
            os._exit(137)

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink", "os.chmod"}
environment.make, os.sync = make, lambda: None
sys.argv = ["install.py", *words]
sys.addaudithook(count)
install.main()
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """Return a small kit with two parts more."""
    folder = kits.make(tmp_path)
    (folder / "locks").mkdir()
    for part in ("base", "models", "tests"):
        (folder / "locks" / f"{part}.txt").write_text("")
    kits.list_files(folder)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where it is installed."""
    return tmp_path / "places" / "in-camera"


def run(kit: Path, place: Path, *words: str, version: str = "1", moment: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run `install.py`; it is killed at its change `moment` of files, if it has as many."""
    command = [sys.executable, "-I", "-B", "-c", DRIVER, str(kit), version, str(moment), "--prefix", str(place), *words]
    environment = {"PATH": os.defpath, "HOME": str(kit.parent / "home")}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def installed(place: Path) -> str:
    """Return which version is there."""
    return (place / "venv" / "bin" / "incamera").read_text()


def names(folder: Path) -> list[str]:
    """Return everything below a folder that is no folder."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    )


WHOLE = ["INSTALLED.sha256", "venv/base.py", "venv/bin/incamera", "venv/bin/python", "venv/pyvenv.cfg"]


def test_an_upgrade_that_is_killed_is_made_whole_by_the_next(kit: Path, place: Path) -> None:
    """At every change of a file that it makes, with the same or no version in place until then, never half of one."""
    for moment in range(1, 200):
        assert 0 == run(kit, place).returncode
        (place / "weights.bin").write_text("mine")
        killed = run(kit, place, version="2", moment=moment).returncode
        if place.exists():
            assert installed(place) in {"1", "2"}
            assert set(WHOLE) <= set(names(place))
        ran = run(kit, place, version="2")
        assert (0, "", "2") == (ran.returncode, ran.stderr, installed(place)), moment
        assert ["in-camera"] == [path.name for path in place.parent.iterdir()], moment
        assert [*WHOLE, "weights.bin"] == sorted(names(place)), moment
        assert 0 == run(kit, place, "--uninstall").returncode
        (place / "weights.bin").unlink()
        place.rmdir()
        if killed != 137:
            assert moment > 20
            return
    raise AssertionError


def test_after_a_killed_upgrade_everything_can_be_removed(kit: Path, place: Path) -> None:
    """And after a killed removal; nothing of it is left, and what is not ours is where it was."""
    for moment in range(1, 200):
        assert 0 == run(kit, place).returncode
        (place / "weights.bin").write_text("mine")
        killed = run(kit, place, version="2", moment=moment).returncode
        run(kit, place, "--uninstall", moment=moment)
        ran = run(kit, place, "--uninstall")
        assert ran.returncode == 0 or "Nothing was removed" in ran.stderr, moment
        assert ["in-camera/weights.bin"] == names(place.parent), moment
        (place / "weights.bin").unlink()
        place.rmdir()
        if killed != 137:
            return
    raise AssertionError


def test_a_killed_first_install_is_begun_anew(kit: Path, place: Path) -> None:
    """Nothing of it is taken for somebody else's."""
    for moment in range(1, 200):
        killed = run(kit, place, moment=moment).returncode
        assert 0 == run(kit, place, version="2").returncode, moment
        assert ("2", WHOLE) == (installed(place), names(place))
        assert 0 == run(kit, place, "--uninstall").returncode
        assert [] == names(place.parent)
        if killed != 137:
            return
    raise AssertionError


def test_what_a_killed_run_of_the_first_kits_left_is_mended(kit: Path, place: Path) -> None:
    """They made the new version in place, and left no mark: the version before comes back, then the new one takes its place."""
    assert 0 == run(kit, place).returncode
    place.rename(place.with_name("in-camera.before"))
    (place / "venv" / "lib").mkdir(parents=True)
    (place / "venv" / "pyvenv.cfg").write_text("")
    ran = run(kit, place, version="2")
    assert (0, "2", WHOLE) == (ran.returncode, installed(place), names(place))
    assert "the version before is in its place again" in ran.stdout


@pytest.mark.parametrize("ending", ["before", "new"])
def test_folders_of_others_beside_it_stay(kit: Path, place: Path, ending: str) -> None:
    """Somebody's own, or a copy of an installation that somebody keeps: what is in the way is named."""
    theirs = place.with_name(f"in-camera.{ending}")
    theirs.mkdir(parents=True)
    (theirs / "letter.txt").write_text("mine")
    if ending == "before":
        assert 0 == run(kit, place).returncode
        (theirs / "INSTALLED.sha256").write_text("")
    before = names(place.parent)
    ran = run(kit, place, version="2")
    assert (1, True, before) == (ran.returncode, str(theirs) in ran.stderr, names(place.parent))


def test_removal_takes_what_was_installed_and_names_what_is_left(kit: Path, place: Path) -> None:
    """A file beside, one in the environment, a folder, a link; compiled modules of ours are ours."""
    assert 0 == run(kit, place).returncode
    (place / "weights.bin").write_text("mine")
    (place / "venv" / "bin" / "tool").write_text("mine")
    (place / "models").mkdir()
    (place / "models" / "a").write_text("mine")
    (place / "link").symlink_to(kit)
    for name in ("base", "other"):
        (place / "venv" / "__pycache__").mkdir(exist_ok=True)
        (place / "venv" / "__pycache__" / f"{name}.cpython-311.pyc").write_text("")
    ran = run(kit, place, "--uninstall")
    left = ["link", "models/a", "venv/__pycache__/other.cpython-311.pyc", "venv/bin/tool", "weights.bin"]
    assert (0, left) == (ran.returncode, names(place))
    for name in ("link", "models", "__pycache__", "tool", "weights.bin"):
        assert name in ran.stdout
    assert (kit / "verify.py").exists()


def test_removal_does_not_reach_out_of_the_place(kit: Path, place: Path, tmp_path: Path) -> None:
    """Neither through a folder that was exchanged for a link nor by a list that names others' files."""
    assert 0 == run(kit, place).returncode
    (place / "venv" / "bin").rename(tmp_path / "elsewhere")
    (place / "venv" / "bin").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "letter.txt").write_text("mine")
    with (place / "INSTALLED.sha256").open("a") as file:
        file.write(f"{'0' * 64}  ../../letter.txt\n{'0' * 64}  {tmp_path / 'letter.txt'}\n")
    assert 0 == run(kit, place, "--uninstall").returncode
    assert "mine" == (tmp_path / "letter.txt").read_text()
    assert ["incamera", "python"] == names(tmp_path / "elsewhere")


def test_an_upgrade_keeps_what_others_put_there(kit: Path, place: Path) -> None:
    """What lay in the old environment lies in `kept`, and the next upgrade leaves it there."""
    assert 0 == run(kit, place).returncode
    (place / "models").mkdir(mode=0o700)
    (place / "models" / "a").write_text("mine")
    (place / "venv" / "sitecustomize.py").write_text("mine")
    for version in ("2", "3"):
        assert 0 == run(kit, place, version=version).returncode
        (place / "venv" / "sitecustomize.py").write_text("mine") if version == "2" else None
    kept = ["kept/venv/sitecustomize.py", "kept/venv/sitecustomize.py.before", "models/a"]
    assert kept == [name for name in names(place) if name not in WHOLE]
    assert 0o700 == (place / "models").stat().st_mode & 0o777


def test_an_upgrade_keeps_the_parts_that_were_installed(kit: Path, place: Path) -> None:
    """Unless asked otherwise; a kit that lacks one of them changes nothing."""

    def parts() -> list[str]:
        return [part for part in ("base", "models", "tests") if (place / "venv" / f"{part}.py").exists()]

    seen = []
    for words in ((), ("--with-models",), (), ("--with-tests",), ("--without-models",), ("--without-tests",), ()):
        assert 0 == run(kit, place, *words).returncode
        seen.append(parts())
    everything = ["base", "models", "tests"]
    assert [["base"], everything[:2], everything[:2], everything, ["base", "tests"], ["base"], ["base"]] == seen
    assert 0 == run(kit, place, "--with-models").returncode
    (kit / "locks" / "models.txt").unlink()
    kits.list_files(kit)
    ran = run(kit, place, version="2")
    assert (1, True, "1") == (ran.returncode, "--without-models" in ran.stderr, installed(place))
    assert 0 == run(kit, place, "--without-models", version="2").returncode


def test_parts_of_the_first_kits_are_seen_by_their_packages(kit: Path, place: Path) -> None:
    """They wrote them down nowhere."""
    assert 0 == run(kit, place).returncode
    (place / "INSTALLED.sha256").write_text(
        f"{'0' * 64}  venv/bin/incamera\n{'0' * 64}  venv/lib/python3.11/site-packages/torch/__init__.py\n"
    )
    assert 0 == run(kit, place).returncode
    assert (place / "venv" / "models.py").exists()


def test_two_runs_at_once_do_not_meet(kit: Path, place: Path) -> None:
    """The second one says so and ends."""
    import fcntl

    place.parent.mkdir()
    folder = os.open(place.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    for words in ((), ("--uninstall",)):
        ran = run(kit, place, *words)
        assert (1, True) == (ran.returncode, "another run" in ran.stderr)
    os.close(folder)
    assert 0 == run(kit, place).returncode


def test_a_link_is_not_taken_for_the_place(kit: Path, place: Path, tmp_path: Path) -> None:
    """Its target would be left half behind."""
    place.parent.mkdir()
    (tmp_path / "target").mkdir()
    place.symlink_to(tmp_path / "target")
    assert "is a link" in run(kit, place).stderr
