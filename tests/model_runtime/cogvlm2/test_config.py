"""A config.json is read as published, with defaults for what published files leave out, and checked before use."""

from typing import Any

import pytest

from model_runtime.cogvlm2.config import config_from_json
from model_runtime.cogvlm2.config_values import ConfigError

PUBLISHED: dict[str, Any] = {
    "architectures": ["CogVLMForCausalLM"],
    "auto_map": {"AutoModelForCausalLM": "modeling_cogvlm.CogVLMForCausalLM"},
    "vision_config": {
        "dropout_prob": 0.0,
        "hidden_act": "gelu",
        "in_channels": 3,
        "num_hidden_layers": 63,
        "hidden_size": 1792,
        "patch_size": 14,
        "num_heads": 16,
        "intermediate_size": 15360,
        "layer_norm_eps": 1e-06,
        "num_positions": 9217,
        "image_size": 1344,
    },
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_attention_heads": 32,
    "max_position_embeddings": 8192,
    "rms_norm_eps": 1e-05,
    "template_version": "chat",
    "bos_token_id": 128000,
    "eos_token_id": [128001, 128009],
    "pad_token_id": 128002,
    "vocab_size": 128256,
    "num_hidden_layers": 32,
    "hidden_act": "silu",
}
"""The keys that cogvlm2-llama3-chat-19B's own file has; it says nothing of theta or key-value heads."""


def test_the_published_file_gives_the_published_sizes() -> None:
    """Theta, key-value heads and the fused matrix are right although the file does not state them."""
    config = config_from_json(PUBLISHED)
    assert (
        config.rope_theta,
        config.num_key_value_heads,
        config.head_size,
        config.qkv_size,
    ) == (500_000.0, 8, 128, 6144)
    assert (config.vision.patches_per_side, config.vision.image_tokens) == (96, 2306)
    assert (config.bos_token_id, config.eos_token_ids, config.template) == (128000, (128001, 128009), "chat")


def test_one_stop_token_may_stand_without_a_list() -> None:
    """`eos_token_id` is a number in some releases."""
    assert config_from_json(PUBLISHED | {"eos_token_id": 128001}).eos_token_ids == (128001,)


def test_a_video_model_is_refused() -> None:
    """Video checkpoints have no visual expert: loading one as an image model would compute nonsense."""
    with pytest.raises(ConfigError, match="architectures"):
        config_from_json(PUBLISHED | {"architectures": ["CogVLMVideoForCausalLM"]})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("architectures", "CogVLMForCausalLM"),
        ("vocab_size", 0),
        ("hidden_size", "4096"),
        ("hidden_size", 1 << 40),
        ("num_hidden_layers", True),
        ("num_attention_heads", 24),
        ("num_multi_query_heads", 5),
        ("rms_norm_eps", 0),
        ("rms_norm_eps", float("nan")),
        ("rope_theta", 0.5),
        ("bos_token_id", 128256),
        ("eos_token_id", []),
        ("template_version", "llama3"),
        ("vision_config", None),
    ],
)
def test_a_value_that_cannot_be_is_named(key: str, value: object) -> None:
    """The error names the key, before anything was built from it."""
    with pytest.raises(ConfigError, match=key):
        config_from_json(PUBLISHED | {key: value})


@pytest.mark.parametrize(
    ("key", "value"),
    [("image_size", 1345), ("image_size", 1330), ("num_positions", 9216), ("num_heads", 15), ("patch_size", -14)],
)
def test_a_vision_value_that_cannot_be_is_named(key: str, value: object) -> None:
    """Patches must tile the picture in pairs, and each needs its position."""
    with pytest.raises(ConfigError, match=key):
        config_from_json(PUBLISHED | {"vision_config": PUBLISHED["vision_config"] | {key: value}})
