"""The golden numbers of CogVLM2-Video, and the network that they were computed with: CogVLM2's recipe without the expert.

Cases: three frames (`tests/data/cogvlm2`), four and 24 (`tests/data/cogvlm2_video`), each in both layouts. Nothing here
computes what the tests expect.
"""

from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model_runtime.cogvlm2.config import CogVLM2Config
from model_runtime.cogvlm2.context import Picture
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2_video.config import config_from_json
from model_runtime.cogvlm2_video.prompt import SLOT, Film, Prompt, write_prompt
from tests.model_runtime.cogvlm2 import golden

FILE = Path(__file__).parents[2] / "data" / "cogvlm2_video" / "golden.npz"

PLACEHOLDER = 128_002
"""What the published code puts where the rows of a frame will be."""

WORDS = golden.WORDS
NUMBERS = [*range(15, 25), 605, 806, 717, 1032, 975, 868, 845, 1114, 972, 777, 508, 1691, 1313, 1419]
"""The ids of "0" to "23" in the golden sequences."""

DTYPES = golden.DTYPES

CONFIG: dict[str, object] = {
    "architectures": ["CogVLMVideoForCausalLM"],
    "vocab_size": 128256,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_multi_query_heads": 2,
    "max_position_embeddings": 2048,
    "rms_norm_eps": 1e-5,
    "bos_token_id": 128000,
    "eos_token_id": 128001,
    "vision_config": {
        "image_size": 224,
        "patch_size": 14,
        "in_channels": 3,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_heads": 2,
        "intermediate_size": 48,
        "num_positions": 257,
        "layer_norm_eps": 1e-6,
    },
}


@cache
def numbers() -> dict[str, Tensor]:
    """Return all golden arrays by name."""
    with np.load(FILE) as arrays:
        return {name: torch.from_numpy(arrays[name]) for name in arrays.files} | golden.numbers()


def config() -> CogVLM2Config:
    """Return the sizes of the golden network."""
    return config_from_json(CONFIG)


def build(dtype: torch.dtype, inv_freq: torch.dtype = torch.bfloat16) -> CogVLM2Network:
    """Build the golden network anew; `prepare` is left to the caller.

    Its stored frequencies are bfloat16, as in every published folder; those of the three frames are in the network's dtype.
    """
    with torch.device("meta"):
        network = CogVLM2Network(config())
    weights = {
        name: golden.parameter(name, tuple(value.shape)).to(inv_freq if name.endswith("inv_freq") else dtype)
        for name, value in network.state_dict().items()
    }
    network.load_state_dict(weights, assign=True)
    return network


@cache
def ready(precision: str, inv_freq: torch.dtype = torch.bfloat16) -> CogVLM2Network:
    """Return the golden network, ready. Shared: a test that changes weights builds its own."""
    network = build(DTYPES[precision], inv_freq)
    network.prepare()
    return network


def pixels(count: int) -> Tensor:
    """Return frames [count, 3, 224, 224], already normalised: those of a count are not the first ones of another."""
    seed = 2 if count == 3 else count
    return torch.from_numpy(np.random.RandomState(seed).standard_normal((count, 3, 224, 224)).astype(np.float32))


def frames(count: int) -> list[Picture]:
    """Return the frames for a context."""
    return [Picture((count, number), partial(_one, pixels(count), number)) for number in range(count)]


def _one(drawn: Tensor, number: int) -> Tensor:
    return drawn[number : number + 1]


def prompt(count: int, layout: str) -> Prompt:
    """Return the sequence of `count` frames as the product writes it, with the golden words for whatever is asked."""

    def encode(text: str) -> list[int]:
        return [NUMBERS[int(text)]] if text.isdecimal() else WORDS

    return write_prompt(Film(count, 66), "What?", (), layout, encode, 128_000)


def published_ids(of: Prompt) -> list[int]:
    """Return a sequence as the published code has it."""
    return [PLACEHOLDER if token == SLOT else token for token in of.ids]
