"""The cache counts only finished passes, forgets and restores exactly, and never grows."""

import pytest
import torch
from torch import Tensor

from model_runtime.inference.kv_cache import CacheShape, KVCache


def _cache() -> KVCache:
    return KVCache(CacheShape(layers=2, batch=1, heads=2, rows=8, head_size=4), torch.float32, torch.device("cpu"))


def _rows(count: int, seed: int) -> Tensor:
    return torch.randn(1, 2, count, 4, generator=torch.Generator().manual_seed(seed))


def _filled(cache: KVCache, rows: int, seed: int) -> list[tuple[Tensor, Tensor]]:
    views = [cache.append(layer, _rows(rows, seed + layer), -_rows(rows, seed + layer)) for layer in range(2)]
    cache.advance(rows)
    return views


def test_appended_rows_come_back_behind_those_before() -> None:
    """Each layer sees its own rows, oldest first."""
    cache = _cache()
    _filled(cache, 3, 0)
    keys, values = _filled(cache, 2, 10)[1]
    expected = torch.cat([_rows(3, 1), _rows(2, 11)], dim=2)
    assert torch.equal(expected, keys)
    assert torch.equal(-expected, values)


def test_a_pass_that_was_broken_off_does_not_count() -> None:
    """Rows that were appended without `advance` are overwritten by the next pass."""
    cache = _cache()
    _filled(cache, 3, 0)
    cache.append(0, _rows(2, 99), _rows(2, 99))
    assert cache.length == 3
    keys, _ = cache.append(0, _rows(1, 5), _rows(1, 5))
    assert torch.equal(torch.cat([_rows(3, 0), _rows(1, 5)], dim=2), keys)


def test_a_saved_prefix_is_a_copy_that_can_be_put_back() -> None:
    """What happens in the cache afterwards does not reach the saved rows."""
    cache = _cache()
    _filled(cache, 4, 0)
    prefix = cache.save(3)
    cache.truncate(0)
    _filled(cache, 6, 50)
    cache.restore(prefix)
    keys, _ = cache.append(0, _rows(1, 5), _rows(1, 5))
    assert cache.length == prefix.rows == 3
    assert torch.equal(torch.cat([_rows(4, 0)[:, :, :3], _rows(1, 5)], dim=2), keys)
    assert prefix.size_bytes == 2 * 2 * (2 * 3 * 4) * 4


@pytest.mark.parametrize("length", [-1, 4])
def test_only_what_is_there_can_be_kept_or_saved(length: int) -> None:
    """A length past the valid rows is a mistake, not a way to read old memory."""
    cache = _cache()
    _filled(cache, 3, 0)
    with pytest.raises(ValueError, match=str(length)):
        cache.truncate(length)
    with pytest.raises(ValueError, match="4"):
        cache.save(4)


def test_a_row_past_the_capacity_is_refused() -> None:
    """Memory was taken once; nothing is written beside it."""
    cache = _cache()
    _filled(cache, 8, 0)
    with pytest.raises(RuntimeError):
        cache.append(0, _rows(1, 1), _rows(1, 1))
