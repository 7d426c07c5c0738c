"""A manifest changes with every byte of a model, and is believed only where its own hash is right."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import BLOCK_BYTES, FileRecord, Manifest, measure, read_manifest

NAMES = ("config.json", "model.safetensors", "notes.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of two files that count and one that does not."""
    (tmp_path / "config.json").write_bytes(b"first")
    (tmp_path / "model.safetensors").write_bytes(bytes(range(256)) * 10_000)
    (tmp_path / "notes.txt").write_bytes(b"")
    return tmp_path


def measured(folder: Path) -> Manifest:
    """Return the manifest of the folder's files."""
    return measure(folder, NAMES, lambda done, total: None, lambda: False)


def test_files_are_listed_with_size_and_hashes(folder: Path) -> None:
    """As hashlib has it: of the whole, and of each block."""
    data = (folder / "model.safetensors").read_bytes()
    blocks = [data[start : start + BLOCK_BYTES] for start in range(0, len(data), BLOCK_BYTES)]
    assert [len(block) for block in blocks] == [BLOCK_BYTES, BLOCK_BYTES, len(data) - 2 * BLOCK_BYTES]
    expected = FileRecord(
        "model.safetensors",
        len(data),
        hashlib.sha256(data).hexdigest(),
        b"".join(hashlib.sha256(block).digest() for block in blocks),
    )
    assert [expected, FileRecord("notes.txt", 0, hashlib.sha256(b"").hexdigest(), b"")] == list(
        measured(folder).files[1:]
    )


def test_the_digest_does_not_depend_on_order(folder: Path) -> None:
    """The same files give the same name for the model."""
    manifest = measured(folder)
    assert Manifest(manifest.files[::-1]).digest == manifest.digest


def test_one_changed_byte_changes_the_digest(folder: Path) -> None:
    """Of a file that answers depend on; a note beside it is another matter."""
    before = measured(folder).digest
    (folder / "notes.txt").write_bytes(b"x")
    assert measured(folder).digest == before
    (folder / "config.json").write_bytes(b"fjrst")
    assert measured(folder).digest != before


def test_a_missing_file_is_named_missing(folder: Path) -> None:
    """By its number in the list."""
    (folder / "config.json").unlink()
    with pytest.raises(RequestFailed) as caught:
        measured(folder)
    assert (caught.value.code, caught.value.facts) == (ErrorCode.MODEL_FILE_MISSING, {"file": 1})


def test_hashing_can_be_cancelled(folder: Path) -> None:
    """39 GB take a while on a slow disk."""
    with pytest.raises(RequestFailed) as caught:
        measure(folder, NAMES, lambda done, total: None, lambda: True)
    assert caught.value.code == ErrorCode.CANCELLED


def kept(folder: Path, manifest: Manifest | bytes) -> tuple[Path, str]:
    """Write a manifest and return where, with its hash."""
    raw = manifest if isinstance(manifest, bytes) else msgspec.msgpack.encode(manifest)
    path = folder / "manifest.msgpack"
    path.write_bytes(raw)
    return path, hashlib.sha256(raw).hexdigest()


def test_a_manifest_is_read_back(folder: Path) -> None:
    """Every field of it."""
    manifest = measured(folder)
    assert read_manifest(*kept(folder, manifest)) == manifest


def changed_code(path: Path, sha256: str) -> ErrorCode:
    """Return the code that reading ends with."""
    with pytest.raises(RequestFailed) as caught:
        read_manifest(path, sha256)
    return caught.value.code


def test_a_manifest_is_refused_unless_it_is_the_one_that_was_named(folder: Path) -> None:
    """Another one, one that is not there, one that is no manifest, one whose sizes and blocks disagree."""
    path, sha256 = kept(folder, measured(folder))
    path.write_bytes(path.read_bytes() + b"\0")
    no_blocks = Manifest((FileRecord("config.json", 5, "0" * 64, b""),))
    codes = [
        changed_code(path, sha256),
        changed_code(folder / "none", sha256),
        changed_code(*kept(folder, b"\xc1")),
        changed_code(*kept(folder, no_blocks)),
    ]
    assert [ErrorCode.WEIGHTS_CHANGED] * 4 == codes
