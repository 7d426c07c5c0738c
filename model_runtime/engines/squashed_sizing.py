"""Count what a network that squashes pictures needs of memory: its weights, the rows that are taken once, and one picture.

Shared by CogVLM2 and GLM-4V. Decides nothing (`placement/plan.py`).
"""

from typing import Protocol

from torch import nn

from model_runtime.cogvlm2.config import VisionConfig
from model_runtime.engines.filling import RECIPES
from model_runtime.placement import needs
from model_runtime.placement.plan import Needs
from model_runtime.quantization.conversion import linear_treatments

_EYES = ".vision."


class Sized(Protocol):
    """What both configurations say."""

    @property
    def vision(self) -> VisionConfig:
        """Of the eyes."""
        ...

    @property
    def num_hidden_layers(self) -> int:
        """Of the language part."""
        ...

    @property
    def num_key_value_heads(self) -> int:
        """In each layer."""
        ...

    @property
    def head_size(self) -> int:
        """Elements of a head."""
        ...


def needs_of(empty: nn.Module, layers: list[nn.Module], config: Sized, rows: int) -> Needs:
    """Return what a network on `meta` needs with room for `rows` rows; `layers` are all that are never split."""
    full = needs.weights_bytes(empty, {})
    blocks = [needs.weights_bytes(layer, {}) for layer in layers]
    seen = needs.Rows(config.vision.patches_per_side**2 + 1, config.vision.image_tokens)
    row_bytes = 2 * needs.FULL_BYTES * config.num_hidden_layers * config.num_key_value_heads * config.head_size
    wide = needs.moments(empty, _is_eyes, seen)
    return Needs(
        full=full,
        int8=needs.weights_bytes(empty, linear_treatments(empty, RECIPES["int8"])),
        int4=needs.weights_bytes(empty, linear_treatments(empty, RECIPES["int4"])),
        rows=row_bytes * rows,
        working=max(wide.eyes, wide.words),
        block=max(blocks, default=0),
        outside=full - sum(blocks),
    )


def _is_eyes(name: str) -> bool:
    return _EYES in name
