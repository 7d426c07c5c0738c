"""Answer questions with CogVLM2, whose pages become squares (`squashing.py`). Does not load weights (`cogvlm2_loading.py`) nor
generate (`cogvlm2_turn.py`).
"""

from dataclasses import replace
from pathlib import Path

from model_runtime.cogvlm2.context import Context
from model_runtime.engines import cogvlm2_choice
from model_runtime.engines.cogvlm2_check import open_weights
from model_runtime.engines.cogvlm2_choice import MAX_ROWS, load_options
from model_runtime.engines.cogvlm2_loading import LoadedModel, LoadOptions, load_model
from model_runtime.engines.cogvlm2_turn import TurnTaker
from model_runtime.engines.engine import EngineSetup, IsCancelled, OnProgress
from model_runtime.engines.squashing import Ready, SquashingEngine
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest

PREFIX_STORE_BYTES = 2 << 30
"""Six pictures of the 19B model."""


class CogVLM2Engine(SquashingEngine):
    """An `engine.Engine` for a folder of CogVLM2 weights."""

    def __init__(self, options: LoadOptions) -> None:
        super().__init__(options.folder.name, options.device, self._get_ready)
        self._options = options
        self._model: LoadedModel | None = None

    def _get_ready(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> Ready:
        model = self._model = load_model(self._options, on_progress, is_cancelled)
        config = model.network.config
        rows = min(MAX_ROWS, config.max_position_embeddings)
        turns = TurnTaker(model, Context(model.network, rows, PrefixStore(PREFIX_STORE_BYTES)))
        return Ready(turns, config.vision.image_size, config.vision.image_tokens, model.digest, model.precision)


def check_weights(folder: Path) -> payloads.ModelInfo:
    """Tell what a folder holds, without reading a weight. Raises RequestFailed with the code of its first fault."""
    weights = open_weights(folder)
    side = weights.config.vision.image_size
    return payloads.ModelInfo(
        name="cogvlm2",
        sha256="",
        precision="fp4" if weights.packed else "bf16",
        device="none",
        can_see=True,
        max_page_px=side * side,
    )


def plans_for(folder: Path) -> tuple[payloads.Plan, ...]:
    """Tell how a folder could run here, without reading a weight. Raises RequestFailed with the code of its first fault."""
    return cogvlm2_choice.plans_for(folder)


def engine_for(setup: EngineSetup) -> CogVLM2Engine:
    """Make the engine for a folder, on the device and in the precision that fit.

    Raises RequestFailed: MODEL_MISSING, PRECISION_UNAVAILABLE, or WEIGHTS_CHANGED when the manifest is not the one of the import.
    """
    if setup.weights is None or not setup.weights.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    options = load_options(setup.weights, setup.precision)
    cache = None if setup.cache is None else setup.cache / f"{options.precision}.cache"
    manifest = None if setup.manifest is None else read_manifest(setup.manifest, setup.manifest_sha256)
    return CogVLM2Engine(replace(options, manifest=manifest, cache_file=cache))
