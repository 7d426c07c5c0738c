"""Spread a network over several graphics cards, or over one and the host's memory, by whole layers, in full precision.

accelerate decides which layer goes where and carries rows and weights to each other while computing. Which way is taken is
decided before (`placement/plan.py`). Reads no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from model_runtime.engines.transformers_families import network as networks
from model_runtime.placement.plan import SPARE_BYTES, Needs, Room

HOST = "cpu"


@dataclass(frozen=True)
class Spread:
    """Which module lives where.

    Attributes:
        devices: module -> number of a card, or `cpu`; a module's parts go with it. Empty: all on one device.
        first: where rows come in.
    """

    devices: Mapping[str, int | str]
    first: torch.device

    def device_of(self, name: str) -> torch.device:
        """Return where a tensor lives: with the longest module that it is in."""
        found = [module for module in self.devices if module == "" or name == module or name.startswith(f"{module}.")]
        if not found:
            return self.first
        device = self.devices[max(found, key=len)]
        return torch.device(device) if isinstance(device, str) else torch.device("cuda", device)


def spread(network: Any, needs: Needs, room: Room, *, with_host: bool) -> Spread:
    """Return where the layers of a network on `meta` go, the first card before the second; `with_host`: rest to the host.

    Each card keeps room for the rows of a question and for its widest moment; what the host lends comes to the first card one
    layer at a time.
    """
    from accelerate import infer_auto_device_map

    beside = SPARE_BYTES + needs.rows + needs.working + (needs.block if with_host else 0)
    memory: dict[int | str, int] = {card: max(0, free - beside) for card, free in enumerate(room.cards)}
    if with_host:
        memory = {0: memory[0], HOST: max(0, room.host - SPARE_BYTES)}
    devices = infer_auto_device_map(
        network, max_memory=memory, no_split_module_classes=_layer_classes(network), dtype=torch.bfloat16
    )
    return Spread(dict(devices), torch.device("cuda", 0))


def joined(network: Any, where: Spread) -> Any:
    """Let rows find their way through a network whose tensors lie where they are to."""
    from accelerate import dispatch_model

    return dispatch_model(network, device_map=dict(where.devices), main_device=where.first.index or 0)


def _layer_classes(network: Any) -> list[str]:
    """Name the classes of all that is never split: the members of every stack of layers."""
    return sorted({type(layer).__name__ for layer in networks.layers_of(network)})
