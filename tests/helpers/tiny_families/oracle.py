"""Compute what a right answer is, apart from the program: an argmax over whole passes, without cache, by transformers' own loader.

Pictures stand before the first question; control tokens that were typed into one are plain text.
"""

import importlib
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.helpers.tiny_families.table import FAMILIES, Family
from tests.helpers.tiny_families.writing import model_class, picture_class, read_json


@dataclass(frozen=True)
class Asked:
    """A question and how it is to be answered; `history` holds earlier (question, answer) pairs.

    `times_s`: when each picture is; then words before each say so.
    """

    ask: str
    max_tokens: int = 12
    precision: str = "fp32"
    history: tuple[tuple[str, str], ...] = ()
    times_s: tuple[float, ...] = ()


def load_processor(family: Family, folder: Path) -> Any:
    """Build the family's processor from its parts, with a stub for those that only videos and sound need."""
    from transformers import PreTrainedTokenizerFast

    name = family.class_name("Processor")
    module: Any = importlib.import_module("transformers")
    if name == "PixtralProcessor":  # hidden without torchvision, of which it needs nothing
        twin = importlib.import_module("transformers.models.pixtral.image_processing_pil_pixtral")
        sys.modules["transformers.models.pixtral.image_processing_pixtral"] = twin
        module = importlib.import_module("transformers.models.pixtral.processing_pixtral")
    if name in ("SmolVLMProcessor", "Idefics3Processor"):  # the same prompts; Idefics3's own cannot sanitize
        name, module = "SmolVLMProcessor", importlib.import_module("transformers.models.smolvlm.processing_smolvlm")
        module.num2words = module.num2words or str  # only spells the number of a video's frames
    original = getattr(module, name)

    class Processor(original):  # type: ignore[misc, valid-type]
        def check_argument_for_proper_class(self, name: str, argument: Any) -> Any:
            stub = isinstance(argument, SimpleNamespace)
            return None if stub else super().check_argument_for_proper_class(name, argument)

        def _check_special_mm_tokens(self, *arguments: Any, **options: Any) -> None:
            """Check nothing: Gemma 3's check counts placeholders that were typed into a question."""

    if name == "InternVLProcessor":  # its own call forgets to sanitize, and does nothing more for pictures
        Processor.__call__, Processor.unused_input_names = module.ProcessorMixin.__call__, ["num_patches"]

    parts: dict[str, Any] = {part: SimpleNamespace(num_frames=None, fps=None) for part in Processor.get_attributes()}
    parts["image_processor"] = picture_class(family).from_pretrained(folder)
    parts["tokenizer"] = PreTrainedTokenizerFast.from_pretrained(folder)
    if "qformer_tokenizer" in parts:
        parts["qformer_tokenizer"] = PreTrainedTokenizerFast.from_pretrained(folder / "qformer_tokenizer")
    new, old = folder / "chat_template.jinja", read_json(folder / "chat_template.json")
    template = {"chat_template": new.read_text(encoding="utf-8")} if new.exists() else old
    settings = read_json(folder / "processor_config.json")
    return Processor(**parts, **template, **{key: settings[key] for key in family.settings})


def prepare(family: Family, processor: Any, images: list[Any], asked: Asked) -> dict[str, Any]:
    """Return the model's inputs for one conversation, the pictures before its first question."""
    import torch

    tokenizer = processor.tokenizer
    if not family.chat:
        return bare_inputs(family, processor, images, asked.ask)
    first: list[dict[str, Any]] = []
    for place, image in enumerate(images):
        if asked.times_s:
            words = "Frame " + str(place + 1) + ", at " + str(round(asked.times_s[place], 1)) + " s:"
            first.append({"type": "text", "text": words})
        first.append({"type": "image", "image": image})
    messages: list[dict[str, Any]] = []
    for question, answer in (*asked.history, (asked.ask, "")):
        seen = [] if messages else first
        messages += [{"role": "user", "content": [*seen, {"type": "text", "text": question}]}]
        messages += [{"role": "assistant", "content": [{"type": "text", "text": answer}]}]
    thinking = {"enable_thinking": False} if "enable_thinking" in processor.chat_template else {}
    tensors = {"tokenize": True, "return_dict": True, "return_tensors": "pt", "add_generation_prompt": True}
    safely = {"sanitize_control_tokens": True, "processor_kwargs": {"add_special_tokens": False}}
    inputs = processor.apply_chat_template(messages[:-1], **tensors, **safely, **thinking)
    if family.bos and inputs["input_ids"][0, 0] != tokenizer.bos_token_id:  # sanitizing keeps the tokenizer from it
        for key, value in {"input_ids": tokenizer.bos_token_id, "attention_mask": 1}.items():
            inputs[key] = torch.cat([torch.tensor([[value]]), inputs[key]], dim=1)
    return dict(inputs)


