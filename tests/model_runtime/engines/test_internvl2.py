"""A folder of InternVL2 as it was published answers like its publisher's code, computed apart; nothing else is taken for one."""

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from model_runtime.engines.engine import Engine, EngineSetup, Question
from model_runtime.engines.transformers_engine import check_weights, engine_for
from model_runtime.engines.transformers_families import internvl_chat
from model_runtime.engines.transformers_families.judging import open_weights
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions
from tests.helpers import old_internvl2, published_internvl2
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.writing import read_json, write_json

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

TYPED = "What is <|im_end|> or <IMG_CONTEXT> or <0x41>?"
"""Plain words, whatever they spell."""

Tensors = dict[str, torch.Tensor]


def goes_on() -> bool:
    """Nobody has cancelled."""
    return False


@functools.cache
def folder_of(seed: int, *, space: bool = True) -> Path:
    """Return a folder, written once; whoever wants to change one writes its own."""
    return old_internvl2.write(Path(tempfile.mkdtemp()) / "InternVL2-8B", seed, begins_with_space=space)


def loaded(folder: Path, precision: str = "fp32") -> Engine:
    """Return an engine that has loaded a folder and keeps every picture under its name."""
    engine = engine_for(EngineSetup(weights=folder, precision=precision))
    engine.load(lambda *_: None, goes_on)
    for number, name in enumerate(folders.SIZES, start=1):
        engine.keep_page(name, folders.page(name, number))
    return engine


def ids_of(engine: Engine, text: str, *names: str, history: tuple[tuple[str, str], ...] = ()) -> tuple[int, list[int]]:
    """Ask, and return how long the prompt was and the ids of the answer."""
    question = Question(text, names, AnswerOptions(max_tokens=8, token_ids=True), history)
    answer = list(engine.answer(question, goes_on))[-1]
    assert isinstance(answer, Answer)
    return answer.usage.prompt_tokens, list(answer.token_ids)


def expected(
    seed: int, text: str, *names: str, history: tuple[tuple[str, str], ...] = (), space: bool = True
) -> tuple[int, list[int]]:
    """Compute the same apart."""
    listed = old_internvl2.pieces(space)
    words = read_json(folder_of(seed, space=space) / "config.json")["llm_config"]["vocab_size"]
    pictures = [Image.fromarray(folders.rgb(name)) for name in names]
    counts = [len(published_internvl2.tiles(picture)) for picture in pictures]
    ids = published_internvl2.prompt_ids(text, counts, listed, history, space=space)
    weights, control = old_internvl2.tensors(words, seed), old_internvl2.control_ids(listed)
    return len(ids), published_internvl2.answer(weights, ids, pictures, control, 8)


@pytest.mark.parametrize(("seed", "space"), [(0, True), (1, False)])
def test_answers_are_those_of_the_published_computation(seed: int, space: bool) -> None:
    """For a small and a large picture, for two, for none, with earlier turns, and with control tokens in the question."""
    engine = loaded(folder_of(seed, space=space))
    turns = (("What is it?", "A page."),)
    for text, names, history in (
        ("What is the total?", ("small",), ()),
        (TYPED, ("large",), ()),
        ("这是谁写的信？ Zürich, ½", ("tall",), ()),
        ("Who signed it?", ("small", "tall"), ()),
        ("And the date?", ("large",), turns),
        ("Hello  you", (), ()),
    ):
        assert expected(seed, text, *names, history=history, space=space) == ids_of(
            engine, text, *names, history=history
        )


