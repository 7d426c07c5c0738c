"""Say how a folder of CogVLM2 weights is loaded here: on which device and in which precision, and what it needs for that."""

from pathlib import Path

from model_runtime.cogvlm2.config import CogVLM2Config
from model_runtime.engines import squashed_sizing
from model_runtime.engines.cogvlm2_check import empty_network, open_weights
from model_runtime.engines.cogvlm2_loading import LoadOptions
from model_runtime.engines.precision import chosen_precision, the_device
from model_runtime.placement.plan import Needs

MAX_ROWS = 8192
"""1 GiB of keys and values of the 19B model."""


def load_options(folder: Path, precision: str) -> LoadOptions:
    """Say how to load a folder; `precision` is `auto` or one of `Precision`.

    Raises RequestFailed: PRECISION_UNAVAILABLE, and for `auto` the code of the folder's first fault.
    """
    return LoadOptions(folder, chosen_precision(precision, lambda: needs_of(open_weights(folder).config)), the_device())


def needs_of(config: CogVLM2Config) -> Needs:
    """Return what a network of these sizes needs here. A release in 4 bits is near to what its full weights become."""
    empty = empty_network(config)
    return squashed_sizing.needs_of(empty, empty.all_layers, config, min(MAX_ROWS, config.max_position_embeddings))
