"""List the files of a model with their sizes, their SHA-256 and that of each of their blocks.

A manifest's own digest names a model: answers carry it and quantised caches are bound to it. The blocks let a file be
checked while it is read, in any order and without reading it twice (`verified_file.py`). An import writes the manifest
on the desktop's side (`desktop_app/models/hashed_copy.py`) and hands its hash to the engine on the command line; of a
folder that was not imported it is measured here. Does not judge what is inside the files (`checkpoint.py`).

Finds files that broke, were half synchronised, mixed up, exchanged or changed by whoever cannot also change the record of
the import. Another program of the same user can change both; against that there is no help in a file.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_files import CONFIG_FILE, QUERY_FOLDER, TOKENIZER_FILE, WEIGHTS_SUFFIX, require_file

BLOCK_BYTES = 1 << 20
"""The desktop has the same number. Small, and a tensor's first and last block cost little; large, and the list is short."""

HASH_BYTES = 32

MAX_MANIFEST_BYTES = 64 << 20
"""Of a model of 2 TB."""

COUNTED = (
    CONFIG_FILE,
    TOKENIZER_FILE,
    "processor_config.json",
    "preprocessor_config.json",
    "chat_template.json",
    "chat_template.jinja",
    f"{QUERY_FOLDER}/{TOKENIZER_FILE}",
    "tokenizer.model",
)
"""Files beside the weights that a digest covers. The desktop has the same list."""

_READ_BYTES = 4 * BLOCK_BYTES


class FileRecord(msgspec.Struct, frozen=True):
    """One file.

    Attributes:
        sha256: of the whole file, in lower-case hex.
        blocks: SHA-256 of each `BLOCK_BYTES` of the file, one after the other; the last block may be shorter.
    """

    name: str
    size_bytes: int
    sha256: str
    blocks: bytes


class Manifest(msgspec.Struct, frozen=True):
    """The files of one model."""

    files: tuple[FileRecord, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over hash, size and name of the files that answers depend on: changes when any byte of them does."""
        counted = (file for file in self.files if _counts(file.name))
        lines = (f"{file.sha256}  {file.size_bytes}  {file.name}\n" for file in sorted(counted, key=_name))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_manifest(path: Path, sha256: str) -> Manifest:
    """Read the manifest of an import. Raises RequestFailed WEIGHTS_CHANGED unless it has this hash and makes sense."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_MANIFEST_BYTES + 1)
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise RequestFailed(ErrorCode.WEIGHTS_CHANGED)
        manifest = msgspec.msgpack.decode(raw, type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise RequestFailed(ErrorCode.WEIGHTS_CHANGED) from error
    if any(len(file.blocks) != HASH_BYTES * -(-file.size_bytes // BLOCK_BYTES) for file in manifest.files):
        raise RequestFailed(ErrorCode.WEIGHTS_CHANGED)
    return manifest


def measure(
    folder: Path, names: tuple[str, ...], on_progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]
) -> Manifest:
    """Hash these files of the folder. Raises RequestFailed: MODEL_FILE_MISSING, MODEL_LINK or CANCELLED."""
    paths = {name: require_file(folder / name, number) for number, name in enumerate(sorted(names), start=1)}
    total, done = sum(path.stat().st_size for path in paths.values()), 0
    records = []
    buffer = memoryview(bytearray(_READ_BYTES))
    for name, path in paths.items():
        whole, blocks, size = hashlib.sha256(), bytearray(), 0
        with path.open("rb") as file:  # buffered: only the last piece is shorter than a whole number of blocks
            while count := file.readinto(buffer):
                if is_cancelled():
                    raise RequestFailed(ErrorCode.CANCELLED)
                whole.update(buffer[:count])
                for start in range(0, count, BLOCK_BYTES):
                    blocks += hashlib.sha256(buffer[start : min(start + BLOCK_BYTES, count)]).digest()
                size += count
                on_progress(done + size, total)
        done += size
        records.append(FileRecord(name, size, whole.hexdigest(), bytes(blocks)))
    return Manifest(tuple(records))


def _counts(name: str) -> bool:
    return name in COUNTED or name.endswith(WEIGHTS_SUFFIX)


def _name(record: FileRecord) -> str:
    return record.name
