"""A manifest changes with every byte of a model, and tells what has changed."""

import hashlib
from pathlib import Path

import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import FileRecord, Manifest, check_same, check_sizes, measure

NAMES = ("a.txt", "b.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of two files."""
    (tmp_path / "a.txt").write_bytes(b"first")
    (tmp_path / "b.txt").write_bytes(b"second")
    return tmp_path


def measured(folder: Path) -> Manifest:
    """Return the manifest of the folder's two files."""
    return measure(folder, NAMES, lambda done, total: None, lambda: False)


def test_files_are_listed_with_size_and_hash(folder: Path) -> None:
    """As hashlib has it."""
    expected = FileRecord("a.txt", 5, hashlib.sha256(b"first").hexdigest())
    assert measured(folder).files[0] == expected


def test_the_digest_does_not_depend_on_order(folder: Path) -> None:
    """The same files give the same name for the model."""
    manifest = measured(folder)
    assert Manifest(manifest.files[::-1]).digest == manifest.digest


def test_one_changed_byte_changes_the_digest_and_is_found(folder: Path) -> None:
    """With the same size, only the hash tells."""
    before = measured(folder)
    (folder / "b.txt").write_bytes(b"secomd")
    after = measured(folder)
    check_sizes(folder, before)
    with pytest.raises(RequestFailed) as caught:
        check_same(after, before)
    assert (caught.value.code, caught.value.facts) == (ErrorCode.WEIGHTS_CHANGED, {"file": 2})
    assert before.digest != after.digest


def test_a_changed_size_is_found_without_hashing(folder: Path) -> None:
    """Which is why every load can afford it."""
    before = measured(folder)
    (folder / "a.txt").write_bytes(b"fir")
    with pytest.raises(RequestFailed) as caught:
        check_sizes(folder, before)
    assert caught.value.code == ErrorCode.WEIGHTS_CHANGED


def test_a_missing_file_is_named_missing(folder: Path) -> None:
    """Whether it is hashed or compared."""
    before = measured(folder)
    (folder / "a.txt").unlink()
    with pytest.raises(RequestFailed) as caught:
        measured(folder)
    assert caught.value.code == ErrorCode.MODEL_FILE_MISSING
    with pytest.raises(RequestFailed) as compared:
        check_same(Manifest(before.files[1:]), before)
    assert compared.value.code == ErrorCode.MODEL_FILE_MISSING


def test_hashing_can_be_cancelled(folder: Path) -> None:
    """39 GB take a while on a slow disk."""
    with pytest.raises(RequestFailed) as caught:
        measure(folder, NAMES, lambda done, total: None, lambda: True)
    assert caught.value.code == ErrorCode.CANCELLED
