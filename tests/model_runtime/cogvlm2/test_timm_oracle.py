"""The vision encoder is EVA-02-CLIP-E without its last block and its last norm: timm's own class agrees."""

import functools
import importlib
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import Tensor

from tests.helpers.write_tiny_checkpoint import TINY_CONFIG
from tests.model_runtime.cogvlm2 import tiny

VISION: dict[str, Any] = TINY_CONFIG["vision_config"]

TORCHVISION = ("", ".ops", ".ops.misc", ".transforms", ".transforms.functional", ".transforms.v2", ".datasets")
"""timm imports these for training. torchvision has no build for every torch, and nothing of it is used here."""

RENAMED = {
    "attention.query_key_value.weight": "attn.qkv.weight",
    "attention.dense.weight": "attn.proj.weight",
    "attention.dense.bias": "attn.proj.bias",
    "mlp.fc1.weight": "mlp.fc1.weight",
    "mlp.fc1.bias": "mlp.fc1.bias",
    "mlp.fc2.weight": "mlp.fc2.weight",
    "mlp.fc2.bias": "mlp.fc2.bias",
    "input_layernorm.weight": "norm1.weight",
    "input_layernorm.bias": "norm1.bias",
    "post_attention_layernorm.weight": "norm2.weight",
    "post_attention_layernorm.bias": "norm2.bias",
}


class _AnyName(type):
    def __getattr__(cls, name: str) -> str:
        return name


class _Absent(ModuleType):
    """Has every name that is asked of it; all are empty classes."""

    __path__: list[str] = []  # noqa: RUF012 - what makes a module a package

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _AnyName(name, (), {})


@pytest.fixture
def eva(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Timm's module, imported without torchvision."""
    if importlib.util.find_spec("timm") is None:
        pytest.skip("timm, an oracle of the development environment, is not installed")
    with monkeypatch.context() as patch:
        for suffix in TORCHVISION:
            module = _Absent(f"torchvision{suffix}")
            module.__spec__ = ModuleSpec(module.__name__, None)
            patch.setitem(sys.modules, module.__name__, module)
            parent, _, name = module.__name__.rpartition(".")
            if parent:
                setattr(sys.modules[parent], name, module)
        return importlib.import_module("timm.models.eva")


def _as_timm_names_them() -> dict[str, Tensor]:
    weights = {
        name.removeprefix("model.vision."): tensor
        for name, tensor in tiny.weights().items()
        if name.startswith("model.vision.")
    }
    renamed = {
        "patch_embed.proj.weight": weights["patch_embedding.proj.weight"],
        "patch_embed.proj.bias": weights["patch_embedding.proj.bias"],
        "cls_token": weights["patch_embedding.cls_embedding"][None],
        "pos_embed": weights["patch_embedding.position_embedding.weight"][None],
    }
    for layer in range(VISION["num_hidden_layers"]):
        source = f"transformer.layers.{layer}."
        renamed |= {f"blocks.{layer}.{theirs}": weights[source + ours] for ours, theirs in RENAMED.items()}
        query, _, value = weights[f"{source}attention.query_key_value.bias"].chunk(3)
        renamed |= {f"blocks.{layer}.attn.q_bias": query, f"blocks.{layer}.attn.v_bias": value}
    return renamed


def test_the_encoder_equals_timms_eva(eva: Any) -> None:
    """Patches, class token, positions and every block; ours has nothing behind them."""
    theirs = eva.Eva(
        img_size=VISION["image_size"],
        patch_size=VISION["patch_size"],
        embed_dim=VISION["hidden_size"],
        depth=VISION["num_hidden_layers"],
        num_heads=VISION["num_heads"],
        mlp_ratio=VISION["intermediate_size"] / VISION["hidden_size"],
        norm_layer=functools.partial(torch.nn.LayerNorm, eps=1e-6),
        use_post_norm=True,
        use_abs_pos_emb=True,
        use_rot_pos_emb=False,
        qkv_fused=True,
        num_classes=0,
    ).eval()
    missing, unknown = theirs.load_state_dict(_as_timm_names_them(), strict=False)
    assert unknown == []
    assert {"norm", "fc_norm"} >= {name.partition(".")[0] for name in missing}
    pixels = tiny.picture(1).pixels()
    vision = tiny.network().model.vision
    with torch.no_grad():
        for layer, block in enumerate(theirs.blocks):
            fused = tiny.weights()[f"model.vision.transformer.layers.{layer}.attention.query_key_value.bias"]
            block.attn.k_bias.copy_(fused.chunk(3)[1])  # a buffer there, which is not loaded
        expected, _ = theirs._pos_embed(theirs.patch_embed(pixels))
        for block in theirs.blocks:
            expected = block(expected)
        actual = vision.transformer(vision.patch_embedding(pixels))
    torch.testing.assert_close(actual, expected, rtol=1e-5, atol=1e-6)
