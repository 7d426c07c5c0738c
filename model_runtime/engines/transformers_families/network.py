"""Build a network of transformers' own class without memory, say which stored tensor belongs where, and fill it.

Names in files and names of modules differ; transformers' table of renamings is used, its loader is not: that one fills
what is missing at random, follows an index out of the folder, and reads no manifest. Does not judge (`judging.py`).
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from model_runtime.engines.transformers_families.family import Family
from model_runtime.engines.transformers_families.processor import import_class
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization import conversion
from model_runtime.quantization.recipe import Treatment, fits
from model_runtime.weights.reading import TensorReader

ATTENTION = "sdpa"

_COMPUTED = re.compile(r"(?:^|\.)(?:rotary_emb\.inv_freq|position_ids)$")
"""Stored by older versions, computed by this one."""


@dataclass(frozen=True)
class Names:
    """How the names of a checkpoint and of a network meet.

    Attributes:
        stored: the network's tensor -> the checkpoint's.
        unknown: of the checkpoint that the network has no place for.
        missing: of the network that no file holds and that share no other's memory.
    """

    stored: Mapping[str, str]
    unknown: frozenset[str]
    missing: frozenset[str]


def empty_network(family: Family, config: Any) -> Any:
    """Build the network on no device, for names and shapes. Raises RequestFailed MODEL_CONFIG_INVALID."""
    with torch.device("meta"):
        return _built(family, config)


def fillable_network(family: Family, config: Any, dtype: torch.dtype) -> Any:
    """Build the network with empty weights and with the tables that it computes for itself. Raises MODEL_CONFIG_INVALID."""
    from accelerate import init_empty_weights
    from transformers.initialization import no_init_weights

    with init_empty_weights(include_buffers=False), no_init_weights(), _default_dtype(dtype):
        return _built(family, config).eval()


def _built(family: Family, config: Any) -> Any:
    network_class = import_class(family.network_class)
    config._attn_implementation = ATTENTION  # noqa: SLF001 - the only way that reaches every part
    try:
        return network_class(config)
    except Exception as error:  # sizes that do not go together end in any way
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error


def names_of(network: Any, stored: Iterable[str]) -> Names:
    """Match the checkpoint's names with the network's; the order stays."""
    from transformers.conversion_mapping import get_model_conversion_mapping
    from transformers.core_model_loading import WeightRenaming, rename_source_key

    renamings = [one for one in get_model_conversion_mapping(network) if isinstance(one, WeightRenaming)]
    known = dict.fromkeys(network.state_dict(), True)
    places: dict[str, str] = {}
    unknown: set[str] = set()
    for name in stored:
        place, _ = rename_source_key(name, renamings, [], network.base_model_prefix, known)
        place = place if place in known else name
        if place not in known or place in places:
            unknown.add(name)
        else:
            places[place] = name
    ignorable = network._keys_to_ignore_on_load_unexpected or ()  # noqa: SLF001 - named by the class, for its loader
    ignored = [re.compile(pattern) for pattern in ignorable]
    left_out = {n for n in unknown if _COMPUTED.search(n) or any(one.search(n) for one in ignored)}
    return Names(places, frozenset(unknown - left_out), frozenset(_untied(network, known.keys() - places.keys())))


def _untied(network: Any, missing: set[str]) -> set[str]:
    """Return what is missing and shares no memory with anything that is there."""
    tied: dict[str, str] = network.all_tied_weights_keys
    pairs = [*tied.items(), *((source, target) for target, source in tied.items())]
    helped = {one for one, other in pairs if one in missing and other not in missing}
    return missing - helped


def linear_treatments(network: Any, family: Family, treatment: Treatment) -> dict[str, Treatment]:
    """Name the layers of the language part that become small; eyes, what joins them, and the head stay as they are."""
    head = network.get_output_embeddings()
    return {
        name: treatment
        for name, module in network.named_modules()
        if isinstance(module, nn.Linear)
        and module is not head
        and not stays(name, family)
        and fits(treatment, module.in_features)
    }


def layers_of(network: nn.Module) -> Iterator[nn.Module]:
    """Yield the members of every stack of layers, the eyes' and the language part's; no layer of a layer."""
    for module in network.children():
        if isinstance(module, nn.ModuleList):
            yield from module
        else:
            yield from layers_of(module)


def stays(name: str, family: Family) -> bool:
    """Tell whether a module is one of those that a family keeps in full precision."""
    return any(name.startswith(f"{one}.") or name == one or name.endswith(f".{one}") for one in family.unquantised)


@dataclass(frozen=True)
class Filling:
    """How stored tensors become the network's.

    Attributes:
        dtype: of what is not quantised.
        device_of: where a tensor lives, by its name in the network.
        treatments: of the layers that become small.
    """

    dtype: torch.dtype
    device_of: Callable[[str], torch.device]
    treatments: Mapping[str, Treatment]


def fill(network: Any, names: Names, reader: TensorReader, filling: Filling) -> None:
    """Read every tensor into its place, one at a time, in the order of the names.

    Raises what the reader raises, and TENSOR_TYPE for bytes that are no numbers.
    """
    treatments = dict(filling.treatments)
    conversion.install(network, treatments)
    for place, name in names.stored.items():
        tensor = reader.read(name)
        if not tensor.is_floating_point():
            raise RequestFailed(ErrorCode.TENSOR_TYPE, count=1)
        moved = tensor.to(device=filling.device_of(place), dtype=filling.dtype)
        for part, value in conversion.quantized(place, moved, treatments):
            conversion.place(network, part, value)
    network.tie_weights(missing_keys=network.state_dict().keys() - names.stored.keys())
    for name, buffer in list(network.named_buffers()):
        if buffer.device != filling.device_of(name):
            conversion.place(network, name, buffer.to(filling.device_of(name)))


def place_id(config: Any) -> int:
    """Return the id that a picture's places have among the words' ids."""
    for name in ("image_token_id", "image_token_index"):
        found = getattr(config, name, None)
        if isinstance(found, int):
            return found
    raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)


@contextlib.contextmanager
def _default_dtype(dtype: torch.dtype) -> Iterator[None]:
    """Let tables that a network computes for itself have the precision in which it was published to compute them."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
