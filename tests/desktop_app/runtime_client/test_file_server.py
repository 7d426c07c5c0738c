"""A file that is handed out piece by piece: only regular files, only what is there, and no change goes unnoticed."""

import hashlib
import itertools
import os
import time
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


def test_a_change_whose_time_was_put_back_is_noticed(tmp_path: Path) -> None:
    """A program that keeps the size and the time of writing still cannot set the time of the change."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    for is_hashed in (False, True):
        with ServedFile(path) as file:
            if is_hashed:
                file.sha256()
            file.block(0, 5)
            _write_quietly(path, path.read_bytes()[::-1])
            with pytest.raises(AppError, match="file_changed"):
                file.block(5, 5)


@pytest.mark.parametrize("way", ["moved", "removed", "rights", "linked", "replaced"])
def test_what_leaves_the_bytes_alone_is_no_change(way: str, tmp_path: Path) -> None:
    """A job that has hashed its file goes on with it, whoever tidies up meanwhile; and a write after that is noticed again."""
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_bytes(b"0123456789")
    other.write_bytes(b"another one")
    with ServedFile(path) as file:
        digest = file.sha256()
        time.sleep(0.02)  # longer than a tick of the file system's clock
        match way:
            case "moved":
                path = path.rename(tmp_path / "new")
            case "removed":
                path.unlink()
            case "rights":
                path.chmod(0o600)
            case "linked":
                os.link(path, tmp_path / "link")
            case _:
                other.replace(path)
        assert (b"56789", digest) == (file.block(5, 5), file.sha256())
        if way in ("moved", "rights", "linked"):
            _write_quietly(path, b"9876543210")
            with pytest.raises(AppError, match="file_changed"):
                file.block(0, 5)


def test_a_file_that_nobody_hashed_is_taken_for_another_when_in_doubt(tmp_path: Path) -> None:
    """Nothing tells then whether the bytes are the same."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    with ServedFile(path) as file:
        time.sleep(0.02)
        path.chmod(0o600)
        with pytest.raises(AppError, match="file_changed"):
            file.block(0, 5)


def test_a_file_that_somebody_goes_on_changing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some looks, each of which met another mark."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    marks = itertools.count()
    with ServedFile(path) as file:
        file.sha256()
        monkeypatch.setattr(file_server, "_mark", lambda _status: (*file.mark[:4], next(marks)))
        with pytest.raises(AppError, match="file_changed"):
            file.block(0, 5)


def test_where_a_system_keeps_no_time_of_change_none_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is called so on Windows is when the file was made."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    assert (5, path.stat().st_ctime_ns) == (len(file_server.mark_of(path)), file_server.mark_of(path)[-1])
    monkeypatch.setattr(file_server, "HAS_CHANGE_TIME", False)
    assert (4, path.stat().st_mtime_ns) == (len(file_server.mark_of(path)), file_server.mark_of(path)[-1])


def _write_quietly(path: Path, data: bytes) -> None:
    """Write as one who hides would: the size stays, and the time of writing is put back."""
    time.sleep(0.02)
    times = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


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
