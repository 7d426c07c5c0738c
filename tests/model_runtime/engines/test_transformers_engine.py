"""What the engine for transformers' families does whatever the family: stop, forget, refuse, and see no path."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image
from torch import nn

from model_runtime.engines.engine import Delta, Engine, EngineSetup, Question
from model_runtime.engines.held_weights import FolderToLoad
from model_runtime.engines.transformers_engine import TransformersEngine, engine_for
from model_runtime.engines.transformers_families import network, settings
from model_runtime.engines.transformers_families.context import Context
from model_runtime.engines.transformers_families.judging import OpenedWeights, open_weights
from model_runtime.engines.transformers_families.loading import LoadedModel, load_model
from model_runtime.engines.transformers_families.prompt import Conversation, write_prompt
from model_runtime.engines.transformers_families.table import FAMILIES
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions
from model_runtime.quantization.linear import Linear4bit, Linear8bit
from tests.helpers.tiny_families import folders
from tests.model_runtime.engines.test_transformers_families import TOKENS, goes_on, loaded, said

SCHEMA = json.dumps({"type": "object", "properties": {"total": {"type": "integer"}}, "required": ["total"]})


pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""


def refused(engine: Engine, text: str, *keys: str, times_s: tuple[float, ...] = ()) -> ErrorCode:
    """Return why a question is refused."""
    with pytest.raises(RequestFailed) as raised:
        list(engine.answer(Question(text, keys, TOKENS, (), times_s), goes_on))
    return raised.value.code


def test_words_without_a_picture_are_answered_as_before_a_picture_came() -> None:
    """Positions behind a picture must not be those of a text that has none."""
    folder = folders.tiny("qwen2_5_vl")
    fresh = said(loaded(folder), "Who are you?").token_ids
    engine = loaded(folder)
    said(engine, "What is the total?", "large")
    assert fresh == said(engine, "Who are you?").token_ids


def test_cancel_stops_within_one_token() -> None:
    """What came until then is kept, and the next question is answered as ever."""
    engine = loaded(folders.tiny("qwen3_vl"))
    expected = said(engine, "What is the total?", "small").token_ids
    looks = iter(range(1000))
    engine.forget_pages()
    engine.keep_page("small", folders.page("small"))
    pieces: list[str] = []
    for part in engine.answer(Question("What is the total?", ("small",), TOKENS), lambda: len(pieces) >= 2):
        next(looks)
        if isinstance(part, Delta):
            pieces.append(part.text)
        if isinstance(part, Answer):
            assert ("cancelled", 2) == (part.finish, len(pieces))
            assert part.token_ids == expected[: len(part.token_ids)]
    assert expected == said(engine, "What is the total?", "small").token_ids


def test_cancel_between_layers_leaves_nothing_half_done() -> None:
    """A pass that was broken off in the middle of a network is made anew."""
    engine = loaded(folders.tiny("gemma3"))
    expected = said(engine, "What is the total?", "small").token_ids
    asked = iter([False, False, False, True])
    (answer,) = [
        part
        for part in engine.answer(Question("Who?", ("large",), TOKENS), lambda: next(asked, True))
        if isinstance(part, Answer)
    ]
    assert ("cancelled", "") == (answer.finish, answer.text)
    assert expected == said(engine, "What is the total?", "small").token_ids


def test_seeds_and_schemas_are_those_of_every_engine() -> None:
    """The same seed draws the same words, another one others; a schema makes a document of random weights."""
    engine = loaded(folders.tiny("qwen3_vl"))

    def drawn(seed: int) -> tuple[int, ...]:
        options = AnswerOptions(max_tokens=12, temperature=1.5, seed=seed, token_ids=True)
        *_, answer = engine.answer(Question("What is it?", ("small",), options), goes_on)
        assert isinstance(answer, Answer)
        return answer.token_ids

    assert drawn(1) == drawn(1) != drawn(2)
    options = AnswerOptions(max_tokens=64, answer_schema=SCHEMA)
    *_, answer = engine.answer(Question("What is the total?", ("small",), options), goes_on)
    assert isinstance(answer, Answer)
    assert answer.finish == "length" or {"total"} == json.loads(answer.text).keys()
    assert answer.text.startswith('{"total": ')


def test_families_of_one_picture_say_so() -> None:
    """Neither two pictures nor none."""
    engine = loaded(folders.tiny("instructblip"))
    assert isinstance(engine, TransformersEngine)
    assert ErrorCode.ONE_PICTURE is refused(engine, "What?", "small", "large")
    assert ErrorCode.PICTURE_NEEDED is refused(engine, "What?")


def test_frames_of_a_film_are_asked_about_one_by_one_where_a_family_takes_one_picture() -> None:
    """Nobody chose these frames: there is nothing that a person could do about a refusal."""
    assert ErrorCode.PAGE_NOT_KEPT is refused(
        loaded(folders.tiny("instructblip")), "What?", "small", "large", times_s=(0.0, 1.0)
    )


def test_pictures_that_fit_only_one_by_one_are_asked_about_so() -> None:
    """Two large ones with a question for which there is room beside one of them: the desktop is told to go page by page."""
    engine = loaded(folders.tiny("qwen3_vl"))
    ask = "word " * 5000
    with pytest.raises(RequestFailed) as raised:
        list(engine.answer(Question(ask, ("small", "large"), TOKENS), goes_on))
    assert (ErrorCode.PAGE_NOT_KEPT, 1) == (raised.value.code, raised.value.facts["limit"])


def test_a_frame_that_is_named_twice_is_seen_once_at_its_time() -> None:
    """Short films name frames repeatedly for models that were trained so; these were not."""
    engine = loaded(folders.tiny("qwen3_vl"))
    once = said(engine, "What happens?", "small", "large", times_s=(0.0, 1.0))
    twice = said(engine, "What happens?", "small", "small", "large", times_s=(0.0, 0.0, 1.0))
    assert (once.token_ids, once.usage.prompt_tokens) == (twice.token_ids, twice.usage.prompt_tokens)


def test_a_question_longer_than_the_context_is_refused_with_its_length() -> None:
    """The numbers go to the sentence for people."""
    engine = loaded(folders.tiny("qwen3_vl"))
    with pytest.raises(RequestFailed) as raised:
        list(engine.answer(Question("word " * 5000, ("small",), TOKENS), goes_on))
    assert ErrorCode.QUESTION_TOO_LONG is raised.value.code
    assert raised.value.facts["tokens"] > raised.value.facts["limit"] > 0


def test_old_turns_make_room_before_a_question_is_refused() -> None:
    """The oldest go first, and the pictures stay."""
    engine = loaded(folders.tiny("qwen3_vl"))
    history = (("word " * 5000, "yes"), ("Short?", "Yes."))
    short = said(engine, "And now?", "small", history=history[1:])
    assert short.token_ids == said(engine, "And now?", "small", history=history).token_ids


def test_control_tokens_in_a_question_are_words() -> None:
    """Every special token of a tokenizer, typed: none becomes one."""
    for name in ("qwen3_vl", "llava", "internvl", "gemma3", "idefics3", "paligemma", "instructblip", "mistral3"):
        weights = open_weights(folders.tiny(name))
        special = weights.processor.tokenizer.get_added_vocab()
        plain = ids_of(weights, "What is it?")
        typed = ids_of(weights, " ".join(list(special)[:40]))
        assert sorted(one for one in plain if one in special.values()) == sorted(
            one for one in typed if one in special.values()
        ), name


def ids_of(weights: OpenedWeights, question: str) -> tuple[int, ...]:
    """Return a prompt's ids."""
    conversation = Conversation([Image.fromarray(folders.rgb("small"))], (), question)
    return write_prompt(weights.family, weights.processor, weights.place, conversation).ids


