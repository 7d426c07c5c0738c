"""Keep a quantised network in one file, so that quantising happens once: one contiguous run of bytes a block.

Layout: fixed header (magic, place, length and SHA-256 of the table) | blocks, each starting at a multiple of 4096 |
table (JSON). The header is written last, so an interrupted file has none. A cache is bound to the digest of the weights
it came from, and to their files as the system described them when they were read; a stale, foreign or damaged one is not
an error but absent: the caller makes it anew. Its own hashes find damage, not a forger: they lie in the file itself.
Does not quantise and does not know where the file lives in a profile.
"""

import hashlib
import os
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec
import torch
from torch import Tensor

from model_runtime.quantization.recipe import Block, Role

_HEADER = struct.Struct("<8sQQ32s")
_MAGIC = b"INCAMQ\x00\x01"
_PAGE = 4096
_TENSOR_ALIGNMENT = 64
_MAX_TABLE_BYTES = 16 << 20

_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (torch.float32, torch.float16, torch.bfloat16, torch.uint8, torch.int8)
}


class CacheDamagedError(Exception):
    """A block's bytes are not what was written: throw the file away."""


class CacheKey(msgspec.Struct, frozen=True):
    """What a cache was made from and how; all of it must agree.

    Attributes:
        source_sha256: digest of the weights' manifest.
        source_stamp: of the weights' files when they were read (`ModelFolder.stamp`).
        recipe, dtype: name of the recipe, and dtype of what was not quantised.
    """

    source_sha256: str
    source_stamp: str
    recipe: str
    dtype: str


class _TensorRecord(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    size_bytes: int


class _BlockRecord(msgspec.Struct, frozen=True):
    role: Role
    layer: int
    offset: int
    size_bytes: int
    sha256: str
    tensors: tuple[_TensorRecord, ...]


class _Table(msgspec.Struct, frozen=True):
    key: CacheKey
    blocks: tuple[_BlockRecord, ...]


def write_cache(path: Path, key: CacheKey, blocks: Iterable[tuple[Block, Mapping[str, Tensor]]]) -> None:
    """Write blocks as they come, beside `path`, and rename at the end; on any error nothing stays behind."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(bytes(_HEADER.size))
            records = tuple(_write_block(file, block, tensors) for block, tensors in blocks)
            table = msgspec.json.encode(_Table(key, records))
            position = file.tell()
            file.write(table)
            file.seek(0)
            file.write(_HEADER.pack(_MAGIC, position, len(table), hashlib.sha256(table).digest()))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class CacheReader:
    """An open cache whose table is whole and bound to the right source; use it in a `with` block.

    Attributes:
        blocks: in the order in which they lie.
    """

    def __init__(self, file: BinaryIO, records: tuple[_BlockRecord, ...]) -> None:
        self._file = file
        self._records = {Block(record.role, record.layer): record for record in records}
        self.blocks = tuple(self._records)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def size_bytes(self, block: Block) -> int:
        """Return the bytes of one block."""
        return self._records[block].size_bytes

    def read(self, block: Block) -> dict[str, Tensor]:
        """Return a block's tensors: views of one contiguous buffer. Raises CacheDamagedError."""
        record = self._records[block]
        buffer = torch.empty(record.size_bytes, dtype=torch.uint8)
        view = buffer.numpy().data
        self._file.seek(record.offset)
        while view:
            count = self._file.readinto(view)  # type: ignore[attr-defined]  # BinaryIO hides what every raw file has
            if not count:
                raise CacheDamagedError
            view = view[count:]
        if hashlib.sha256(buffer.numpy().data).hexdigest() != record.sha256:
            raise CacheDamagedError
        return {
            tensor.name: buffer[tensor.offset : tensor.offset + tensor.size_bytes]
            .view(_DTYPES[tensor.dtype])
            .view(tensor.shape)
            for tensor in record.tensors
        }


def open_cache(path: Path, key: CacheKey) -> CacheReader | None:
    """Open a cache made with exactly this key; None when there is none that can be trusted."""
    try:
        file = path.open("rb", buffering=0)
    except OSError:
        return None
    table = _read_table(file, path)
    if table is None or table.key != key:
        file.close()
        return None
    return CacheReader(file, table.blocks)


def _write_block(file: BinaryIO, block: Block, tensors: Mapping[str, Tensor]) -> _BlockRecord:
    file.seek(-(-file.tell() // _PAGE) * _PAGE)
    start, digest, position, records = file.tell(), hashlib.sha256(), 0, []
    for name, tensor in tensors.items():
        padding = bytes(-position % _TENSOR_ALIGNMENT)
        data = tensor.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy().data
        for piece in (padding, data):
            digest.update(piece)
            file.write(piece)
        position += len(padding)
        dtype = str(tensor.dtype).removeprefix("torch.")
        records.append(_TensorRecord(name, dtype, tuple(tensor.shape), position, len(data)))
        position += len(data)
    return _BlockRecord(block.role, block.layer, start, position, digest.hexdigest(), tuple(records))


def _read_table(file: BinaryIO, path: Path) -> _Table | None:
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    magic, position, length, digest = _HEADER.unpack(header)
    if magic != _MAGIC or length > _MAX_TABLE_BYTES or position + length != path.stat().st_size:
        return None
    file.seek(position)
    raw = file.read(length)
    if hashlib.sha256(raw).digest() != digest:
        return None
    try:
        return msgspec.json.decode(raw, type=_Table)
    except msgspec.MsgspecError:
        return None
