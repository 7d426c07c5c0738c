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
from model_runtime.engines.held_weights import FolderToLoad, files_of, held
from model_runtime.quantization import loading
from model_runtime.quantization.conversion import install, linear_treatments, place
from model_runtime.weights.ranked_tokenizer import RANKS_FILE, RankedTokenizer
from model_runtime.weights.reading import TensorReader


@dataclass(frozen=True)
class LoadOptions(FolderToLoad):
    """What to load and how.

    Attributes:
        cache_file: where the quantised network is kept for the next time; None: it is not.
    """

    cache_file: Path | None = None


@dataclass(frozen=True)
class LoadedModel:
    """A network that is ready, and what belongs to it."""

    network: ChatGlm4vNetwork
    tokenizer: RankedTokenizer
    digest: str


def load_model(options: LoadOptions, on_progress: OnProgress, is_cancelled: IsCancelled) -> LoadedModel:
    """Check a folder and load it. Raises RequestFailed with the code of the first fault."""
    folder = held(options, open_weights, lambda weights: files_of(weights, RANKS_FILE), on_progress, is_cancelled)
    weights = folder.weights
    network = empty_network(weights.config)
    recipe = RECIPES[options.precision]
    treatments = linear_treatments(network, recipe)
    install(network, treatments)
    for name in network.state_dict().keys() - weights.shapes.keys():  # frequencies that are neither stored nor used
        if name.endswith(".inv_freq"):
            place(network, name, torch.zeros(weights.config.rope_size // 2, dtype=options.dtype))
    conversion = loading.Conversion(options.dtype, options.device, treatments)
    with TensorReader(weights.checkpoint, lambda done, _: folder.reach(done), is_cancelled) as reader:
        source = Source(folder.manifest.digest, weights.checkpoint.folder.stamp(folder.names), recipe.name)
        Filling(network, weights.shapes, conversion, reader).fill(options.cache_file, source)
    folder.finish()
    network.prepare()
    return LoadedModel(network, weights.tokenizer, folder.manifest.digest)
