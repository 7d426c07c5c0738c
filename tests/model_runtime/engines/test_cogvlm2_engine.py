"""The engine gives exactly the tokens of an independent computation, and does no work twice."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from tokenizers import Tokenizer
from torch import Tensor, nn

from model_runtime.engines.cogvlm2_engine import CogVLM2Engine
from model_runtime.engines.cogvlm2_loading import LoadOptions
from model_runtime.engines.engine import AnswerPart, Delta, Progress, Question
from model_runtime.engines.precision import Precision
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions, Box, RedactedPage, Source
from tests.helpers import checkpoint_forward
from tests.helpers.pages import page_of
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, write_tiny_checkpoint

BOS = TINY_CONFIG["bos_token_id"]
STOPS = TINY_CONFIG["eos_token_id"]
TOKENS = AnswerOptions(max_tokens=12, token_ids=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny checkpoint in the official format."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_tiny_checkpoint(folder, seed=3)
    return folder


@pytest.fixture(scope="module")
def weights(folder: Path) -> dict[str, Tensor]:
    """Its tensors, drawn again."""
    return write_tiny_checkpoint(folder.with_name("again"), seed=3)


@pytest.fixture
def engine(folder: Path) -> CogVLM2Engine:
    """An engine in full precision, loaded, with three pages."""
    return _engine(folder, "fp32")


def _engine(folder: Path, precision: Precision) -> CogVLM2Engine:
    engine = CogVLM2Engine(LoadOptions(folder, precision, torch.device("cpu")))
    engine.load(lambda done, total: None, _never)
    for number in (1, 2, 3):
        engine.keep_page(f"page {number}", _page(number))
    return engine


def _page(number: int) -> RedactedPage:
    rgb = np.random.default_rng(number).integers(0, 256, (40, 90, 3), dtype=np.uint8)
    return page_of(rgb.tobytes(), (90, 40), number=number, native=(900, 400))


def _never() -> bool:
    return False


def _asked(engine: CogVLM2Engine, question: Question) -> Answer:
    parts = list(engine.answer(question, _never))
    assert isinstance(parts[-1], Answer)
    return parts[-1]


def _pixels(page: RedactedPage) -> Tensor:
    """What the network sees, made with nothing of the product."""
    sent = page.picture
    picture = Image.frombytes("RGB", (sent.width, sent.height), sent.pixels).resize((56, 56), Image.Resampling.BICUBIC)
    scaled = torch.tensor(np.asarray(picture), dtype=torch.float32).permute(2, 0, 1) / 255
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073])[:, None, None]
    deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711])[:, None, None]
    return ((scaled - mean) / deviation)[None]


def _expected(
    folder: Path, weights: dict[str, Tensor], prompt: str, page: RedactedPage | None, count: int = 12
) -> list[int]:
    """Greedy tokens by routing row by row without any cache, cut at the first stop."""
    words = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(prompt, add_special_tokens=False).ids
    sizes = checkpoint_forward.Sizes.of(TINY_CONFIG)
    pixels = None if page is None else _pixels(page)
    tokens = checkpoint_forward.greedy(weights, sizes, [BOS, *words], pixels, count)
    stops = [index for index, token in enumerate(tokens) if token in STOPS]
    return tokens[: stops[0]] if stops else tokens


def test_tokens_are_those_of_an_independent_computation(
    engine: CogVLM2Engine, folder: Path, weights: dict[str, Tensor]
) -> None:
    """From bytes of a page to token ids: twelve tokens about each of three pages are exactly the same."""
    for number in (1, 2, 3):
        answer = _asked(engine, Question("What is it?", (f"page {number}",), TOKENS))
        expected = _expected(folder, weights, "Question: What is it? Answer:", _page(number))
        assert expected == list(answer.token_ids)


def test_history_is_written_as_the_model_knows_it(
    engine: CogVLM2Engine, folder: Path, weights: dict[str, Tensor]
) -> None:
    """Earlier turns stand before the question, and their rows are reused without changing a token."""
    _asked(engine, Question("What is it?", ("page 1",), TOKENS))
    answer = _asked(engine, Question("And now?", ("page 1",), TOKENS, (("What is it?", "A cat."),)))
    prompt = "Question: What is it? Answer: A cat.\nQuestion: And now? Answer:"
    assert _expected(folder, weights, prompt, _page(1)) == list(answer.token_ids)


@pytest.mark.parametrize(
    ("template", "prompt"),
    [("chat", "Question: Why? Answer:"), ("vqa", "Question: Why? Short answer:"), ("base", "Why?")],
)
def test_a_template_can_be_asked_for(
    engine: CogVLM2Engine, folder: Path, weights: dict[str, Tensor], template: str, prompt: str
) -> None:
    """Each gives the tokens of its own prompt."""
    options = AnswerOptions(max_tokens=6, token_ids=True, template=template)
    answer = _asked(engine, Question("Why?", ("page 2",), options))
    assert _expected(folder, weights, prompt, _page(2), 6) == list(answer.token_ids)


def test_a_question_without_a_page_is_answered(engine: CogVLM2Engine, folder: Path, weights: dict[str, Tensor]) -> None:
    """Words alone, no picture in the sequence."""
    answer = _asked(engine, Question("Why?", (), TOKENS))
    assert _expected(folder, weights, "Question: Why? Answer:", None) == list(answer.token_ids)
    assert (answer.sources, answer.usage.image_cached) == ((), False)


def test_a_second_question_does_no_image_work(engine: CogVLM2Engine) -> None:
    """The picture is reported as cached, also after another one, and the encoder is not called again."""
    assert engine._model is not None
    encoded: list[int] = []
    vision: nn.Module = engine._model.network.model.vision
    vision.register_forward_pre_hook(lambda *_: encoded.append(1))
    cached = [
        _asked(engine, Question(text, (page,), TOKENS)).usage.image_cached
        for text, page in (("What?", "page 1"), ("Why?", "page 1"), ("What?", "page 2"), ("Who?", "page 1"))
    ]
    assert (cached, len(encoded)) == ([False, True, False, True], 2)


def test_the_same_pixels_under_another_key_are_the_same_picture(engine: CogVLM2Engine) -> None:
    """What counts is what the network sees, not what the page is called."""
    _asked(engine, Question("What?", ("page 1",), TOKENS))
    engine.keep_page("copy", _page(1))
    assert _asked(engine, Question("What?", ("copy",), TOKENS)).usage.image_cached


def test_usage_counts_rows_and_tokens(engine: CogVLM2Engine, folder: Path) -> None:
    """Bos, six rows of picture and the words; the first token comes before the last."""
    answer = _asked(engine, Question("What is it?", ("page 1",), TOKENS))
    words = Tokenizer.from_file(str(folder / "tokenizer.json")).encode("Question: What is it? Answer:").ids
    assert (1 + 6 + len(words), len(answer.token_ids)) == (answer.usage.prompt_tokens, answer.usage.answer_tokens)
    assert 0 < answer.usage.first_token_s <= answer.usage.total_s


def test_deltas_joined_are_the_answer(engine: CogVLM2Engine) -> None:
    """And the answer is the text of its tokens."""
    parts = list(engine.answer(Question("What?", ("page 1",), TOKENS), _never))
    answer = parts[-1]
    assert isinstance(answer, Answer)
    assert engine._model is not None
    assert answer.text == "".join(part.text for part in parts if isinstance(part, Delta))
    assert engine._model.tokenizer.decode(answer.token_ids) == answer.text


def test_several_pages_are_answered_one_after_the_other(engine: CogVLM2Engine) -> None:
    """Each has its progress, its heading, its source and the tokens it has alone."""
    keys = ("page 1", "page 3")
    options = AnswerOptions(max_tokens=3, token_ids=True)
    parts: list[AnswerPart] = list(engine.answer(Question("What?", keys, options), _never))
    answer = parts[-1]
    assert isinstance(answer, Answer)
    alone = [_asked(engine, Question("What?", (key,), options)) for key in keys]
    assert [Progress(1, 1, 2), Progress(3, 2, 2)] == [part for part in parts if isinstance(part, Progress)]
    assert f"[1] {alone[0].text}\n[3] {alone[1].text}" == answer.text
    assert (*alone[0].token_ids, *alone[1].token_ids) == answer.token_ids
    assert tuple(Source(number, Box(0, 0, 900, 400)) for number in (1, 3)) == answer.sources


def test_a_page_named_twice_is_read_once(engine: CogVLM2Engine) -> None:
    """And answered as if it had been named once."""
    once, twice = (_asked(engine, Question("What?", ("page 1",) * count, TOKENS)) for count in (1, 2))
    assert (once.text, once.sources) == (twice.text, twice.sources)


def test_cancel_stops_within_one_token(engine: CogVLM2Engine) -> None:
    """What came so far is the answer, and the next question is answered rightly."""
    whole = _asked(engine, Question("What?", ("page 1",), TOKENS))
    deltas = 0

    def after_two() -> bool:
        return deltas >= 2

    for part in engine.answer(Question("What?", ("page 1",), TOKENS), after_two):
        deltas += isinstance(part, Delta)
    assert isinstance(part, Answer)
    assert part.finish == "cancelled"
    assert whole.token_ids[: len(part.token_ids)] == part.token_ids
    assert len(part.token_ids) < len(whole.token_ids)
    assert whole.token_ids == _asked(engine, Question("What?", ("page 1",), TOKENS)).token_ids


def test_cancel_before_the_picture_is_encoded(engine: CogVLM2Engine) -> None:
    """Nobody waits for a picture that is no longer wanted."""
    parts = list(engine.answer(Question("What?", ("page 1", "page 2"), TOKENS), lambda: True))
    answer = parts[-1]
    assert isinstance(answer, Answer)
    assert (answer.finish, answer.token_ids) == ("cancelled", ())


def test_a_seed_gives_the_same_answer_again(engine: CogVLM2Engine) -> None:
    """Drawn tokens repeat with their seed and differ with another."""
    answers = [
        _asked(engine, Question("What?", ("page 1",), AnswerOptions(12, 1.5, seed, 0.95, 50, token_ids=True)))
        for seed in (4, 4, 5)
    ]
    assert answers[0].token_ids == answers[1].token_ids
    assert answers[0].token_ids != answers[2].token_ids


def test_an_answer_can_be_made_to_follow_a_schema(engine: CogVLM2Engine) -> None:
    """Random weights or not: the answer parses, and its values are fields that a person has to check."""
    schema = {
        "type": "object",
        "properties": {"paid": {"type": "boolean"}, "total": {"type": "integer", "minimum": 1, "maximum": 9}},
        "required": ["paid", "total"],
        "additionalProperties": False,
    }
    options = AnswerOptions(max_tokens=64, answer_schema=json.dumps(schema))
    answer = _asked(engine, Question("Fields?", ("page 1",), options))
    document = json.loads(answer.text)
    assert ("stop", {"paid", "total"}) == (answer.finish, set(document))
    assert [(name, json.dumps(value), "check") for name, value in document.items()] == [
        (field.name, field.value, field.confidence) for field in answer.fields
    ]


def test_old_turns_are_left_out_when_there_is_no_room(
    engine: CogVLM2Engine, folder: Path, weights: dict[str, Tensor]
) -> None:
    """A conversation longer than the context goes on without its beginning."""
    long_ago = ("x " * 3000, "y")
    answer = _asked(engine, Question("Why?", ("page 1",), TOKENS, (long_ago, ("What?", "A cat."))))
    prompt = "Question: What? Answer: A cat.\nQuestion: Why? Answer:"
    assert _expected(folder, weights, prompt, _page(1)) == list(answer.token_ids)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("What?", ("unknown",)), ErrorCode.PAGE_NOT_KEPT),
        (Question("x " * 3000, ("page 1",)), ErrorCode.QUESTION_TOO_LONG),
        (Question("What?", (), AnswerOptions(answer_schema="{")), ErrorCode.SCHEMA_INVALID),
        (Question("What?", (), AnswerOptions(answer_schema='{"type": "no such"}')), ErrorCode.SCHEMA_INVALID),
        (Question("What?", (), AnswerOptions(answer_schema="[]")), ErrorCode.SCHEMA_INVALID),
        (Question("What?", (), AnswerOptions(temperature=-1)), ErrorCode.PROTOCOL_BROKEN),
        (Question("What?", (), AnswerOptions(template="llama")), ErrorCode.PROTOCOL_BROKEN),
        (Question("What?", (), AnswerOptions(max_tokens=0)), ErrorCode.PROTOCOL_BROKEN),
    ],
)
def test_what_cannot_be_answered_is_one_clear_failure(
    engine: CogVLM2Engine, question: Question, code: ErrorCode
) -> None:
    """And the engine goes on."""
    with pytest.raises(RequestFailed) as failed:
        list(engine.answer(question, _never))
    assert code == failed.value.code
    assert _asked(engine, Question("What?", ("page 1",), TOKENS)).token_ids


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        MemoryError(),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
    ],
)
def test_running_out_of_memory_is_a_failure_the_engine_survives(engine: CogVLM2Engine, error: Exception) -> None:
    """In the middle of a picture's layers; afterwards the same question is answered as if nothing had been."""
    assert engine._model is not None

    def fail(*_: object) -> None:
        raise error

    hook = engine._model.network.decoder_layers[1].register_forward_pre_hook(fail)
    with pytest.raises(RequestFailed) as failed:
        list(engine.answer(Question("What?", ("page 2",), TOKENS), _never))
    hook.remove()
    assert failed.value.code == ErrorCode.OUT_OF_MEMORY
    fresh = _engine(engine._options.folder, "fp32")
    question = Question("What?", ("page 2",), TOKENS)
    assert _asked(fresh, question).token_ids == _asked(engine, question).token_ids


