"""Judge a folder of a family that transformers knows, without reading a weight and before any of it is trusted.

In an order in which nothing is built before its size is known: files, type and class, foreign code, numbers against the
tensors there are, the network's names and shapes, the processor, and one conversation written with made-up pictures.
Loading begins with it, and an import asks for it alone. Does not load (`loading.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_runtime.engines.transformers_families import internvl_chat, network, settings
from model_runtime.engines.transformers_families.family import Family
from model_runtime.engines.transformers_families.processor import build_processor, import_class
from model_runtime.engines.transformers_families.prompt import Conversation, write_prompt
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import Checkpoint, StoredTensor, check_entries, open_checkpoint
from model_runtime.weights.manifest import Manifest

GENERATION_FILE = "generation_config.json"
ADAPTER_FILE = "adapter_config.json"

_TRIAL_PX = (64, 48)


@dataclass(frozen=True)
class OpenedWeights:
    """A folder whose every tensor has its place, and whose words and pictures the network knows.

    Attributes:
        config: what was kept of `config.json`, as the family's class.
        names: of its tensors, in the files and in the network.
        stop_ids: tokens that end an answer.
        place: the id that a picture's places have.
    """

    family: Family
    checkpoint: Checkpoint
    config: Any
    names: network.Names
    processor: Any
    stop_ids: frozenset[int]
    place: int

    @property
    def tensors(self) -> Mapping[str, StoredTensor]:
        """The network's tensors, by the network's names."""
        return {place: self.checkpoint.tensors[name] for place, name in self.names.stored.items()}


def open_weights(folder: Path, manifest: Manifest | None = None) -> OpenedWeights:
    """Open a folder, held to its manifest where there is one. Raises RequestFailed with the code of its first fault."""
    checkpoint = open_checkpoint(folder, manifest)
    if internvl_chat.is_old(checkpoint.config):
        settings.refuse_foreign(checkpoint.config)
        checkpoint = internvl_chat.in_new_form(checkpoint)
    family = settings.family_of(checkpoint.config)
    if checkpoint.folder.has(ADAPTER_FILE):
        raise RequestFailed(ErrorCode.MODEL_ADAPTER)
    settings.refuse_foreign(checkpoint.config)
    settings.refuse_endless(checkpoint.config, len(checkpoint.tensors))
    config = native_config(family, checkpoint.config)
    names = _checked_names(family, config, checkpoint)
    processor = build_processor(family, checkpoint.folder)
    place = network.place_id(config)
    _try_prompt(family, processor, place)
    return OpenedWeights(family, checkpoint, config, names, processor, _stop_ids(checkpoint, config), place)


def native_config(family: Family, document: Mapping[str, object]) -> Any:
    """Return what is kept of a `config.json`, as the family's class. Raises RequestFailed: MODEL_CONFIG_INVALID, MODEL_NOT_NATIVE."""
    config_class = import_class(family.config_class)
    kept = settings.kept(document, config_class, family)
    try:
        return config_class(**kept)
    except Exception as error:  # validators raise what they like
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error


def _checked_names(family: Family, config: Any, checkpoint: Checkpoint) -> network.Names:
    """Match names and compare shapes, on a network without memory. Raises TENSOR_MISSING, TENSOR_UNKNOWN and the like."""
    empty = network.empty_network(family, config)
    order = sorted(checkpoint.tensors, key=lambda name: _place(checkpoint.tensors[name]))
    names = network.names_of(empty, order)
    for code, faulty in ((ErrorCode.TENSOR_MISSING, names.missing), (ErrorCode.TENSOR_UNKNOWN, names.unknown)):
        if faulty:
            raise RequestFailed(code, count=len(faulty))
    shapes = {name: tuple(tensor.shape) for name, tensor in empty.state_dict().items() if name in names.stored}
    check_entries({name: checkpoint.tensors[names.stored[name]].entry for name in shapes}, shapes)
    return names


def _place(tensor: StoredTensor) -> tuple[str, int]:
    return tensor.file, tensor.entry.offset


def _try_prompt(family: Family, processor: Any, place: int) -> None:
    """Write a conversation about a grey picture, so that a template or settings that cannot work are found at import."""
    from PIL import Image

    pictures = [Image.new("RGB", _TRIAL_PX, "grey")] * (2 if family.takes_several else 1)
    history = (("A?", "B."),) if family.prompt == "template" else ()
    try:
        prompt = write_prompt(family, processor, place, Conversation(pictures, history, "C?"))
    except RequestFailed:
        raise
    except Exception as error:  # settings that do not go together end in any way
        raise RequestFailed(ErrorCode.MODEL_PROCESSOR_INVALID) from error
    if not prompt.picture_tokens:
        raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID)


def _stop_ids(checkpoint: Checkpoint, config: Any) -> frozenset[int]:
    """Return the tokens that end an answer, from where the publisher says them. Raises MODEL_CONFIG_INVALID: none."""
    document: Mapping[str, object] = {}
    if checkpoint.folder.has(GENERATION_FILE):
        document = checkpoint.folder.read_json(GENERATION_FILE) or {}
    found = document.get("eos_token_id", getattr(config.get_text_config(), "eos_token_id", None))
    ids = found if isinstance(found, list) else [found]
    stops = frozenset(one for one in ids if isinstance(one, int) and not isinstance(one, bool) and one >= 0)
    if not stops:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
    return stops
