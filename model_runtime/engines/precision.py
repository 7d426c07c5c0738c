"""Choose the precision that weights run in here, by what they need and the memory there is.

As `placement/plan.py` says: all in bfloat16 where that fits, else 4 bits. Does not look into the weights.
"""

import os
from collections.abc import Callable
from typing import TypeAlias, get_args

import torch

from model_runtime.placement import plan
from model_runtime.placement.plan import Needs, Room, chosen_plan, plans
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

Precision: TypeAlias = plan.Precision
AUTO = "auto"


def the_device() -> torch.device:
    """Return where networks live: on the GPU where there is one that torch can use."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def chosen_precision(wanted: str, needs: Callable[[], Needs], *, spreads: bool = False) -> Precision:
    """Return the precision that is `wanted`, or for `auto` the one that fits: 4 bits where none does, for loading tells for sure.

    `spreads`: the engine can use several graphics cards. Raises RequestFailed PRECISION_UNAVAILABLE, and what `needs` raises.
    """
    for known in get_args(Precision):
        if wanted == known:
            precision: Precision = known
            return precision
    if wanted != AUTO:
        raise RequestFailed(ErrorCode.PRECISION_UNAVAILABLE)
    chosen = chosen_plan(plans(needs(), room_here(), spreads=spreads))
    return next((known for known in get_args(Precision) if chosen and chosen.precision == known), "int4")


def room_here() -> Room:
    """Return the free memory of each graphics card that torch can use, and the host's."""
    cards = range(torch.cuda.device_count()) if torch.cuda.is_available() else ()
    return Room(tuple(free_bytes(torch.device("cuda", card)) for card in cards), free_bytes(torch.device("cpu")))


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
