"""Walk every network of the catalogue at true size, through the program's own prefill and decode, and say what it took.

A question about a page of A4, then three tokens; beside it what the program says before loading (`models fit`).
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from model_runtime.chatglm4v.config import ChatGlm4vConfig
from model_runtime.chatglm4v.context import Context as Glm4vContext
from model_runtime.chatglm4v.prompt import write_prompt
from model_runtime.cogvlm2.config import CogVLM2Config, VisionConfig
from model_runtime.cogvlm2.context import Context as CogVLM2Context
from model_runtime.cogvlm2.context import Picture
from model_runtime.engines import chatglm4v_check, chatglm4v_engine, cogvlm2_check, cogvlm2_choice, cogvlm2_engine
from model_runtime.engines.transformers_families import judging, network, sizing
from model_runtime.engines.transformers_families.context import Context
from model_runtime.engines.transformers_families.processor import build_processor, import_class
from model_runtime.engines.transformers_families.prompt import Prompt
from model_runtime.engines.transformers_families.table import FAMILIES
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.inference.sampling import Sampler, SamplingOptions
from model_runtime.placement.needs import row_bytes
from model_runtime.placement.plan import Needs
from model_runtime.weights.model_folder import ModelFolder
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.writing import read_json
from tests.helpers.true_sizes import TRUE_SIZES
from tests.helpers.walking import Phase, Walk

META = torch.device("meta")
TOKENS = 3


@dataclass(frozen=True)
class Walked:
    """What was counted of one network, in bfloat16, and what was said before.

    Attributes:
        parameters: numbers that it is made of, shared ones once.
        weights: bytes of all its tensors, counted one by one.
        answer_bytes: of what is said before, the rows of an answer that this walk does not give.
    """

    title: str
    parameters: int
    weights: int
    needs: Needs
    phases: dict[str, Phase]
    answer_bytes: int = 0


def walk_family(name: str) -> Walked:
    """Walk a network of transformers' own class."""
    family = FAMILIES[name]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / name
        document = _true_folder(name, folder)
        config = judging.native_config(family, document)
        processor = build_processor(family, ModelFolder(folder))
    prompt = sizing.page_prompt(family, processor, network.place_id(config))
    filled = network.fillable_network(family, config, torch.bfloat16)
    _as_loaded(filled)
    walk = Walk(filled)
    with walk.phase("load"):
        filling = network.Filling(torch.bfloat16, lambda _: META, {})
        network.fill(filled, network.Names({}, frozenset(), frozenset()), None, filling)  # type: ignore[arg-type]  # no tensor
    context = Context(family, filled, 1 << 20)
    with walk.phase("prefill"):
        logits = context.prefill(["page"], prompt, lambda: False).logits
    with walk.phase("again"):
        context.prefill(["page"], _other_question(prompt), lambda: False)
    _decode(walk, logits, context.step)
    needs = sizing.needs_of_network(family, config, prompt)
    walked = _counted(TRUE_SIZES[name].title, filled, needs, walk, filled.all_tied_weights_keys)
    return replace(walked, answer_bytes=row_bytes(config.get_text_config()) * sizing.ANSWER_ROWS)


def _other_question(prompt: Prompt) -> Prompt:
    """Return a question about the same page whose words differ from the first one on."""
    at = prompt.picture_end + 1
    changed = prompt.inputs["input_ids"].clone()
    changed[0, at] += 1
    ids = (*prompt.ids[:at], prompt.ids[at] + 1, *prompt.ids[at + 1 :])
    return replace(prompt, ids=ids, inputs=prompt.inputs | {"input_ids": changed})


COGVLM2 = CogVLM2Config(
    has_vision_expert=True,
    vocab_size=128256,
    hidden_size=4096,
    intermediate_size=14336,
    num_hidden_layers=32,
    num_attention_heads=32,
    num_key_value_heads=8,
    max_position_embeddings=8192,
    rms_norm_eps=1e-5,
    rope_theta=5e5,
    bos_token_id=128000,
    eos_token_ids=(128001, 128009),
    template="chat",
    vision=VisionConfig(
        hidden_size=1792,
        intermediate_size=15360,
        num_hidden_layers=63,
        num_heads=16,
        image_size=1344,
        patch_size=14,
        in_channels=3,
        num_positions=9217,
        layer_norm_eps=1e-6,
    ),
)
"""cogvlm2-llama3-chat-19B."""