def test_a_family_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its row a folder is of no family; with it, it answers. Nothing else names it."""
    folder = folders.tiny("smolvlm")
    row = FAMILIES["smolvlm"]
    monkeypatch.delitem(FAMILIES, "smolvlm")
    with pytest.raises(RequestFailed) as raised:
        open_weights(folder)
    assert ErrorCode.MODEL_FAMILY_UNKNOWN is raised.value.code
    monkeypatch.setitem(FAMILIES, "smolvlm", row)
    assert said(loaded(folder), "What is it?", "small").text


@pytest.mark.parametrize("precision", ["int8", "int4"])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_only_the_language_part_becomes_small(family: str, precision: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Eyes, what joins them, and the head stay; what is small still says nearly the same."""
    folder = folders.tiny(family)
    full, small = (model_of(folder, one) for one in ("fp32", precision))
    kinds = {name: type(module) for name, module in small.network.named_modules()}
    linears = {name for name, module in full.network.named_modules() if isinstance(module, nn.Linear)}
    head = {name for name in linears if name.endswith("lm_head")}
    stay = {name for name in linears if network.stays(name, FAMILIES[family])} | head
    assert all(issubclass(kinds[name], nn.Linear) for name in stay)
    assert {Linear4bit if precision == "int4" else Linear8bit} == {kinds[name] for name in linears - stay}
    assert any("q_proj" in name or "qkv" in name for name in linears - stay)
    for name in linears - stay:
        weight, part = (model.network.get_submodule(name) for model in (full, small))
        off = (weight.weight - part.dequantized(torch.float32)).norm() / weight.weight.norm()
        assert off < (0.12 if precision == "int4" else 0.01), name
    expected, found = (first_logits(model) for model in (full, small))
    error = float((expected - found).norm() / expected.norm())
    with capsys.disabled():
        print(f"\n{family} {precision}: {len(linears - stay)} of {len(linears)} layers small, logits {error:.1%} off")
    assert error < 1.0  # of random weights, which are far more sensitive than trained ones; two of them differ by 1.4


