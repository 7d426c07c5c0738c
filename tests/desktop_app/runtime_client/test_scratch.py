"""Scratch folders: in use they are left alone, left behind they are removed, other people's are not touched."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop_app.runtime_client import scratch
from tests.helpers.other_users import can_be_others


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
    link, file = temporary / "incamera-link", temporary / "incamera-file"
    link.symlink_to(precious)
    file.write_text("x")
    others = temporary / "incamera-others"
    others.mkdir()
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


def _project() -> Path:
    return Path(scratch.__file__).resolve().parents[2]
