"""Answer questions with GLM-4V-9B (type `chatglm`), whose pages become squares (`squashing.py`).

Does not load weights (`chatglm4v_loading.py`) nor generate (`chatglm4v_turn.py`).
"""

from dataclasses import replace
from pathlib import Path

from model_runtime.chatglm4v.config import ChatGlm4vConfig
from model_runtime.chatglm4v.context import Context
from model_runtime.engines import squashed_sizing
from model_runtime.engines.chatglm4v_check import empty_network, open_weights
from model_runtime.engines.chatglm4v_loading import LoadOptions, load_model
from model_runtime.engines.chatglm4v_turn import TurnTaker
from model_runtime.engines.engine import EngineSetup, IsCancelled, OnProgress
from model_runtime.engines.precision import chosen_precision, room_here, the_device
from model_runtime.engines.squashing import Ready, SquashingEngine
from model_runtime.placement.plan import Needs, plans
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest

MAX_ROWS = 8192
"""320 MiB of keys and values of the 9B model."""


class ChatGlm4vEngine(SquashingEngine):
    """An `engine.Engine` for a folder of GLM-4V-9B weights."""

    def __init__(self, options: LoadOptions) -> None:
        super().__init__(options.folder.name, options.device, self._get_ready)
        self._options = options

    def _get_ready(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> Ready:
        model = load_model(self._options, on_progress, is_cancelled)
        config = model.network.config
        turns = TurnTaker(model, Context(model.network, min(MAX_ROWS, config.max_position_embeddings)))
        sizes = (config.vision.image_size, config.vision.image_tokens)
        return Ready(turns, *sizes, model.digest, self._options.precision)


def check_weights(folder: Path) -> payloads.ModelInfo:
    """Tell what a folder holds, without reading a weight. Raises RequestFailed with the code of its first fault."""
    config = open_weights(folder).config
    return payloads.ModelInfo(
        name="chatglm4v",
        sha256="",
        precision="bf16",
        device="none",
        can_see=True,
        max_page_px=config.vision.image_size**2,
    )


def needs_of(config: ChatGlm4vConfig) -> Needs:
    """Return what a network of these sizes needs here."""
    empty = empty_network(config)
    return squashed_sizing.needs_of(empty, empty.all_layers, config, min(MAX_ROWS, config.max_position_embeddings))


def plans_for(folder: Path) -> tuple[payloads.Plan, ...]:
    """Tell how a folder could run here, without reading a weight. Raises RequestFailed with the code of its first fault."""
    return plans(needs_of(open_weights(folder).config), room_here())


def engine_for(setup: EngineSetup) -> ChatGlm4vEngine:
    """Make the engine for a folder, on the device and in the precision that fit.

    Raises RequestFailed: MODEL_MISSING, PRECISION_UNAVAILABLE, or WEIGHTS_CHANGED when the manifest is not the one of the import.
    """
    if setup.weights is None or not setup.weights.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    folder, device = setup.weights, the_device()
    precision = chosen_precision(setup.precision, lambda: needs_of(open_weights(folder).config))
    cache = None if setup.cache is None else setup.cache / f"{precision}.cache"
    manifest = None if setup.manifest is None else read_manifest(setup.manifest, setup.manifest_sha256)
    return ChatGlm4vEngine(replace(LoadOptions(folder, precision, device), manifest=manifest, cache_file=cache))
