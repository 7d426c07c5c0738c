"""Load a folder of CogVLM2 weights, or of a sister family's, into a network that is ready to answer.

Joins what knows nothing of each other: the checkpoint (files), the network (shapes) and quantisation. Nothing is loaded
but what a manifest says: the import's, or one that is measured first. Does not answer (`cogvlm2_engine.py`) and does not
decide precision or device.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from model_runtime.cogvlm2.config import config_from_json
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2.rotary import RopePrecision, inverse_frequencies
from model_runtime.engines.cogvlm2_check import OpenedWeights, ReadConfig, empty_network, open_weights
from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.engines.filling import RECIPES, Filling, Source
from model_runtime.engines.held_weights import FolderToLoad, files_of, held
from model_runtime.engines.precision import Precision
from model_runtime.quantization import loading
from model_runtime.quantization.bnb_dump import install_packed
from model_runtime.quantization.conversion import install, linear_treatments, place
from model_runtime.weights.model_files import TOKENIZER_FILE
from model_runtime.weights.reading import TensorReader
from model_runtime.weights.tokenizer import Tokenizer


@dataclass(frozen=True)
class LoadOptions(FolderToLoad):
    """What to load and how.

    Attributes:
        cache_file: where the quantised network is kept for the next time; None: it is not.
        rope: `reference` computes rotations as published, rounding included; `fp32` exactly.
    """

    cache_file: Path | None = None
    rope: RopePrecision = "reference"


@dataclass(frozen=True)
class LoadedModel:
    """A network that is ready, and what belongs to it. `precision` is that of the text path: a 4-bit dump stays one."""

    network: CogVLM2Network
    tokenizer: Tokenizer
    tokenizer_json: str
    digest: str
    precision: Precision


def load_model(
    options: LoadOptions,
    on_progress: OnProgress,
    is_cancelled: IsCancelled,
    read_config: ReadConfig = config_from_json,
) -> LoadedModel:
    """Check a folder and load it. Raises RequestFailed with the code of the first fault."""
    opening = partial(open_weights, read_config=read_config)
    folder = held(options, opening, lambda weights: files_of(weights, TOKENIZER_FILE), on_progress, is_cancelled)
    weights = folder.weights
    network = empty_network(weights.config)
    conversion = _prepared_layers(network, weights, options)
    with TensorReader(weights.checkpoint, lambda done, _: folder.reach(done), is_cancelled) as reader:
        stamp = weights.checkpoint.folder.stamp(folder.names)
        source = Source(folder.manifest.digest, stamp, RECIPES[options.precision].name)
        Filling(network, weights.shapes, conversion, reader).fill(options.cache_file, source)
    folder.finish()
    network.prepare(options.rope)
    precision: Precision = "int4" if conversion.packed else options.precision
    return LoadedModel(network, weights.tokenizer, weights.tokenizer.json, folder.manifest.digest, precision)


def _prepared_layers(network: CogVLM2Network, weights: OpenedWeights, options: LoadOptions) -> loading.Conversion:
    """Put empty quantised layers where there will be such, and compute what no file holds."""
    config = network.config
    exact = inverse_frequencies(config.head_size, config.rope_theta, torch.float32)
    for name in network.state_dict().keys() - weights.shapes.keys():  # frequencies that are not stored
        place(network, name, exact)
    if weights.packed:
        install_packed(network, weights.packed)
        return loading.Conversion(options.dtype, options.device, packed=weights.packed)
    treatments = linear_treatments(network, RECIPES[options.precision])
    install(network, treatments)
    return loading.Conversion(options.dtype, options.device, treatments)
