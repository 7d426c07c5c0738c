"""Read the sizes of GLM-4V-9B from its parsed config.json, whose type is `chatglm`; not of GLM-4.1V, whose type is `glm4v`.

Everything is checked before a byte of memory depends on it. Does not open files.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from model_runtime.cogvlm2.config import VisionConfig, vision_config
from model_runtime.cogvlm2.config_values import ConfigError, fraction, number, size, token_ids

ARCHITECTURE = "ChatGLMModel"
ROPE_THETA = 10_000.0

_SWITCHES = {
    "add_bias_linear": False,
    "add_qkv_bias": True,
    "apply_residual_connection_post_layernorm": False,
    "multi_query_attention": True,
    "original_rope": True,
    "post_layer_norm": True,
    "rmsnorm": True,
    "tie_word_embeddings": False,
}
"""What the published network is; a folder that says otherwise is another one."""


@dataclass(frozen=True)
class ChatGlm4vConfig:
    """The language network and, in `vision`, the encoder.

    Attributes:
        rope_size: how many of a head's elements are rotated: its first half.
        scaling_factor: what a picture's rows are divided by.
        boi_token_id, eoi_token_id: stand before and behind the one slot of a picture in the ids.
    """

    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_size: int
    max_position_embeddings: int
    rms_norm_eps: float
    rope_theta: float
    scaling_factor: float
    eos_token_ids: tuple[int, ...]
    boi_token_id: int
    eoi_token_id: int
    vision: VisionConfig

    @property
    def rope_size(self) -> int:
        """Elements of a head that are rotated."""
        return self.head_size // 2

    @property
    def qkv_size(self) -> int:
        """Rows of the fused matrix: all queries, then all keys, then all values."""
        return (self.num_attention_heads + 2 * self.num_key_value_heads) * self.head_size


def config_from_json(document: Mapping[str, object]) -> ChatGlm4vConfig:
    """Check a parsed config.json and return what it says. Raises ConfigError."""
    if document.get("architectures") not in ([ARCHITECTURE], ["ChatGLMForConditionalGeneration"]):
        raise ConfigError("architectures")
    for key, value in _SWITCHES.items():
        if document.get(key, value) != value:
            raise ConfigError(key)
    part = document.get("vision_config")
    vocab_size = size(document, "padded_vocab_size")
    heads, groups = size(document, "num_attention_heads"), size(document, "multi_query_group_num")
    config = ChatGlm4vConfig(
        vocab_size=vocab_size,
        hidden_size=size(document, "hidden_size"),
        intermediate_size=size(document, "ffn_hidden_size"),
        num_hidden_layers=size(document, "num_layers"),
        num_attention_heads=heads,
        num_key_value_heads=groups,
        head_size=size(document, "kv_channels"),
        max_position_embeddings=size(document, "seq_length", 8192),
        rms_norm_eps=fraction(document, "layernorm_epsilon", 1.5625e-07),
        rope_theta=ROPE_THETA * number(document, "rope_ratio", 1.0),
        scaling_factor=number(part, "scaling_factor", 8.0) if isinstance(part, dict) else 8.0,
        eos_token_ids=token_ids(document, "eos_token_id", [151_329, 151_336, 151_338], vocab_size),
        boi_token_id=token_ids(document, "boi_token_id", 151_339, vocab_size)[0],
        eoi_token_id=token_ids(document, "eoi_token_id", 151_340, vocab_size)[0],
        vision=vision_config(document),
    )
    if heads % groups or heads * config.head_size != config.hidden_size or config.head_size % 4:
        raise ConfigError("num_attention_heads")
    return config
