"""Decide what happens to each tensor of a checkpoint: kept, 4-bit or 8-bit; and name the part of the network it is in.

Decoding reads the text path once a token and nothing else, so that is where 4 bits pay; the picture's path is bound by
arithmetic and gains memory, not time. Touches no tensor.
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["text", "expert", "tower", "head", "embedding"]
Treatment: TypeAlias = Literal["keep", "nf4", "int8"]

BLOCK_SIZE = 64
"""Values that share one scale. Every matrix of the 19B model has rows that are a multiple of it."""

_LAYER = re.compile(
    r"(?:model\.layers|transformer\.encoder\.layers|(?:model|transformer)\.vision\.transformer\.layers)\.(\d+)\."
)


@dataclass(frozen=True)
class Block:
    """A part of the network that is read, moved and cached as one: a role in one layer; -1 is outside all layers."""

    role: Role
    layer: int


@dataclass(frozen=True)
class Recipe:
    """What to do with the linear layers of each role. Norms, biases, convolutions and embeddings are always kept.

    Attributes:
        name: stable word; a cache made by one recipe is not read by another.
    """

    name: str
    text: Treatment = "keep"
    expert: Treatment = "keep"
    tower: Treatment = "keep"
    head: Treatment = "keep"

    def treatment(self, role: Role) -> Treatment:
        """Return what to do with the linear layers of a role."""
        if role == "embedding":
            return "keep"
        return {"text": self.text, "expert": self.expert, "tower": self.tower, "head": self.head}[role]


FULL = Recipe("full")
INT8 = Recipe("int8", text="int8", expert="int8", tower="int8", head="int8")
INT4 = Recipe("int4", text="nf4", expert="nf4", tower="keep", head="int8")


def block_of(name: str) -> Block:
    """Name the block of a tensor, by its name in the checkpoint."""
    found = _LAYER.match(name)
    layer = int(found.group(1)) if found else -1
    if name.startswith(("model.vision.", "transformer.vision.")):
        return Block("tower", layer)
    if found:
        return Block("expert" if ".vision_" in name else "text", layer)
    if name.startswith(("model.embed_tokens.", "transformer.embedding.")):
        return Block("embedding", -1)
    return Block("head", -1)  # the head, and the norm before it


def fits(treatment: Treatment, in_features: int) -> bool:
    """Tell whether a matrix with rows of this length can be treated so; tiny networks have some that cannot."""
    return treatment != "nf4" or in_features % BLOCK_SIZE == 0