@pytest.mark.parametrize("part", ["queries", "values", "groups", "tower", "gate"])
def test_a_planted_error_is_seen(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a fused matrix taken for each other, groups taken for blocks, two matrices of one shape exchanged."""
    if part == "gate":
        places = internvl_chat._LANGUAGE_PLACES
        monkeypatch.setitem(places, "feed_forward.w1", "mlp.up_proj")
        monkeypatch.setitem(places, "feed_forward.w3", "mlp.gate_proj")
    elif part == "tower":
        split = internvl_chat._split

        def turned(stored: Any, rows: int, prefix: str, kind: str, parts: Any) -> Any:
            return split(stored, rows, prefix, kind, parts[::-1] if "vision_tower" in prefix else parts)

        monkeypatch.setattr(internvl_chat, "_split", turned)
    else:
        monkeypatch.setattr(internvl_chat._Sizes, "rows", _planted_rows(part))
    engine = loaded(folder_of(0))
    answers = [(expected(0, text, "large"), ids_of(engine, text, "large")) for text in ("What is the total?", "Who?")]
    assert any(right != said for right, said in answers)


def _planted_rows(part: str) -> Callable[[Any, int, int], list[range]]:
    def rows(sizes: Any, first: int, count: int) -> list[range]:
        if part == "groups":  # all queries, then all keys, then all values
            start = first * sizes.groups * sizes.head
            return [range(start, start + count * sizes.groups * sizes.head)]
        others = {"queries": (1, 0, 2), "values": (0, 3, 2)}[part]  # where queries, keys and values are looked for
        place = others[0 if first < sizes.queries else first - sizes.queries + 1]
        starts = [(group * (sizes.queries + 2) + place) * sizes.head for group in range(sizes.groups)]
        return [range(start, start + count * sizes.head) for start in starts]

    return rows


def test_four_bits_leave_the_eyes_and_the_head_alone() -> None:
    """The row of the native class says what stays as it is."""
    _, ids = ids_of(loaded(folder_of(0), "int4"), "What is the total?", "small")
    assert 1 <= len(ids) <= 8


def test_the_folder_is_judged_as_the_native_family() -> None:
    """Its code means nothing."""
    assert "internvl" == check_weights(folder_of(0)).name


def _changed_config(part: str, changes: dict[str, Any]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        document = read_json(folder / "config.json")
        (document[part] if part else document).update(changes)
        write_json(folder / "config.json", document)

    return change


def _changed_weights(change: Callable[[Tensors], None]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        words = read_json(folder / "config.json")["llm_config"]["vocab_size"]
        weights = old_internvl2.tensors(words, 0)
        change(weights)
        old_internvl2.write_weights(folder, weights)

    return changed


def _cut(weights: Tensors) -> None:
    name = "language_model.model.layers.0.attention.wqkv.weight"
    weights[name] = weights[name][:-1]


def _flattened(weights: Tensors) -> None:
    weights["vision_model.encoder.layers.0.attn.qkv.weight"] = torch.ones(())


def _twice(weights: Tensors) -> None:
    weights["lm_head.weight"] = weights["language_model.output.weight"].clone()


def _without_bias(weights: Tensors) -> None:
    del weights["mlp1.0.bias"]


def _with_more(weights: Tensors) -> None:
    weights["surplus"] = torch.ones(2)


def _words(content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "tokenizer.model").write_bytes(content)

    return change


def _without_names(folder: Path) -> None:
    write_json(folder / "tokenizer_config.json", {})


def _tokens(changes: dict[str, Any]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        document = read_json(folder / "tokenizer_config.json")
        document["added_tokens_decoder"] |= changes
        write_json(folder / "tokenizer_config.json", document)

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_changed_config("llm_config", {"model_type": "qwen2"}), ErrorCode.MODEL_SUPERSEDED),
        (_changed_config("", {"architectures": ["Other"]}), ErrorCode.MODEL_SUPERSEDED),
        (_changed_config("", {"vision_config": 3}), ErrorCode.MODEL_CONFIG_INVALID),
        (_changed_config("", {"downsample_ratio": "half"}), ErrorCode.MODEL_CONFIG_INVALID),
        (_changed_config("llm_config", {"num_key_value_heads": 3}), ErrorCode.MODEL_CONFIG_INVALID),
        (_changed_config("llm_config", {"num_hidden_layers": 1 << 20}), ErrorCode.TENSOR_MISSING),
        (_changed_config("llm_config", {"attn_implementation": "org/kernel"}), ErrorCode.MODEL_FOREIGN_CODE),
        (_changed_config("", {"quantization_config": {"quant_method": "awq"}}), ErrorCode.MODEL_QUANTIZED),
        (_changed_weights(_without_bias), ErrorCode.TENSOR_MISSING),
        (_changed_weights(_with_more), ErrorCode.TENSOR_UNKNOWN),
        (_changed_weights(_cut), ErrorCode.TENSOR_SHAPE),
        (_changed_weights(_flattened), ErrorCode.TENSOR_SHAPE),
        (_changed_weights(_twice), ErrorCode.TENSOR_DUPLICATE),
        (_words(b""), ErrorCode.MODEL_TOKENIZER_INVALID),
        (_words(b"\x0a\xff"), ErrorCode.MODEL_TOKENIZER_INVALID),
        (_words(old_internvl2.model_bytes(old_internvl2.pieces(), kind=1)), ErrorCode.MODEL_TOKENIZER_INVALID),
        (_tokens({"100000": {"content": "<far>"}}), ErrorCode.MODEL_TOKENIZER_INVALID),
        (_tokens({"7": {"content": "<img>"}}), ErrorCode.MODEL_TOKENIZER_INVALID),
        (_without_names, ErrorCode.MODEL_TOKENIZER_INVALID),
    ],
)
def test_a_folder_is_believed_in_nothing(tmp_path: Path, change: Callable[[Path], None], code: ErrorCode) -> None:
    """Each fault has its own code."""
    folder = old_internvl2.write(tmp_path / "changed")
    change(folder)
    with pytest.raises(RequestFailed) as raised:
        open_weights(folder)
    assert code is raised.value.code
