"""Open a folder of CogVLM2 weights, and fill a network from it in any precision.

The one place where files (`weights`), 4 and 8 bits (`quantization`) and the network (`cogvlm2`) meet.
Does not answer questions (`cogvlm2_engine.py`) and does not decide on precision, device or the cache's place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from model_runtime.cogvlm2.config import CogVLM2Config, ConfigError, config_from_json
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.bnb_dump import PackedLinear, check_dump, install_packed, packed_linears
from model_runtime.quantization.cache_file import CacheDamagedError, CacheKey, CacheReader, open_cache, write_cache
from model_runtime.quantization.conversion import install, linear_treatments
from model_runtime.quantization.loading import Conversion, converted_blocks, fill
from model_runtime.quantization.recipe import FULL, INT4, INT4_SMALL, INT8, Block, Recipe
from model_runtime.weights.checkpoint import Checkpoint, check_tensors, open_checkpoint
from model_runtime.weights.reading import TensorReader

Precision: TypeAlias = Literal["fp32", "bf16", "int8", "int4", "int4_small"]

RECIPES: Mapping[Precision, Recipe] = {
    "fp32": FULL,
    "bf16": FULL,
    "int8": INT8,
    "int4": INT4,
    "int4_small": INT4_SMALL,
}


@dataclass(frozen=True)
class OpenedWeights:
    """A folder whose every tensor is there, of the right shape and type.

    Attributes:
        shapes: the network's tensors by name.
        packed: linear layers that the folder holds in 4 bits already; empty for full weights.
    """

    checkpoint: Checkpoint
    config: CogVLM2Config
    shapes: Mapping[str, tuple[int, ...]]
    packed: Mapping[str, PackedLinear]


@dataclass(frozen=True)
class LoadOptions:
    """How to load.

    Attributes:
        cache: file to keep the quantised network in; None keeps none.
        source_sha256: digest of the folder's manifest, which binds the cache to it.
    """

    precision: Precision
    device: torch.device
    cache: Path | None = None
    source_sha256: str = ""


@dataclass(frozen=True)
class LoadEvents:
    """Who watches: `on_progress` is called with (done, total) bytes, `is_cancelled` is asked between pieces."""

    on_progress: Callable[[int, int], None]
    is_cancelled: Callable[[], bool]


def open_weights(folder: Path) -> OpenedWeights:
    """Judge a folder without reading a weight. Raises RequestFailed with the code of the first fault."""
    checkpoint = open_checkpoint(folder)
    try:
        config = config_from_json(checkpoint.config)
    except ConfigError as error:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error
    layers = config.num_hidden_layers + config.vision.num_hidden_layers
    if layers > len(checkpoint.tensors):  # before a network of that many layers is built
        raise RequestFailed(ErrorCode.TENSOR_MISSING, count=layers - len(checkpoint.tensors))
    shapes = {name: tuple(tensor.shape) for name, tensor in _empty_network(config).state_dict().items()}
    stored = {name: tensor.entry.shape for name, tensor in checkpoint.tensors.items()}
    packed = packed_linears(stored)
    if packed:
        check_dump(stored, shapes, packed)
    else:
        check_tensors(checkpoint, shapes)
    return OpenedWeights(checkpoint, config, shapes, packed)


def load_network(weights: OpenedWeights, options: LoadOptions, events: LoadEvents) -> CogVLM2Network:
    """Return a filled network; `prepare` is still to be called.

    Raises RequestFailed: CANCELLED, WEIGHTS_TRUNCATED, TENSOR_TYPE (a dump that describes itself wrongly).
    """
    network = _empty_network(weights.config)
    install_packed(network, weights.packed)
    recipe = RECIPES[options.precision]
    treatments = linear_treatments(network, recipe)
    install(network, treatments)
    dtype = torch.float32 if options.precision == "fp32" else torch.bfloat16
    conversion = Conversion(dtype, options.device, treatments, weights.packed)
    if options.cache is not None and treatments:
        key = CacheKey(options.source_sha256, recipe.name, str(dtype).removeprefix("torch."))
        if _fill_from_cache(network, options, key, events):
            return network
        _write_cache(weights, conversion, options.cache, key, events)
        if _fill_from_cache(network, options, key, events):
            return network
    with TensorReader(weights.checkpoint, events.on_progress, events.is_cancelled) as reader:
        fill(network, converted_blocks(weights.shapes, reader.read, conversion), options.device)
    return network


def _empty_network(config: CogVLM2Config) -> CogVLM2Network:
    with torch.device("meta"):
        return CogVLM2Network(config)


def _fill_from_cache(network: CogVLM2Network, options: LoadOptions, key: CacheKey, events: LoadEvents) -> bool:
    reader = open_cache(options.cache, key) if options.cache is not None else None
    if reader is None:
        return False
    try:
        with reader:
            fill(network, _cached_blocks(reader, events), options.device)
    except CacheDamagedError:  # what was put in place so far is overwritten by the next source
        return False
    return True


def _cached_blocks(reader: CacheReader, events: LoadEvents) -> Iterator[tuple[Block, dict[str, Tensor]]]:
    total, done = sum(reader.size_bytes(block) for block in reader.blocks), 0
    for block in reader.blocks:
        if events.is_cancelled():
            raise RequestFailed(ErrorCode.CANCELLED)
        yield block, reader.read(block)
        done += reader.size_bytes(block)
        events.on_progress(done, total)


def _write_cache(
    weights: OpenedWeights, conversion: Conversion, cache: Path, key: CacheKey, events: LoadEvents
) -> None:
    """Try to make the cache; a full disk or a closed folder only means that there is none."""
    with TensorReader(weights.checkpoint, events.on_progress, events.is_cancelled) as reader:
        try:
            write_cache(cache, key, converted_blocks(weights.shapes, reader.read, conversion))
        except OSError:
            return
