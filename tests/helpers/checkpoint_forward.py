"""Compute CogVLM2 straight from a checkpoint's tensors: plain functions, nothing shared with the product's network.

An oracle: every row is routed to its expert by a mask, no cache, all logits, one pass a token. Weights without a visual
expert (the video models') send every row through the other. It is also what the miniature is trained with, because it is
differentiable. Does not open files, tokenise or aim to be fast.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

Weights = Mapping[str, Tensor]

ROPE_THETA = 500_000.0
LANGUAGE, VISION = 0, 1


@dataclass(frozen=True)
class Sizes:
    """The numbers of a config.json that the computation needs."""

    hidden: int
    layers: int
    heads: int
    kv_heads: int
    rms_eps: float
    patch: int
    vision_layers: int
    vision_heads: int
    vision_eps: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Sizes":
        """Read them from a parsed config.json of the image models."""
        vision = config["vision_config"]
        return cls(
            hidden=config["hidden_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            kv_heads=config["num_multi_query_heads"],
            rms_eps=config["rms_norm_eps"],
            patch=vision["patch_size"],
            vision_layers=vision["num_hidden_layers"],
            vision_heads=vision["num_heads"],
            vision_eps=vision["layer_norm_eps"],
        )


def image_block(weights: Weights, sizes: Sizes, pixels: Tensor) -> Tensor:
    """Encode normalised pixels [B, 3, S, S] to the rows that stand for an image: boi, patches, eoi [B, N + 2, D]."""
    w = _Prefixed(weights, "model.vision.")
    x = functional.conv2d(pixels, w["patch_embedding.proj.weight"], w["patch_embedding.proj.bias"], stride=sizes.patch)
    side = x.shape[-1]
    x = x.flatten(2).transpose(1, 2)  # [B, N, V]
    x = torch.cat([w["patch_embedding.cls_embedding"].expand(len(x), -1, -1), x], dim=1)
    x = x + w["patch_embedding.position_embedding.weight"]
    for number in range(sizes.vision_layers):
        x = _vision_layer(_Prefixed(w, f"transformer.layers.{number}."), sizes, x)
    x = x[:, 1:].transpose(1, 2).unflatten(2, (side, side))
    x = functional.conv2d(x, w["conv.weight"], w["conv.bias"], stride=2).flatten(2).transpose(1, 2)
    a = _Prefixed(w, "linear_proj.")
    x = functional.linear(x, a["linear_proj.weight"])
    x = functional.gelu(functional.layer_norm(x, x.shape[-1:], a["norm1.weight"], a["norm1.bias"], eps=1e-5))
    gate = functional.silu(functional.linear(x, a["gate_proj.weight"]))
    x = functional.linear(gate * functional.linear(x, a["dense_h_to_4h.weight"]), a["dense_4h_to_h.weight"])
    return torch.cat([w["boi"].expand(len(x), -1, -1), x, w["eoi"].expand(len(x), -1, -1)], dim=1)


def rows_of(block: Tensor, embeddings: Tensor) -> tuple[Tensor, list[int]]:
    """Put the image block after the first embedding [B, T, D]; return all rows and each row's token type."""
    types = [LANGUAGE] + [VISION] * block.shape[1] + [LANGUAGE] * (embeddings.shape[1] - 1)
    return torch.cat([embeddings[:, :1], block, embeddings[:, 1:]], dim=1), types


def logits(weights: Weights, sizes: Sizes, rows: Tensor, types: list[int]) -> Tensor:
    """Compute fp32 logits [B, T, vocabulary] of rows [B, T, D]; all rows of a batch share their token types."""
    has_expert = "model.layers.0.self_attn.vision_expert_dense.weight" in weights
    experts = [has_expert and a == b == VISION for a, b in zip(types, [*types[1:], LANGUAGE], strict=True)]
    vision = torch.tensor([i for i, expert in enumerate(experts) if expert], dtype=torch.long)
    language = torch.tensor([i for i, expert in enumerate(experts) if not expert], dtype=torch.long)
    angles = torch.tensor(positions_of(types), dtype=weights["model.layers.0.self_attn.rotary_emb.inv_freq"].dtype)
    x = rows
    for number in range(sizes.layers):
        w = _Prefixed(weights, f"model.layers.{number}.")
        table = angles[:, None] * w["self_attn.rotary_emb.inv_freq"]
        x = _decoder_layer(w, sizes, x, (language, vision), (table.cos().to(x.dtype), table.sin().to(x.dtype)))
    x = _rms_norm(x, weights["model.norm.weight"], sizes.rms_eps)
    return functional.linear(x, weights["lm_head.weight"]).float()


