"""No byte of a file gets through that is not as its record says, in whatever order and pieces it is read."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import BLOCK_BYTES, FileRecord, measure
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.verified_file import VerifiedFile

NAME = "model.safetensors"


def write(folder: Path, size: int) -> tuple[bytes, FileRecord]:
    """Write a file of random bytes and return them with their record."""
    data = random.Random(size).randbytes(size)
    (folder / NAME).write_bytes(data)
    manifest = measure(folder, (NAME,), lambda done, total: None, lambda: False)
    return data, manifest.files[0]


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES + 777])
def test_any_order_and_any_pieces_give_the_bytes_of_the_file(tmp_path: Path, size: int) -> None:
    """Two hundred reads at random places, over block borders and over the end."""
    data, record = write(tmp_path, size)
    chance = random.Random(7)
    with VerifiedFile(tmp_path / NAME, record, 1) as file:
        for _ in range(200):
            start, length = (
                chance.randint(0, size + 5),
                chance.choice([0, 1, 8, 4096, BLOCK_BYTES, 2 * BLOCK_BYTES + 9]),
            )
            file.seek(start)
            assert data[start : start + length] == file.read(length)


def test_one_changed_byte_is_found_by_whoever_reads_its_block(tmp_path: Path) -> None:
    """Not by others, and never handed out: neither by a read of the whole block nor by one of its edge."""
    data, record = write(tmp_path, 3 * BLOCK_BYTES)
    place = BLOCK_BYTES + 12_345
    changed = bytearray(data)
    changed[place] ^= 1
    (tmp_path / NAME).write_bytes(changed)
    with VerifiedFile(tmp_path / NAME, record, 4) as file:
        assert data[:BLOCK_BYTES] == file.read(BLOCK_BYTES)
        for start, length in ((BLOCK_BYTES, BLOCK_BYTES), (place + 9, 1), (BLOCK_BYTES - 1, 2), (0, 3 * BLOCK_BYTES)):
            file.seek(start)
            view = memoryview(bytearray(length))
            with pytest.raises(RequestFailed) as caught:
                file.readinto(view)
            assert (caught.value.code, caught.value.facts) == (ErrorCode.WEIGHTS_CHANGED, {"file": 4})
            assert changed[place : place + 1] not in bytes(view[place - start : place - start + 1])
        file.seek(2 * BLOCK_BYTES)
        assert data[2 * BLOCK_BYTES :] == file.read(BLOCK_BYTES)


def swap_between_check_and_read(path: Path, changed: bytes) -> None:
    """Put another file in its place: the open one is still read."""
    path.unlink()
    path.write_bytes(changed)


def write_in_place(path: Path, changed: bytes) -> None:
    """Change the very file that is open."""
    with path.open("r+b") as file:
        file.write(changed)


def cut(path: Path, changed: bytes) -> None:
    """Cut the very file that is open."""
    os.truncate(path, BLOCK_BYTES)


@pytest.mark.parametrize("act", [swap_between_check_and_read, write_in_place, cut])
def test_a_file_that_changes_while_it_is_open_gives_the_old_bytes_or_none(
    tmp_path: Path, act: Callable[[Path, bytes], None]
) -> None:
    """What is hashed is what is handed out."""
    data, record = write(tmp_path, 2 * BLOCK_BYTES)
    with VerifiedFile(tmp_path / NAME, record, 1) as file:
        assert data[:100] == file.read(100)
        act(tmp_path / NAME, bytes(2 * BLOCK_BYTES))
        file.seek(BLOCK_BYTES)
        handed_out, code = data[BLOCK_BYTES:], None
        try:
            handed_out = file.read(BLOCK_BYTES)
        except RequestFailed as error:
            code = error.code
    assert (data[BLOCK_BYTES:], code) in ((handed_out, None), (handed_out, ErrorCode.WEIGHTS_CHANGED))


@pytest.mark.parametrize("change", [-1, 1])
def test_another_size_is_refused_at_once(tmp_path: Path, change: int) -> None:
    """Before a byte is read."""
    _, record = write(tmp_path, 1000)
    os.truncate(tmp_path / NAME, 1000 + change)
    with pytest.raises(RequestFailed) as caught:
        VerifiedFile(tmp_path / NAME, record, 2)
    assert (caught.value.code, caught.value.facts) == (ErrorCode.WEIGHTS_CHANGED, {"file": 2})


def test_a_folder_with_a_manifest_has_its_files_and_no_others(tmp_path: Path) -> None:
    """What was put there later is not opened; what is missing is missing."""
    write(tmp_path, 10)
    folder = ModelFolder(tmp_path, measure(tmp_path, (NAME,), lambda done, total: None, lambda: False))
    (tmp_path / "config.json").write_text("{}")
    assert (True, False) == (folder.has(NAME), folder.has("config.json"))
    with pytest.raises(RequestFailed) as caught:
        folder.open("config.json")
    assert ErrorCode.WEIGHTS_CHANGED == caught.value.code
    (tmp_path / NAME).unlink()
    assert folder.has(NAME)
    with pytest.raises(RequestFailed) as missing:
        folder.open(NAME, 3)
    assert (ErrorCode.MODEL_FILE_MISSING, {"file": 3}) == (missing.value.code, missing.value.facts)


def test_a_stamp_changes_with_whatever_touches_a_file(tmp_path: Path) -> None:
    """Also when size and time of writing are put back, and when an equal file takes the place."""
    data, _ = write(tmp_path, 100)
    folder = ModelFolder(tmp_path)
    before, times = folder.stamp((NAME,)), os.stat(tmp_path / NAME)
    assert before == folder.stamp((NAME,))
    write_in_place(tmp_path / NAME, bytes(100))
    os.utime(tmp_path / NAME, ns=(times.st_atime_ns, times.st_mtime_ns))
    touched = folder.stamp((NAME,))
    (tmp_path / "other").write_bytes(data)
    (tmp_path / "other").replace(tmp_path / NAME)
    os.utime(tmp_path / NAME, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert 3 == len({before, touched, folder.stamp((NAME,))})
