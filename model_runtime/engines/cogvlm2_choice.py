"""Say how a folder of CogVLM2 weights is loaded here: on which device and in which precision."""

from pathlib import Path

from model_runtime.engines.cogvlm2_loading import LoadOptions
from model_runtime.engines.precision import chosen_precision, the_device


def load_options(folder: Path, precision: str) -> LoadOptions:
    """Say how to load a folder; `precision` is `auto` or one of `Precision`. Raises RequestFailed PRECISION_UNAVAILABLE."""
    device = the_device()
    weights_bytes = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    return LoadOptions(folder, chosen_precision(precision, weights_bytes, device), device)
