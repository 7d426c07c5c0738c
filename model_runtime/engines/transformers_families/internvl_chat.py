"""Show a folder of InternVL2 as its publisher made it (type `internvl_chat`) in the form that the native class InternVL takes.

Tensors get the class's names, fused ones are split by rows; nothing is copied or computed, so what is read is what the
manifest holds. The language part InternLM 2 is a Llama whose queries, keys and values are one matrix
(https://arxiv.org/abs/2403.17297). Sizes, words and the chat's form become the files that a newer folder has. Judges nothing
else (`judging.py`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from model_runtime.engines.transformers_families.chat_template import (
    PROCESSOR_FILE,
    TEMPLATE_FILE,
    TOKENIZER_CONFIG_FILE,
)
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import Checkpoint, StoredTensor
from model_runtime.weights.model_files import TOKENIZER_FILE
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.rewritten_folder import RewrittenFolder
from model_runtime.weights.sentencepiece_model import MAX_MODEL_BYTES, read_pieces, tokenizer_json

MODEL_TYPE = "internvl_chat"
LANGUAGE_TYPE = "internlm2"
PIECES_FILE = "tokenizer.model"
GENERATION_FILE = "generation_config.json"

PLACE = "<IMG_CONTEXT>"
SYSTEM = "你是由上海人工智能实验室联合商汤科技开发的书生多模态大模型，英文名叫InternVL, 是一个有用无害的人工智能助手。"
"""What every conversation began with in training; the publisher's code adds it to each."""

TEMPLATE = (
    "<s><|im_start|>system\n" + SYSTEM + "<|im_end|>"
    "{%- for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}"
    "{%- set pictures = message['content'] | selectattr('type', 'equalto', 'image') | list | length %}"
    "{%- for part in message['content'] %}"
    "{%- if part['type'] == 'image' %}"
    "{{- ('Image-' ~ loop.index ~ ': ' if pictures > 1 else '') + '" + PLACE + "\n' }}"
    "{%- else %}{{ part['text'] }}{%- endif %}"
    "{%- endfor %}{{ '<|im_end|>' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{%- endif %}"
)
"""As the publisher's code writes turns: nothing stands between the end of one and the beginning of the next."""

_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

_TOWER, _LANGUAGE = "model.vision_tower.", "model.language_model."
_PLACES = {
    "vision_model.embeddings.class_embedding": f"{_TOWER}embeddings.cls_token",
    "vision_model.embeddings.position_embedding": f"{_TOWER}embeddings.position_embeddings",
    "vision_model.embeddings.patch_embedding": f"{_TOWER}embeddings.patch_embeddings.projection",
    "mlp1.0": "model.multi_modal_projector.layer_norm",
    "mlp1.1": "model.multi_modal_projector.linear_1",
    "mlp1.3": "model.multi_modal_projector.linear_2",
    "language_model.model.tok_embeddings": f"{_LANGUAGE}embed_tokens",
    "language_model.model.norm": f"{_LANGUAGE}norm",
    "language_model.output": "lm_head",
}
_TOWER_PLACES = {
    "attn.proj": "attention.projection_layer",
    "attn.q_norm": "attention.q_norm",
    "attn.k_norm": "attention.k_norm",
    "ls1": "lambda_1",
    "ls2": "lambda_2",
    "mlp.fc1": "mlp.fc1",
    "mlp.fc2": "mlp.fc2",
    "norm1": "layernorm_before",
    "norm2": "layernorm_after",
}
_LANGUAGE_PLACES = {
    "attention.wo": "self_attn.o_proj",
    "feed_forward.w1": "mlp.gate_proj",
    "feed_forward.w2": "mlp.down_proj",
    "feed_forward.w3": "mlp.up_proj",
    "attention_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
}
_LAYER = re.compile(r"(vision_model\.encoder|language_model\.model)\.layers\.(\d+)\.(.+?)(\.weight|\.bias)?")


def is_old(config: Mapping[str, object]) -> bool:
    """Tell whether a `config.json` is of InternVL2 with InternLM 2; with other language parts it is some other format."""
    language = config.get("llm_config")
    return (
        config.get("model_type") == MODEL_TYPE
        and config.get("architectures") == ["InternVLChatModel"]
        and isinstance(language, dict)
        and language.get("model_type") == LANGUAGE_TYPE
    )


