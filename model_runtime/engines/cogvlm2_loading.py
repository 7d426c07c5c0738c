"""Load a folder of CogVLM2 weights into a network that is ready to answer.

Joins what knows nothing of each other: the checkpoint (files), the network (shapes) and quantisation. Nothing is loaded
but what a manifest says: the import's, or one that is measured first. Does not answer (`cogvlm2_engine.py`) and does not
decide precision or device.
"""

from dataclasses import dataclass
from pathlib import Path

import torch

from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2.rotary import RopePrecision, inverse_frequencies
from model_runtime.engines.cogvlm2_check import OpenedWeights, empty_network, open_weights
from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.engines.filling import RECIPES, Filling, Source
from model_runtime.engines.loading_bar import Bar
from model_runtime.engines.precision import Precision
from model_runtime.quantization import loading
from model_runtime.quantization.bnb_dump import install_packed
from model_runtime.quantization.conversion import install, linear_treatments, place
from model_runtime.weights.checkpoint import Checkpoint
from model_runtime.weights.manifest import Manifest, measure
from model_runtime.weights.model_files import CONFIG_FILE, INDEX_FILE, TOKENIZER_FILE
from model_runtime.weights.reading import TensorReader
from model_runtime.weights.tokenizer import Tokenizer


@dataclass(frozen=True)
class LoadOptions:
    """What to load and how.

    Attributes:
        manifest: of the folder as it was imported; None: measured before it is loaded, which reads all files twice.
        cache_file: where the quantised network is kept for the next time; None: it is not.
        rope: `reference` computes rotations as published, rounding included; `fp32` exactly.
    """

    folder: Path
    precision: Precision
    device: torch.device
    manifest: Manifest | None = None
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


def load_model(options: LoadOptions, on_progress: OnProgress, is_cancelled: IsCancelled) -> LoadedModel:
    """Check a folder and load it. Raises RequestFailed with the code of the first fault."""
    weights = open_weights(options.folder, options.manifest)
    names = _named_files(weights.checkpoint)
    to_hash = 0 if options.manifest else sum(weights.checkpoint.folder.size_bytes(name) for name in names)
    bar = Bar(on_progress, to_hash + weights.checkpoint.total_bytes)
    manifest = options.manifest
    if manifest is None:
        manifest = measure(options.folder, names, lambda done, _: bar.reach(done), is_cancelled)
        weights = open_weights(options.folder, manifest)  # what was judged may have been changed before it was measured
    network = empty_network(weights.config)
    conversion = _prepared_layers(network, weights, options)
    with TensorReader(weights.checkpoint, lambda done, _: bar.reach(to_hash + done), is_cancelled) as reader:
        source = Source(manifest.digest, weights.checkpoint.folder.stamp(names), RECIPES[options.precision].name)
        Filling(network, weights.shapes, conversion, reader).fill(options.cache_file, source)
    bar.reach(bar.total)  # a cache is smaller than what it was made from
    network.prepare(options.rope)
    precision: Precision = "int4" if conversion.packed else options.precision
    return LoadedModel(network, weights.tokenizer, weights.tokenizer.json, manifest.digest, precision)


def _prepared_layers(network: CogVLM2Network, weights: OpenedWeights, options: LoadOptions) -> loading.Conversion:
    """Put empty quantised layers where there will be such, and compute what no file holds."""
    config = network.config
    exact = inverse_frequencies(config.head_size, config.rope_theta, torch.float32)
    for name in network.state_dict().keys() - weights.shapes.keys():  # frequencies that are not stored
        place(network, name, exact)
    dtype = torch.float32 if options.precision == "fp32" else torch.bfloat16
    if weights.packed:
        install_packed(network, weights.packed)
        return loading.Conversion(dtype, options.device, packed=weights.packed)
    treatments = linear_treatments(network, RECIPES[options.precision])
    install(network, treatments)
    return loading.Conversion(dtype, options.device, treatments)


def _named_files(checkpoint: Checkpoint) -> tuple[str, ...]:
    """All that answers depend on: weights, where they are, sizes, words."""
    index = (INDEX_FILE,) if checkpoint.folder.has(INDEX_FILE) else ()
    return (*checkpoint.files, *index, CONFIG_FILE, TOKENIZER_FILE)
