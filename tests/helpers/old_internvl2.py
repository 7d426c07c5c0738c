"""Write a tiny folder of InternVL2 as its publisher made it: old names, fused matrices, SentencePiece, program code beside.

The same seed gives the same bytes. Does not know the program that is tested.
"""

import itertools
import json
import math
import struct
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from tests.helpers.tiny_families.writing import CORPUS, write_json

HIDDEN, HEADS, GROUPS, WIDE, LAYERS = 128, 4, 2, 256, 2
TOWER, TOWER_HEADS, SIDE, PATCH = 64, 2, 56, 14
MERGES = 180
CONTROL = ("<unk>", "<s>", "</s>")
NAMED = ("<|im_end|>", "<|im_start|>")
"""Stand in the place of pieces that SentencePiece was given for later use."""

BEHIND = ("<img>", "</img>", "<IMG_CONTEXT>", "<ref>", "</ref>", "<box>", "</box>")

Pieces = list[tuple[str, float, int]]
"""(text, score, kind) by id."""


def pieces(begins_with_space: bool = True) -> Pieces:
    """Train byte pairs on the corpus, as SentencePiece lists them: control, bytes, joined, reserved, letters."""
    space = "\u2581"
    words = [(space if begins_with_space else "") + line.replace(" ", space) for line in CORPUS.splitlines()]
    lines = [list(word) for word in words]
    joined: list[str] = []
    while len(joined) < MERGES:
        counts: dict[str, int] = {}
        for line in lines:
            for left, right in itertools.pairwise(line):
                counts[left + right] = counts.get(left + right, 0) + 1
        best = max(sorted(counts), key=lambda pair: counts[pair])
        lines = [_with_joined(line, best) for line in lines]
        if best not in joined:
            joined.append(best)
    letters = sorted(set("".join(words)) - set(joined))
    return [
        *((name, 0.0, 2 if name == "<unk>" else 3) for name in CONTROL),
        *((f"<0x{byte:02X}>", 0.0, 6) for byte in range(256)),
        *((text, -float(rank), 1) for rank, text in enumerate(joined)),
        *((f"[UNUSED_TOKEN_{number}]", -float(MERGES + number), 4) for number in range(3)),
        *((letter, -float(MERGES + 10 + rank), 1) for rank, letter in enumerate(letters)),
    ]


def _with_joined(line: list[str], pair: str) -> list[str]:
    made: list[str] = []
    for piece in line:
        if made and made[-1] + piece == pair:
            made[-1] = pair
        else:
            made.append(piece)
    return made


def control_ids(listed: Pieces) -> dict[str, int]:
    """Return the ids of control tokens: three at the beginning, two in reserved places, the others behind all pieces."""
    reserved = [number for number, (_, _, kind) in enumerate(listed) if kind == 4][:2]
    ids = {name: number for number, name in enumerate(CONTROL)} | dict(zip(NAMED, reserved, strict=True))
    return ids | {name: len(listed) + number for number, name in enumerate(BEHIND)}


def model_bytes(listed: Pieces, *, begins_with_space: bool = True, kind: int = 2) -> bytes:
    """Return a tokenizer.model: a protocol buffer with pieces, how they were trained, and how text is prepared."""
    raw = b""
    for text, score, purpose in listed:
        raw += _field(
            1, _field(1, text.encode()) + bytes([2 << 3 | 5]) + struct.pack("<f", score) + _number(3, purpose)
        )
    raw += _field(2, _number(3, kind) + _number(35, 1))
    return raw + _field(3, _field(1, b"identity") + _number(3, int(begins_with_space)) + _number(4, 0))


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def config(words: int) -> dict[str, Any]:
    """Return a config.json with the keys of the published one."""
    return {
        "architectures": ["InternVLChatModel"],
        "auto_map": {"AutoModel": "modeling_internvl_chat.InternVLChatModel"},
        "model_type": "internvl_chat",
        "downsample_ratio": 0.5,
        "dynamic_image_size": True,
        "force_image_size": SIDE,
        "min_dynamic_patch": 1,
        "max_dynamic_patch": 6,
        "ps_version": "v2",
        "select_layer": -1,
        "template": "internlm2-chat",
        "use_thumbnail": True,
        "llm_config": {
            "architectures": ["InternLM2ForCausalLM"],
            "attn_implementation": "flash_attention_2",
            "auto_map": {"AutoModel": "modeling_internlm2.InternLM2ForCausalLM"},
            "model_type": "internlm2",
            "bias": False,
            "bos_token_id": 1,
            "eos_token_id": 2,
            "pad_token_id": 2,
            "hidden_act": "silu",
            "hidden_size": HIDDEN,
            "intermediate_size": WIDE,
            "max_position_embeddings": 4096,
            "num_attention_heads": HEADS,
            "num_hidden_layers": LAYERS,
            "num_key_value_heads": GROUPS,
            "rms_norm_eps": 1e-5,
            "rope_scaling": {"factor": 2.0, "type": "dynamic"},
            "rope_theta": 1000000,
            "vocab_size": words,
        },
        "vision_config": {
            "architectures": ["InternVisionModel"],
            "model_type": "intern_vit_6b",
            "hidden_act": "gelu",
            "hidden_size": TOWER,
            "image_size": SIDE,
            "intermediate_size": 2 * TOWER,
            "layer_norm_eps": 1e-6,
            "norm_type": "layer_norm",
            "num_attention_heads": TOWER_HEADS,
            "num_channels": 3,
            "num_hidden_layers": LAYERS,
            "patch_size": PATCH,
            "qk_normalization": False,
            "qkv_bias": True,
            "use_flash_attn": True,
        },
    }


