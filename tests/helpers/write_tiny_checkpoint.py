"""Write a tiny checkpoint in the official format: config.json, sharded safetensors, index, tokenizer.json.

    python -m tests.helpers.write_tiny_checkpoint FOLDER [--seed N] [--dtype float32|bfloat16] [--shards N]

The weights are random, so its answers mean nothing; they are exactly reproducible (`checkpoint_forward.py`). Uses the
safetensors and tokenizers packages, and nothing of the product that it is there to test.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor

ROPE_THETA = 500_000.0
SPECIAL_TOKENS = ("<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|eot_id|>")
"""Llama 3's, in its order; the third is padding and the image's placeholder."""

LLAMA3_SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_SAMPLE = ("Question: What is this? Answer: a small red square\nShort answer: yes no one two three",)

TINY_CONFIG: dict[str, Any] = {
    "architectures": ["CogVLMForCausalLM"],
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_multi_query_heads": 2,
    "max_position_embeddings": 2048,
    "rms_norm_eps": 1e-05,
    "hidden_act": "silu",
    "template_version": "chat",
    "vocab_size": 384,
    "bos_token_id": 380,
    "eos_token_id": [381, 383],
    "pad_token_id": 382,
    "tie_word_embeddings": False,
    "vision_config": {
        "image_size": 56,
        "patch_size": 14,
        "num_positions": 17,
        "in_channels": 3,
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_heads": 2,
        "intermediate_size": 128,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-06,
        "dropout_prob": 0.0,
    },
}


def tensor_shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Name every tensor of an image checkpoint with its shape, as its config.json asks for it."""
    hidden, inner, vocab = config["hidden_size"], config["intermediate_size"], config["vocab_size"]
    head = hidden // config["num_attention_heads"]
    qkv = hidden + 2 * config["num_multi_query_heads"] * head
    shapes: dict[str, tuple[int, ...]] = {
        "model.embed_tokens.weight": (vocab, hidden),
        "lm_head.weight": (vocab, hidden),
        "model.norm.weight": (hidden,),
    }
    for number in range(config["num_hidden_layers"]):
        layer = f"model.layers.{number}."
        shapes[f"{layer}input_layernorm.weight"] = shapes[f"{layer}post_attention_layernorm.weight"] = (hidden,)
        shapes[f"{layer}self_attn.rotary_emb.inv_freq"] = (head // 2,)
        shapes[f"{layer}self_attn.vision_expert_query_key_value.bias"] = (qkv,)
        for expert in ("language", "vision"):
            shapes[f"{layer}self_attn.{expert}_expert_query_key_value.weight"] = (qkv, hidden)
            shapes[f"{layer}self_attn.{expert}_expert_dense.weight"] = (hidden, hidden)
            shapes[f"{layer}mlp.{expert}_mlp.gate_proj.weight"] = (inner, hidden)
            shapes[f"{layer}mlp.{expert}_mlp.up_proj.weight"] = (inner, hidden)
            shapes[f"{layer}mlp.{expert}_mlp.down_proj.weight"] = (hidden, inner)
    return shapes | _vision_shapes(config["vision_config"], hidden, inner)


def random_tensors(config: Mapping[str, Any], seed: int, dtype: torch.dtype) -> dict[str, Tensor]:
    """Draw every tensor: matrices with deviation 0.05, norms around 1; `inv_freq` is computed, then rounded."""
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    for name, shape in tensor_shapes(config).items():
        noise = torch.randn(shape, generator=generator)
        if name.endswith("inv_freq"):
            tensors[name] = inverse_frequencies(2 * shape[0]).to(dtype)
        elif "norm" in name and name.endswith("weight"):
            tensors[name] = (1 + 0.1 * noise).to(dtype)
        else:
            tensors[name] = (0.05 * noise).to(dtype)
    return tensors


def inverse_frequencies(head_size: int) -> Tensor:
    """Compute RoPE's inverse frequencies [head_size / 2] in fp32, base 500,000."""
    return ROPE_THETA ** -(torch.arange(0, head_size, 2, dtype=torch.float32) / head_size)


def byte_level_tokenizer(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """Train a byte-level BPE with Llama 3's splitting; its special tokens are the last four ids of `vocab_size`."""
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(LLAMA3_SPLIT), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    filler = [f"<|unused_{n}|>" for n in range(vocab_size - len(SPECIAL_TOKENS) - tokenizer.get_vocab_size())]
    tokenizer.add_tokens(filler)
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    return tokenizer


def write_checkpoint(
    folder: Path, config: Mapping[str, Any], tensors: Mapping[str, Tensor], tokenizer: Tokenizer, shards: int
) -> None:
    """Write the folder as the official releases are laid out: `shards` files of about equal numbers of tensors."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(tensors)
    weight_map: dict[str, str] = {}
    for shard in range(shards):
        file = f"model-{shard + 1:05}-of-{shards:05}.safetensors"
        part = names[shard * len(names) // shards : (shard + 1) * len(names) // shards]
        save_file({name: tensors[name].contiguous() for name in part}, folder / file, metadata={"format": "pt"})
        weight_map |= dict.fromkeys(part, file)
    total = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    index = {"metadata": {"total_size": total}, "weight_map": dict(sorted(weight_map.items()))}
    generation = {key: config[key] for key in ("bos_token_id", "eos_token_id", "pad_token_id")}
    tokenizer_config = {"bos_token": SPECIAL_TOKENS[0], "eos_token": SPECIAL_TOKENS[1], "pad_token": SPECIAL_TOKENS[2]}
    _write_json(folder / "model.safetensors.index.json", index)
    _write_json(folder / "config.json", config)
    _write_json(folder / "generation_config.json", generation)
    _write_json(folder / "tokenizer_config.json", tokenizer_config)
    tokenizer.save(str(folder / "tokenizer.json"))


def write_tiny_checkpoint(
    folder: Path, *, seed: int = 0, dtype: torch.dtype = torch.float32, shards: int = 2
) -> dict[str, Tensor]:
    """Write a random checkpoint of `TINY_CONFIG` and return its tensors."""
    tensors = random_tensors(TINY_CONFIG, seed, dtype)
    tokenizer = byte_level_tokenizer(_SAMPLE, TINY_CONFIG["vocab_size"])
    write_checkpoint(folder, TINY_CONFIG, tensors, tokenizer, shards)
    return tensors


def main() -> None:
    """Write the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--shards", type=int, default=2)
    options = parser.parse_args()
    dtype = {"float32": torch.float32, "bfloat16": torch.bfloat16}[options.dtype]
    write_tiny_checkpoint(options.folder, seed=options.seed, dtype=dtype, shards=options.shards)


def _vision_shapes(vision: Mapping[str, Any], hidden: int, inner: int) -> dict[str, tuple[int, ...]]:
    width, patch, mlp = vision["hidden_size"], vision["patch_size"], vision["intermediate_size"]
    shapes: dict[str, tuple[int, ...]] = {
        "patch_embedding.proj.weight": (width, vision["in_channels"], patch, patch),
        "patch_embedding.proj.bias": (width,),
        "patch_embedding.cls_embedding": (1, width),
        "patch_embedding.position_embedding.weight": (vision["num_positions"], width),
        "conv.weight": (width, width, 2, 2),
        "conv.bias": (width,),
        "linear_proj.linear_proj.weight": (hidden, width),
        "linear_proj.norm1.weight": (hidden,),
        "linear_proj.norm1.bias": (hidden,),
        "linear_proj.gate_proj.weight": (inner, hidden),
        "linear_proj.dense_h_to_4h.weight": (inner, hidden),
        "linear_proj.dense_4h_to_h.weight": (hidden, inner),
        "boi": (1, 1, hidden),
        "eoi": (1, 1, hidden),
    }
    for number in range(vision["num_hidden_layers"]):
        layer = f"transformer.layers.{number}."
        for name, out, into in (
            ("attention.query_key_value", 3 * width, width),
            ("attention.dense", width, width),
            ("mlp.fc1", mlp, width),
            ("mlp.fc2", width, mlp),
        ):
            shapes[f"{layer}{name}.weight"], shapes[f"{layer}{name}.bias"] = (out, into), (out,)
        for norm in ("input_layernorm", "post_attention_layernorm"):
            shapes[f"{layer}{norm}.weight"] = shapes[f"{layer}{norm}.bias"] = (width,)
    return {f"model.vision.{name}": shape for name, shape in shapes.items()}


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
