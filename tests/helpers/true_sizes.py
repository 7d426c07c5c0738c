"""Give the sizes of published networks, laid over those of the tiny ones of the same family; data, nothing that runs.

From the `config.json` of the releases named, as far as they are known here; `parameters` is what such a network must have, in
millions, where a publisher says so. A family without sizes of its own has those that transformers' class has by itself.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class TrueSize:
    """One published network.

    Attributes:
        title: the release.
        millions: of parameters.
        text, tower: sizes of the language part and of the eyes; `top` beside them.
        pixels: of the image processor; `settings` of the processor.
    """

    title: str
    millions: int
    text: dict[str, Any] = field(default_factory=dict)
    tower: dict[str, Any] = field(default_factory=dict)
    top: dict[str, Any] = field(default_factory=dict)
    pixels: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


def _text(hidden: int, wide: int, layers: int, heads: int, groups: int, words: int, **more: Any) -> dict[str, Any]:
    sizes = {
        "hidden_size": hidden,
        "intermediate_size": wide,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
    }
    return {
        **sizes,
        "num_key_value_heads": groups,
        "vocab_size": words,
        "head_dim": hidden // heads,
        "max_position_embeddings": 32768,
        **more,
    }


def _tower(hidden: int, wide: int, layers: int, heads: int, side: int, patch: int, **more: Any) -> dict[str, Any]:
    sizes = {
        "hidden_size": hidden,
        "intermediate_size": wide,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
    }
    return {**sizes, "image_size": side, "patch_size": patch, **more}


def _rope(*sections: int, **more: Any) -> dict[str, Any]:
    return {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": list(sections), **more}}


_EDGES = {"size": {"shortest_edge": 56 * 56, "longest_edge": 28 * 28 * 1280}}
_PINPOINTS = {"image_grid_pinpoints": [[336, 672], [672, 336], [672, 672], [1008, 336], [336, 1008]]}
_CLIP = _tower(1024, 4096, 24, 16, 336, 14, projection_dim=768)
_SO400M = (1152, 4304, 27, 16)
_CLIP_PIXELS = {"size": {"shortest_edge": 336}, "crop_size": {"height": 336, "width": 336}}


def _square(side: int) -> dict[str, Any]:
    return {"size": {"height": side, "width": side}}


_GLM_TEXT = _text(4096, 13696, 40, 32, 2, 151552, **_rope(8, 12, 12, partial_rotary_factor=0.5))
_GLM_TOWER = {
    "depth": 24,
    "hidden_size": 1536,
    "intermediate_size": 13696,
    "num_heads": 12,
    "out_hidden_size": 4096,
    "image_size": 336,
}

TRUE_SIZES = {
    "qwen2_5_vl": TrueSize(
        "Qwen2.5-VL-7B-Instruct",
        8292,
        _text(3584, 18944, 28, 28, 4, 152064, **_rope(16, 24, 24)),
        {
            "depth": 32,
            "hidden_size": 1280,
            "intermediate_size": 3420,
            "num_heads": 16,
            "out_hidden_size": 3584,
            "window_size": 112,
            "fullatt_block_indexes": [7, 15, 23, 31],
        },
        pixels=_EDGES,
    ),
    "qwen3_vl": TrueSize(
        "Qwen3-VL-8B-Instruct",
        8767,
        _text(4096, 12288, 36, 32, 8, 151936, **_rope(24, 20, 20, mrope_interleaved=True)),
        {
            "depth": 27,
            "hidden_size": 1152,
            "intermediate_size": 4304,
            "num_heads": 16,
            "out_hidden_size": 4096,
            "num_position_embeddings": 2304,
            "deepstack_visual_indexes": [8, 16, 24],
        },
        pixels={"size": {"shortest_edge": 65536, "longest_edge": 1 << 22}},
    ),
    "qwen3_5": TrueSize(
        "Qwen3.5 (sizes of 9B)",
        0,
        _text(
            4096,
            12288,
            32,
            16,
            4,
            248320,
            head_dim=256,
            layer_types=["linear_attention", "linear_attention", "linear_attention", "full_attention"] * 8,
            linear_num_key_heads=16,
            linear_num_value_heads=32,
            linear_key_head_dim=128,
            linear_value_head_dim=128,
            **_rope(11, 11, 10, mrope_interleaved=True, partial_rotary_factor=0.25),
        ),
        {
            "depth": 27,
            "hidden_size": 1152,
            "intermediate_size": 4304,
            "num_heads": 16,
            "out_hidden_size": 4096,
            "num_position_embeddings": 2304,
        },
        pixels={"size": {"shortest_edge": 65536, "longest_edge": 1 << 22}},
    ),
    "internvl": TrueSize(
        "InternVL3-8B-hf",
        7945,
        _text(3584, 18944, 28, 28, 4, 151674),
        {**_tower(1024, 4096, 24, 16, 448, 14, attention_bias=True), "image_size": [448, 448], "patch_size": [14, 14]},
        {"image_seq_length": 256},
        {**_square(448), "max_patches": 12},
        {"image_seq_length": 256},
    ),
    "glm4v": TrueSize("GLM-4.1V-9B-Thinking", 10293, _GLM_TEXT, _GLM_TOWER, pixels=_EDGES),
    "glm46v": TrueSize("GLM-4.6V-Flash", 10293, _GLM_TEXT, _GLM_TOWER, pixels=_EDGES),
    "llava": TrueSize(
        "llava-1.5-7b-hf",
        7063,
        _text(4096, 11008, 32, 32, 32, 32064),
        _CLIP,
        {"image_seq_length": 576, "vision_feature_layer": -2},
        _CLIP_PIXELS,
    ),
    "llava_next": TrueSize(
        "llava-v1.6-mistral-7b-hf",
        7567,
        _text(4096, 14336, 32, 32, 8, 32064, model_type="mistral", sliding_window=None),
        _CLIP,
        {**_PINPOINTS, "image_seq_length": 576, "vision_feature_layer": -2},
        {**_CLIP_PIXELS, **_PINPOINTS},
    ),
    "llava_onevision": TrueSize(
        "llava-onevision-qwen2-7b-ov-hf",
        8030,
        _text(3584, 18944, 28, 28, 4, 152000),
        _tower(1152, 4304, 26, 16, 384, 14),
        {"image_grid_pinpoints": [[384 * a, 384 * b] for a in range(1, 7) for b in range(1, 7)]},
        {**_square(384), "image_grid_pinpoints": [[384 * a, 384 * b] for a in range(1, 7) for b in range(1, 7)]},
        {"num_image_tokens": 729},
    ),
    "instructblip": TrueSize(
        "instructblip-vicuna-7b",
        7914,
        _text(4096, 11008, 32, 32, 32, 32001),
        _tower(1408, 6144, 39, 16, 224, 14),
        {
            "num_query_tokens": 32,
            "qformer_config": {
                "hidden_size": 768,
                "intermediate_size": 3072,
                "num_hidden_layers": 12,
                "num_attention_heads": 12,
                "encoder_hidden_size": 1408,
                "vocab_size": 30523,
            },
        },
        _square(224),
        {"num_query_tokens": 32},
    ),
    "idefics3": TrueSize(
        "Idefics3-8B-Llama3",
        8462,
        _text(4096, 14336, 32, 32, 8, 128259),
        _tower(*_SO400M, 364, 14),
        {"scale_factor": 2},
        {"size": {"longest_edge": 1456}, "max_image_size": {"longest_edge": 364}},
        {"image_seq_len": 169},
    ),
    "smolvlm": TrueSize(
        "SmolVLM2-2.2B-Instruct",
        2247,
        _text(2048, 8192, 24, 32, 32, 49280),
        _tower(*_SO400M, 384, 14),
        {"scale_factor": 3},
        {"size": {"longest_edge": 1536}, "max_image_size": {"longest_edge": 384}},
        {"image_seq_len": 81},
    ),
    "gemma3": TrueSize(
        "gemma-3-4b-it",
        4300,
        _text(
            2560,
            10240,
            34,
            8,
            4,
            262208,
            head_dim=256,
            query_pre_attn_scalar=256,
            sliding_window=1024,
            layer_types=[("full_attention" if layer % 6 == 5 else "sliding_attention") for layer in range(34)],
        ),
        _tower(*_SO400M, 896, 14),
        {"mm_tokens_per_image": 256},
        _square(896),
        {"image_seq_length": 256},
    ),
    "gemma4": TrueSize("Gemma 4 (sizes of transformers' class)", 0),
    "paddleocr_vl": TrueSize("PaddleOCR-VL (sizes of transformers' class)", 0),
    "granite_docling": TrueSize("Granite-Docling (sizes of transformers' class)", 0),
    "paligemma": TrueSize(
        "paligemma-3b-mix-448",
        2923,
        _text(2048, 16384, 18, 8, 1, 257216, head_dim=256, num_image_tokens=1024),
        _tower(*_SO400M, 448, 14, projection_dim=2048),
        {"hidden_size": 2048, "projection_dim": 2048},
        {**_square(448), "image_seq_length": 1024},
    ),
    "mistral3": TrueSize(
        "Mistral-Small-3.1-24B-Instruct-2503",
        24011,
        _text(5120, 32768, 40, 32, 8, 131072, head_dim=128),
        _tower(1024, 4096, 24, 16, 1540, 14, head_dim=64),
        {"vision_feature_layer": -1},
        {"size": {"longest_edge": 1540}},
    ),
}
