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
from model_runtime.sandbox import memory_allowance
from model_runtime.weights.checkpoint import Checkpoint, StoredTensor, check_entries, open_checkpoint
from model_runtime.weights.manifest import Manifest
from model_runtime.weights.tokenizer import told_panics

GENERATION_FILE = "generation_config.json"
ADAPTER_FILE = "adapter_config.json"
_STOPS = "eos_token_id"

JUDGING_BYTES = 8 << 30
"""Ten times what the largest published folder takes until its weights are read; many a number in it can ask for more."""

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
    try:
        with memory_allowance.allow(JUDGING_BYTES), told_panics():
            return _opened(folder, manifest)
    except MemoryError as error:
        raise RequestFailed(ErrorCode.MODEL_ENDLESS) from error


def _opened(folder: Path, manifest: Manifest | None) -> OpenedWeights:
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
    _try_prompt(family, processor, place, config.get_text_config().vocab_size)
    return OpenedWeights(family, checkpoint, config, names, processor, _stop_ids(checkpoint, config), place)


def native_config(family: Family, document: Mapping[str, object]) -> Any:
    """Return what is kept of a `config.json`, as the family's class. Raises RequestFailed: MODEL_CONFIG_INVALID, MODEL_NOT_NATIVE."""
    config_class = import_class(family.config_class)
    kept = settings.kept(document, config_class, family)
    try:
        config = config_class(**kept)
    except Exception as error:  # validators raise what they like
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error
    if not _has_wanted_layers(config):
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
    return config


def _has_wanted_layers(config: Any) -> bool:
    """Tell whether the eyes have the layers whose rows go to the words: only a pass would find that they have not."""
    wanted = getattr(config, "vision_feature_layer", None)
    count = getattr(getattr(config, "vision_config", None), "num_hidden_layers", None)
    if wanted is None or count is None:
        return True
    return all(-count <= one + 1 <= count + 1 for one in (wanted if isinstance(wanted, list | tuple) else (wanted,)))


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


def _try_prompt(family: Family, processor: Any, place: int, vocab_size: int) -> None:
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
    if any(token >= vocab_size for token in prompt.ids if token != place):
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)


def _stop_ids(checkpoint: Checkpoint, config: Any) -> frozenset[int]:
    """Return the tokens that end an answer, from where the publisher says them. Raises MODEL_CONFIG_INVALID: none."""
    document: Mapping[str, object] | None = {}
    if checkpoint.folder.has(GENERATION_FILE):
        document = checkpoint.folder.read_json(GENERATION_FILE)
    if document is None:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
    text = config.get_text_config()
    # Some folders name the end of a turn only at the top of config.json, beside the end of a text in its part.
    for found in (document.get(_STOPS), checkpoint.config.get(_STOPS), getattr(text, _STOPS, None)):
        ids = found if isinstance(found, list) else [found]
        if stops := frozenset(one for one in ids if type(one) is int and 0 <= one < text.vocab_size):
            return stops
    raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