def model_of(folder: Path, precision: str) -> LoadedModel:
    """Load a folder."""
    options = FolderToLoad(folder, precision, torch.device("cpu"))  # type: ignore[arg-type]
    return load_model(options, lambda *_: None, goes_on)


def first_logits(model: LoadedModel) -> torch.Tensor:
    """Return the logits behind a question about a picture."""
    weights = model.weights
    conversation = Conversation([Image.fromarray(folders.rgb("large"))], (), "What is the total?")
    prompt = write_prompt(weights.family, weights.processor, weights.place, conversation)
    return Context(weights.family, model.network, 4096).prefill(("one",), prompt, goes_on).logits


def test_transformers_is_handed_no_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its own loaders, which follow names in files, are never called."""
    from transformers import PreTrainedModel, PreTrainedTokenizerBase
    from transformers.image_processing_base import ImageProcessingMixin
    from transformers.processing_utils import ProcessorMixin

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    for one in (PreTrainedModel, PreTrainedTokenizerBase, ImageProcessingMixin, ProcessorMixin):
        monkeypatch.setattr(one, "from_pretrained", classmethod(never))
    assert said(loaded(folders.tiny("llava_next")), "What is it?", "small").text


def test_only_known_settings_reach_a_class() -> None:
    """A key that the class does not declare is left out, and so is what would make it load something."""
    weights = open_weights(folders.tiny("llava"))
    config = {
        "image_token_index": 4,
        "auto_map": {"AutoModel": "evil.Model"},
        "transformers_weights": "/etc/passwd",
        "_attn_implementation": "sdpa",
        "surprise": 1,
        "text_config": {"model_type": "llama", "auto_map": {}, "hidden_size": 8},
    }
    kept = settings.kept(config, type(weights.config), FAMILIES["llava"])
    assert {"image_token_index": 4, "text_config": {"model_type": "llama", "hidden_size": 8}} == kept


def test_a_part_of_another_family_is_refused() -> None:
    """Transformers would build whatever class a part names."""
    weights = open_weights(folders.tiny("llava"))
    config = {"text_config": {"model_type": "qwen3_omni_moe"}}
    with pytest.raises(RequestFailed) as raised:
        settings.kept(config, type(weights.config), FAMILIES["llava"])
    assert ErrorCode.MODEL_NOT_NATIVE is raised.value.code


@pytest.mark.parametrize(("family", "kind"), [("qwen2_5_vl", "mrope"), ("paddleocr_vl", "default")])
def test_older_folders_have_the_text_part_at_the_top(tmp_path: Path, family: str, kind: str) -> None:
    """Published ones of these families look so; they answer as the new ones do."""
    folder = tmp_path / "flat"
    shutil.copytree(folders.tiny(family), folder)
    path = folder / "config.json"
    document = json.loads(path.read_text())
    text = document.pop("text_config")
    rope = text.pop("rope_parameters")
    old = {"rope_theta": rope["rope_theta"], "rope_scaling": {"type": kind, "mrope_section": rope["mrope_section"]}}
    path.write_text(json.dumps({**text, **old, **document}))
    expected = said(loaded(folders.tiny(family)), "What is the total?", "large")
    assert expected.token_ids == said(loaded(folder), "What is the total?", "large").token_ids


def test_the_type_of_a_part_counts_only_where_it_chooses_a_class(tmp_path: Path) -> None:
    """Some published folders call a part as its family; where the class is fixed, that is a name and nothing more."""
    folder = tmp_path / "misnamed"
    shutil.copytree(folders.tiny("idefics3"), folder)
    path = folder / "config.json"
    document = json.loads(path.read_text())
    document["vision_config"]["model_type"] = "idefics3"
    path.write_text(json.dumps(document))
    assert "idefics3" == open_weights(folder).family.model_type


def test_pictures_of_endless_size_are_refused(tmp_path: Path) -> None:
    """Said at import, before a picture is scaled to it."""
    folder = tmp_path / "endless"
    shutil.copytree(folders.tiny("llava"), folder)
    path = folder / "processor_config.json"
    document = json.loads(path.read_text())
    document["image_processor"]["crop_size"] = {"height": 1_000_000, "width": 1_000_000}
    path.write_text(json.dumps(document))
    with pytest.raises(RequestFailed) as raised:
        open_weights(folder)
    assert ErrorCode.MODEL_PROCESSOR_INVALID is raised.value.code


def test_no_folder_is_no_model(tmp_path: Path) -> None:
    """Neither a missing one nor a precision that nobody knows."""
    for setup, code in (
        (EngineSetup(), ErrorCode.MODEL_MISSING),
        (EngineSetup(weights=tmp_path / "gone"), ErrorCode.MODEL_MISSING),
        (EngineSetup(weights=tmp_path, precision="fp4"), ErrorCode.PRECISION_UNAVAILABLE),
    ):
        with pytest.raises(RequestFailed) as raised:
            engine_for(setup)
        assert code is raised.value.code
