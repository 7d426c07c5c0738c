"""Choose device and precision for a folder of CogVLM2 weights by the memory there is.

A first, simple rule: all of a network in one place. Streaming and placement by parts come later. Loads nothing.
"""

import os
from pathlib import Path
from typing import get_args

import torch

from model_runtime.engines.cogvlm2_loading import LoadOptions, Precision
from model_runtime.engines.engine import EngineSetup
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

ROOM_BESIDE_WEIGHTS_BYTES = 4 << 30
"""Keys and values, activations of a 1344-pixel picture, and what the libraries take."""


def chosen_options(setup: EngineSetup) -> LoadOptions:
    """Return what to load and how. Raises RequestFailed MODEL_MISSING."""
    if setup.weights is None or not setup.weights.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    precision = _precision(setup, device)
    return LoadOptions(
        folder=setup.weights,
        precision=precision,
        device=device,
        digest=setup.digest,
        cache_file=None if setup.cache is None else setup.cache / f"{precision}.cache",
    )


def _precision(setup: EngineSetup, device: torch.device) -> Precision:
    """Take what was asked for; `auto` is full precision where it fits, else 4-bit."""
    for known in get_args(Precision):
        if setup.precision == known:
            return known  # type: ignore[no-any-return]  # get_args is not typed
    assert setup.weights is not None
    needed = _weights_bytes(setup.weights) + ROOM_BESIDE_WEIGHTS_BYTES
    return "bf16" if needed <= _free_bytes(device) else "int4"


def _weights_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.safetensors"))


def _free_bytes(device: torch.device) -> int:
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:  # not Linux: what is installed is the best guess
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    available = next(line for line in lines if line.startswith("MemAvailable:"))
    return int(available.split()[1]) * 1024
