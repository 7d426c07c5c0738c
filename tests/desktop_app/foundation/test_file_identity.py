"""One file is one, however it is spelled; two are two."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.foundation.file_identity import identities, identity_of_descriptor


def is_one(one: Path, other: Path) -> bool:
    """Tell whether writing to one would change the other."""
    return bool(identities(one) & identities(other))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a file, entered, and links of every kind to it."""
    real = tmp_path / "real"
    real.mkdir()
    (real / "file").touch()
    (real / "other").touch()
    (real / "link").symlink_to("file")
    (real / "chain").symlink_to(real / "link")
    os.link(real / "file", real / "hard")
    (real / "dangling").symlink_to("free")
    (real / "circle").symlink_to("circle")
    (tmp_path / "by_link").symlink_to(real, target_is_directory=True)
    monkeypatch.chdir(real)
    return real


SPELLINGS: dict[str, Callable[[Path], Path]] = {
    "the same": lambda folder: folder / "file",
    "relative": lambda _: Path("file"),
    "dotted": lambda folder: folder / ".." / "real" / "file",
    "link": lambda folder: folder / "link",
    "link to a link": lambda folder: folder / "chain",
    "hard link": lambda folder: folder / "hard",
    "linked folder": lambda folder: folder.parent / "by_link" / "file",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_file_is_that_file(spelling: str, folder: Path) -> None:
    """Links of both kinds, relative paths, folders behind links."""
    path = SPELLINGS[spelling](folder)
    assert is_one(path, folder / "file")
    assert not is_one(path, folder / "other")
    assert not is_one(path, folder / "free")


@pytest.mark.parametrize(
    "spelling", ["free", "../real/free", "../by_link/free", "FREE", "dangling", "./free", "../real/../real/free"]
)
def test_every_spelling_of_a_free_name_is_that_name(spelling: str, folder: Path) -> None:
    """Also in other letters' case, since some disks take these for one, and through a link that leads there."""
    assert is_one(Path(spelling), folder / "free")
    assert not is_one(Path(spelling), folder / "freed")


def test_names_in_folders_that_are_not_there_yet_are_told_apart(folder: Path) -> None:
    """Which the call itself may make."""
    assert is_one(Path("new/deep/file"), folder / "new" / "deep" / "file")
    assert not is_one(Path("new/deep/file"), folder / "new" / "file")


def test_composed_and_decomposed_letters_are_one_name(folder: Path) -> None:
    """As some disks store them."""
    assert is_one(folder / "caf\u00e9", folder / "cafe\u0301")


@pytest.mark.parametrize("name", ["/dev/null", "/dev/full", "pipe"])
def test_what_holds_nothing_is_no_file(name: str, folder: Path) -> None:
    """Two outputs may go to /dev/null."""
    os.mkfifo(folder / "pipe")
    (folder / "to_null").symlink_to("/dev/null")
    assert (frozenset(), frozenset()) == (identities(Path(name)), identities(Path("to_null")))


@pytest.mark.parametrize("name", ["circle", "n" * 5000, "a\0b", "", "/", "..", "bad\udcf0"])
def test_no_path_is_too_odd(name: str, folder: Path) -> None:
    """Whatever somebody gives: an answer, and the same one each time."""
    assert folder.is_dir()
    assert identities(Path(name)) == identities(Path(name))


def test_an_open_file_is_that_file(folder: Path) -> None:
    """Where a shell leads our output counts as an output; a pipe or a closed number does not."""
    with (folder / "file").open("rb") as file:
        assert identity_of_descriptor(file.fileno()) == identities(folder / "hard")
        number = file.fileno()
    assert frozenset() == identity_of_descriptor(number)
    ends = os.pipe()
    assert frozenset() == identity_of_descriptor(ends[0])
    for end in ends:
        os.close(end)


@pytest.mark.parametrize("spelling", ["new/../file", "new/er/../../file", "new/../link", "../other_new/../real/file"])
def test_a_folder_that_is_still_to_be_made_leads_back(spelling: str, folder: Path) -> None:
    """`new/..` leads nowhere until somebody makes `new`, and then to where it lies: the same call may make it."""
    assert is_one(Path(spelling), folder / "file")
    assert not is_one(Path(spelling), folder / "other")
    assert is_one(Path(spelling).with_name("free"), folder / "free")
