"""Rotate the first half of each head by its position, neighbours in pairs (RoPE, https://arxiv.org/abs/2104.09864).

Tables are made in fp32 and then cast; the frequencies that a checkpoint stores are not used, as the published code does not.
Does not know which positions there are.
"""

import torch
from torch import Tensor

from model_runtime.cogvlm2.rotary import inverse_frequencies


class RotaryTables:
    """Cosines and sines of every position, [positions, 1, pairs]."""

    def __init__(self, rope_size: int, theta: float, positions: int, dtype: torch.dtype, device: torch.device) -> None:
        frequencies = inverse_frequencies(rope_size, theta, torch.float32).to(device)
        angles = torch.arange(positions, dtype=torch.float32, device=device)[:, None] * frequencies
        self.cos = angles.cos().to(dtype)[:, None]
        self.sin = angles.sin().to(dtype)[:, None]


def rotate(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate heads [..., H, D] by the tables of their rows, cos and sin [..., 1, pairs]; what is behind the pairs stays."""
    count = 2 * cos.shape[-1]
    even, odd = heads[..., :count].unflatten(-1, (-1, 2)).unbind(-1)  # [..., H, pairs]
    turned = torch.stack([even * cos - odd * sin, odd * cos + even * sin], dim=-1).flatten(-2)
    return torch.cat([turned, heads[..., count:]], dim=-1)
