"""Folders are walked with care."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.conversation import file_gathering
from desktop_app.conversation.file_gathering import gathered


def test_files_stay_in_their_order_and_folders_are_sorted(tmp_path: Path) -> None:
    """Named files come as they were named; a folder's come by name, deep ones after shallow ones."""
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    for name in ("b", "a", ".hidden", "deep/c"):
        (folder / name).touch()
    single = tmp_path / "z"

    found = gathered([single, folder])

    assert found.files == (single, folder / "a", folder / "b", folder / "deep" / "c")
    assert not found.is_cut


def test_links_and_pipes_in_folders_are_passed_over(tmp_path: Path) -> None:
    """A folder cannot lead elsewhere, into a circle, or to something that never ends."""
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()

    assert gathered([tmp_path]).files == (tmp_path / "file",)


def test_a_file_that_goes_away_meanwhile_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the reading of a folder and the look at a file somebody deletes it: the others still come."""
    for name in "abc":
        (tmp_path / name).touch()
    real = os.walk

    def walk(folder: Path, onerror: Callable[[OSError], object]) -> Iterator[tuple[str, list[str], list[str]]]:
        for found in real(folder, onerror=onerror):
            (tmp_path / "b").unlink()
            yield found

    monkeypatch.setattr(os, "walk", walk)

    assert gathered([tmp_path]).files == (tmp_path / "a", tmp_path / "c")


def test_what_cannot_be_looked_at_takes_nothing_with_it(tmp_path: Path) -> None:
    """A dropped name that the disk refuses is told of when it is opened; the rest of the drop is taken in."""
    good, refused = tmp_path / "good.png", tmp_path / ("x" * 300)
    good.touch()

    assert gathered([refused, good]).files == (refused, good)


def test_too_many_files_are_cut_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder dropped by mistake does not fill the tray."""
    monkeypatch.setattr(file_gathering, "MAX_FILES", 3)
    for number in range(5):
        (tmp_path / str(number)).touch()

    found = gathered([tmp_path])

    assert (len(found.files), found.is_cut) == (3, True)


def test_the_list_of_a_disc_stands_for_what_lies_beside_it(tmp_path: Path) -> None:
    """Dropped by itself or with its folder: the pictures are taken, the list is none."""
    for name in ("DICOMDIR", "IM1", "IM2"):
        (tmp_path / name).touch()
    pictures = (tmp_path / "IM1", tmp_path / "IM2")
    assert file_gathering.gathered([tmp_path / "DICOMDIR"]).files == pictures
    assert file_gathering.gathered([tmp_path]).files == pictures