def bare_inputs(family: Family, processor: Any, images: list[Any], ask: str) -> dict[str, Any]:
    """Return the inputs of a family without chat template: the pictures' places, <s>, the question as plain text."""
    import torch

    is_blip, tokenizer = family.stem == "InstructBlip", processor.tokenizer
    inputs = processor(images=images, text="x" if is_blip else "<image>" * len(images) + "x", return_tensors="pt")
    place = tokenizer.convert_tokens_to_ids(family.image_token)
    plain = {"add_special_tokens": False, "split_special_tokens": True}
    places = [place] * int((inputs["input_ids"] == place).sum())
    ids = [*places, tokenizer.bos_token_id, *tokenizer(ask + ("" if is_blip else "\n"), **plain)["input_ids"]]
    made = {"input_ids": ids, "attention_mask": [1] * len(ids)}
    if is_blip:
        first, last = (tokenizer.convert_tokens_to_ids(token) for token in ("[CLS]", "[SEP]"))
        question = [first, *processor.qformer_tokenizer(ask, **plain)["input_ids"], last]
        made |= {"qformer_input_ids": question, "qformer_attention_mask": [1] * len(question)}
    else:
        made["token_type_ids"] = [0] * len(ids)
    return {"pixel_values": inputs["pixel_values"], **{key: torch.tensor([value]) for key, value in made.items()}}


def expect(name: str, folder: Path, pictures: list[Path], options: Asked) -> dict[str, Any]:
    """Return the greedy answer and facts about it."""
    import torch
    import transformers
    from PIL import Image

    transformers.logging.disable_progress_bar()
    family, dtype = FAMILIES[name], {"fp32": torch.float32, "bf16": torch.bfloat16}[options.precision]
    if (len(pictures) > 1 and not family.takes_several) or (options.history and not family.chat):
        raise ValueError(name)
    processor = load_processor(family, folder)
    images = [Image.open(path).convert("RGB") for path in pictures]
    inputs = prepare(family, processor, images, options)
    inputs = {key: value.to(dtype) if value.is_floating_point() else value for key, value in inputs.items()}
    places = int((inputs["input_ids"] == processor.tokenizer.convert_tokens_to_ids(family.image_token)).sum())
    facts = {"prompt_tokens": inputs["input_ids"].shape[1], "image_tokens": places, "finish": "length"}
    loading = {"use_safetensors": True, "local_files_only": True, "attn_implementation": "sdpa"}
    model = model_class(family).from_pretrained(folder, dtype=dtype, **loading).eval()
    stops = read_json(folder / "generation_config.json")["eos_token_id"]
    fills = {"attention_mask": 1, "mm_token_type_ids": 0, "token_type_ids": int(name == "paligemma")}
    ids: list[int] = []
    margin = math.inf
    while len(ids) < options.max_tokens:
        with torch.no_grad():
            scores = model(**inputs, use_cache=False).logits[0, -1].float()
        best = scores.topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        chosen = int(best.indices[0])
        if chosen in (stops if isinstance(stops, list) else [stops]):
            facts["finish"] = "stop"
            break
        ids.append(chosen)
        for key, fill in {"input_ids": chosen, **fills}.items():
            if key in inputs:
                inputs[key] = torch.cat([inputs[key], torch.tensor([[fill]])], dim=1)
    facts |= {"text": processor.tokenizer.decode(ids, skip_special_tokens=True), "margin": round(margin, 6)}
    return {"family": name, "model_type": model.config.model_type, "token_ids": ids, **facts}
