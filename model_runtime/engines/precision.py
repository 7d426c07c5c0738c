"""Choose the precision that weights run in here, by their size and the memory there is.

A first rule, by size alone: all in bfloat16 where that fits, else 4 bits. Does not place parts on different devices and
does not look into the weights.
"""

import os
from typing import Literal, TypeAlias, get_args

import torch

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

Precision: TypeAlias = Literal["fp32", "bf16", "int8", "int4"]

AUTO = "auto"

WORKING_BYTES = 4 << 30
"""Beside the weights: keys and values of a whole context, the largest stage of a picture, the device's own needs."""


def the_device() -> torch.device:
    """Return where networks live: on the GPU where there is one that torch can use."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def chosen_precision(wanted: str, weights_bytes: int, device: torch.device) -> Precision:
    """Return the precision that is `wanted`, or for `auto` the one that fits. Raises RequestFailed PRECISION_UNAVAILABLE."""
    for known in get_args(Precision):
        if wanted == known:
            precision: Precision = known
            return precision
    if wanted != AUTO:
        raise RequestFailed(ErrorCode.PRECISION_UNAVAILABLE)
    return fitting_precision(weights_bytes, free_bytes(device))


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
