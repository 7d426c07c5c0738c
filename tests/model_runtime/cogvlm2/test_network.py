"""At full size the network is the published checkpoint, tensor by tensor and byte by byte, without a weight in memory."""

import re
from collections import Counter

import pytest
import torch

from model_runtime.cogvlm2.config import config_from_json
from model_runtime.cogvlm2.network import CogVLM2Network
from tests.model_runtime.cogvlm2.test_config import PUBLISHED


@pytest.fixture(scope="module")
def shapes() -> dict[str, list[int]]:
    """Name every tensor of the 19B network with its shape."""
    with torch.device("meta"):
        network = CogVLM2Network(config_from_json(PUBLISHED))
    return {name: list(tensor.shape) for name, tensor in network.state_dict().items()}


def test_the_size_is_the_published_index_to_the_byte(shapes: dict[str, list[int]]) -> None:
    """1221 tensors, 39,006,214,656 bytes in bfloat16, frequencies included."""
    elements = sum(torch.Size(shape).numel() for shape in shapes.values())
    assert (len(shapes), 2 * elements) == (1221, 39_006_214_656)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("model.embed_tokens.weight", [128256, 4096]),
        ("lm_head.weight", [128256, 4096]),
        ("model.layers.31.self_attn.language_expert_query_key_value.weight", [6144, 4096]),
        ("model.layers.31.self_attn.vision_expert_query_key_value.bias", [6144]),
        ("model.layers.0.self_attn.rotary_emb.inv_freq", [64]),
        ("model.layers.0.mlp.vision_mlp.down_proj.weight", [4096, 14336]),
        ("model.vision.patch_embedding.position_embedding.weight", [9217, 1792]),
        ("model.vision.patch_embedding.cls_embedding", [1, 1792]),
        ("model.vision.transformer.layers.62.attention.query_key_value.weight", [5376, 1792]),
        ("model.vision.conv.weight", [1792, 1792, 2, 2]),
        ("model.vision.linear_proj.dense_h_to_4h.weight", [14336, 4096]),
        ("model.vision.eoi", [1, 1, 4096]),
    ],
)
def test_names_and_shapes_are_the_published_ones(shapes: dict[str, list[int]], name: str, shape: list[int]) -> None:
    """One of each kind."""
    assert shape == shapes[name]


def test_biases_are_where_they_are_published(shapes: dict[str, list[int]]) -> None:
    """In the decoder only the visual expert's fused matrix has one; no layer norm has, they are RMS norms."""
    kinds = Counter(re.sub(r"\.\d+\.", ".N.", name) for name in shapes if name.endswith("bias"))
    decoder = {name: count for name, count in kinds.items() if name.startswith("model.layers.")}
    assert decoder == {"model.layers.N.self_attn.vision_expert_query_key_value.bias": 32}
