"""Load a folder of a family that transformers knows into a network that is ready to answer.

Nothing is loaded but what a manifest says: the import's, or one that is measured first. Does not answer
(`turn.py`) and does not decide precision or device.
"""

from dataclasses import dataclass
from typing import Any

import torch

from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.engines.held_weights import FolderToLoad, held
from model_runtime.engines.precision import Precision, room_here
from model_runtime.engines.transformers_families import network, spreading
from model_runtime.engines.transformers_families.judging import OpenedWeights, open_weights
from model_runtime.engines.transformers_families.sizing import needs_of
from model_runtime.placement.plan import plans
from model_runtime.quantization.recipe import Treatment
from model_runtime.weights.model_files import IMPORTED, QUERY_FOLDER
from model_runtime.weights.reading import TensorReader
from model_runtime.weights.tokenizer import Tokenizer

TREATMENTS: dict[Precision, Treatment] = {"fp32": "keep", "bf16": "keep", "int8": "int8", "int4": "nf4"}


@dataclass(frozen=True)
class LoadedModel:
    """A network that is ready, and what belongs to it."""

    weights: OpenedWeights
    network: Any
    tokenizer: Tokenizer
    digest: str
    precision: Precision
    device: torch.device


def load_model(options: FolderToLoad, on_progress: OnProgress, is_cancelled: IsCancelled) -> LoadedModel:
    """Check a folder and load it. Raises RequestFailed with the code of the first fault."""
    folder = held(options, open_weights, _present_files, on_progress, is_cancelled)
    weights = folder.weights
    filled = network.fillable_network(weights.family, weights.config, options.dtype)
    treatment = TREATMENTS[options.precision]
    treatments = {} if treatment == "keep" else network.linear_treatments(filled, weights.family, treatment)
    where = _spread(filled, weights, options)
    with TensorReader(weights.checkpoint, lambda done, _: folder.reach(done), is_cancelled) as reader:
        filling = network.Filling(options.dtype, where.device_of, treatments)
        network.fill(filled, weights.names, reader, filling)
    if where.devices:
        filled = spreading.joined(filled, where)
    folder.finish()
    tokenizer = Tokenizer(weights.checkpoint.folder)
    return LoadedModel(weights, filled, tokenizer, folder.manifest.digest, options.precision, options.device)


def _spread(filled: Any, weights: OpenedWeights, options: FolderToLoad) -> spreading.Spread:
    """Say where each part lives: all on one device, but for full precision that fits only several."""
    room = room_here()
    if options.precision != "bf16" or options.device.type != "cuda":
        return spreading.Spread({}, options.device)
    needs = needs_of(weights)
    fitting = (plan for plan in plans(needs, room, spreads=True) if plan.fits and plan.precision == options.precision)
    plan = next(fitting, None)
    if plan is None or plan.place not in ("cards", "card_and_host"):
        return spreading.Spread({}, options.device)
    return spreading.spread(filled, needs, room, with_host=plan.place == "card_and_host")


def _present_files(weights: OpenedWeights) -> tuple[str, ...]:
    """Return the files that a model consists of, those of the folder inside it, too."""
    folder = weights.checkpoint.folder.path
    found = list(weights.checkpoint.files)
    found += [path.name for path in folder.iterdir() if IMPORTED.fullmatch(path.name)]
    inside = folder / QUERY_FOLDER
    if inside.is_dir():
        found += [f"{QUERY_FOLDER}/{path.name}" for path in inside.iterdir() if IMPORTED.fullmatch(path.name)]
    return tuple(sorted(found))
