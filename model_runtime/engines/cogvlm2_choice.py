"""Choose the device and the precision that a folder of CogVLM2 weights runs in here.

A first rule, by size alone: all in bfloat16 where that fits, else 4 bits. Does not place parts on different devices and
does not look into the weights.
"""

import os
from pathlib import Path
from typing import get_args

import torch

from model_runtime.engines.cogvlm2_loading import LoadOptions, Precision
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

AUTO = "auto"

WORKING_BYTES = 4 << 30
"""Beside the weights: keys and values of a whole context, the largest stage of a picture, the device's own needs."""


def load_options(folder: Path, precision: str) -> LoadOptions:
    """Say how to load a folder; `precision` is `auto` or one of `Precision`. Raises RequestFailed PRECISION_UNAVAILABLE."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    for known in get_args(Precision):
        if precision == known:
            return LoadOptions(folder, known, device)
    if precision != AUTO:
        raise RequestFailed(ErrorCode.PRECISION_UNAVAILABLE)
    weights_bytes = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    return LoadOptions(folder, fitting_precision(weights_bytes, free_bytes(device)), device)


def fitting_precision(weights_bytes: int, available_bytes: int) -> Precision:
    """Return `bf16` where the weights, which are published in 16 bits, fit as they are; else `int4`."""
    return "bf16" if weights_bytes + WORKING_BYTES <= available_bytes else "int4"


def free_bytes(device: torch.device) -> int:
    """Return the memory that can be had on a device: what is free on a GPU; all there is beside a CPU, which can swap.

    0 where the system does not say (Windows), which leads to the smaller precision.
    """
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return free
    if not hasattr(os, "sysconf"):
        return 0
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
