"""Open a folder of weights as published: config.json, and one safetensors file or an index of several.

Looks at names, headers and sizes only, so that 39 GB are judged in milliseconds. Safetensors only: a pickle can run
code when it is opened, therefore a folder that holds one is refused whole. Loads nothing (`reading.py`), hashes nothing
(`manifest.py`), and does not know which tensors a network wants: they are handed in.
"""

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.safetensors_header import TensorEntry, parse_json_object, read_header

CONFIG_FILE = "config.json"
INDEX_FILE = "model.safetensors.index.json"
SINGLE_FILE = "model.safetensors"
UNSAFE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")

MAX_JSON_BYTES = 16 << 20
MAX_FILES = 1000
"""The 19B model has 8 shards in a folder of about 20 files."""

FLOAT_DTYPES = ("BF16", "F16", "F32")

_SHARD_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.safetensors")


@dataclass(frozen=True)
class StoredTensor:
    """One tensor of a checkpoint and the file it lies in."""

    file: Path
    entry: TensorEntry


@dataclass(frozen=True)
class Checkpoint:
    """A folder that is whole and safe to read.

    Attributes:
        config: parsed config.json; its values are untrusted.
        files: the weight files, by name.
        tensors: by name.
    """

    folder: Path
    config: Mapping[str, object]
    files: tuple[Path, ...]
    tensors: Mapping[str, StoredTensor]

    @property
    def total_bytes(self) -> int:
        """Bytes of all tensors."""
        return sum(tensor.entry.size_bytes for tensor in self.tensors.values())


def open_checkpoint(folder: Path) -> Checkpoint:
    """Read and check everything but the tensors. Raises RequestFailed with the code of the first fault."""
    refuse_unsafe_files(folder)
    config = read_json_file(folder / CONFIG_FILE)
    if config is None:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
    index = folder / INDEX_FILE
    weight_map = _read_weight_map(index) if index.exists() else None
    names = sorted(set(weight_map.values())) if weight_map else [SINGLE_FILE]
    files = tuple(require_file(folder / name, number) for number, name in enumerate(names, start=1))
    tensors: dict[str, StoredTensor] = {}
    for number, file in enumerate(files, start=1):
        with file.open("rb") as stream:
            entries = read_header(stream, file.stat().st_size, number)
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
    stored = {name: tensor.entry for name, tensor in checkpoint.tensors.items()}
    faults = (
        (ErrorCode.TENSOR_MISSING, len(expected.keys() - stored.keys())),
        (ErrorCode.TENSOR_UNKNOWN, len(stored.keys() - expected.keys())),
        (ErrorCode.TENSOR_SHAPE, sum(1 for n, entry in stored.items() if entry.shape != expected.get(n, entry.shape))),
        (ErrorCode.TENSOR_TYPE, sum(1 for entry in stored.values() if entry.dtype not in FLOAT_DTYPES)),
    )
    for code, count in faults:
        if count:
            raise RequestFailed(code, count=count)


def refuse_unsafe_files(folder: Path) -> None:
    """Raise RequestFailed when the folder is not there, is endless, or holds a file that could be a pickle."""
    if not folder.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    names = []
    for path in folder.iterdir():
        names.append(path.name.lower())
        if len(names) > MAX_FILES:
            raise RequestFailed(ErrorCode.MODEL_INVALID, limit=MAX_FILES)
    unsafe = sum(1 for name in names if name.endswith(UNSAFE_SUFFIXES))
    if unsafe:
        raise RequestFailed(ErrorCode.MODEL_UNSAFE_FORMAT, count=unsafe)


def require_file(path: Path, number: int = 0) -> Path:
    """Return `path` when it is an ordinary file of its folder. Raises MODEL_FILE_MISSING or MODEL_LINK."""
    try:
        resolved = path.resolve(strict=True)
        is_file = stat.S_ISREG(resolved.stat().st_mode)
    except (OSError, RuntimeError):  # missing, unreadable, or a loop of links
        is_file = False
    if not is_file:
        raise RequestFailed(ErrorCode.MODEL_FILE_MISSING, file=number)
    if resolved.parent != path.parent.resolve():
        raise RequestFailed(ErrorCode.MODEL_LINK, file=number)
    return path


def read_json_file(path: Path) -> dict[str, object] | None:
    """Parse a file of the folder as one JSON object; None when it is too large or anything else."""
    with require_file(path).open("rb") as stream:
        raw = stream.read(MAX_JSON_BYTES + 1)
    return parse_json_object(raw) if len(raw) <= MAX_JSON_BYTES else None


def _read_weight_map(index: Path) -> dict[str, str]:
    document = read_json_file(index)
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
    if any(tensors[name].file.name != file for name, file in weight_map.items()):
        raise RequestFailed(ErrorCode.WEIGHTS_INDEX_INVALID)
