"""Adapt processors of transformers that stumble without torchvision or over words that a person typed, each with its reason.

A quirk takes the processor's class, imported, and returns the class to use. `prepare_import` is for a module that cannot
even be imported. Builds nothing (`processor.py`).
"""

import importlib
import sys
from typing import Any

_PIXTRAL = "transformers.models.pixtral.image_processing_"


def prepare_import(module: str) -> None:
    """Let Pixtral's processor find the twin of its image processor: it imports one function from the module for torchvision."""
    if module == "transformers.models.pixtral.processing_pixtral":
        sys.modules.setdefault(f"{_PIXTRAL}pixtral", importlib.import_module(f"{_PIXTRAL}pil_pixtral"))


def without_own_call(processor_class: Any) -> Any:
    """Let InternVL's processor work as all others do: its own call forgets the wish to keep control tokens apart."""
    general_call = importlib.import_module("transformers.processing_utils").ProcessorMixin.__call__
    return type(
        processor_class.__name__, (processor_class,), {"__call__": general_call, "unused_input_names": ["num_patches"]}
    )


def without_number_words(processor_class: Any) -> Any:
    """Let SmolVLM's processor do without the package num2words, which would spell how many frames a film has."""
    module = sys.modules[processor_class.__module__]
    module.num2words = getattr(module, "num2words", None) or str  # type: ignore[attr-defined]
    return processor_class
