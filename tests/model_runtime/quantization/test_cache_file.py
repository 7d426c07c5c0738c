"""A cache gives back what was put in, or is as good as absent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor

from model_runtime.quantization.cache_file import CacheDamagedError, CacheKey, CacheReader, open_cache, write_cache
from model_runtime.quantization.recipe import Block

KEY = CacheKey(source_sha256="ab" * 32, source_stamp="stamp", recipe="int4", dtype="bfloat16")
BLOCKS = {
    Block("text", 0): {
        "a.packed": torch.arange(96, dtype=torch.uint8),
        "a.absmax": torch.linspace(0, 1, 3),
        "norm.weight": torch.ones(5, dtype=torch.bfloat16),
    },
    Block("head", -1): {"h.rows": torch.arange(-60, 60, dtype=torch.int8).view(10, 12), "h.offset": torch.tensor(0.5)},
}


def read_all(reader: CacheReader) -> None:
    """Read every block."""
    for block in reader.blocks:
        reader.read(block)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a written cache."""
    write_cache(tmp_path / "x.cache", KEY, BLOCKS.items())
    return tmp_path / "x.cache"


def test_blocks_come_back_bit_for_bit(path: Path) -> None:
    """Values, shapes and types, block by block."""
    reader = open_cache(path, KEY)
    assert reader is not None
    with reader:
        assert reader.blocks == tuple(BLOCKS)
        for block, tensors in BLOCKS.items():
            found = reader.read(block)
            assert found.keys() == tensors.keys()
            assert all(torch.equal(found[name], tensors[name]) for name in tensors)
            assert {name: tensor.dtype for name, tensor in found.items()} == {n: t.dtype for n, t in tensors.items()}


def test_a_block_is_one_contiguous_run(path: Path) -> None:
    """So that a layer can be moved to a GPU in one copy: all its tensors share one buffer, aligned to 64 bytes."""
    reader = open_cache(path, KEY)
    assert reader is not None
    with reader:
        tensors = reader.read(Block("text", 0))
    buffers = {tensor.untyped_storage().data_ptr() for tensor in tensors.values()}
    assert len(buffers) == 1
    assert all((tensor.data_ptr() - next(iter(buffers))) % 64 == 0 for tensor in tensors.values())


@pytest.mark.parametrize(
    "key",
    [
        CacheKey("cd" * 32, KEY.source_stamp, KEY.recipe, KEY.dtype),
        CacheKey(KEY.source_sha256, "another", KEY.recipe, KEY.dtype),
        CacheKey(KEY.source_sha256, KEY.source_stamp, "int8", KEY.dtype),
        CacheKey(KEY.source_sha256, KEY.source_stamp, KEY.recipe, "float32"),
    ],
)
def test_a_cache_of_something_else_is_absent(path: Path, key: CacheKey) -> None:
    """Other weights, another recipe, another dtype."""
    assert open_cache(path, key) is None


def test_no_file_is_absent(tmp_path: Path) -> None:
    """The ordinary case of a first load."""
    assert open_cache(tmp_path / "none", KEY) is None


@pytest.mark.parametrize("kept", [0, 30, 5000, -1])
def test_a_cut_cache_is_absent(path: Path, kept: int) -> None:
    """Wherever it was cut."""
    path.write_bytes(path.read_bytes()[:kept])
    assert open_cache(path, KEY) is None


def test_no_flipped_bit_is_ever_believed(path: Path) -> None:
    """In the header, the table or a block: the cache is absent, or the block says it is damaged."""
    good = path.read_bytes()
    meaningful = [*range(56), *range(4096, 4096 + 138), *range(8192, len(good))]
    for position in meaningful:
        path.write_bytes(good[:position] + bytes([good[position] ^ 1]) + good[position + 1 :])
        reader = open_cache(path, KEY)
        if reader is None:
            continue
        with reader, pytest.raises(CacheDamagedError):
            read_all(reader)


def test_an_interrupted_write_leaves_nothing(tmp_path: Path) -> None:
    """Neither the cache nor its beginnings."""

    def blocks() -> Iterator[tuple[Block, dict[str, Tensor]]]:
        yield Block("text", 0), BLOCKS[Block("text", 0)]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cache(tmp_path / "x.cache", KEY, blocks())
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_keeps_the_cache_that_was_there(path: Path) -> None:
    """It is replaced whole or not at all."""

    def blocks() -> Iterator[tuple[Block, dict[str, Tensor]]]:
        yield Block("text", 0), BLOCKS[Block("text", 0)]
        raise OSError(28, "disk full")

    with pytest.raises(OSError, match="disk full"):
        write_cache(path, KEY, blocks())
    reader = open_cache(path, KEY)
    assert reader is not None
    with reader:
        assert reader.blocks == tuple(BLOCKS)
