"""Files are written whole or not at all."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.foundation import atomic_file
from desktop_app.foundation.errors import AppError


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(os.listdir(folder))


def test_a_file_is_written_with_the_users_own_mode(tmp_path: Path) -> None:
    """As any other program would have made it, not as private as a temporary file."""
    mask = os.umask(0o027)
    try:
        atomic_file.write(tmp_path / "file", [b"one ", b"two"])
    finally:
        os.umask(mask)
    assert b"one two" == (tmp_path / "file").read_bytes()
    assert 0o640 == (tmp_path / "file").stat().st_mode & 0o777
    assert ["file"] == names(tmp_path)


def test_what_was_there_stays_when_the_pieces_end_in_an_error(tmp_path: Path) -> None:
    """Half of a new file never takes the place of a whole old one, and nothing half-written is left."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new, but only half"
        raise AppError("decoder_died")

    with pytest.raises(AppError, match="decoder_died"):
        atomic_file.write(path, pieces())
    assert (b"old", ["file"]) == (path.read_bytes(), names(tmp_path))


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "output_unwritable")])
def test_a_full_or_broken_disk_is_said_and_leaves_nothing(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's error becomes a code; what was there stays."""

    def fails(_fd: int) -> None:
        raise OSError(number, "simulated")

    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(AppError, match=code):
        atomic_file.write(path, [b"new"])
    assert (b"old", ["file"]) == (path.read_bytes(), names(tmp_path))


def test_a_really_full_disk_is_said() -> None:
    """The kernel's own full device: the error comes from the write, not from a stand-in."""
    with pytest.raises(OSError, match="No space left") as raised, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert errno.ENOSPC == raised.value.errno


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """Folders are not made here."""
    with pytest.raises(AppError, match="output_unwritable"):
        atomic_file.write(tmp_path / "none" / "file", [b"x"])


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A place that is a folder is no place for a file, and nothing is left beside it."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(AppError, match="output_unwritable"):
        atomic_file.write(tmp_path / "folder", [b"x"])
    assert ["folder"] == names(tmp_path)
