"""Say what a network needs of memory, by the shapes of its parts and the rows of one question, before anything is loaded.

Three sums: weights in each precision, keys and values of all rows, and the widest moment of a pass. They are of what the fused
kernels of attention keep, which hold no scores. Measures nothing and decides nothing (`plan.py`).
"""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import nn

from model_runtime.quantization.recipe import BLOCK_SIZE, Treatment

FULL_BYTES = 2
"""Of one number in bfloat16."""

SCALE_BYTES = 4

_WORDS_WIDE, _WORDS_NARROW = 3, 8
_EYES_WIDE, _EYES_NARROW = 2, 9
"""How many copies of a layer's widest and of its outer rows live at once. In words: gate, up and their product; what is added
to, its norm in twice the precision, and what both were made from. In eyes there is no gate, and what lives is between the
least and the most of the families: some turn queries and keys in fp32."""


@dataclass(frozen=True)
class Rows:
    """How many rows a question with one page has: `eyes` of patches, `words` of the language part, pictures' places among them."""

    eyes: int
    words: int


def weights_bytes(network: nn.Module, treatments: Mapping[str, Treatment], tied: Collection[str] = ()) -> int:
    """Return what a network's tensors take; `tied` are names of those that share another's memory."""
    total = 0
    for name, tensor in (*network.named_parameters(), *network.named_buffers()):
        if name in tied:
            continue
        layer, _, kind = name.rpartition(".")
        treatment = treatments.get(layer, "keep") if kind == "weight" else "keep"
        total += _stored_bytes(tensor.shape, treatment)
    return total


def _stored_bytes(shape: tuple[int, ...], treatment: Treatment) -> int:
    numbers = math.prod(shape)
    if treatment == "int8":
        return numbers + SCALE_BYTES * shape[0]
    if treatment == "nf4":
        return numbers // 2 + SCALE_BYTES * numbers // BLOCK_SIZE
    return numbers * FULL_BYTES


@dataclass(frozen=True)
class Moments:
    """What the widest moment takes, in bytes: in the layers of the eyes, and in those of the language part."""

    eyes: int
    words: int


def moments(network: nn.Module, is_eyes: Callable[[str], bool], rows: Rows) -> Moments:
    """Return the widest moments of a question."""
    linears = [(name, one) for name, one in network.named_modules() if isinstance(one, nn.Linear)]
    eyes = _deepest([one for one in linears if is_eyes(one[0])])
    words = _deepest([one for one in linears if not is_eyes(one[0])])
    return Moments(
        _moment(eyes, rows.eyes, _EYES_WIDE, _EYES_NARROW), _moment(words, rows.words, _WORDS_WIDE, _WORDS_NARROW)
    )


_LAYER = re.compile(r"(.*?)\.\d+\.")


def _deepest(linears: Sequence[tuple[str, nn.Linear]]) -> list[nn.Linear]:
    """Return those in the stack of layers that has most of them: what joins eyes and words is passed by fewer rows."""
    stacks: dict[str, list[nn.Linear]] = {}
    for name, linear in linears:
        if found := _LAYER.match(name):
            stacks.setdefault(found[1], []).append(linear)
    return max(stacks.values(), key=len, default=[])


def _moment(linears: Sequence[nn.Linear], rows: int, wides: int, narrows: int) -> int:
    sizes = [sorted((one.in_features, one.out_features)) for one in linears]
    narrow, wide = max(sizes, key=lambda size: (size[1], size[0]), default=[0, 0])
    return rows * FULL_BYTES * (wides * wide + narrows * narrow)


def patch_numbers(network: nn.Module, is_eyes: Callable[[str], bool]) -> int:
    """Return how many numbers of a picture make one row of the eyes: what the first layer that sees pixels takes."""
    for name, module in network.named_modules():
        if is_eyes(name) and isinstance(module, nn.Conv2d | nn.Conv3d):
            return math.prod(module.weight.shape[1:])
        if is_eyes(name) and isinstance(module, nn.Linear):
            return module.in_features
    return 0


def row_bytes(text_config: Any) -> int:
    """Return what keys and values of one row take in all layers, in bfloat16; states and shared ones do not grow."""
    count = int(text_config.num_hidden_layers)
    kinds = getattr(text_config, "layer_types", None) or ("full_attention",) * count
    own = count - int(getattr(text_config, "num_kv_shared_layers", 0) or 0)
    each = getattr(text_config, "per_layer_config", None)
    numbers = sum(
        _layer_numbers(text_config if each is None else each[layer])
        for layer in range(own)
        if kinds[layer] != "linear_attention"
    )
    return 2 * FULL_BYTES * numbers


def _layer_numbers(layer_config: Any) -> int:
    heads = int(layer_config.num_attention_heads)
    groups = int(getattr(layer_config, "num_key_value_heads", None) or heads)
    return groups * int(getattr(layer_config, "head_dim", None) or layer_config.hidden_size // heads)
