"""A remote file reads exactly like a real one, and never asks for more than it was promised."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.documents import remote_file
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import remote

SMALL_BLOCK = 16


@pytest.fixture
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_file, "BLOCK_BYTES", SMALL_BLOCK)
    monkeypatch.setattr(remote_file, "KEPT_BLOCKS", 2)


@pytest.mark.usefixtures("_small_blocks")
@settings(deadline=None)
@given(
    data=st.binary(max_size=100),
    steps=st.lists(st.tuples(st.integers(0, 120), st.integers(-1, 120)), max_size=12),
)
def test_reads_what_a_real_file_would_read(data: bytes, steps: list[tuple[int, int]]) -> None:
    """Any walk of seeks and reads gives the bytes and the position that an in-memory file gives."""
    real, file = io.BytesIO(data), remote(data)
    for offset, length in steps:
        real.seek(offset)
        file.seek(offset)
        assert file.read(length) == real.read(length)
        assert file.tell() == real.tell()


@pytest.mark.usefixtures("_small_blocks")
def test_seeks_from_every_origin() -> None:
    """Start, position and end are understood; a position before the start is refused."""
    file = remote(b"0123456789")
    assert (file.readable(), file.seekable(), file.writable()) == (True, True, False)
    assert [file.seek(2), file.seek(3, io.SEEK_CUR), file.seek(-1, io.SEEK_END)] == [2, 5, 9]
    with pytest.raises(ValueError, match="negative"):
        file.seek(-1)


@pytest.mark.usefixtures("_small_blocks")
def test_asks_only_for_whole_blocks_inside_the_file() -> None:
    """Each question lies inside the promised size, and a block that is kept is not asked for again."""
    data, asked = bytes(range(40)), []

    def fetch(offset: int, length: int) -> bytes:
        asked.append((offset, length))
        return data[offset : offset + length]

    file = RemoteFile(len(data), fetch)
    file.read()
    file.seek(20)
    file.read(20)
    assert asked == [(0, 16), (16, 16), (32, 8)]


@pytest.mark.usefixtures("_small_blocks")
def test_keeps_a_bounded_number_of_blocks() -> None:
    """A block that was pushed out is asked for again instead of memory growing with the file."""
    data, asked = bytes(range(48)), []

    def fetch(offset: int, length: int) -> bytes:
        asked.append(offset)
        return data[offset : offset + length]

    file = RemoteFile(len(data), fetch)
    file.read()
    file.seek(0)
    assert file.read(1) == b"\0"
    assert asked == [0, 16, 32, 0]


def test_a_short_answer_means_that_the_file_has_changed() -> None:
    """Fewer bytes than promised end the reading with FILE_CHANGED, which is kept for decoders that swallow it."""
    file = RemoteFile(10, lambda _offset, _length: b"short")
    with pytest.raises(RequestFailed) as caught:
        file.read(1)
    assert caught.value.code == ErrorCode.FILE_CHANGED
    assert file.failure is caught.value


def test_a_new_source_clears_the_old_failure() -> None:
    """The next request starts clean and pulls its bytes through its own channel."""
    file = RemoteFile(2, lambda _offset, _length: b"")
    with pytest.raises(RequestFailed):
        file.read(1)
    file.serve_from(lambda _offset, _length: b"ok")
    assert file.failure is None
    assert file.read() == b"ok"


def test_the_head_of_an_empty_file_asks_nobody() -> None:
    """A file of no bytes has no head, and nothing is fetched for it."""

    def fetch(_offset: int, _length: int) -> bytes:
        raise RequestFailed(ErrorCode.BUG)

    assert RemoteFile(0, fetch).head(10) == b""
