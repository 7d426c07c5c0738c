"""Read the sizes of a CogVLM2 image model from its parsed config.json, or, by `published`, those of a sister family.

Everything is checked before a byte of memory depends on it: a config is as untrusted as any other file.
Does not open files and does not know the video models (`cogvlm2_video/config.py`), only that there are networks without
a visual expert.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from model_runtime.cogvlm2.config_values import ConfigError, fraction, number, size, token_ids

ROPE_THETA = 500_000.0
"""Hard-coded in the published model code and absent from its config.json; 10,000 (Llama 2's) gives other answers."""

TEMPLATES = ("chat", "vqa", "base")


@dataclass(frozen=True)
class Published:
    """How the configs of one family are published: the class they name, and what stands for keys that they leave out.

    Attributes:
        has_vision_expert: whether every layer has a second set of weights, for pictures.
    """

    architecture: str
    max_position_embeddings: int
    eos_token_ids: tuple[int, ...]
    template: str
    has_vision_expert: bool


IMAGE = Published("CogVLMForCausalLM", 8192, (128_001, 128_009), "chat", has_vision_expert=True)


@dataclass(frozen=True)
class VisionConfig:
    """The EVA2-CLIP vision encoder: `image_size` and `patch_size` in pixels, the rest in elements."""

    image_size: int
    patch_size: int
    in_channels: int
    hidden_size: int
    num_hidden_layers: int
    num_heads: int
    intermediate_size: int
    num_positions: int
    layer_norm_eps: float

    @property
    def patches_per_side(self) -> int:
        """Patches along one side of the picture (96 at 1344 pixels)."""
        return self.image_size // self.patch_size

    @property
    def image_tokens(self) -> int:
        """Rows that one picture takes in the sequence, boi and eoi included (2306 at 1344 pixels)."""
        return (self.patches_per_side // 2) ** 2 + 2


@dataclass(frozen=True)
class CogVLM2Config:
    """The language network and, in `vision`, the encoder.

    Attributes:
        has_vision_expert: whether every layer has a second set of weights, for pictures.
    """

    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    max_position_embeddings: int
    rms_norm_eps: float
    rope_theta: float
    bos_token_id: int
    eos_token_ids: tuple[int, ...]
    template: str
    has_vision_expert: bool
    vision: VisionConfig

    @property
    def head_size(self) -> int:
        """Elements of one attention head."""
        return self.hidden_size // self.num_attention_heads

    @property
    def qkv_size(self) -> int:
        """Rows of a fused query-key-value matrix: all queries, then all keys, then all values."""
        return (self.num_attention_heads + 2 * self.num_key_value_heads) * self.head_size


def config_from_json(document: Mapping[str, object], published: Published = IMAGE) -> CogVLM2Config:
    """Check a parsed config.json and return what the network needs. Raises ConfigError."""
    architectures = document.get("architectures", [published.architecture])
    if not isinstance(architectures, list) or published.architecture not in architectures:
        raise ConfigError("architectures")
    vocab_size = size(document, "vocab_size")
    heads = size(document, "num_attention_heads")
    config = CogVLM2Config(
        vocab_size=vocab_size,
        hidden_size=size(document, "hidden_size"),
        intermediate_size=size(document, "intermediate_size"),
        num_hidden_layers=size(document, "num_hidden_layers"),
        num_attention_heads=heads,
        num_key_value_heads=_key_value_heads(document, heads),
        max_position_embeddings=size(document, "max_position_embeddings", published.max_position_embeddings),
        rms_norm_eps=fraction(document, "rms_norm_eps", 1e-5),
        rope_theta=number(document, "rope_theta", ROPE_THETA),
        bos_token_id=token_ids(document, "bos_token_id", 128_000, vocab_size)[0],
        eos_token_ids=token_ids(document, "eos_token_id", [*published.eos_token_ids], vocab_size),
        template=_template(document, published.template),
        has_vision_expert=published.has_vision_expert,
        vision=vision_config(document),
    )
    if config.hidden_size % heads or config.head_size % 2:  # rotations turn pairs
        raise ConfigError("num_attention_heads")
    if config.rope_theta < 1:
        raise ConfigError("rope_theta")
    return config


def vision_config(document: Mapping[str, object]) -> VisionConfig:
    """Check the sizes of the vision encoder and return them. Raises ConfigError."""
    part = document.get("vision_config")
    if not isinstance(part, dict):
        raise ConfigError("vision_config")
    vision = VisionConfig(
        image_size=size(part, "image_size"),
        patch_size=size(part, "patch_size"),
        in_channels=size(part, "in_channels", 3),
        hidden_size=size(part, "hidden_size"),
        num_hidden_layers=size(part, "num_hidden_layers"),
        num_heads=size(part, "num_heads"),
        intermediate_size=size(part, "intermediate_size"),
        num_positions=size(part, "num_positions"),
        layer_norm_eps=fraction(part, "layer_norm_eps", 1e-6),
    )
    side = vision.patches_per_side
    if vision.image_size % vision.patch_size or side % 2 or vision.in_channels != 3:
        raise ConfigError("image_size")
    if vision.num_positions != side * side + 1:
        raise ConfigError("num_positions")
    if vision.hidden_size % vision.num_heads:
        raise ConfigError("num_heads")
    return vision


def _key_value_heads(document: Mapping[str, object], heads: int) -> int:
    key = "num_multi_query_heads" if "num_multi_query_heads" in document else "num_key_value_heads"
    # The published config of the 19B models states neither; they have 8 (their matrices have 6144 rows).
    groups = size(document, key, 8)
    if heads % groups:
        raise ConfigError(key)
    return groups


def _template(document: Mapping[str, object], default: str) -> str:
    template = document.get("template_version", default)
    if template not in TEMPLATES:
        raise ConfigError("template_version")
    return str(template)
