"""Read the official 4-bit releases: dumps that bitsandbytes wrote, FP4 with fp32 scales.

Such a checkpoint holds, for a linear layer `x`, the bytes `x.weight` [n, 1] and beside them `x.weight.absmax`,
`x.weight.quant_map` and a JSON object in bytes, `x.weight.quant_state.bitsandbytes__fp4`. Dumps with double quantised
scales are read too: the scales are unpacked once, to exactly the values bitsandbytes computes with.
Does not quantise and does not open files: a `read` function is handed in.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch
from bitsandbytes import functional as bnb
from torch import Tensor, nn

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.linear import Linear4bit, QuantType
from model_runtime.quantization.recipe import BLOCK_SIZE

_STATES: Mapping[str, QuantType] = {"quant_state.bitsandbytes__fp4": "fp4", "quant_state.bitsandbytes__nf4": "nf4"}
NESTED_BLOCK_SIZE = 256
"""Scales that share one scale of their own under double quantisation; the kernels know no other number."""

_MAX_STATE_BYTES = 4096
_STATE_SHAPE = (-1,)
"""Stands for the description's shape: as long as its text is."""

Read = Callable[[str], Tensor]


@dataclass(frozen=True)
class PackedLinear:
    """A linear layer that a dump holds in 4 bits."""

    name: str
    quant_type: QuantType
    is_nested: bool


def packed_linears(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, PackedLinear]:
    """Find the 4-bit layers among a checkpoint's tensor names; empty for a full-precision one."""
    found = {}
    for key in shapes:
        for suffix, quant_type in _STATES.items():
            if key.endswith(f".weight.{suffix}"):
                name = key.removesuffix(f".weight.{suffix}")
                found[name] = PackedLinear(name, quant_type, f"{name}.weight.nested_absmax" in shapes)
    return found


def check_dump(
    shapes: Mapping[str, tuple[int, ...]], expected: Mapping[str, tuple[int, ...]], packed: Mapping[str, PackedLinear]
) -> None:
    """Require exactly the tensors of the network, packed or not. Raises TENSOR_MISSING, TENSOR_UNKNOWN, TENSOR_SHAPE."""
    wanted: dict[str, tuple[int, ...]] = {}
    for name, shape in expected.items():
        layer = name.removesuffix(".weight")
        wanted |= _packed_shapes(packed[layer], shape) if layer in packed and layer != name else {name: shape}
    faults = (
        (ErrorCode.TENSOR_MISSING, len(wanted.keys() - shapes.keys())),
        (ErrorCode.TENSOR_UNKNOWN, len(shapes.keys() - wanted.keys())),
        (ErrorCode.TENSOR_SHAPE, sum(1 for n, s in wanted.items() if n in shapes and not _agrees(shapes[n], s))),
    )
    for code, count in faults:
        if count:
            raise RequestFailed(code, count=count)


def install_packed(network: nn.Module, packed: Mapping[str, PackedLinear]) -> None:
    """Replace these linear layers of a network on the `meta` device by empty 4-bit ones."""
    for name, layer in packed.items():
        linear = network.get_submodule(name)
        if not isinstance(linear, nn.Linear) or linear.in_features % BLOCK_SIZE:
            raise RequestFailed(ErrorCode.TENSOR_SHAPE, count=1)
        with torch.device("meta"):
            empty = Linear4bit(
                linear.in_features, linear.out_features, bias=linear.bias is not None, quant_type=layer.quant_type
            )
        network.set_submodule(name, empty)


def unpacked(layer: PackedLinear, shape: tuple[int, int], read: Read) -> Iterator[tuple[str, Tensor]]:
    """Yield the buffers of a layer's `Linear4bit`. Raises TENSOR_TYPE when the dump's own description is another."""
    prefix = f"{layer.name}.weight"
    suffix = next(suffix for suffix, kind in _STATES.items() if kind == layer.quant_type)
    state = _state(read(f"{prefix}.{suffix}"))
    is_known = state.get("quant_type") == layer.quant_type and state.get("blocksize") == BLOCK_SIZE
    if not is_known or state.get("shape") != list(shape):
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
    code = read(f"{prefix}.quant_map").float()
    if not torch.equal(code, bnb.get_4bit_type(layer.quant_type, device="cpu")):
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
    packed, absmax = read(prefix), read(f"{prefix}.absmax")
    if layer.is_nested:
        absmax = _unnested(absmax, read(f"{prefix}.nested_absmax"), read(f"{prefix}.nested_quant_map"), state)
    if packed.dtype != torch.uint8 or absmax.dtype != torch.float32:
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
    yield f"{layer.name}.packed", packed.view(-1)
    yield f"{layer.name}.absmax", absmax


def _agrees(stored: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return stored == wanted if wanted != _STATE_SHAPE else len(stored) == 1 and stored[0] <= _MAX_STATE_BYTES


def _packed_shapes(layer: PackedLinear, shape: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    values, prefix = shape[0] * shape[1], f"{layer.name}.weight"
    scales = values // BLOCK_SIZE
    shapes: dict[str, tuple[int, ...]] = {
        prefix: (values // 2, 1),
        f"{prefix}.absmax": (scales,),
        f"{prefix}.quant_map": (16,),
        f"{prefix}.{next(s for s, kind in _STATES.items() if kind == layer.quant_type)}": _STATE_SHAPE,
    }
    if layer.is_nested:
        shapes |= {
            f"{prefix}.nested_absmax": (-(-scales // NESTED_BLOCK_SIZE),),
            f"{prefix}.nested_quant_map": (256,),
        }
    return shapes


def _state(raw: Tensor) -> dict[str, object]:
    if raw.dtype != torch.uint8:
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
    try:
        state = json.loads(bytes(raw.tolist()).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1) from error
    return state if isinstance(state, dict) else {}


def _unnested(absmax: Tensor, nested: Tensor, code: Tensor, state: Mapping[str, object]) -> Tensor:
    offset, size = state.get("nested_offset"), state.get("nested_blocksize")
    if absmax.dtype != torch.uint8 or not isinstance(offset, float) or size != NESTED_BLOCK_SIZE:
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
    inner = bnb.QuantState(nested.float(), code=code.float(), blocksize=NESTED_BLOCK_SIZE, dtype=torch.float32)
    scales: Tensor = bnb.dequantize_blockwise(absmax, inner) + offset
    return scales
