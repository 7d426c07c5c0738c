"""Every tensor of the real model has one role, and recipes treat roles as they say."""

from collections import Counter

import torch
from torch import nn

from model_runtime.quantization.conversion import linear_treatments
from model_runtime.quantization.recipe import FULL, INT4, Block, block_of
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, tensor_shapes

DEEP = TINY_CONFIG | {
    "num_hidden_layers": 32,
    "vision_config": TINY_CONFIG["vision_config"] | {"num_hidden_layers": 63},
}


def test_blocks_are_the_parts_that_move_as_one() -> None:
    """32 text layers, 32 layers of visual experts, 63 of the tower and its ends, the embedding, the head."""
    roles = Counter(block.role for block in {block_of(name) for name in tensor_shapes(DEEP)})
    assert roles == {"text": 32, "expert": 32, "tower": 64, "head": 1, "embedding": 1}


def test_names_lead_to_their_blocks() -> None:
    """The norms of a layer go with its text weights: both passes need them."""
    expected = {
        "model.layers.7.mlp.vision_mlp.gate_proj.weight": Block("expert", 7),
        "model.layers.7.self_attn.vision_expert_query_key_value.bias": Block("expert", 7),
        "model.layers.31.mlp.language_mlp.gate_proj.weight": Block("text", 31),
        "model.layers.0.input_layernorm.weight": Block("text", 0),
        "model.vision.transformer.layers.62.mlp.fc1.weight": Block("tower", 62),
        "model.vision.linear_proj.gate_proj.weight": Block("tower", -1),
        "model.embed_tokens.weight": Block("embedding", -1),
        "model.norm.weight": Block("head", -1),
        "lm_head.weight": Block("head", -1),
    }
    assert {name: block_of(name) for name in expected} == expected


class _Part(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lm_head = nn.Linear(64, 128)
        self.model = nn.ModuleDict({"layers": nn.ModuleList([nn.ModuleDict({"good": nn.Linear(64, 8)})])})
        self.model["vision"] = nn.ModuleDict({"conv": nn.Conv2d(3, 8, 2), "proj": nn.Linear(64, 64)})
        self.model["layers"].append(nn.ModuleDict({"odd": nn.Linear(72, 64)}))  # type: ignore[operator]


def test_only_linear_layers_that_fit_are_quantised() -> None:
    """Rows that do not divide into blocks of 64 stay as they are, and `full` touches nothing."""
    with torch.device("meta"):
        network = _Part()
    assert linear_treatments(network, INT4) == {"lm_head": "int8", "model.layers.0.good": "nf4"}
    assert linear_treatments(network, FULL) == {}