def in_new_form(old: Checkpoint) -> Checkpoint:
    """Return the same weights as the native class names them, with the files that go with it.

    Raises RequestFailed: MODEL_CONFIG_INVALID, MODEL_TOKENIZER_INVALID, TENSOR_SHAPE, TENSOR_DUPLICATE, and what reading raises.
    """
    parts = (old.config.get("llm_config"), old.config.get("vision_config"))
    language, tower = (dict(part) if isinstance(part, dict) else _invalid_config() for part in parts)
    sizes = _Sizes(language)
    tensors: dict[str, StoredTensor] = {}
    for stored in old.tensors.values():
        for tensor in _placed(stored, sizes):
            if tensor.entry.name in tensors:
                raise RequestFailed(ErrorCode.TENSOR_DUPLICATE)
            tensors[tensor.entry.name] = tensor
    control = _control_tokens(old.folder)
    config = {
        "model_type": "internvl",
        "architectures": ["InternVLForConditionalGeneration"],
        "text_config": _language_config(language),
        "vision_config": _tower_config(tower),
        "image_token_id": control[PLACE],
        "image_seq_length": _tokens_a_tile(old.config, tower),
        "downsample_ratio": old.config.get("downsample_ratio", 0.5),
        "tie_word_embeddings": False,
    }
    folder = RewrittenFolder(old.folder, _made_files(old, control, config))
    return Checkpoint(folder, config, old.files, tensors)


class _Sizes:
    """How InternLM 2's fused matrix is laid out: for each key-value head its queries, one key, one value."""

    def __init__(self, language: Mapping[str, Any]) -> None:
        heads, groups = _count(language, "num_attention_heads"), _count(language, "num_key_value_heads")
        if heads % groups:
            _invalid_config()
        self.queries, self.groups = heads // groups, groups
        self.head = _count(language, "hidden_size") // heads

    def rows(self, first: int, count: int) -> list[range]:
        """Return the rows of `count` heads from the `first` of each group."""
        starts = [(group * (self.queries + 2) + first) * self.head for group in range(self.groups)]
        return [range(start, start + count * self.head) for start in starts]

    @property
    def all_rows(self) -> int:
        """How many rows the fused matrix has."""
        return self.groups * (self.queries + 2) * self.head


def _placed(stored: StoredTensor, sizes: _Sizes) -> Iterator[StoredTensor]:
    """Yield a stored tensor under its new name, a fused one in its three parts; an unknown one as it is."""
    name = stored.entry.name
    layer = _LAYER.fullmatch(name)
    if layer is None:
        stem, _, kind = name.rpartition(".")
        place = f"{_PLACES[stem]}.{kind}" if stem in _PLACES else _PLACES.get(name, name)
        yield _renamed(stored, place)
        return
    part, number, inner, kind = layer[1], layer[2], layer[3], layer[4] or ""
    if part == "vision_model.encoder":
        prefix = f"{_TOWER}encoder.layer.{number}."
        if inner == "attn.qkv":
            rows = stored.entry.shape[0] // 3 if stored.entry.shape else 0
            thirds = [[range(start, start + rows)] for start in (0, rows, 2 * rows)]
            yield from _split(stored, 3 * rows, f"{prefix}attention.", kind, thirds)
        else:
            yield _renamed(stored, f"{prefix}{_TOWER_PLACES[inner]}{kind}" if inner in _TOWER_PLACES else name)
        return
    prefix = f"{_LANGUAGE}layers.{number}."
    if inner == "attention.wqkv":
        parts = [sizes.rows(0, sizes.queries), sizes.rows(sizes.queries, 1), sizes.rows(sizes.queries + 1, 1)]
        yield from _split(stored, sizes.all_rows, f"{prefix}self_attn.", kind, parts)
    else:
        yield _renamed(stored, f"{prefix}{_LANGUAGE_PLACES[inner]}{kind}" if inner in _LANGUAGE_PLACES else name)


def _split(stored: StoredTensor, rows: int, prefix: str, kind: str, parts: list[list[range]]) -> Iterator[StoredTensor]:
    """Yield queries, keys and values of a fused tensor. Raises RequestFailed TENSOR_SHAPE unless it has just these rows."""
    if not rows or stored.entry.shape[:1] != (rows,):
        raise RequestFailed(ErrorCode.TENSOR_SHAPE, count=1)
    for letter, ranges in zip("qkv", parts, strict=True):
        yield stored.rows(f"{prefix}{letter}_proj{kind}", ranges)


def _renamed(stored: StoredTensor, name: str) -> StoredTensor:
    entry = stored.entry
    return StoredTensor(stored.file, type(entry)(name, entry.dtype, entry.shape, entry.offset, entry.size_bytes))


