"""Make the tiny GLM-4V that the golden numbers were computed with: every weight follows from its name."""

import functools
import zlib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model_runtime.chatglm4v.config import config_from_json
from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from model_runtime.chatglm4v.prompt import Prompt
from model_runtime.cogvlm2.context import Picture
from model_runtime.quantization.conversion import place

NUMBERS = np.load(Path(__file__).parents[2] / "data" / "chatglm4v" / "golden.npz")

CONFIG: dict[str, object] = {
    "architectures": ["ChatGLMModel"],
    "model_type": "chatglm",
    "num_layers": 2,
    "hidden_size": 128,
    "ffn_hidden_size": 192,
    "kv_channels": 16,
    "num_attention_heads": 8,
    "multi_query_group_num": 2,
    "seq_length": 512,
    "padded_vocab_size": 151_552,
    "layernorm_epsilon": 1.5625e-07,
    "vision_config": {
        "num_hidden_layers": 2,
        "hidden_size": 64,
        "num_heads": 4,
        "intermediate_size": 128,
        "image_size": 112,
        "patch_size": 14,
        "num_positions": 65,
        "scaling_factor": 8,
    },
}

PICTURES = {"GT": None, "GI": 0, "GH": 1}
"""Which picture each case is about."""

DTYPES = {"f32": torch.float32, "bf16": torch.bfloat16}

_BOI = 151_339


def network(dtype: torch.dtype) -> ChatGlm4vNetwork:
    """Return the network, filled."""
    with torch.device("meta"):
        made = ChatGlm4vNetwork(config_from_json(CONFIG))
    for name, tensor in list(made.state_dict().items()):
        value = torch.zeros(tensor.shape) if name.endswith("inv_freq") else weight(name, tuple(tensor.shape))
        place(made, name, value.to(dtype))
    made.prepare()
    return made


@functools.cache
def weight(name: str, shape: tuple[int, ...]) -> Tensor:
    """Return the tensor of a name. Some are small, which makes every epsilon visible."""
    noise = torch.from_numpy(np.random.RandomState(zlib.crc32(name.encode())).standard_normal(shape).astype(np.float32))
    if "norm" in name and name.endswith("weight"):
        return 1 + 0.1 * noise
    factor = 0.1
    if name.endswith("bias"):
        factor = 0.02
    elif name.endswith("linear_proj.linear_proj.weight"):
        factor = 0.002
    elif "vision.transformer" in name and name.endswith(("attention.dense.weight", "mlp.fc2.weight")):
        factor = 0.01
    return factor * noise


def pixels(number: int) -> Tensor:
    """Return one of two pictures [1, 3, 112, 112]."""
    both = np.random.RandomState(1).standard_normal((2, 3, 112, 112)).astype(np.float32)
    return torch.from_numpy(both[number : number + 1])


def picture(case: str) -> Picture | None:
    """Return the picture of a case."""
    number = PICTURES[case]
    return None if number is None else Picture(number, lambda: pixels(number))


def prompt(case: str) -> Prompt:
    """Return the ids of a case."""
    ids = tuple(int(token) for token in NUMBERS[f"{case}_ids"][0])
    return Prompt(ids, None if PICTURES[case] is None else ids.index(_BOI))


def golden(name: str) -> Tensor:
    """Return golden numbers by name."""
    return torch.from_numpy(NUMBERS[name])