def positions_of(types: list[int]) -> list[int]:
    """Number the rows: inside a run of image rows all but the first and the last share one position."""
    positions = [0]
    for i in range(1, len(types)):
        inner = types[i] == VISION and types[i - 1] == VISION and i + 1 < len(types) and types[i + 1] == VISION
        first_inner = inner and (i < 2 or types[i - 2] != VISION)
        positions.append(positions[-1] + (0 if inner and not first_inner else 1))
    return positions


@torch.no_grad()
def greedy(weights: Weights, sizes: Sizes, prompt: list[int], pixels: Tensor | None, count: int) -> list[int]:
    """Return the `count` likeliest next ids, one after the other; `prompt` starts with bos; stops at nothing."""
    block = None if pixels is None else image_block(weights, sizes, pixels)
    ids = list(prompt)
    for _ in range(count):
        embeddings = weights["model.embed_tokens.weight"][torch.tensor([ids])]
        rows, types = (embeddings, [LANGUAGE] * len(ids)) if block is None else rows_of(block, embeddings)
        ids.append(int(logits(weights, sizes, rows, types)[0, -1].argmax()))
    return ids[len(prompt) :]


class _Prefixed:
    """The part of the weights whose names begin with a prefix."""

    def __init__(self, weights: "Weights | _Prefixed", prefix: str) -> None:
        self._weights, self._prefix = weights, prefix

    def __getitem__(self, name: str) -> Tensor:
        return self._weights[self._prefix + name]


def _vision_layer(w: _Prefixed, sizes: Sizes, x: Tensor) -> Tensor:
    qkv = functional.linear(x, w["attention.query_key_value.weight"], w["attention.query_key_value.bias"])
    q, k, v = qkv.unflatten(2, (3, sizes.vision_heads, -1)).permute(2, 0, 3, 1, 4)  # each [B, H, N, D]
    out = functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
    out = functional.linear(out, w["attention.dense.weight"], w["attention.dense.bias"])
    x = x + _layer_norm(out, _Prefixed(w, "input_layernorm."), sizes.vision_eps)
    out = functional.gelu(functional.linear(x, w["mlp.fc1.weight"], w["mlp.fc1.bias"]))
    out = functional.linear(out, w["mlp.fc2.weight"], w["mlp.fc2.bias"])
    return x + _layer_norm(out, _Prefixed(w, "post_attention_layernorm."), sizes.vision_eps)


def _decoder_layer(
    w: _Prefixed, sizes: Sizes, x: Tensor, routes: tuple[Tensor, Tensor], rope: tuple[Tensor, Tensor]
) -> Tensor:
    names = ("language_expert", "vision_expert")
    h = _rms_norm(x, w["input_layernorm.weight"], sizes.rms_eps)
    biases = (None, "self_attn.vision_expert_query_key_value.bias")
    qkv = _routed(
        h,
        routes,
        [
            lambda rows, n=name, b=bias: functional.linear(
                rows, w[f"self_attn.{n}_query_key_value.weight"], w[b] if b else None
            )
            for name, bias in zip(names, biases, strict=True)
        ],
    )
    head = sizes.hidden // sizes.heads
    q, k, v = qkv.split([sizes.hidden, sizes.kv_heads * head, sizes.kv_heads * head], dim=2)
    q, k, v = (part.unflatten(2, (-1, head)).transpose(1, 2) for part in (q, k, v))  # [B, H, T, D]
    q, k = _rotated(q, *rope), _rotated(k, *rope)
    k, v = (part.repeat_interleave(sizes.heads // sizes.kv_heads, dim=1) for part in (k, v))
    out = functional.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)
    x = x + _routed(
        out, routes, [lambda rows, n=name: functional.linear(rows, w[f"self_attn.{n}_dense.weight"]) for name in names]
    )
    h = _rms_norm(x, w["post_attention_layernorm.weight"], sizes.rms_eps)
    return x + _routed(
        h,
        routes,
        [lambda rows, n=name: _mlp(_Prefixed(w, f"mlp.{n}."), rows) for name in ("language_mlp", "vision_mlp")],
    )


def _routed(x: Tensor, routes: tuple[Tensor, Tensor], experts: list[Any]) -> Tensor:
    parts = [expert(x[:, rows]) for rows, expert in zip(routes, experts, strict=True) if len(rows)]
    order = torch.cat([rows for rows in routes if len(rows)]).argsort()
    return torch.cat(parts, dim=1)[:, order]


def _mlp(w: _Prefixed, x: Tensor) -> Tensor:
    gate = functional.silu(functional.linear(x, w["gate_proj.weight"]))
    return functional.linear(gate * functional.linear(x, w["up_proj.weight"]), w["down_proj.weight"])


def _rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)


def _rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    scaled = x.float() * torch.rsqrt(x.float().square().mean(-1, keepdim=True) + eps)
    return (weight.float() * scaled).to(x.dtype)


def _layer_norm(x: Tensor, w: _Prefixed, eps: float) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:], w["weight"], w["bias"], eps=eps)
