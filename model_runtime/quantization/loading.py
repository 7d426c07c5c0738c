"""Fill a network block by block, from a checkpoint (quantising on the way) or from a cache of an earlier time.

Between the two ends there is never more than one block in host memory: 117 MB at a time of the 19B model, 1.6 GB once
for the head. Reads through a function that is handed in; checks nothing that `checkpoint.py` has checked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.bnb_dump import PackedLinear, Read, unpacked
from model_runtime.quantization.conversion import place, quantized
from model_runtime.quantization.recipe import Block, Treatment, block_of


@dataclass(frozen=True)
class Conversion:
    """How stored tensors become the network's.

    Attributes:
        treatments: linear layers to quantise, by name (`linear_treatments`).
        packed: linear layers that the checkpoint already holds in 4 bits (`packed_linears`).
        dtype: of everything that is not quantised.
        device: where quantising happens and the network lives.
    """

    dtype: torch.dtype
    device: torch.device
    treatments: dict[str, Treatment] = field(default_factory=dict)
    packed: Mapping[str, PackedLinear] = field(default_factory=dict)


def names_by_block(expected: Mapping[str, tuple[int, ...]]) -> dict[Block, list[str]]:
    """Group the network's tensor names by block: text first, because a question can be tokenised while the rest loads."""
    order = {"embedding": 0, "text": 1, "head": 2, "tower": 3, "expert": 4}
    blocks: dict[Block, list[str]] = {}
    for name in expected:
        blocks.setdefault(block_of(name), []).append(name)
    return dict(sorted(blocks.items(), key=lambda item: (order[item[0].role], item[0].layer)))


def converted_blocks(
    expected: Mapping[str, tuple[int, ...]], read: Read, conversion: Conversion
) -> Iterator[tuple[Block, dict[str, Tensor]]]:
    """Yield each block's tensors under the network's names, on the conversion's device; hold on to none."""
    for block, names in names_by_block(expected).items():
        tensors: dict[str, Tensor] = {}
        for name in names:
            tensors |= _converted(name, expected[name], read, conversion)
        yield block, tensors


def fill(network: nn.Module, blocks: Iterable[tuple[Block, Mapping[str, Tensor]]], device: torch.device) -> None:
    """Put every tensor into its place in the network."""
    for _, tensors in blocks:
        for name, tensor in tensors.items():
            place(network, name, tensor.to(device))


def _converted(name: str, shape: tuple[int, ...], read: Read, conversion: Conversion) -> dict[str, Tensor]:
    layer, _, kind = name.rpartition(".")
    if kind == "weight" and layer in conversion.packed:
        parts = unpacked(conversion.packed[layer], (shape[0], shape[1]), read)
        return {part: tensor.to(conversion.device) for part, tensor in parts}
    # RoPE's frequencies keep the dtype they were stored in: the tables are built in it.
    dtype = None if kind == "inv_freq" else conversion.dtype
    stored = read(name)
    if not stored.is_floating_point():  # bytes that no description says how to unpack
        raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
    return dict(quantized(name, stored.to(device=conversion.device, dtype=dtype), conversion.treatments))
