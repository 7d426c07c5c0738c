"""Linear layers with 4-bit and 8-bit weights.

4-bit: NF4 (https://arxiv.org/abs/2305.14314) or FP4 through bitsandbytes' kernels. Its own `Linear4bit` is not used:
on some processors the first forward rewrites the weights in place and what is saved afterwards is wrong. Here weights
are plain buffers that nothing writes to.
Does not choose which layers are quantised (`recipe.py`) and does not quantise (`conversion.py`).
"""

from collections.abc import Callable
from typing import Any, Literal, Self, TypeAlias

import torch
from bitsandbytes import functional as bnb
from bitsandbytes.autograd._functions import matmul_4bit
from torch import Tensor, nn
from torch.nn import functional

from model_runtime.quantization.recipe import BLOCK_SIZE

QuantType: TypeAlias = Literal["nf4", "fp4"]

_FEW_ROWS = 16
"""Up to here the fused 8-bit kernel beats making a bfloat16 copy first (measured on 2048 x 2048)."""

_ROWS_AT_ONCE = 8192
"""Of an 8-bit matrix, so that its copy stays small beside it."""


class Linear4bit(nn.Module):
    """y = x W^T + b with W in 4 bits; computes in the dtype of x.

    Attributes:
        packed: uint8 [out * in / 2], two values a byte, rows of W one after the other.
        absmax: the scale of every 64 values, fp32 [out * in / 64].
    """

    packed: Tensor
    absmax: Tensor

    def __init__(self, in_features: int, out_features: int, *, bias: bool, quant_type: QuantType = "nf4") -> None:
        super().__init__()
        self.in_features, self.out_features, self.quant_type = in_features, out_features, quant_type
        self.register_buffer("packed", torch.empty(in_features * out_features // 2, dtype=torch.uint8))
        self.register_buffer("absmax", torch.empty(in_features * out_features // BLOCK_SIZE))
        self.bias = nn.Parameter(torch.empty(out_features), requires_grad=False) if bias else None
        self._state: Any = None

    def forward(self, x: Tensor) -> Tensor:
        """Return [..., out] for x [..., in]."""
        if self._state is None:
            self._state = self._quant_state(x.dtype)
        return matmul_4bit(x, self.packed.view(-1, 1), self._state, bias=self.bias)  # type: ignore[no-any-return]

    def dequantized(self, dtype: torch.dtype) -> Tensor:
        """Return W [out, in] as the forward pass sees it."""
        weight: Tensor = bnb.dequantize_4bit(self.packed.view(-1, 1), self._quant_state(dtype))
        return weight

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        self._state = None  # its tensors are those of the old device
        super()._apply(fn, recurse)  # type: ignore[no-untyped-call]  # torch has no annotation here
        return self

    def _quant_state(self, dtype: torch.dtype) -> Any:
        return bnb.QuantState(
            absmax=self.absmax,
            shape=torch.Size((self.out_features, self.in_features)),
            code=bnb.get_4bit_type(self.quant_type, device=self.packed.device),
            blocksize=BLOCK_SIZE,
            quant_type=self.quant_type,
            dtype=dtype,
        )


class Linear8bit(nn.Module):
    """y = x W^T + b with W in 8 bits and one scale a row; computes in the dtype of x.

    Attributes:
        rows: int8 [out, in].
        scale: fp32 [out]; W is rows * scale.
    """

    rows: Tensor
    scale: Tensor

    def __init__(self, in_features: int, out_features: int, *, bias: bool) -> None:
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.register_buffer("rows", torch.empty(out_features, in_features, dtype=torch.int8))
        self.register_buffer("scale", torch.empty(out_features))
        self.bias = nn.Parameter(torch.empty(out_features), requires_grad=False) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        """Return [..., out] for x [..., in]."""
        flat = x.reshape(-1, self.in_features).contiguous()
        if len(flat) <= _FEW_ROWS and x.device.type == "cpu":
            ones = torch.ones(self.out_features, dtype=x.dtype)
            out = torch._weight_int8pack_mm(flat, self.rows, ones)  # noqa: SLF001 - the only fused 8-bit kernel
        else:
            parts = (functional.linear(flat, part.to(x.dtype)) for part in self.rows.split(_ROWS_AT_ONCE))
            out = torch.cat(list(parts), dim=1)
        # int8 values are exact in bfloat16; scaling afterwards in fp32 keeps the scales exact, too.
        out = (out * self.scale).to(x.dtype)
        if self.bias is not None:
            out = out + self.bias
        return out.view(*x.shape[:-1], self.out_features)

    def dequantized(self, dtype: torch.dtype) -> Tensor:
        """Return W [out, in]."""
        return (self.rows * self.scale[:, None]).to(dtype)
