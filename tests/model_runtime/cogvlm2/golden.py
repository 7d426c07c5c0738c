"""The golden numbers of `tests/data/cogvlm2/golden.npz` and the network that they were computed with.

They were made by the published reference code from weights that anyone can draw again: each parameter is
`RandomState(crc32(name)).standard_normal`, scaled by its kind. Nothing here computes what the tests expect.
"""

from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import torch
from torch import Tensor

from model_runtime.cogvlm2.config import CogVLM2Config, config_from_json
from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2.rotary import inverse_frequencies
from model_runtime.inference.prefix_store import PrefixStore
from tests.helpers import reference_kernels

FILE = Path(__file__).parents[2] / "data" / "cogvlm2" / "golden.npz"

VISION_TOLERANCES = {"f32": 5e-7, "bf16": 2e-3}
"""Of a picture's own rows, which are small numbers: a wrong epsilon moves them by only 1e-5."""

WORDS = [14924, 25, 7765, 420, 22559, 25]
DTYPES = {"f32": torch.float32, "bf16": torch.bfloat16}
TOLERANCES = {"f32": 1e-5, "bf16": 2e-2}
PADDED_TOLERANCES = {"f32": 1e-5, "bf16": 6e-2}
"""Of the rows that were computed in a padded batch, where the reference takes another path in bf16."""


@cache
def numbers() -> dict[str, Tensor]:
    """Return all golden arrays by name."""
    with np.load(FILE) as arrays:
        return {name: torch.from_numpy(arrays[name]) for name in arrays.files}


def config(image_size: int = 56) -> CogVLM2Config:
    """Return the sizes of the golden network; video frames were encoded at 224 pixels."""
    return config_from_json(
        {
            "architectures": ["CogVLMForCausalLM"],
            "vocab_size": 128256,
            "hidden_size": 64,
            "intermediate_size": 96,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_multi_query_heads": 2,
            "max_position_embeddings": 512,
            "rms_norm_eps": 1e-5,
            "bos_token_id": 128000,
            "eos_token_id": [128001, 128009],
            "vision_config": {
                "image_size": image_size,
                "patch_size": 14,
                "in_channels": 3,
                "hidden_size": 32,
                "num_hidden_layers": 2,
                "num_heads": 2,
                "intermediate_size": 48,
                "num_positions": (image_size // 14) ** 2 + 1,
                "layer_norm_eps": 1e-6,
            },
        }
    )


def build(dtype: torch.dtype, image_size: int = 56) -> CogVLM2Network:
    """Build the golden network anew, loaded as any checkpoint would be; `prepare` is left to the caller."""
    with torch.device("meta"):
        network = CogVLM2Network(config(image_size))
    weights = {name: parameter(name, tuple(value.shape)).to(dtype) for name, value in network.state_dict().items()}
    network.load_state_dict(weights, assign=True)
    return network


def parameter(name: str, shape: tuple[int, ...]) -> Tensor:
    """Draw one parameter, fp32, by the recipe."""
    if name.endswith("inv_freq"):
        return inverse_frequencies(2 * shape[0], 500_000.0, torch.float32)
    return _drawn(name, shape).clone()


def pixels() -> Tensor:
    """Return the two pictures [2, 3, 56, 56], already normalised."""
    return torch.from_numpy(np.random.RandomState(1).standard_normal((2, 3, 56, 56)).astype(np.float32))


def frames() -> Tensor:
    """Return the three video frames [3, 3, 224, 224], already normalised."""
    return torch.from_numpy(np.random.RandomState(2).standard_normal((3, 3, 224, 224)).astype(np.float32))


@cache
def _drawn(name: str, shape: tuple[int, ...]) -> Tensor:
    noise = np.random.RandomState(crc32(name.encode())).standard_normal(shape).astype(np.float32)
    if any(part in name for part in ("boi", "eoi", "cls_embedding", "position_embedding")):
        return torch.from_numpy(0.05 * noise)
    if "norm" in name and name.endswith("weight"):
        return torch.from_numpy(1 + np.float32(0.1) * noise)
    return torch.from_numpy((np.float32(0.02) if name.endswith("bias") else np.float32(0.05)) * noise)


def hidden_rows(network: CogVLM2Network, picture: Tensor | None, words: list[int]) -> Tensor:
    """Return [rows, D] behind the last norm, fp32, of the sequence as the product computes it, pass by pass."""
    rows: list[Tensor] = []
    run = network.run

    def spy(*arguments: Any) -> Tensor:
        rows.append(run(*arguments))
        return rows[-1]

    network.run = spy  # type: ignore[method-assign, assignment]
    try:
        new_context(network).prefill(as_picture(picture), words, lambda: False)
    finally:
        del network.run
    with torch.inference_mode():
        normed: Tensor = network.model.norm(torch.cat(rows))
    return normed.float()


def new_context(network: CogVLM2Network) -> Context:
    """Return a context that holds nothing and keeps no picture."""
    return Context(network, 64, PrefixStore(0))


def hidden_rows_from(network: CogVLM2Network, picture_rows: Tensor, words: list[int]) -> Tensor:
    """Return `hidden_rows` of words about a picture that was already encoded, [1, image_tokens, D]."""
    network.encode_image = lambda pixels: pixels  # type: ignore[method-assign]
    try:
        return hidden_rows(network, picture_rows.to(network.dtype), words)
    finally:
        del network.encode_image


def as_picture(pixels: Tensor | None) -> Picture | None:
    """Wrap pixels [1, 3, S, S] for a context."""
    return None if pixels is None else Picture("picture", lambda: pixels)


def rounding(expected: Tensor) -> float:
    """Return how far bfloat16 may be off with other kernels than those with which the numbers were made; with those, 0.

    Kernels round sums of products at other places (AVX-512, AMX), and later layers make more of it: at most 2**-5 of the
    largest value was seen. `test_exact_numbers.py` demands the last bit; tokens are the same with all.
    """
    return 0.0 if reference_kernels.must_be_exact() else 2.0**-4 * float(expected.float().abs().max())


def largest_error(actual: Tensor, expected: Tensor) -> float:
    """Return the largest absolute difference of two tensors of the same shape."""
    assert expected.shape == actual.shape
    return float((actual.float() - expected.float()).abs().max())