def test_a_page_that_lies_about_its_size_is_refused(engine: CogVLM2Engine) -> None:
    """Before a pixel is read."""
    with pytest.raises(RequestFailed) as failed:
        engine.keep_page("lie", page_of(bytes(10), (90, 40)))
    assert failed.value.code == ErrorCode.PROTOCOL_BROKEN


def test_an_engine_that_is_not_loaded_says_so(folder: Path) -> None:
    """Whatever it is asked for; and it can still be loaded."""
    engine = CogVLM2Engine(LoadOptions(folder, "fp32", torch.device("cpu")))
    with pytest.raises(RequestFailed) as failed:
        engine.keep_page("page", _page(1))
    assert failed.value.code == ErrorCode.MODEL_NOT_LOADED
    with pytest.raises(RequestFailed) as failed:
        list(engine.answer(Question("What?", ()), _never))
    assert failed.value.code == ErrorCode.MODEL_NOT_LOADED
    assert engine.load(lambda done, total: None, _never).can_see


def test_the_page_that_was_used_longest_ago_is_forgotten(
    engine: CogVLM2Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is room for so many; asking about a page keeps it."""
    side = engine.load(lambda done, total: None, _never).square_px
    monkeypatch.setattr("model_runtime.engines.squashing.MAX_KEPT_BYTES", 3 * 3 * side * side)
    _asked(engine, Question("What?", ("page 1",), TOKENS))
    engine.keep_page("page 4", _page(4))
    assert _asked(engine, Question("What?", ("page 1", "page 3", "page 4"), TOKENS)).text
    with pytest.raises(RequestFailed) as failed:
        list(engine.answer(Question("What?", ("page 2",)), _never))
    assert failed.value.code == ErrorCode.PAGE_NOT_KEPT
