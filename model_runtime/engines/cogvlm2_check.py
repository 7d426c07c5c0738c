"""Judge a folder of CogVLM2 weights, or of a sister family's, without reading a weight: all that the network wants, no more?

Loading begins with it, and an import asks for it alone, in the sandboxed process, before a byte is copied.
Does not load (`cogvlm2_loading.py`) and does not compare hashes (the desktop does, while it copies).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import torch

from model_runtime.cogvlm2.config import CogVLM2Config, config_from_json
from model_runtime.cogvlm2.config_values import ConfigError
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.bnb_dump import PackedLinear, check_dump, packed_linears
from model_runtime.weights.checkpoint import Checkpoint, check_tensors, open_checkpoint
from model_runtime.weights.manifest import Manifest
from model_runtime.weights.tokenizer import Tokenizer

ReadConfig: TypeAlias = Callable[[Mapping[str, object]], CogVLM2Config]
"""Checks a parsed config.json as that of one family. Raises ConfigError."""


@dataclass(frozen=True)
class OpenedWeights:
    """A folder whose every tensor is there, of the right shape and type, and whose words the network knows.

    Attributes:
        shapes: the network's tensors by name; rotation frequencies only where they are stored.
        packed: linear layers that the folder holds in 4 bits already; empty for full weights.
    """

    checkpoint: Checkpoint
    config: CogVLM2Config
    tokenizer: Tokenizer
    shapes: Mapping[str, tuple[int, ...]]
    packed: Mapping[str, PackedLinear]


def open_weights(
    folder: Path, manifest: Manifest | None = None, read_config: ReadConfig = config_from_json
) -> OpenedWeights:
    """Open a folder, held to its manifest where there is one. Raises RequestFailed with the code of its first fault."""
    checkpoint = open_checkpoint(folder, manifest)
    try:
        config = read_config(checkpoint.config)
    except ConfigError as error:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error
    layers = config.num_hidden_layers + config.vision.num_hidden_layers
    if layers > len(checkpoint.tensors):  # said before a network of a million layers is built to find it out
        raise RequestFailed(ErrorCode.TENSOR_MISSING, count=layers - len(checkpoint.tensors))
    tokenizer = Tokenizer(checkpoint.folder)
    if tokenizer.vocab_size > config.vocab_size:
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID, limit=config.vocab_size)
    stored = {name: tensor.entry.shape for name, tensor in checkpoint.tensors.items()}
    shapes = {
        name: tuple(tensor.shape)
        for name, tensor in empty_network(config).state_dict().items()
        if name in stored or not name.endswith(".inv_freq")  # some exports leave these out: config.json says them, too
    }
    packed = packed_linears(stored)
    if packed:
        check_dump(stored, shapes, packed)
    else:
        check_tensors(checkpoint, shapes)
    return OpenedWeights(checkpoint, config, tokenizer, shapes, packed)


def empty_network(config: CogVLM2Config) -> CogVLM2Network:
    """Build the network without memory, for shapes or to be filled."""
    with torch.device("meta"):
        return CogVLM2Network(config)
