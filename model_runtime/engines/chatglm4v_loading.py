"""Load a folder of GLM-4V-9B weights into a network that is ready to answer.

Nothing is loaded but what a manifest says: the import's, or one that is measured first. Does not answer
(`chatglm4v_engine.py`) and does not decide precision or device.
"""

from dataclasses import dataclass
from pathlib import Path

import torch

from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from model_runtime.engines.chatglm4v_check import empty_network, open_weights
from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.engines.filling import RECIPES, Filling, Source
from model_runtime.engines.loading_bar import Bar
from model_runtime.engines.precision import Precision
from model_runtime.quantization import loading
from model_runtime.quantization.conversion import install, linear_treatments, place
from model_runtime.weights.checkpoint import Checkpoint
from model_runtime.weights.manifest import Manifest, measure
from model_runtime.weights.model_files import CONFIG_FILE, INDEX_FILE
from model_runtime.weights.ranked_tokenizer import RANKS_FILE, RankedTokenizer
from model_runtime.weights.reading import TensorReader


@dataclass(frozen=True)
class LoadOptions:
    """What to load and how.

    Attributes:
        manifest: of the folder as it was imported; None: measured before it is loaded, which reads all files twice.
        cache_file: where the quantised network is kept for the next time; None: it is not.
    """

    folder: Path
    precision: Precision
    device: torch.device
    manifest: Manifest | None = None
    cache_file: Path | None = None


@dataclass(frozen=True)
class LoadedModel:
    """A network that is ready, and what belongs to it."""

    network: ChatGlm4vNetwork
    tokenizer: RankedTokenizer
    digest: str


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
    recipe = RECIPES[options.precision]
    treatments = linear_treatments(network, recipe)
    install(network, treatments)
    dtype = torch.float32 if options.precision == "fp32" else torch.bfloat16
    for name in network.state_dict().keys() - weights.shapes.keys():  # frequencies that are neither stored nor used
        if name.endswith(".inv_freq"):
            place(network, name, torch.zeros(weights.config.rope_size // 2, dtype=dtype))
    conversion = loading.Conversion(dtype, options.device, treatments)
    with TensorReader(weights.checkpoint, lambda done, _: bar.reach(to_hash + done), is_cancelled) as reader:
        source = Source(manifest.digest, weights.checkpoint.folder.stamp(names), recipe.name)
        Filling(network, weights.shapes, conversion, reader).fill(options.cache_file, source)
    bar.reach(bar.total)  # a cache is smaller than what it was made from
    network.prepare()
    return LoadedModel(network, weights.tokenizer, manifest.digest)


def _named_files(checkpoint: Checkpoint) -> tuple[str, ...]:
    """All that answers depend on: weights, where they are, sizes, words."""
    index = (INDEX_FILE,) if checkpoint.folder.has(INDEX_FILE) else ()
    return (*checkpoint.files, *index, CONFIG_FILE, RANKS_FILE)
