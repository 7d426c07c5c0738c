"""Rotate queries and keys by their position (RoPE, https://arxiv.org/abs/2104.09864), as CogVLM2 learned it.

The published model builds its tables in the dtype of the stored `inv_freq`, which is bfloat16: positions above 256
are rounded and fast angles are off by up to half a turn. `reference` keeps that, bit by bit, because the weights were
trained with it; `fp32` computes exact tables. Does not know experts, caches or which positions there are.
"""

from typing import Literal, TypeAlias

import torch
from torch import Tensor, nn

RopePrecision: TypeAlias = Literal["reference", "fp32"]


class RotaryEmbedding(nn.Module):
    """The stored frequencies of one layer; every layer of a checkpoint holds the same ones.

    Attributes:
        inv_freq: [D / 2], in the dtype it is stored in. Never recomputed in half precision, where theta overflows.
    """

    inv_freq: Tensor

    def __init__(self, head_size: int, theta: float) -> None:
        super().__init__()
        self.register_buffer("inv_freq", inverse_frequencies(head_size, theta, torch.bfloat16))


def inverse_frequencies(head_size: int, theta: float, dtype: torch.dtype) -> Tensor:
    """Return theta^(-2j / D) for j in 0..D/2-1, computed in fp32 as the published code does, as [D / 2] of `dtype`."""
    exponents = torch.arange(0, head_size, 2, dtype=torch.float32) / head_size
    return (1 / theta**exponents).to(dtype)


class RotaryTables:
    """Cosines and signed sines of every position, made once after loading.

    Attributes:
        cos: [positions, 1, D], both halves alike.
        sin: [positions, 1, D], the first half negated, so that a rotation needs no split (see `rotate`).
    """

    def __init__(self, inv_freq: Tensor, positions: int, dtype: torch.dtype) -> None:
        steps = torch.arange(positions, dtype=inv_freq.dtype, device=inv_freq.device)
        angles = steps[:, None] * inv_freq  # [positions, D / 2], rounded as inv_freq is
        cos, sin = angles.cos(), angles.sin()
        self.cos = torch.cat([cos, cos], dim=1).to(dtype)[:, None]
        self.sin = torch.cat([-sin, sin], dim=1).to(dtype)[:, None]


def rotate(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate each head [..., H, D] by the tables of its row, cos and sin [..., 1, D]: (x0 c - x1 s, x1 c + x0 s)."""
    swapped = heads.roll(heads.shape[-1] // 2, dims=-1)  # (x1, x0)
    return heads * cos + swapped * sin
