"""Attend from the last rows of a sequence to all of it, causally, with fewer key-value heads than query heads.

torch's `is_causal` aligns its triangle top left, which is wrong as soon as there are cached rows; its `enable_gqa`
leaves the fused kernels when a mask is given. So heads are folded or repeated here, and the mask is made here.
Does not project, rotate or cache.
"""

import torch
from torch import Tensor
from torch.nn import functional


def causal_mask(rows: int, length: int, device: torch.device) -> Tensor | None:
    """Say which of `length` rows each of the last `rows` may see: [rows, length] bool.

    None where no mask is needed: one row sees all, and `attend` squares what is short of a square by one row.
    """
    missing = length - rows
    if rows == 1 or missing <= 1:
        return None
    return torch.ones(rows, length, dtype=torch.bool, device=device).tril(missing)


def attend(query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
    """Return [B * T, H * D] for query [B, T, H, D] over keys and values [B, K, L, D], the T rows being the last of L.

    Query head h uses key-value head h // (H / K). `mask` is `causal_mask(T, L)`.
    """
    batch, rows, heads, size = query.shape
    groups, length = keys.shape[1], keys.shape[2]
    if rows == 1:
        folded = query.reshape(batch, groups, heads // groups, size)  # heads that share keys become rows: one read
        # Not a view: a GPU's kernel for fp32 lays its rows out row by row, not head by head.
        return functional.scaled_dot_product_attention(folded, keys, values).reshape(batch, heads * size)
    query = query.transpose(1, 2)  # [B, H, T, D]
    if mask is None:
        # A square needs no mask and keeps the fastest kernels: a picture's rows miss only the one of bos before them.
        query = functional.pad(query, (0, 0, length - rows, 0))  # [B, H, L, D]
    keys, values = _repeated(keys, heads), _repeated(values, heads)
    out = functional.scaled_dot_product_attention(query, keys, values, attn_mask=mask, is_causal=mask is None)
    return out[:, :, -rows:].transpose(1, 2).reshape(batch * rows, heads * size)


def _repeated(heads: Tensor, count: int) -> Tensor:
    batch, groups, length, size = heads.shape
    wide = heads[:, :, None].expand(batch, groups, count // groups, length, size)
    return wide.reshape(batch, count, length, size)  # [B, H, L, D]
