"""Write tiny random checkpoints of every family, as people find them: the same seed gives the same bytes.

Random weights practically never choose a stop token. Does not know the program that is tested.
"""

import importlib
import json
import math
import re
from pathlib import Path
from typing import Any

from tests.helpers.tiny_families.table import FAMILIES, Family

CORPUS = """What is the total of this invoice? The total due is on the last line of the page, next to the tax and the
date. Who is it from, who signed it, and where was it sent? Describe the picture: a small red square, a blue circle, two
green lines and some black text on white paper. Answer with one word, yes or no. How many people are in the photo? Short
answers name a number, an amount, an address, a country or a name. Nothing else stands there, not even a stamp.
这张图片里有什么？发票的总金额是多少？请用中文回答。这是谁写的信？图中有一个红色的方块和两条绿色的线。没有别的内容。"""
VOCABULARY = 512
SHARP, CONTRAST = 2.0, 4.0  # attention that depends on single words and patches; deviation of the logits

TEMPLATE = """{{ say.start }}
{%- if say.default and messages[0].role != 'system' %}{{ say.system + say.default + say.end }}{% endif %}
{%- for message in messages %}{{ say[message.role] }}
{%- if message.content is string %}{{ message.content }}
{%- else %}{% for part in message.content %}{{ say.image if part.type == 'image' else part.text }}{% endfor %}
{%- endif %}
{{- say.end_user if message.role == 'user' else say.end }}
{%- endfor %}
{%- if add_generation_prompt %}{{ say.prompt }}{% endif %}
"""
OFF = "enable_thinking is defined and not enable_thinking"


def write(name: str, folder: Path, seed: int, dtype: str, shards: int, layout: str) -> None:
    """Write one family's folder."""
    import torch
    import transformers

    transformers.logging.disable_progress_bar()  # it would leave a thread
    family = FAMILIES[name]
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer(family, family.bos)
    write_processor(family, tokenizer, folder, layout)
    rows = 64 * math.ceil(max(VOCABULARY, len(tokenizer)) / 64)
    ids = {**tokenizer.get_vocab(), "vocabulary": rows}
    ids |= {"pad": tokenizer.pad_token_id, "bos": tokenizer.bos_token_id, "eos": tokenizer.eos_token_id}
    torch.manual_seed(seed)
    document = resolved({"tie_word_embeddings": family.is_tied, **family.config}, ids)
    config = transformers.AutoConfig.for_model(name, **document)
    model = model_class(family)._from_config(config, dtype=torch.float32)
    randomise(model, tokenizer, seed)
    model = model.to({"bf16": torch.bfloat16, "fp32": torch.float32}[dtype])
    stops = [ids[token] for token in family.stops.split()]
    model.generation_config = transformers.GenerationConfig(
        eos_token_id=stops if len(stops) > 1 else stops[0], pad_token_id=ids["pad"], bos_token_id=ids["bos"]
    )
    size = sum(weight.numel() * weight.element_size() for weight in model.parameters())
    model.save_pretrained(folder, max_shard_size=2 * size if shards == 1 else math.ceil(1.1 * size / shards))


def resolved(value: Any, ids: dict[str, Any]) -> Any:
    """Replace every "@token" by its id."""
    if isinstance(value, dict):
        return {key: resolved(item, ids) for key, item in value.items()}
    return ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value