def tensors(words: int, seed: int) -> dict[str, torch.Tensor]:
    """Draw every tensor under its published name; vectors are near one or near zero, matrices keep sizes."""
    head = HIDDEN // HEADS
    shapes: dict[str, tuple[int, ...]] = {
        "vision_model.embeddings.class_embedding": (1, 1, TOWER),
        "vision_model.embeddings.position_embedding": (1, (SIDE // PATCH) ** 2 + 1, TOWER),
        "vision_model.embeddings.patch_embedding.weight": (TOWER, 3, PATCH, PATCH),
        "vision_model.embeddings.patch_embedding.bias": (TOWER,),
        "mlp1.0.weight": (4 * TOWER,),
        "mlp1.0.bias": (4 * TOWER,),
        "mlp1.1.weight": (HIDDEN, 4 * TOWER),
        "mlp1.1.bias": (HIDDEN,),
        "mlp1.3.weight": (HIDDEN, HIDDEN),
        "mlp1.3.bias": (HIDDEN,),
        "language_model.model.tok_embeddings.weight": (words, HIDDEN),
        "language_model.model.norm.weight": (HIDDEN,),
        "language_model.output.weight": (words, HIDDEN),
    }
    tower = {
        "attn.qkv.weight": (3 * TOWER, TOWER),
        "attn.qkv.bias": (3 * TOWER,),
        "attn.proj.weight": (TOWER, TOWER),
        "attn.proj.bias": (TOWER,),
        "ls1": (TOWER,),
        "ls2": (TOWER,),
        "mlp.fc1.weight": (2 * TOWER, TOWER),
        "mlp.fc1.bias": (2 * TOWER,),
        "mlp.fc2.weight": (TOWER, 2 * TOWER),
        "mlp.fc2.bias": (TOWER,),
        **{f"norm{number}.{kind}": (TOWER,) for number in (1, 2) for kind in ("weight", "bias")},
    }
    language = {
        "attention.wqkv.weight": ((HEADS + 2 * GROUPS) * head, HIDDEN),
        "attention.wo.weight": (HIDDEN, HIDDEN),
        "feed_forward.w1.weight": (WIDE, HIDDEN),
        "feed_forward.w2.weight": (HIDDEN, WIDE),
        "feed_forward.w3.weight": (WIDE, HIDDEN),
        "attention_norm.weight": (HIDDEN,),
        "ffn_norm.weight": (HIDDEN,),
    }
    for layer in range(LAYERS):
        shapes |= {f"vision_model.encoder.layers.{layer}.{name}": shape for name, shape in tower.items()}
        shapes |= {f"language_model.model.layers.{layer}.{name}": shape for name, shape in language.items()}
    generator = torch.Generator().manual_seed(seed)
    return {name: _drawn(name, shape, generator) for name, shape in shapes.items()}


def _drawn(name: str, shape: tuple[int, ...], generator: torch.Generator) -> torch.Tensor:
    noise = torch.randn(shape, generator=generator)
    if len(shape) == 1:
        is_factor = "norm" in name or ".ls" in name or name.startswith("mlp1.0")
        factor = 4.0 * noise.sign() if name == "language_model.model.norm.weight" else 0.1 * noise + 1.0
        return factor if is_factor and not name.endswith("bias") else 0.1 * noise
    return (2.0 if "qkv" in name else 1.0) * noise / math.sqrt(noise[0].numel())


def write(folder: Path, seed: int = 0, *, begins_with_space: bool = True) -> Path:
    """Write a folder in two shards, float32."""
    folder.mkdir(parents=True)
    listed = pieces(begins_with_space)
    control = control_ids(listed)
    words = 64 * math.ceil((1 + max(control.values())) / 64)
    (folder / "tokenizer.model").write_bytes(model_bytes(listed, begins_with_space=begins_with_space))
    tokens = {str(number): {"content": name, "special": True} for name, number in control.items()}
    write_json(
        folder / "tokenizer_config.json", {"added_tokens_decoder": tokens, "tokenizer_class": "InternLM2Tokenizer"}
    )
    write_json(folder / "added_tokens.json", {name: control[name] for name in BEHIND})
    write_json(folder / "generation_config.json", {"_from_model_config": True})
    write_json(
        folder / "preprocessor_config.json", {"crop_size": SIDE, "feature_extractor_type": "CLIPFeatureExtractor"}
    )
    write_json(folder / "config.json", config(words))
    (folder / "modeling_internvl_chat.py").write_text("raise SystemExit('executed')\n", encoding="utf-8")
    write_weights(folder, tensors(words, seed))
    return folder


def write_weights(folder: Path, weights: dict[str, torch.Tensor]) -> None:
    """Write (again) the weights and their index."""
    names = sorted(weights)
    shards = {
        f"model-0000{number}-of-00002.safetensors": part
        for number, part in enumerate((names[: len(names) // 2], names[len(names) // 2 :]), start=1)
    }
    for file, part in shards.items():
        save_file({name: weights[name].contiguous() for name in part}, folder / file, metadata={"format": "pt"})
    where = {name: file for file, part in shards.items() for name in part}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": where}))
