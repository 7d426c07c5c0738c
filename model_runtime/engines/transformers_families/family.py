"""Say what is particular to a family of networks that transformers has a class for: one `Family` is one row of the table.

Classes are named as text, by module and name, so that reading the table imports nothing. Does not list the families
(`table.py`) and builds nothing (`network.py`, `processor.py`).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Reuse: TypeAlias = Literal["prefix", "nothing"]
"""What a second question on the same pictures can keep: the rows up to the first new word, or none."""

Prompt: TypeAlias = Literal["template", "prefix", "query"]
"""How a question is written: by the folder's chat template; behind the pictures' places and in front of a new line; or once
for the network and once for the part of it that looks at the picture."""


@dataclass(frozen=True)
class Family:
    """One family.

    Attributes:
        model_type: as in `config.json`; also the name of transformers' module.
        stem: of its classes: `(stem)ForConditionalGeneration`, `(stem)Config`, `(stem)Processor`.
        images: `module:stem` of the image processor's class that needs no torchvision; `(stem)ImageProcessorPil`.
        parts: the `model_type`s that its parts may have: transformers builds whatever class a part names.
        unquantised: modules that stay in full precision in 4 and 8 bits, by path from the top or by last name; the head
            and what shares its weights always do.
        processor: `module:stem` of another family's processor that serves better.
        settings: the processor's own keys in `processor_config.json`; any other is left out.
        takes_several: more than one picture may be asked about at once.
        reuse: why `nothing`: a state that cannot be cut back, a prompt that is seen both ways, or a picture that is looked
            at with the question in mind.
        prompt: how a question is written.
        decoder: the part that goes on token by token where the whole network cannot; empty: the network itself.
        fewest_tokens: that pictures must have become for the network to see anything.
        writes_bos: the tokenizer, not the template, begins every text with `<s>`, so it has to be put in front.
        quirk: name of a function of `quirks.py` that the processor's class goes through.
    """

    model_type: str
    stem: str
    images: str
    parts: tuple[str, ...]
    unquantised: tuple[str, ...]
    processor: str = ""
    settings: tuple[str, ...] = ()
    takes_several: bool = True
    reuse: Reuse = "prefix"
    prompt: Prompt = "template"
    decoder: str = ""
    fewest_tokens: int = 1
    writes_bos: bool = False
    quirk: str = ""

    @property
    def architecture(self) -> str:
        """The network's class, which `architectures` of an honest `config.json` names."""
        return f"{self.stem}ForConditionalGeneration"

    @property
    def processor_class(self) -> tuple[str, str]:
        """Module and class of the processor."""
        module, _, stem = self.processor.rpartition(":")
        return _module(module or self.model_type, "processing"), f"{stem or self.stem}Processor"

    @property
    def image_class(self) -> tuple[str, str]:
        """Module and class of the image processor."""
        module, _, stem = self.images.rpartition(":")
        return _module(module or self.model_type, "image_processing_pil"), f"{stem}ImageProcessorPil"

    @property
    def config_class(self) -> tuple[str, str]:
        """Module and class of the configuration."""
        return _module(self.model_type, "configuration"), f"{self.stem}Config"

    @property
    def network_class(self) -> tuple[str, str]:
        """Module and class of the network."""
        return _module(self.model_type, "modeling"), self.architecture


def _module(name: str, kind: str) -> str:
    return f"transformers.models.{name}.{kind}_{name}"
