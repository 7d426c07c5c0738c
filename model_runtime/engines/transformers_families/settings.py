"""Keep of a folder's JSON only what a class of transformers understands and what can do no harm, and refuse the rest.

An allow-list twice: keys that the class declares, and never those that would make it load something else. Numbers that
decide how much is built are held against the tensors there are, before any class is made. Reads no file.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from model_runtime.engines.transformers_families.family import Family
from model_runtime.engines.transformers_families.table import FAMILIES, SUPERSEDED
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

ATTENTION_KEYS = ("attn_implementation", "_attn_implementation", "attn_implementation_internal")
QUANTISATION_KEYS = ("quantization_config", "quantization", "compression_config")
"""Of transformers, of MLX, and of compressed-tensors before transformers knew it."""

KNOWN_ATTENTION = ("eager", "sdpa", "flash_attention_2")
"""Any other name would be looked for on a hub: as program code."""

_NEVER = re.compile(
    r"_?attn_implementation.*|auto_map|quantization(?:_config)?|compression_config|.*kernel_config|fusion_config"
    r"|transformers_weights|_.*"
)
"""Keys that choose code, files or quantisers. The engine says these things itself."""

_OLD_TEXT_KEYS = {"rope_scaling", "rope_theta"}
"""Rotations as they were described before they had a key of their own."""

_COUNTS = re.compile(r"(?!max_window_)(?:.*_)?(?:layers|depth|experts|blocks|stages)")
"""Numbers of this name say how often something is built. One is the place where windows end, often behind the last layer."""

MAX_NUMBER = 1 << 31
MAX_COUNT = 1024
"""Of layers and the like: the deepest published network has 126. Empty tensors cost nothing, so a folder can have many."""

MAX_LIST = 4096
"""Some lists say what is built, a part a member."""

MAX_EDGE_PX = 1 << 13
MAX_AREA_PX = 1 << 26
"""Of a picture as a network sees it."""


def family_of(config: Mapping[str, object]) -> Family:
    """Find the row that a `config.json` belongs to: by its type and, against look-alikes, by its class.

    Raises RequestFailed: MODEL_SUPERSEDED, MODEL_FAMILY_UNKNOWN, MODEL_NOT_NATIVE (the type's name, another's class).
    """
    model_type, architectures = config.get("model_type"), config.get("architectures")
    if not isinstance(model_type, str):
        raise RequestFailed(ErrorCode.MODEL_FAMILY_UNKNOWN)
    if model_type in SUPERSEDED:
        raise RequestFailed(ErrorCode.MODEL_SUPERSEDED)
    family = FAMILIES.get(model_type)
    if family is None:
        raise RequestFailed(ErrorCode.MODEL_FAMILY_UNKNOWN)
    if architectures != [family.architecture]:
        raise RequestFailed(ErrorCode.MODEL_NOT_NATIVE)
    return family


def refuse_foreign(config: Mapping[str, object]) -> None:
    """Refuse what asks for somebody else's code or form of numbers, wherever it stands.

    Raises RequestFailed: MODEL_FOREIGN_CODE for an attention kernel of a hub, MODEL_QUANTIZED for a quantiser.
    """
    for key, value in _pairs(config):
        if key in ATTENTION_KEYS and value is not None and value not in KNOWN_ATTENTION:
            raise RequestFailed(ErrorCode.MODEL_FOREIGN_CODE)
        if key in QUANTISATION_KEYS and value:
            raise RequestFailed(ErrorCode.MODEL_QUANTIZED)


def refuse_endless(config: Mapping[str, object], tensors: int) -> None:
    """Refuse what promises more parts than there are tensors, or than any network has, and names of types that are no names.

    Raises RequestFailed: TENSOR_MISSING, MODEL_CONFIG_INVALID.
    """
    for key, value in _pairs(config):
        if isinstance(value, list) and len(value) > MAX_LIST:
            raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID, limit=MAX_LIST)
        if key == "model_type" and value is not None and not isinstance(value, str):
            raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
        if not isinstance(value, int) or isinstance(value, bool):
            continue
        if abs(value) > MAX_NUMBER:
            raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
        if _COUNTS.fullmatch(key) and value > tensors:
            raise RequestFailed(ErrorCode.TENSOR_MISSING, count=value - tensors)
        if _COUNTS.fullmatch(key) and value > MAX_COUNT:
            raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID, limit=MAX_COUNT)


def kept(config: Mapping[str, object], config_class: Any, family: Family) -> dict[str, Any]:
    """Return what the class declares; parts keep all that is not forbidden, and are of a type that the row allows.

    Older folders have no `text_config`: there its keys stand at the top. Raises RequestFailed MODEL_NOT_NATIVE for a part
    of another type.
    """
    declared = _declared(config_class) | {"tie_word_embeddings"}
    if "text_config" not in config:
        declared |= _declared(_part_class(config_class, "text_config")) | _OLD_TEXT_KEYS
    top = {key: value for key, value in _allowed(config).items() if key in declared and key != "model_type"}
    for key, part in top.items():
        # Where the class of a part is fixed, transformers does not look at its type, which is wrong in some folders.
        is_by_name = not dataclasses.is_dataclass(_part_class(config_class, key))
        if isinstance(part, dict) and is_by_name and part.get("model_type", family.parts[0]) not in family.parts:
            raise RequestFailed(ErrorCode.MODEL_NOT_NATIVE)
    return top


def kept_picture_settings(settings: Mapping[str, object], image_class: Any) -> dict[str, Any]:
    """Return what the image processor's class declares. Raises RequestFailed MODEL_PROCESSOR_INVALID for sizes without measure."""
    declared = image_class.valid_kwargs.__annotations__.keys() - _NOT_PICTURE_SETTINGS
    found = {key: value for key, value in settings.items() if key in declared and value is not None}
    for key, value in _pairs(found):
        if isinstance(value, list) and len(value) > MAX_LIST:
            raise RequestFailed(ErrorCode.MODEL_PROCESSOR_INVALID)
        limit = MAX_AREA_PX if key in _AREAS else MAX_EDGE_PX
        if isinstance(value, int | float) and not abs(value) <= limit:
            raise RequestFailed(ErrorCode.MODEL_PROCESSOR_INVALID)
    return found


_AREAS = {"shortest_edge", "longest_edge", "min_pixels", "max_pixels"}
"""What may be as large as an area. Edges in some families, areas in others; no other setting is nearly as large as an edge."""

_NOT_PICTURE_SETTINGS = {"device", "return_tensors", "data_format", "input_data_format", "disable_grouping"}


def _declared(config_class: Any) -> set[str]:
    """Return the keys that a class of settings knows, under old names, too; of none, no key."""
    if not dataclasses.is_dataclass(config_class):
        return set()
    names = {field.name for field in dataclasses.fields(config_class) if field.init}
    return names | set(getattr(config_class, "attribute_map", {}))


def _part_class(config_class: Any, key: str) -> Any:
    """Return the class of a part; one that is no class of settings chooses by the part's type."""
    spec = getattr(config_class, "sub_configs_defaults", {}).get(key)
    return getattr(spec, "config_class", spec)


def _allowed(config: Mapping[str, object]) -> dict[str, Any]:
    return {
        key: _allowed(value) if isinstance(value, dict) else value
        for key, value in config.items()
        if not _NEVER.fullmatch(key)
    }


def _pairs(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Yield every key with its value, at any depth; members of a list under the list's key."""
    yield key, value
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _pairs(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _pairs(item, key)
