"""Write the tiny GLM-4V as people find it: weights, config, and a tokenizer.model of few pieces."""

import base64
import functools
import json
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file

from model_runtime.chatglm4v.config import config_from_json
from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from tests.model_runtime.chatglm4v import golden

WORDS = [b"th", b"he", b"the", b" t", b" the", b"ta", b"tot", b"total", b"al", b" to", b"tal", b" total", b"is", b" is"]


def pieces() -> list[bytes]:
    """Return the pieces by rank: every byte, in the order that byte-level vocabularies have, then a few words."""
    printed = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [bytes([one]) for one in (*printed, *(one for one in range(256) if one not in printed))]
    return [*letters, *WORDS]


def ranks() -> bytes:
    """Return a tokenizer.model."""
    return b"".join(base64.b64encode(piece) + b" %d\n" % rank for rank, piece in enumerate(pieces()))


@functools.cache
def tiny() -> Path:
    """Return a folder; whoever wants to change it copies it."""
    folder = Path(tempfile.mkdtemp()) / "tiny-glm-4v"
    folder.mkdir()
    with torch.device("meta"):
        made = ChatGlm4vNetwork(config_from_json(golden.CONFIG))
    tensors = {
        name: torch.ones(tensor.shape) if name.endswith("inv_freq") else golden.weight(name, tuple(tensor.shape))
        for name, tensor in made.state_dict().items()
    }
    save_file({name: tensor.to(torch.bfloat16) for name, tensor in tensors.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(golden.CONFIG))
    (folder / "tokenizer.model").write_bytes(ranks())
    (folder / "modeling_chatglm.py").write_text("raise SystemExit")
    return folder