GLM4V = ChatGlm4vConfig(
    vocab_size=151552,
    hidden_size=4096,
    intermediate_size=13696,
    num_hidden_layers=40,
    num_attention_heads=32,
    num_key_value_heads=2,
    head_size=128,
    max_position_embeddings=8192,
    rms_norm_eps=1.5625e-07,
    rope_theta=1e4,
    scaling_factor=8.0,
    eos_token_ids=(151329, 151336, 151338),
    boi_token_id=151339,
    eoi_token_id=151340,
    vision=replace(COGVLM2.vision, image_size=1120, num_positions=6401),
)
"""glm-4v-9b."""


def walk_cogvlm2() -> Walked:
    """Walk CogVLM2-19B."""
    empty = cogvlm2_check.empty_network(COGVLM2)
    _as_loaded(empty)
    walk = Walk(empty)
    with walk.phase("load"):
        empty.prepare()
        context = CogVLM2Context(empty, cogvlm2_choice.MAX_ROWS, PrefixStore(cogvlm2_engine.PREFIX_STORE_BYTES))
    picture = Picture("page", lambda: torch.zeros(1, 3, COGVLM2.vision.image_size, COGVLM2.vision.image_size))
    with walk.phase("prefill"):
        logits = context.prefill(picture, list(range(100, 130)), lambda: False).logits
    _decode(walk, logits, context.step)
    return _counted("CogVLM2-19B", empty, cogvlm2_choice.needs_of(COGVLM2), walk)


def walk_glm4v() -> Walked:
    """Walk GLM-4V-9B."""
    empty = chatglm4v_check.empty_network(GLM4V)
    _as_loaded(empty)
    walk = Walk(empty)
    with walk.phase("load"):
        empty.prepare()
        context = Glm4vContext(empty, chatglm4v_engine.MAX_ROWS)
    picture = Picture("page", lambda: torch.zeros(1, 3, GLM4V.vision.image_size, GLM4V.vision.image_size))
    slots = (GLM4V.boi_token_id, GLM4V.eoi_token_id)
    prompt = write_prompt("What is it?", (), slots, lambda text: list(range(100, 100 + len(text))))
    with walk.phase("prefill"):
        logits = context.prefill(picture, prompt, lambda: False).logits
    _decode(walk, logits, context.step)
    return _counted("GLM-4V-9B", empty, chatglm4v_engine.needs_of(GLM4V), walk)


def _decode(walk: Walk, logits: Tensor, step: Callable[[Tensor], Tensor]) -> None:
    """Choose and append tokens; whatever makes the host wait for the device is an error."""
    sampler = Sampler(SamplingOptions())
    with walk.phase("decode", may_wait=False):
        for _ in range(TOKENS):
            logits = step(sampler.choose(logits))


def _as_loaded(filled: nn.Module) -> None:
    for weight in filled.parameters():
        weight.data = weight.data.to(torch.bfloat16)


def _counted(title: str, filled: nn.Module, needs: Needs, walk: Walk, tied: Any = ()) -> Walked:
    own = {name: weight for name, weight in filled.named_parameters() if name not in tied}
    buffers = sum(buffer.numel() * buffer.element_size() for buffer in filled.buffers())
    parameters = sum(weight.numel() for weight in own.values())
    weights = sum(weight.numel() * weight.element_size() for weight in own.values()) + buffers
    return Walked(title, parameters, weights, needs, walk.phases)


def _true_folder(name: str, folder: Path) -> dict[str, Any]:
    """Write the small files of a folder of true size: the tiny one's words, the published one's numbers."""
    size = TRUE_SIZES[name]
    shutil.copytree(folders.tiny(name), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    document, processing = read_json(folder / "config.json"), read_json(folder / "processor_config.json")
    if size.text:
        if "layer_types" not in size.text:
            document["text_config"].pop("layer_types", None)
        document = _over(document, {**size.top, "text_config": size.text, "vision_config": size.tower})
        processing |= size.settings
        processing["image_processor"] |= size.pixels
    else:
        ids = {key: value for key, value in document.items() if key.endswith(("token_id", "token_index", "model_type"))}
        by_itself = json.loads(import_class(FAMILIES[name].config_class)().to_json_string(use_diff=False))
        by_itself["vision_config"] = by_itself["vision_config"] or {"model_type": f"{name}_vision"}
        document = by_itself | ids | {"architectures": document["architectures"]}
        processing = {}
    (folder / "processor_config.json").write_text(json.dumps({"image_processor": {}, **processing}), encoding="utf-8")
    return document


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Lay one document over another; parts are laid over parts."""
    parts = {
        key: _over(below.get(key) or {}, value) if isinstance(value, dict) else value for key, value in above.items()
    }
    return below | parts
