"""Read files once: hash them, whole and by blocks, and copy them where they are wanted, with progress and cancel.

The hashes of the blocks are the manifest that the engine is held to when it loads (`model_runtime/weights/manifest.py`).
Does not interpret a byte and does not choose files or places.
"""

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.models.model_library import StoredFile
from desktop_app.models.plain_file import LinkError, open_plain

BLOCK_BYTES = 1 << 20
"""The engine has the same number."""

COUNTED = (
    "config.json",
    "tokenizer.json",
    "processor_config.json",
    "preprocessor_config.json",
    "chat_template.json",
    "chat_template.jinja",
    "qformer_tokenizer/tokenizer.json",
    "tokenizer.model",
)
"""Files beside the weights that a digest covers. The engine has the same list."""

_READ_BYTES = 4 * BLOCK_BYTES


@dataclass(frozen=True)
class TakenFile:
    """What a file was: its size and hash, and the SHA-256 of each of its blocks, one after the other."""

    file: StoredFile
    blocks: bytes


class Passage:
    """One pass over `total_bytes` of files."""

    def __init__(
        self, total_bytes: int, on_progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]
    ) -> None:
        self._total = total_bytes
        self._done = 0
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled

    def take(self, folder: Path, name: str, copy: BinaryIO | None) -> TakenFile:
        """Read a file of a folder, write it to `copy` if there is one, and return what it was.

        Raises:
            AppError: cancelled, model_link, model_file_missing (it cannot be read, or is no ordinary file), disk_full, output_unwritable.
        """
        digest, size, blocks = hashlib.sha256(), 0, bytearray()
        try:
            file = open_plain(folder, name)
        except LinkError:
            raise AppError("model_link") from None
        except OSError:
            raise AppError("model_file_missing") from None
        with file:
            while block := _read(file):
                if self._is_cancelled():
                    raise AppError("cancelled")
                digest.update(block)
                for start in range(0, len(block), BLOCK_BYTES):
                    blocks += hashlib.sha256(memoryview(block)[start : start + BLOCK_BYTES]).digest()
                if copy is not None:
                    _write(copy, block)
                size += len(block)
                self._done += len(block)
                self._on_progress(self._done, self._total)
        return TakenFile(StoredFile(name, size, digest.hexdigest()), bytes(blocks))


def manifest_of(taken: tuple[TakenFile, ...]) -> bytes:
    """Return the list of files and blocks as the engine reads it: MessagePack, the same bytes for the same files."""
    files = [msgspec.structs.asdict(item.file) | {"blocks": item.blocks} for item in taken]
    return msgspec.msgpack.encode({"files": sorted(files, key=lambda file: str(file["name"]))})


def digest_of(files: tuple[StoredFile, ...]) -> str:
    """Return a model's digest: SHA-256 over hash, size and name of the files that its answers depend on, by name.

    The engine measures the same of a folder that was not imported, so that a model has one digest wherever it is.
    """
    counted = (file for file in files if file.name in COUNTED or _holds_weights(file))
    lines = (f"{file.sha256}  {file.size_bytes}  {file.name}\n" for file in sorted(counted, key=lambda file: file.name))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _holds_weights(file: StoredFile) -> bool:
    return file.name.endswith(".safetensors")


def _read(file: BinaryIO) -> bytes:
    try:
        return file.read(_READ_BYTES)
    except OSError:
        raise AppError("model_file_missing") from None


def _write(copy: BinaryIO, block: bytes) -> None:
    try:
        copy.write(block)
    except OSError as error:
        raise AppError("disk_full" if error.errno == errno.ENOSPC else "output_unwritable") from None
