"""Attention with folded or repeated heads equals the formula, for every split of a sequence into past and new rows."""

import pytest
import torch
from torch import Tensor

from model_runtime.inference.attention import attend, causal_mask


def _formula(query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """Softmax attention head by head, row by row, as the paper writes it."""
    batch, rows, heads, size = query.shape
    length, group = keys.shape[2], heads // keys.shape[1]
    out = torch.zeros(batch, rows, heads, size, dtype=query.dtype)
    for b in range(batch):
        for h in range(heads):
            for t in range(rows):
                seen = length - rows + t + 1
                scores = keys[b, h // group, :seen] @ query[b, t, h] / size**0.5
                out[b, t, h] = scores.softmax(0) @ values[b, h // group, :seen]
    return out.reshape(batch * rows, heads * size)


@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize(("rows", "past"), [(1, 0), (1, 9), (6, 0), (6, 1), (6, 2), (2, 30)])
def test_it_is_the_formula(rows: int, past: int, batch: int) -> None:
    """One row, a square, a square short of one row, and a few rows over a long past."""
    generator = torch.Generator().manual_seed(rows + past)
    query = torch.randn(batch, rows, 8, 16, generator=generator, dtype=torch.float64)
    keys, values = torch.randn(2, batch, 2, past + rows, 16, generator=generator, dtype=torch.float64)
    out = attend(query, keys, values, causal_mask(rows, past + rows, torch.device("cpu")))
    torch.testing.assert_close(out, _formula(query, keys, values), rtol=1e-12, atol=1e-12)


def test_long_pasts_need_a_mask_and_pictures_do_not() -> None:
    """A picture's rows miss only bos before them: the square costs less than a mask of five million."""
    device = torch.device("cpu")
    assert causal_mask(2305, 2306, device) is None
    mask = causal_mask(2, 4, device)
    assert mask is not None
    assert mask.tolist() == [[True, True, True, False], [True, True, True, True]]
