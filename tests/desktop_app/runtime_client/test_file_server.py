"""A file that is handed out piece by piece: only regular files, only what is there, and no change goes unnoticed."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import file_server
from desktop_app.runtime_client.file_server import ServedFile

OFFSETS = st.one_of(st.integers(-10, 10_000), st.integers(-(2**65), 2**65))


def code_of(path: Path) -> str:
    """Return the code with which opening fails."""
    with pytest.raises(AppError) as raised:
        ServedFile(path)
    return raised.value.code


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    """Also when its name cannot be one."""
    assert ["file_missing"] * 2 == [code_of(tmp_path / "none"), code_of(tmp_path / "no\0name")]


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """A folder, a pipe without a writer, a device: refused at once, none of them hangs."""
    os.mkfifo(tmp_path / "pipe.png")
    paths = [tmp_path, tmp_path / "pipe.png", Path("/dev/zero"), Path("/dev/tty0")]
    assert {"file_unreadable"} <= {code_of(path) for path in paths} <= {"file_unreadable", "file_missing"}


def test_a_file_that_this_user_may_not_read_is_unreadable(tmp_path: Path) -> None:
    """Said as such; where this user is root, a file that nobody can open takes its place."""
    path = tmp_path / "secret"
    path.write_bytes(b"x")
    path.chmod(0)
    wanted = path if os.getuid() else tmp_path / "secret" / "below-a-file"
    assert "file_unreadable" == code_of(wanted)


def test_a_file_larger_than_any_document_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is told with what was found."""
    monkeypatch.setattr(file_server, "MAX_FILE_BYTES", 10)
    path = tmp_path / "large"
    path.write_bytes(b"eleven byte")
    with pytest.raises(AppError) as raised:
        ServedFile(path)
    assert ("file_too_large", {"found": 11, "limit": 10}) == (raised.value.code, raised.value.facts)


@given(OFFSETS, OFFSETS)
def test_blocks_are_pieces_of_the_file_or_refused(offset: int, length: int) -> None:
    """Any wish gives bytes of the file, or says that the wish is impossible."""
    path = Path(__file__)
    whole = path.read_bytes()
    with ServedFile(path) as file:
        if 0 <= offset <= len(whole) and 0 < length <= file_server.MAX_BLOCK_BYTES:
            assert whole[offset : offset + length] == file.block(offset, length)
        else:
            with pytest.raises(AppError, match="protocol_broken"):
                file.block(offset, length)


@pytest.mark.parametrize("offset", [0, 1, 99, 100])
def test_a_block_at_the_end_is_shorter(offset: int, tmp_path: Path) -> None:
    """Fewer bytes than asked for only where the file ends."""
    path = tmp_path / "file"
    path.write_bytes(bytes(100))
    with ServedFile(path) as file:
        assert 100 - offset == len(file.block(offset, 1000))


@pytest.mark.parametrize("change", ["grows", "shrinks", "same_size"])
def test_a_change_while_reading_is_noticed(change: str, tmp_path: Path) -> None:
    """Bytes of two versions are never put together."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    os.utime(path, ns=(1, 1))
    with ServedFile(path) as file:
        file.block(0, 5)
        path.write_bytes({"grows": b"0123456789a", "shrinks": b"012", "same_size": b"9876543210"}[change])
        with pytest.raises(AppError, match="file_changed"):
            file.block(5, 5)
        with pytest.raises(AppError, match="file_changed"):
            file.sha256()


def test_the_digest_is_that_of_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it takes several blocks."""
    monkeypatch.setattr(file_server, "MAX_BLOCK_BYTES", 7)
    path = tmp_path / "file"
    path.write_bytes(bytes(range(100)))
    with ServedFile(path) as file:
        assert hashlib.sha256(bytes(range(100))).hexdigest() == file.sha256()


def test_a_read_error_of_the_disk_is_said(tmp_path: Path) -> None:
    """A file that was there and cannot be read any more is unreadable."""
    path = tmp_path / "file"
    path.write_bytes(b"x")
    file = ServedFile(path)
    file.close()
    with pytest.raises(AppError, match="file_unreadable"):
        file.block(0, 1)