def _language_config(language: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sizes of the language part as Llama's.

    Its rotations are stretched only behind the length that it was made for, and no sequence here is longer.
    """
    same = (
        "hidden_size",
        "intermediate_size",
        "num_hidden_layers",
        "num_attention_heads",
        "num_key_value_heads",
        "vocab_size",
        "max_position_embeddings",
        "rms_norm_eps",
        "hidden_act",
        "bos_token_id",
        "eos_token_id",
        "pad_token_id",
    )
    return {key: language[key] for key in same if key in language} | {
        "model_type": "llama",
        "attention_bias": bool(language.get("bias")),
        "tie_word_embeddings": False,
        "rope_parameters": {"rope_type": "default", "rope_theta": language.get("rope_theta", 1e6)},
    }


def _tower_config(tower: Mapping[str, Any]) -> dict[str, Any]:
    same = (
        "hidden_size",
        "intermediate_size",
        "num_hidden_layers",
        "num_attention_heads",
        "image_size",
        "patch_size",
        "num_channels",
        "layer_norm_eps",
        "norm_type",
        "hidden_act",
    )
    renamed = {"use_qk_norm": bool(tower.get("qk_normalization")), "attention_bias": bool(tower.get("qkv_bias"))}
    return {key: tower[key] for key in same if key in tower} | renamed | {"model_type": "internvl_vision"}


def _tokens_a_tile(config: Mapping[str, Any], tower: Mapping[str, Any]) -> int:
    side, ratio = _count(tower, "image_size") // _count(tower, "patch_size"), config.get("downsample_ratio", 0.5)
    if not isinstance(ratio, float) or not 0 < ratio <= 1:
        _invalid_config()
    return int((side * ratio) ** 2)


def _made_files(old: Checkpoint, control: Mapping[str, int], config: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files that a folder of the native class has in the place of the publisher's code."""
    raw = old.folder.read(PIECES_FILE, MAX_MODEL_BYTES)
    if raw is None:
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID, limit=MAX_MODEL_BYTES)
    side = config["vision_config"]["image_size"]
    pictures = {
        "crop_to_patches": bool(old.config.get("dynamic_image_size", True)),
        "min_patches": _count(old.config, "min_dynamic_patch", 1),
        "max_patches": _count(old.config, "max_dynamic_patch", 12),
        "size": {"height": side, "width": side},
        "image_mean": _MEAN,
        "image_std": _DEVIATION,
    }
    names = {"start_image_token": "<img>", "end_image_token": "</img>", "context_image_token": PLACE}
    # Films travel as pictures here; the processor wants a mark for them all the same, and one that nobody writes.
    tokens = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "</s>", "video_token": "</s>"}
    ends = [control["<|im_end|>"], control["</s>"]]
    documents = {
        PROCESSOR_FILE: {"image_processor": pictures, "image_seq_length": config["image_seq_length"]},
        TOKENIZER_CONFIG_FILE: tokens | {"extra_special_tokens": names},
        GENERATION_FILE: {"eos_token_id": ends},
    }
    made = {name: json.dumps(document).encode() for name, document in documents.items()}
    words = tokenizer_json(read_pieces(raw), {number: name for name, number in control.items()})
    return made | {TOKENIZER_FILE: words.encode(), TEMPLATE_FILE: TEMPLATE.encode()}


def _control_tokens(folder: ModelFolder) -> dict[str, int]:
    """Return the ids of control tokens by name. Raises RequestFailed MODEL_TOKENIZER_INVALID: those of the chat must be there."""
    document = folder.read_json(TOKENIZER_CONFIG_FILE) or {}
    listed = document.get("added_tokens_decoder")
    found: dict[str, int] = {}
    for number, token in listed.items() if isinstance(listed, dict) else ():
        name = token.get("content") if isinstance(token, dict) else None
        if (
            not isinstance(name, str)
            or not name
            or not number.isdecimal()
            or len(number) > _MAX_DIGITS
            or name in found
        ):
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
        found[name] = int(number)
    if {"<s>", "</s>", "<unk>", "<|im_start|>", "<|im_end|>", "<img>", "</img>", PLACE} - found.keys():
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
    return found


_MAX_DIGITS = 7


def _count(document: Mapping[str, Any], key: str, default: int = 0) -> int:
    value = document.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        _invalid_config()
    return value


def _invalid_config() -> NoReturn:
    raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