def make_tokenizer(family: Family, before: str, after: str = "") -> Any:
    """Train a byte-level BPE on the corpus, which encodes any text and writes `before` and `after` around each."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    words = [(word.partition(":")[0] if ":" in word else "", word.rpartition(":")[2]) for word in family.tokens.split()]
    named = {f"{name}_token": token for names, token in words for name in names.split(",") if name}
    backend = Tokenizer(models.BPE())
    backend.normalizer = normalizers.NFC()
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    alphabet, size = sorted(pre_tokenizers.ByteLevel.alphabet()), max(VOCABULARY, len(words) + 400)
    special = [token for _, token in words]
    trainer = trainers.BpeTrainer(
        special_tokens=special, vocab_size=size, initial_alphabet=alphabet, show_progress=False
    )
    backend.train_from_iterator([CORPUS], trainer)
    if ends := [(token, backend.token_to_id(token)) for token in (before, after) if token]:
        backend.post_processor = processors.TemplateProcessing(f"{before} $A {after}".strip(), special_tokens=ends)
    return PreTrainedTokenizerFast(tokenizer_object=backend, padding_side="left", **named)


def chat_template(chat: dict[str, str]) -> str:
    """Return a Jinja template; thinking is mentioned only where the family knows it."""
    say = {"start": "", "system": "", "end": "", "default": "", "prompt": chat["assistant"], "thinking": "", **chat}
    text = "{%- set say = " + json.dumps({"end_user": say["end"], **say}) + " -%}" + TEMPLATE
    if "no_thinking" in chat:
        text = text.replace("say.prompt", f"say.prompt + (say.no_thinking if {OFF} else say.thinking)")
    if "mark" in chat:
        text = text.replace("say.end_user", f"(say.mark if {OFF} else '') + say.end_user")
    return text


def write_processor(family: Family, tokenizer: Any, folder: Path, layout: str) -> None:
    """Write what turns text and pictures into numbers: tokenizers, chat template and settings."""
    tokenizer.save_pretrained(folder)
    if family.stem == "InstructBlip":
        make_tokenizer(family, "[CLS]", "[SEP]").save_pretrained(folder / "qformer_tokenizer")
    pixels = picture_class(family)(**family.pixels).to_dict()
    pixels["image_processor_type"] = family.class_name("ImageProcessor")
    own = {**family.settings, "processor_class": family.class_name("Processor")}
    videos = {"video_processor": {**pixels, "video_processor_type": f"{family.videos}VideoProcessor"}}
    if layout == "new":
        parts = {"image_processor": pixels, **(videos if family.videos else {})}
        write_json(folder / "processor_config.json", {**own, **parts})
    else:
        pixels["image_processor_type"] += "Fast"
        write_json(folder / "preprocessor_config.json", {**pixels, "processor_class": own["processor_class"]})
        if family.videos:
            write_json(folder / "video_preprocessor_config.json", videos["video_processor"])
        if family.settings:
            write_json(folder / "processor_config.json", own)
    if family.chat and layout == "new":
        (folder / "chat_template.jinja").write_text(chat_template(family.chat), encoding="utf-8")
    elif family.chat:
        write_json(folder / "chat_template.json", {"chat_template": chat_template(family.chat)})


def randomise(model: Any, tokenizer: Any, seed: int) -> None:
    """Draw every weight anew: matrices keep the size of what passes through them, vectors are moved a little.

    Rows of the head for special tokens and for pieces of characters are small: answers are readable and hold no
    placeholder. Random signs in the last norm keep a tied head from answering each token by itself.
    """
    import torch

    generator = torch.Generator().manual_seed(seed)
    head, special = model.get_output_embeddings().weight, set(tokenizer.added_tokens_decoder)
    words = [tokenizer.decode([row]) if row < len(tokenizer) and row not in special else "" for row in range(len(head))]
    with torch.no_grad():
        for name, weight in sorted(model.named_parameters()):
            noise = torch.randn(weight.shape, generator=generator)
            if weight.dim() > 1:
                gain = SHARP if re.search(r"\b(q_proj|k_proj|o_proj|out_proj|down_proj)\b", name) else 1.0
                weight.copy_(gain * noise / math.sqrt(weight[0].numel()))
            elif re.search(r"(language|text)_model\.(model\.)?norm\.weight$", name):
                zero = float(weight.mean() == 0)  # Gemma's norms add one to their weight
                weight.copy_((weight + zero) * noise.sign() * CONTRAST - zero)
            else:
                weight.add_(0.1 * noise + (1.0 if re.search(r"[qk]_norm", name) else 0.0))
        head[[row for row, word in enumerate(words) if not word.isprintable() or word == "" or "\ufffd" in word]] *= 0.1


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def read_json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def model_class(family: Family) -> Any:
    """Return the family's own class."""
    return getattr(importlib.import_module("transformers"), family.class_name("ForConditionalGeneration"))


def picture_class(family: Family) -> Any:
    """Return the image processor's class that needs no torchvision."""
    return getattr(importlib.import_module("transformers"), family.class_name("ImageProcessor") + "Pil")
