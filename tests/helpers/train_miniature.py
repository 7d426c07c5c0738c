"""Train the miniature: CogVLM2's architecture with under 3 million parameters, on drawn shapes, until it uses its eyes.

    python -m tests.helpers.train_miniature FOLDER [--steps 1500]

Writes an official checkpoint folder with bfloat16 weights. It is a fixture for checking *answers* of precisions, caches
and streaming; it knows four shapes and six colours and is never offered to users. A run with the same steps on the same
machine gives the same weights. Measures with `checkpoint_forward.py`, not with the product.
"""

import argparse
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from tests.helpers import checkpoint_forward as forward
from tests.helpers import shape_pictures
from tests.helpers.write_tiny_checkpoint import (
    TINY_CONFIG,
    byte_level_tokenizer,
    inverse_frequencies,
    tensor_shapes,
    write_checkpoint,
)

CONFIG: dict[str, Any] = TINY_CONFIG | {
    "hidden_size": 128,
    "intermediate_size": 256,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_multi_query_heads": 2,
    "torch_dtype": "bfloat16",
    "vision_config": TINY_CONFIG["vision_config"]
    | {
        "image_size": shape_pictures.SIZE_PX,
        "num_positions": (shape_pictures.SIZE_PX // 14) ** 2 + 1,
        "hidden_size": 128,
        "num_hidden_layers": 3,
        "num_heads": 2,
        "intermediate_size": 256,
    },
}
"""Every linear layer's sides are multiples of 64, so that all of them can be stored in 4 bits."""

BATCH = 48
PEAK_LEARNING_RATE = 1.5e-3
BLIND_SHARE = 0.1
"""Batches without pictures, so that it also learns to guess: what it gains by looking is then a fair number."""

CHECK_FROM = 10_000_000
"""Pictures with this number and above are for checking; training counts up from 0."""

_MEAN = torch.tensor((0.48145466, 0.4578275, 0.40821073)).view(3, 1, 1)
_DEVIATION = torch.tensor((0.26862954, 0.26130258, 0.27577711)).view(3, 1, 1)
_IGNORED = -100


def pixels_of(number: int) -> Tensor:
    """Draw picture `number` and normalise it as the image transform does [3, S, S]."""
    image = shape_pictures.draw(shape_pictures.quiz(number).items)
    raw = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8).view(image.height, image.width, 3)
    return (raw.permute(2, 0, 1).float() / 255 - _MEAN) / _DEVIATION


def prompt_ids(tokenizer: Tokenizer, question: str) -> list[int]:
    """Tokenise a question as the chat template asks it, behind bos."""
    text = f"Question: {question} Answer:"
    return [CONFIG["bos_token_id"], *tokenizer.encode(text, add_special_tokens=False).ids]


def accuracy(
    weights: Mapping[str, Tensor], tokenizer: Tokenizer, numbers: range, *, with_picture: bool
) -> dict[str, float]:
    """Ask all questions of these pictures greedily; return the share answered right by kind of question, and `all`."""
    sizes = forward.Sizes.of(CONFIG)
    right = dict.fromkeys(("colour", "shape", "count", "exists"), 0)
    for number in numbers:
        pixels = pixels_of(number)[None] if with_picture else None
        for kind, (question, answer) in zip(right, shape_pictures.quiz(number).questions, strict=True):
            ids = forward.greedy(weights, sizes, prompt_ids(tokenizer, question), pixels, 4)
            text = tokenizer.decode(ids[: ids.index(CONFIG["eos_token_id"][0])] if _ends(ids) else ids)
            right[kind] += text == answer
    shares = {kind: hits / len(numbers) for kind, hits in right.items()}
    return shares | {"all": sum(shares.values()) / len(shares)}


