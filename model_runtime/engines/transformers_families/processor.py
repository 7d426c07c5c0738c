"""Build what turns a conversation into a network's inputs, from parts: tokenizer, image processor, template, settings.

transformers never sees the folder: it is handed what was read from it. Its own way (AutoProcessor) would follow names in
the files, and asks for torchvision, which no picture needs. Writes no prompt (`prompt.py`).
"""

import importlib
from types import SimpleNamespace
from typing import Any

from model_runtime.engines.transformers_families import quirks, settings
from model_runtime.engines.transformers_families.chat_template import (
    PROCESSOR_FILE,
    TOKENIZER_CONFIG_FILE,
    read_template,
)
from model_runtime.engines.transformers_families.family import Family
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_files import QUERY_FOLDER
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.tokenizer import Tokenizer, parsed

PICTURES_FILE = "preprocessor_config.json"
"""Where older folders keep the image processor's settings."""

_TOKEN_NAMES = 32
_MAX_TOKEN_CHARS = 200


def build_processor(family: Family, folder: ModelFolder) -> Any:
    """Return the family's processor, its parts read from a folder. Raises RequestFailed with the first fault."""
    own = _json(folder, PROCESSOR_FILE) if folder.has(PROCESSOR_FILE) else {}
    pictures = own.get("image_processor")
    if not isinstance(pictures, dict):
        pictures = _json(folder, PICTURES_FILE)
    processor_class = _adapted_class(family)
    stub = SimpleNamespace(num_frames=None, fps=None)  # for films and sound, which nobody hands in
    parts: dict[str, Any] = dict.fromkeys(processor_class.get_attributes(), stub)
    template = read_template(folder) if family.prompt == "template" else ""
    if family.prompt == "template" and not template:
        raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID)
    try:
        parts["image_processor"] = _image_processor(family, pictures)
        parts["tokenizer"] = _tokenizer(folder)
        if "qformer_tokenizer" in parts:
            parts["qformer_tokenizer"] = _tokenizer(folder.inner(QUERY_FOLDER))
        kept = {key: own[key] for key in family.settings if key in own}
        return processor_class(**parts, **({"chat_template": template} if template else {}), **kept)
    except RequestFailed:
        raise
    except Exception as error:  # settings that do not go together end in any way
        raise RequestFailed(ErrorCode.MODEL_PROCESSOR_INVALID) from error


def import_class(place: tuple[str, str]) -> Any:
    """Import one class by module and name, and nothing of other families."""
    module, name = place
    quirks.prepare_import(module)
    return getattr(importlib.import_module(module), name)


def _adapted_class(family: Family) -> Any:
    """Return the processor's class, which takes a stub for what it does not need and leaves counting to us."""
    original = import_class(family.processor_class)
    if family.quirk:
        original = getattr(quirks, family.quirk)(original)

    class Processor(original):  # type: ignore[misc, valid-type]
        def check_argument_for_proper_class(self, name: str, argument: Any) -> Any:
            """Take what is no part for one."""
            is_stub = isinstance(argument, SimpleNamespace)
            return None if is_stub else super().check_argument_for_proper_class(name, argument)

        def _check_special_mm_tokens(self, *_arguments: Any, **_options: Any) -> None:
            """Check nothing: marks of pictures that a person typed would be counted."""

    return Processor


def _image_processor(family: Family, pictures: dict[str, Any]) -> Any:
    image_class = import_class(family.image_class)
    return image_class(**settings.kept_picture_settings(pictures, image_class))


def _tokenizer(folder: ModelFolder) -> Any:
    """Return the tokenizer that `tokenizer.json` describes, which is taken as it is; names of tokens beside it."""
    from transformers import PreTrainedTokenizerFast

    document = _json(folder, TOKENIZER_CONFIG_FILE) if folder.has(TOKENIZER_CONFIG_FILE) else {}
    named = _token_names(document)
    standard = set(PreTrainedTokenizerFast.SPECIAL_TOKENS_ATTRIBUTES)
    special = {name: token for name, token in named.items() if name not in standard}
    return PreTrainedTokenizerFast(
        tokenizer_object=parsed(Tokenizer(folder).json),
        padding_side="left",
        clean_up_tokenization_spaces=False,
        **{name: token for name, token in named.items() if name in standard},
        **({"model_specific_special_tokens": special} if special else {}),
    )


def _token_names(document: dict[str, Any]) -> dict[str, str]:
    """Return which token is meant by `eos_token` and the like; tokens are text or, in older files, a description of one."""
    extra = document.get("extra_special_tokens")
    found = {**document, **(extra if isinstance(extra, dict) else {})}
    named: dict[str, str] = {}
    for name, value in found.items():
        token = value.get("content") if isinstance(value, dict) else value
        if name.endswith("_token") and isinstance(token, str) and 0 < len(token) <= _MAX_TOKEN_CHARS:
            named[name] = token
    if len(named) > _TOKEN_NAMES:
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
    return named


def _json(folder: ModelFolder, name: str) -> dict[str, Any]:
    document = folder.read_json(name)
    if document is None:
        raise RequestFailed(ErrorCode.MODEL_PROCESSOR_INVALID)
    return document
