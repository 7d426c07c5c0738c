"""Say how a folder of CogVLM2 weights is loaded here: on which device and in which precision, and what it needs for that."""

from pathlib import Path

from model_runtime.cogvlm2.config import CogVLM2Config, config_from_json
from model_runtime.engines import squashed_sizing
from model_runtime.engines.cogvlm2_check import ReadConfig, empty_network, open_weights
from model_runtime.engines.cogvlm2_loading import LoadOptions
from model_runtime.engines.precision import chosen_precision, room_here, the_device
from model_runtime.placement.plan import Needs, plans
from model_runtime.protocol import payloads

MAX_ROWS = 8192
"""1 GiB of keys and values of the 19B model."""


def load_options(folder: Path, precision: str, read_config: ReadConfig = config_from_json) -> LoadOptions:
    """Say how to load a folder; `precision` is `auto` or one of `Precision`; `read_config`: of the network that it is of.

    Raises RequestFailed: PRECISION_UNAVAILABLE, and for `auto` the code of the folder's first fault.
    """

    def needs() -> Needs:
        return needs_of(open_weights(folder, read_config=read_config).config)

    return LoadOptions(folder, chosen_precision(precision, needs), the_device())


def plans_for(folder: Path, read_config: ReadConfig = config_from_json) -> tuple[payloads.Plan, ...]:
    """Tell how a folder could run here, without reading a weight. Raises RequestFailed with the code of its first fault."""
    weights = open_weights(folder, read_config=read_config)
    found = plans(needs_of(weights.config), room_here())
    return tuple(plan for plan in found if not weights.packed or plan.precision == "int4")


def needs_of(config: CogVLM2Config) -> Needs:
    """Return what a network of these sizes needs here. A release in 4 bits is near to what its full weights become."""
    empty = empty_network(config)
    return squashed_sizing.needs_of(empty, empty.all_layers, config, min(MAX_ROWS, config.max_position_embeddings))