def train(tokenizer: Tokenizer, steps: int) -> dict[str, Tensor]:
    """Train from random weights, a second a step on one core; return bfloat16 tensors under the official names."""
    torch.manual_seed(0)
    weights = _initial_weights()
    learned = [tensor for tensor in weights.values() if tensor.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=PEAK_LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = PEAK_LEARNING_RATE * min(1.0, step / 100) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        loss = _loss(weights, tokenizer, range(step * BATCH, (step + 1) * BATCH))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        if step % 50 == 49:
            print(f"step {step + 1} of {steps}  loss {loss.item():.3f}", flush=True)
    return {name: tensor.detach().to(torch.bfloat16) for name, tensor in weights.items()}


def main() -> None:
    """Train, write the folder, and print the accuracies of what was written."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=1500)
    options = parser.parse_args()
    questions = [pair for number in range(500) for pair in shape_pictures.quiz(number).questions]
    tokenizer = byte_level_tokenizer([f"Question: {q} Answer:{a}" for q, a in questions], CONFIG["vocab_size"])
    tensors = train(tokenizer, options.steps)
    write_checkpoint(options.folder, CONFIG, tensors, tokenizer, shards=1)
    fp32 = {name: tensor.float() if "inv_freq" not in name else tensor for name, tensor in tensors.items()}
    numbers = range(CHECK_FROM, CHECK_FROM + 100)
    print("parameters", sum(tensor.numel() for tensor in tensors.values()))
    print("with picture   ", accuracy(fp32, tokenizer, numbers, with_picture=True))
    print("without picture", accuracy(fp32, tokenizer, numbers, with_picture=False))


def _initial_weights() -> dict[str, Tensor]:
    weights = {}
    for name, shape in tensor_shapes(CONFIG).items():
        if name.endswith("inv_freq"):
            weights[name] = inverse_frequencies(2 * shape[0]).to(torch.bfloat16)
            continue
        if "norm" in name:
            tensor = torch.ones(shape) if name.endswith("weight") else torch.zeros(shape)
        elif name.endswith("bias"):
            tensor = torch.zeros(shape)
        else:
            fan_in = math.prod(shape[1:]) if len(shape) in (2, 4) and "embed" not in name else 256
            tensor = torch.randn(shape) * (fan_in**-0.5 if "patch_embedding.proj" not in name else 0.04)
        weights[name] = tensor.requires_grad_()
    return weights


def _loss(weights: Mapping[str, Tensor], tokenizer: Tokenizer, numbers: range) -> Tensor:
    examples = list(_examples(tokenizer, numbers))
    longest = max(len(prompt) + len(answer) for prompt, answer in examples)
    ids = torch.full((len(examples), longest), CONFIG["pad_token_id"])
    targets = torch.full((len(examples), longest), _IGNORED)
    for row, (prompt, answer) in enumerate(examples):
        end = len(prompt) + len(answer)
        ids[row, :end] = torch.tensor(prompt + answer)
        targets[row, len(prompt) : end] = torch.tensor(answer)
    sizes = forward.Sizes.of(CONFIG)
    rows = functional.embedding(ids, weights["model.embed_tokens.weight"])
    types = [forward.LANGUAGE] * longest
    if torch.rand(()) >= BLIND_SHARE:
        block = forward.image_block(weights, sizes, torch.stack([pixels_of(number) for number in numbers]))
        rows, types = forward.rows_of(block.repeat_interleave(len(examples) // len(numbers), dim=0), rows)
    scores = forward.logits(weights, sizes, rows, types)[:, -longest:]
    return functional.cross_entropy(scores[:, :-1].flatten(0, 1), targets[:, 1:].flatten(), ignore_index=_IGNORED)


def _examples(tokenizer: Tokenizer, numbers: range) -> Iterator[tuple[list[int], list[int]]]:
    end = CONFIG["eos_token_id"][0]
    for number in numbers:
        for question, answer in shape_pictures.quiz(number).questions:
            yield prompt_ids(tokenizer, question), [*tokenizer.encode(answer, add_special_tokens=False).ids, end]


def _ends(ids: list[int]) -> bool:
    return CONFIG["eos_token_id"][0] in ids


if __name__ == "__main__":
    main()
