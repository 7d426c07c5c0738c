"""List the files of a model with their sizes and SHA-256, and compare such lists.

A manifest's own digest names a model: answers carry it and quantised caches are bound to it.
Does not judge what is inside the files (`checkpoint.py`).
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import require_file

_BLOCK_BYTES = 4 << 20


class FileRecord(msgspec.Struct, frozen=True):
    """One file; `sha256` in lower-case hex, empty where only the size is known."""

    name: str
    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """The files of one model, by name."""

    files: tuple[FileRecord, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over name, size and hash of every file: changes when any byte of the model does."""
        lines = (f"{file.sha256}  {file.size_bytes}  {file.name}\n" for file in sorted(self.files, key=_name))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def measure(
    folder: Path, names: tuple[str, ...], on_progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]
) -> Manifest:
    """Hash these files of the folder. Raises RequestFailed: MODEL_FILE_MISSING, MODEL_LINK or CANCELLED."""
    paths = [require_file(folder / name, number) for number, name in enumerate(sorted(names), start=1)]
    total, done = sum(path.stat().st_size for path in paths), 0
    records = []
    block = memoryview(bytearray(_BLOCK_BYTES))
    for path in paths:
        digest, size = hashlib.sha256(), 0
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(block):
                if is_cancelled():
                    raise RequestFailed(ErrorCode.CANCELLED)
                digest.update(block[:count])
                size += count
                on_progress(done + size, total)
        done += size
        records.append(FileRecord(path.name, size, digest.hexdigest()))
    return Manifest(tuple(records))


def check_sizes(folder: Path, expected: Manifest) -> None:
    """Require every listed file at its size: quick, for each load. Raises MODEL_FILE_MISSING or WEIGHTS_CHANGED."""
    for number, record in enumerate(sorted(expected.files, key=_name), start=1):
        if os.stat(require_file(folder / record.name, number)).st_size != record.size_bytes:
            raise RequestFailed(ErrorCode.WEIGHTS_CHANGED, file=number)


def check_same(found: Manifest, expected: Manifest) -> None:
    """Require the expected files with the expected content. Raises MODEL_FILE_MISSING or WEIGHTS_CHANGED."""
    by_name = {record.name: record for record in found.files}
    for number, record in enumerate(sorted(expected.files, key=_name), start=1):
        if record.name not in by_name:
            raise RequestFailed(ErrorCode.MODEL_FILE_MISSING, file=number)
        if by_name[record.name] != record:
            raise RequestFailed(ErrorCode.WEIGHTS_CHANGED, file=number)


def _name(record: FileRecord) -> str:
    return record.name
