"""Behind the picture it is a plain Llama 3: transformers' own class gives the same logits."""

import pytest
import torch

from tests.helpers.write_tiny_checkpoint import TINY_CONFIG
from tests.model_runtime.cogvlm2 import tiny

transformers = pytest.importorskip("transformers", reason="an oracle of the development environment")


def test_words_alone_equal_transformers_llama() -> None:
    """With the fused matrix cut into queries, keys and values, theta 500,000 and two key-value heads."""
    config = transformers.LlamaConfig(
        vocab_size=TINY_CONFIG["vocab_size"],
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": 500_000.0},
        max_position_embeddings=2048,
        tie_word_embeddings=False,
    )
    llama = transformers.LlamaForCausalLM(config).eval()
    weights: dict[str, torch.Tensor] = {}
    for name, tensor in tiny.weights().items():
        if name.endswith("language_expert_query_key_value.weight"):
            parts = tensor.split([64, 32, 32])
            stem = name.removesuffix("language_expert_query_key_value.weight")
            weights |= {f"{stem}{letter}_proj.weight": part for letter, part in zip("qkv", parts, strict=True)}
        elif "vision" not in name and "inv_freq" not in name:
            renamed = name.replace("language_expert_dense", "o_proj").replace("mlp.language_mlp.", "mlp.")
            weights[renamed] = tensor
    llama.load_state_dict(weights)
    words = list(range(50, 80))
    with torch.no_grad():
        expected = llama(torch.tensor([[tiny.BOS, *words]])).logits[:, -1]
    actual = tiny.context().prefill(None, words, tiny.never).logits
    torch.testing.assert_close(actual, expected, rtol=1e-5, atol=1e-5)
