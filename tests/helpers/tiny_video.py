"""Write a tiny CogVLM2-Video folder in the official format, and compute apart from the product what it says about frames.

The weights are random, so its answers mean nothing; they are exactly reproducible. Nothing of the product is used: pixels
are scaled by a formula written out here, the network is `checkpoint_forward.py`'s.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from tests.helpers import checkpoint_forward
from tests.helpers.checkpoint_forward import LANGUAGE, VISION
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, byte_level_tokenizer, random_tensors, write_checkpoint

CONFIG: dict[str, Any] = TINY_CONFIG | {"architectures": ["CogVLMVideoForCausalLM"], "template_version": "base"}
SIDE: int = CONFIG["vision_config"]["image_size"]
FRAME_ROWS = 6

MEAN = np.array([0.48145466, 0.4578275, 0.40821073])
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711])

_EXPERT = (".vision_expert_", ".vision_mlp.")
_SAMPLE = ("Question: What happens when? Answer: a red square moves from left to right",)


def write_tiny_video_checkpoint(folder: Path, *, seed: int = 0, template: str = "base") -> dict[str, Tensor]:
    """Write a random checkpoint of `CONFIG` and return its tensors."""
    drawn = random_tensors(CONFIG, seed, torch.float32)
    tensors = {name: tensor for name, tensor in drawn.items() if not any(part in name for part in _EXPERT)}
    tokenizer = byte_level_tokenizer(_SAMPLE, CONFIG["vocab_size"])
    write_checkpoint(folder, CONFIG | {"template_version": template}, tensors, tokenizer, shards=2)
    return tensors


def frame(seed: int, width: int = 90, height: int = 64) -> np.ndarray:
    """Draw a frame of noise [H, W, 3]: nothing on it is hidden by any policy."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@dataclass(frozen=True)
class Film:
    """Frames [H, W, 3] in the order in which they are seen, and the layout that they are seen in."""

    frames: Sequence[np.ndarray]
    layout: str


@torch.no_grad()
def greedy(folder: Path, weights: dict[str, Tensor], film: Film, question: str, count: int) -> list[int]:
    """Return the `count` likeliest next ids behind a film and a question, cut off before a stop id."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    config = json.loads((folder / "config.json").read_text())
    sizes = checkpoint_forward.Sizes.of(config)
    table = weights["model.embed_tokens.weight"]
    pixels = torch.stack([_pixels(one) for one in film.frames])
    blocks = checkpoint_forward.image_block(weights, sizes, pixels)  # [T, rows, D]
    rows, types = [table[[config["bos_token_id"]]]], [LANGUAGE]
    for number, block in enumerate(blocks):
        ordinal = tokenizer.encode(str(number), add_special_tokens=False).ids if film.layout == "chat" else []
        rows += [block, table[ordinal]]
        types += [VISION] * len(block) + [LANGUAGE] * len(ordinal)
    text = f"Question: {question} Answer:" if film.layout == "chat" else question
    ids = list(tokenizer.encode(text, add_special_tokens=False).ids)
    said: list[int] = []
    for _ in range(count):
        together = torch.cat([*rows, table[[*ids, *said]]])[None]
        all_types = types + [LANGUAGE] * (len(ids) + len(said))
        token = int(checkpoint_forward.logits(weights, sizes, together, all_types)[0, -1].argmax())
        if token in config["eos_token_id"]:
            break
        said.append(token)
    return said


def _pixels(frame: np.ndarray) -> Tensor:
    """Return [3, SIDE, SIDE]: normalised, short side scaled bilinearly between pixel centres, middle cut out."""
    values = (frame / 255 - MEAN) / DEVIATION  # [H, W, 3]
    height, width = frame.shape[:2]
    down, across = (SIDE, int(width / height * SIDE)) if height <= width else (int(height / width * SIDE), SIDE)
    scaled = _scaled(_scaled(values, down).transpose(1, 0, 2), across).transpose(1, 0, 2)
    top, left = round((down - SIDE) / 2), round((across - SIDE) / 2)
    return torch.from_numpy(scaled[top : top + SIDE, left : left + SIDE]).permute(2, 0, 1).to(torch.float32)


def _scaled(lines: np.ndarray, count: int) -> np.ndarray:
    """Return `count` lines made of those that are there, each of the two that it lies between."""
    places = ((np.arange(count) + 0.5) * len(lines) / count - 0.5).clip(0, len(lines) - 1)
    before = np.floor(places).astype(int)
    after, share = np.minimum(before + 1, len(lines) - 1), (places - before)[:, None, None]
    scaled: np.ndarray = lines[before] * (1 - share) + lines[after] * share
    return scaled
