"""Keep the keys and values of past rows in memory that is taken once.

A pass appends its rows layer by layer and then calls `advance`; until then nothing counts, so a pass that was broken
off leaves the cache as it was. Rows can be cut off the end, and a prefix can be saved elsewhere and put back.
Does not know what a row means, nor compute attention.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class CacheShape:
    """Sizes of a cache: `batch` sequences of the same length, at most `rows` rows each."""

    layers: int
    batch: int
    heads: int
    rows: int
    head_size: int


@dataclass(frozen=True)
class Prefix:
    """A saved beginning: per layer keys and values [B, H, rows, D]."""

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]

    @property
    def rows(self) -> int:
        """How many rows were saved."""
        return self.keys[0].shape[2]

    @property
    def size_bytes(self) -> int:
        """Memory that the saved tensors take."""
        return sum(part.numel() * part.element_size() for part in (*self.keys, *self.values))


class KVCache:
    """Keys and values per layer, each [B, H, capacity, D]; the first `length` rows are valid."""

    def __init__(self, shape: CacheShape, dtype: torch.dtype, device: torch.device) -> None:
        size = (shape.batch, shape.heads, shape.rows, shape.head_size)
        self._keys = [torch.zeros(size, dtype=dtype, device=device) for _ in range(shape.layers)]
        self._values = [torch.zeros(size, dtype=dtype, device=device) for _ in range(shape.layers)]
        self.batch = shape.batch
        self.capacity = shape.rows
        self.length = 0
        self._written = 0  # rows that have ever held something

    def append(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Write keys and values [B, H, T, D] behind the valid rows of one layer.

        Returns views of all rows of that layer, [B, H, length + T, D]. Rows past the capacity are a RuntimeError.
        """
        rows = keys.shape[2]
        self._keys[layer].narrow(2, self.length, rows).copy_(keys)
        self._values[layer].narrow(2, self.length, rows).copy_(values)
        end = self.length + rows
        self._written = max(self._written, end)
        return self._keys[layer].narrow(2, 0, end), self._values[layer].narrow(2, 0, end)

    def advance(self, rows: int) -> None:
        """Count the rows that every layer has appended."""
        self.length += rows

    def truncate(self, length: int) -> None:
        """Forget all rows from `length` on."""
        if not 0 <= length <= self.length:
            raise ValueError(length)
        self.length = length

    def erase(self) -> None:
        """Forget all rows, and overwrite what they held."""
        for mine in (*self._keys, *self._values):
            mine.narrow(2, 0, self._written).zero_()
        self.length = self._written = 0

    def save(self, rows: int) -> Prefix:
        """Copy the first `rows` rows to host memory."""
        if rows > self.length:
            raise ValueError(rows)
        return Prefix(_copied(self._keys, rows), _copied(self._values, rows))

    def restore(self, prefix: Prefix) -> None:
        """Begin with a saved prefix; whatever was here is gone."""
        for mine, saved in zip((*self._keys, *self._values), (*prefix.keys, *prefix.values), strict=True):
            mine.narrow(2, 0, prefix.rows).copy_(saved)
        self.length = prefix.rows
        self._written = max(self._written, prefix.rows)


def _copied(layers: list[Tensor], rows: int) -> tuple[Tensor, ...]:
    # A copy, always: `.cpu()` alone would hand out a view where the cache itself lives in host memory.
    return tuple(layer.narrow(2, 0, rows).to("cpu", copy=True) for layer in layers)
