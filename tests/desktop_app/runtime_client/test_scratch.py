"""Scratch folders: in use they are left alone, left behind they are removed, other people's are not touched."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop_app.foundation import left_behind, tree_removal
from desktop_app.runtime_client import scratch
from tests.helpers.other_users import as_nobody, can_be_others, folder_of_nobody


def test_a_folder_that_a_killed_desktop_left_is_removed_at_the_next_start() -> None:
    """The lock of a killed process is nobody's, so its folder goes, whatever lies in it."""
    code = (
        "import os, sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from desktop_app.runtime_client.scratch import Scratch\n"
        "s = Scratch(); (s.path / 'page').write_bytes(b'x'); print(s.path, flush=True); os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, tempfile.gettempdir()], capture_output=True, text=True, cwd=_project()
    )
    left = Path(ran.stdout.strip())
    assert (left / "page").exists()
    scratch.Scratch().remove()
    assert not left.exists()


def test_a_folder_in_use_is_left_alone() -> None:
    """Another start of In Camera does not take away what a running one uses."""
    first = scratch.Scratch()
    second = scratch.Scratch()
    scratch.remove_left_overs()
    assert [True, True] == [first.path.is_dir(), second.path.is_dir()]
    first.remove()
    first.remove()
    second.remove()
    assert [False, False] == [first.path.exists(), second.path.exists()]


def test_links_files_and_other_peoples_folders_are_not_touched(tmp_path: Path) -> None:
    """Only a folder of this user's own can be a left-over; a link to one is not followed."""
    temporary = Path(tempfile.gettempdir())
    precious = tmp_path / "precious"
    precious.mkdir()
    link, file = temporary / "incamera-the_link", temporary / "incamera-the_file"
    link.symlink_to(precious)
    file.write_text("x")
    others = temporary / "incamera-__others"
    others.mkdir(0o700)
    try:
        if can_be_others():
            os.chown(others, 65534, 65534)
        scratch.remove_left_overs()
        assert precious.is_dir()
        assert [True, True] == [link.is_symlink(), file.is_file()]
        assert can_be_others() == others.exists()
    finally:
        link.unlink()
        file.unlink()
        if others.exists():
            others.rmdir()


@pytest.mark.parametrize(
    ("name", "mode"), [("incamera-main", 0o700), ("incamera-1.0", 0o700), ("incamera-invoices", 0o755)]
)
def test_a_persons_own_folder_is_no_left_over(name: str, mode: int) -> None:
    """Sources unpacked to `/tmp/incamera-main` are nobody's scratch, nor is what others may read."""
    own = Path(tempfile.gettempdir()) / name
    own.mkdir(mode)
    try:
        (own / "file").write_text("must stay")
        scratch.remove_left_overs()
        assert (own / "file").is_file()
    finally:
        shutil.rmtree(own)


def test_a_folder_taken_for_a_left_over_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between making and locking another desktop may remove the folder; then a new one is made."""
    honest = tempfile.mkdtemp
    made: list[str] = []

    def removed_at_once(**options: str) -> str:
        made.append(honest(prefix=options["prefix"]))
        if len(made) == 1:
            os.rmdir(made[0])
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", removed_at_once)
    folder = scratch.Scratch()
    assert [True, 2] == [folder.path.is_dir(), len(made)]
    folder.remove()


def test_where_folders_cannot_be_locked_there_is_a_folder_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without locks must not keep anybody from working."""
    monkeypatch.setattr(sys, "platform", "win32")
    folder = scratch.Scratch()
    assert folder.path.is_dir()
    folder.remove()
    assert not folder.path.exists()


@pytest.mark.parametrize("name", ["nested", "mode_0300", "mode_0000", "long_and_deep", "links"])
def test_no_later_start_stumbles_over_what_a_child_left(name: str) -> None:
    """The next start of an ordinary user removes a killed desktop's folder, whatever it holds and whatever its mode."""
    with folder_of_nobody() as place:
        assert "left: [] told: False" == as_nobody("tests.helpers.scratch_starts", name, str(place))


def test_what_cannot_be_removed_is_set_aside_and_told_once() -> None:
    """A left-over with something protected in it gets another name; nobody looks at it again, a person hears of it once."""
    with folder_of_nobody() as place:
        said = as_nobody("tests.helpers.scratch_starts", "protected", str(place))
    assert "left: ['incamera-set-aside-'] told: True" == said


def test_a_start_waits_no_longer_for_left_overs_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take too long stays for the next start, under its own name, and nobody is bothered."""
    left = Path(tempfile.mkdtemp(prefix=scratch.PREFIX))
    (left / "page").write_text("x")
    monkeypatch.setattr(scratch, "SWEEP_S", -1.0)
    scratch.remove_left_overs()
    assert [True, None] == [left.exists(), left_behind.untold()]
    monkeypatch.undo()
    scratch.remove_left_overs()
    assert not left.exists()


def test_a_folder_that_cannot_be_emptied_ends_its_child_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock goes, so that the next start can try."""
    folder = scratch.Scratch()
    with monkeypatch.context() as patch:
        patch.setattr(tree_removal, "removed", lambda _: tree_removal.Outcome.STUCK)
        folder.remove()
    assert folder.path.exists()
    scratch.remove_left_overs()
    assert not folder.path.exists()


def _project() -> Path:
    return Path(scratch.__file__).resolve().parents[2]
