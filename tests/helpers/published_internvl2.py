"""Compute InternVL2 as its publisher's code does, step by step and without a cache: words, tiles, network, greedy answer.

An independent reading of `modeling_internvl_chat.py`, `modeling_internlm2.py` and `conversation.py`
(https://github.com/OpenGVLab/InternVL, MIT; https://github.com/InternLM/InternLM, Apache-2.0); shares nothing with the program
that is tested.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from tests.helpers.old_internvl2 import GROUPS, HEADS, HIDDEN, LAYERS, SIDE, TOWER_HEADS, Pieces, control_ids

SYSTEM = "你是由上海人工智能实验室联合商汤科技开发的书生多模态大模型，英文名叫InternVL, 是一个有用无害的人工智能助手。"
TOKENS_A_TILE = 4


def encoded(text: str, listed: Pieces, *, begins_with_space: bool = True) -> list[int]:
    """Join, again and again, the leftmost pair of the highest score; what is left over becomes bytes."""
    ids = {piece: number for number, (piece, _, kind) in enumerate(listed) if kind == 1}
    if not text:
        return []
    parts = list((" " if begins_with_space else "") + text)
    parts = ["\u2581" if part == " " else part for part in parts]
    while True:
        scores = [(listed[ids[a + b]][1], -at) for at, (a, b) in enumerate(itertools.pairwise(parts)) if a + b in ids]
        if not scores:
            break
        at = -max(scores)[1]
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return [one for part in parts for one in ([ids[part]] if part in ids else [3 + byte for byte in part.encode()])]


def tiles(picture: Image.Image, most: int = 6) -> list[Image.Image]:
    """Cut a picture into the grid whose shape is nearest, and put a small copy of the whole behind."""
    width, height = picture.size
    grids = sorted({(a, b) for n in range(1, most + 1) for a in range(1, n + 1) for b in range(1, n + 1) if a * b <= most},
                   key=lambda grid: grid[0] * grid[1])  # fmt: skip
    best, least = (1, 1), math.inf
    for grid in grids:
        difference = abs(width / height - grid[0] / grid[1])
        if difference < least:
            least, best = difference, grid
        elif difference == least and width * height > 0.5 * SIDE * SIDE * grid[0] * grid[1]:
            best = grid
    wide = picture.resize((SIDE * best[0], SIDE * best[1]), Image.Resampling.BICUBIC)
    cut = [
        wide.crop((column * SIDE, row * SIDE, (column + 1) * SIDE, (row + 1) * SIDE))
        for row in range(best[1])
        for column in range(best[0])
    ]
    return cut if len(cut) == 1 else [*cut, picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC)]


def pixels(picture: Image.Image) -> Tensor:
    """Return normalised tiles [n, 3, side, side]."""
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    rows = [
        torch.frombuffer(bytearray(tile.tobytes()), dtype=torch.uint8).view(SIDE, SIDE, 3) for tile in tiles(picture)
    ]
    return ((torch.stack(rows).float() / 255 - mean) / deviation).permute(0, 3, 1, 2)


def prompt_ids(
    question: str, counts: Sequence[int], listed: Pieces, history: Sequence[tuple[str, str]] = (), *, space: bool = True
) -> list[int]:
    """Return the ids of a conversation; `counts` are the tiles of its pictures, which stand before the first question."""
    control = control_ids(listed)

    def words(text: str) -> list[int]:
        return encoded(text, listed, begins_with_space=space)

    start, end = control["<|im_start|>"], control["<|im_end|>"]
    ids = [control["<s>"], start, *words(f"system\n{SYSTEM}"), end]
    for turn, (asked, said) in enumerate((*history, (question, ""))):
        ids.append(start)
        text = "user\n"
        for number, count in enumerate(counts if turn == 0 else (), start=1):
            text += f"Image-{number}: " if len(counts) > 1 else ""
            places = [control["<IMG_CONTEXT>"]] * (TOKENS_A_TILE * count)
            ids += [*words(text), control["<img>"], *places, control["</img>"]]
            text = "\n"
        ids += [*words(text + asked), end, start, *words(f"assistant\n{said}")]
        ids += [end] if turn < len(history) else []
    return ids


def rows_of_tiles(weights: dict[str, Tensor], tiles_in: Tensor) -> Tensor:
    """Return the language rows of tiles [n, tokens, hidden]."""
    place = "vision_model.embeddings."
    h = functional.conv2d(
        tiles_in, weights[f"{place}patch_embedding.weight"], weights[f"{place}patch_embedding.bias"], 14
    )
    h = h.flatten(2).transpose(1, 2)
    h = (
        torch.cat([weights[f"{place}class_embedding"].expand(len(h), -1, -1), h], 1)
        + weights[f"{place}position_embedding"]
    )
    for layer in range(LAYERS):
        w = _inside(weights, f"vision_model.encoder.layers.{layer}.")
        x = functional.layer_norm(h, h.shape[-1:], w["norm1.weight"], w["norm1.bias"], 1e-6)
        n, t, c = x.shape
        qkv = functional.linear(x, w["attn.qkv.weight"], w["attn.qkv.bias"])
        q, k, v = qkv.reshape(n, t, 3, TOWER_HEADS, c // TOWER_HEADS).permute(2, 0, 3, 1, 4)
        scores = ((q * (c // TOWER_HEADS) ** -0.5) @ k.transpose(-2, -1)).softmax(-1)
        x = functional.linear((scores @ v).transpose(1, 2).reshape(n, t, c), w["attn.proj.weight"], w["attn.proj.bias"])
        h = h + x * w["ls1"]
        x = functional.layer_norm(h, h.shape[-1:], w["norm2.weight"], w["norm2.bias"], 1e-6)
        x = functional.gelu(functional.linear(x, w["mlp.fc1.weight"], w["mlp.fc1.bias"]))
        h = h + functional.linear(x, w["mlp.fc2.weight"], w["mlp.fc2.bias"]) * w["ls2"]
    h = h[:, 1:]
    n, side, c = len(h), math.isqrt(h.shape[1]), h.shape[2]
    h = h.reshape(n, side, side // 2, c * 2).permute(0, 2, 1, 3).contiguous()
    h = h.view(n, side // 2, side // 2, c * 4).permute(0, 2, 1, 3).reshape(n, -1, c * 4)
    h = functional.layer_norm(h, h.shape[-1:], weights["mlp1.0.weight"], weights["mlp1.0.bias"])
    h = functional.gelu(functional.linear(h, weights["mlp1.1.weight"], weights["mlp1.1.bias"]))
    return functional.linear(h, weights["mlp1.3.weight"], weights["mlp1.3.bias"])


def logits(weights: dict[str, Tensor], ids: Sequence[int], seen: Tensor | None, place: int) -> Tensor:
    """Return the logits behind a sequence, fp32 [vocabulary]."""
    inside = _inside(weights, "language_model.model.")
    h = inside["tok_embeddings.weight"][torch.tensor(ids)]
    if seen is not None:
        h[torch.tensor(ids) == place] = seen.reshape(-1, HIDDEN)
    t, d, each = len(ids), HIDDEN // HEADS, HEADS // GROUPS
    angles = torch.outer(torch.arange(t).float(), 1.0 / 1e6 ** (torch.arange(0, d, 2).float() / d))
    cos, sin = (torch.cat([part, part], -1)[:, None] for part in (angles.cos(), angles.sin()))

    def turned(x: Tensor) -> Tensor:
        return x * cos + torch.cat([-x[..., d // 2 :], x[..., : d // 2]], -1) * sin

    for layer in range(LAYERS):
        w = _inside(inside, f"layers.{layer}.")
        fused = functional.linear(_norm(h, w["attention_norm.weight"]), w["attention.wqkv.weight"])
        fused = fused.view(t, GROUPS, each + 2, d)
        q, k, v = turned(fused[:, :, :each].reshape(t, HEADS, d)), turned(fused[:, :, -2]), fused[:, :, -1]
        k, v = (part.repeat_interleave(each, 1) for part in (k, v))
        scores = torch.einsum("ihd,jhd->hij", q, k) / math.sqrt(d)
        scores = scores.masked_fill(torch.ones(t, t, dtype=torch.bool).triu(1), -math.inf).softmax(-1)
        h = h + functional.linear(torch.einsum("hij,jhd->ihd", scores, v).reshape(t, HIDDEN), w["attention.wo.weight"])
        x = _norm(h, w["ffn_norm.weight"])
        gated = functional.silu(functional.linear(x, w["feed_forward.w1.weight"]))
        gated = gated * functional.linear(x, w["feed_forward.w3.weight"])
        h = h + functional.linear(gated, w["feed_forward.w2.weight"])
    return functional.linear(_norm(h[-1], inside["norm.weight"]), weights["language_model.output.weight"])


def answer(
    weights: dict[str, Tensor], ids: Sequence[int], pictures: Sequence[Image.Image], control: dict[str, int], count: int
) -> list[int]:
    """Return the likeliest `count` tokens, fewer if one ends the answer."""
    seen = torch.cat([rows_of_tiles(weights, pixels(picture)) for picture in pictures]) if pictures else None
    said: list[int] = []
    while len(said) < count:
        best = int(logits(weights, [*ids, *said], seen, control["<IMG_CONTEXT>"]).argmax())
        if best in (control["<|im_end|>"], control["</s>"]):
            break
        said.append(best)
    return said


def _inside(weights: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}


def _norm(rows: Tensor, weight: Tensor) -> Tensor:
    return weight * rows * torch.rsqrt(rows.pow(2).mean(-1, keepdim=True) + 1e-5)
