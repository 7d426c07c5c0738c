"""Judge a folder of GLM-4V-9B weights without reading a weight: is everything there that the network wants, and no more?

Loading begins with it, and an import asks for it alone. Does not load (`chatglm4v_loading.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from model_runtime.chatglm4v.config import ChatGlm4vConfig, config_from_json
from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from model_runtime.cogvlm2.config_values import ConfigError
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import Checkpoint, check_tensors, open_checkpoint
from model_runtime.weights.manifest import Manifest
from model_runtime.weights.ranked_tokenizer import RankedTokenizer


@dataclass(frozen=True)
class OpenedWeights:
    """A folder whose every tensor is there, of the right shape and type, and whose words the network knows."""

    checkpoint: Checkpoint
    config: ChatGlm4vConfig
    tokenizer: RankedTokenizer
    shapes: Mapping[str, tuple[int, ...]]


def open_weights(folder: Path, manifest: Manifest | None = None) -> OpenedWeights:
    """Open a folder, held to its manifest where there is one. Raises RequestFailed with the code of its first fault."""
    checkpoint = open_checkpoint(folder, manifest)
    try:
        config = config_from_json(checkpoint.config)
    except ConfigError as error:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error
    if checkpoint.config.get("quantization_config"):
        raise RequestFailed(ErrorCode.MODEL_QUANTIZED)
    layers = config.num_hidden_layers + config.vision.num_hidden_layers
    if layers > len(checkpoint.tensors):  # said before a network of a million layers is built to find it out
        raise RequestFailed(ErrorCode.TENSOR_MISSING, count=layers - len(checkpoint.tensors))
    tokenizer = RankedTokenizer(checkpoint.folder)
    if tokenizer.vocab_size > config.vocab_size:
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID, limit=config.vocab_size)
    shapes = {
        name: tuple(tensor.shape)
        for name, tensor in empty_network(config).state_dict().items()
        if name in checkpoint.tensors or not name.endswith(".inv_freq")  # stored and never used
    }
    check_tensors(checkpoint, shapes)
    return OpenedWeights(checkpoint, config, tokenizer, shapes)


def empty_network(config: ChatGlm4vConfig) -> ChatGlm4vNetwork:
    """Build the network without memory, for shapes or to be filled."""
    with torch.device("meta"):
        return ChatGlm4vNetwork(config)
