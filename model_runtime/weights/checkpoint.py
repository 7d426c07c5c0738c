"""Open a folder of weights as published: config.json, and one safetensors file or an index of several.

Looks at names, headers and sizes only, so that 39 GB are judged in milliseconds. Safetensors only: a pickle can run
code when it is opened, therefore a folder that holds one is refused whole. Loads nothing (`reading.py`), opens files
through `model_folder.py`, and does not know which tensors a network wants: they are handed in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import Manifest
from model_runtime.weights.model_files import CONFIG_FILE, INDEX_FILE, MAX_FILES, SINGLE_FILE, refuse_unsafe_files
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.safetensors_header import TensorEntry, read_header

FLOAT_DTYPES = ("BF16", "F16", "F32")

_SHARD_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.safetensors")


@dataclass(frozen=True)
class StoredTensor:
    """One tensor of a checkpoint and the name of the file it lies in.

    Attributes:
        runs: (offset, bytes) of its pieces, where it is part of a stored one and does not lie in one go.
    """

    file: str
    entry: TensorEntry
    runs: tuple[tuple[int, int], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """Offset and bytes of all that it consists of, in order."""
        return self.runs or ((self.entry.offset, self.entry.size_bytes),)

    def rows(self, name: str, ranges: Sequence[range]) -> "StoredTensor":
        """Return some of its rows as a tensor of its own. `ranges` lie within the first dimension and are not empty."""
        row_bytes = self.entry.size_bytes // self.entry.shape[0]
        runs = tuple((self.entry.offset + part.start * row_bytes, len(part) * row_bytes) for part in ranges)
        shape = (sum(map(len, ranges)), *self.entry.shape[1:])
        entry = TensorEntry(name, self.entry.dtype, shape, runs[0][0], sum(size for _, size in runs))
        return StoredTensor(self.file, entry, runs)


@dataclass(frozen=True)
class Checkpoint:
    """A folder that is whole and safe to read.

    Attributes:
        config: parsed config.json; its values are untrusted.
        files: the weight files, by name.
        tensors: by name.
    """

    folder: ModelFolder
    config: Mapping[str, object]
    files: tuple[str, ...]
    tensors: Mapping[str, StoredTensor]

    @property
    def total_bytes(self) -> int:
        """Bytes of all tensors."""
        return sum(tensor.entry.size_bytes for tensor in self.tensors.values())


def open_checkpoint(path: Path, manifest: Manifest | None = None) -> Checkpoint:
    """Read and check everything but the tensors; every file must agree with the manifest where there is one.

    Raises RequestFailed with the code of the first fault.
    """
    refuse_unsafe_files(path)
    folder = ModelFolder(path, manifest)
    config = folder.read_json(CONFIG_FILE)
    if config is None:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
    weight_map = _read_weight_map(folder) if folder.has(INDEX_FILE) else None
    files = tuple(sorted(set(weight_map.values()))) if weight_map else (SINGLE_FILE,)
    tensors: dict[str, StoredTensor] = {}
    for number, file in enumerate(files, start=1):
        with folder.open(file, number) as stream:
            entries = read_header(stream, folder.size_bytes(file), number)
        if tensors.keys() & {entry.name for entry in entries}:
            raise RequestFailed(ErrorCode.TENSOR_DUPLICATE, file=number)
        tensors |= {entry.name: StoredTensor(file, entry) for entry in entries}
    if weight_map is not None:
        _check_index(weight_map, tensors)
    return Checkpoint(folder, config, files, tensors)


def check_tensors(checkpoint: Checkpoint, expected: Mapping[str, tuple[int, ...]]) -> None:
    """Require exactly the tensors of a full-precision network, by name and shape.

    Raises RequestFailed: TENSOR_MISSING, TENSOR_UNKNOWN, TENSOR_SHAPE or TENSOR_TYPE, each with its `count`.
    """
    check_entries({name: tensor.entry for name, tensor in checkpoint.tensors.items()}, expected)


def check_entries(stored: Mapping[str, TensorEntry], expected: Mapping[str, tuple[int, ...]]) -> None:
    """Require of tensors, under a network's names, what `check_tensors` requires of a checkpoint."""
    faults = (
        (ErrorCode.TENSOR_MISSING, len(expected.keys() - stored.keys())),
        (ErrorCode.TENSOR_UNKNOWN, len(stored.keys() - expected.keys())),
        (ErrorCode.TENSOR_SHAPE, sum(1 for n, entry in stored.items() if entry.shape != expected.get(n, entry.shape))),
        (ErrorCode.TENSOR_TYPE, sum(1 for entry in stored.values() if entry.dtype not in FLOAT_DTYPES)),
    )
    for code, count in faults:
        if count:
            raise RequestFailed(code, count=count)


def _read_weight_map(folder: ModelFolder) -> dict[str, str]:
    document = folder.read_json(INDEX_FILE)
    weight_map = document.get("weight_map") if document else None
    if not isinstance(weight_map, dict) or not weight_map:
        raise RequestFailed(ErrorCode.WEIGHTS_INDEX_INVALID)
    for file in weight_map.values():
        # A shard is a plain name: no folder, no drive, no "..", nothing hidden.
        if not isinstance(file, str) or not _SHARD_NAME.fullmatch(file) or ".." in file:
            raise RequestFailed(ErrorCode.WEIGHTS_INDEX_INVALID)
    if len(set(weight_map.values())) > MAX_FILES:
        raise RequestFailed(ErrorCode.WEIGHTS_INDEX_INVALID, limit=MAX_FILES)
    return weight_map


def _check_index(weight_map: Mapping[str, str], tensors: Mapping[str, StoredTensor]) -> None:
    """Require that index and headers name the same tensors in the same files."""
    missing = len(weight_map.keys() - tensors.keys())
    unknown = len(tensors.keys() - weight_map.keys())
    if missing:
        raise RequestFailed(ErrorCode.TENSOR_MISSING, count=missing)
    if unknown:
        raise RequestFailed(ErrorCode.TENSOR_UNKNOWN, count=unknown)
    if any(tensors[name].file != file for name, file in weight_map.items()):
        raise RequestFailed(ErrorCode.WEIGHTS_INDEX_INVALID)
