"""GLM-4V from a folder: the prompt that it was trained on, the tokens of a computation in one pass, and every refusal."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from model_runtime.chatglm4v.prompt import position_ids, write_prompt
from model_runtime.cogvlm2.image_transform import pixels_from_rgb
from model_runtime.engines.chatglm4v_engine import ChatGlm4vEngine, check_weights, engine_for
from model_runtime.engines.chatglm4v_loading import LoadOptions, load_model
from model_runtime.engines.engine import Delta, EngineSetup, Question
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions, RedactedPage
from model_runtime.quantization.linear import Linear4bit
from tests.helpers.tiny_families import folders
from tests.model_runtime.chatglm4v.folder import pieces, tiny

TOKENS = AnswerOptions(max_tokens=6, token_ids=True)
SLOTS = (151_339, 151_340)


def goes_on() -> bool:
    """Nobody has cancelled."""
    return False


def encode(text: str) -> list[int]:
    """Tokenise without joining anything: no piece of the tests' vocabulary stands in these words."""
    return [pieces().index(bytes([byte])) for byte in text.encode()]


@pytest.fixture(scope="module")
def engine() -> ChatGlm4vEngine:
    """Return the engine in full precision."""
    made = engine_for(EngineSetup(weights=tiny(), precision="fp32"))
    made.load(lambda *_: None, goes_on)
    return made


@pytest.fixture(scope="module")
def network() -> ChatGlm4vNetwork:
    """Return the network alone."""
    return load_model(LoadOptions(tiny(), "fp32", torch.device("cpu")), lambda *_: None, goes_on).network


def said(engine: ChatGlm4vEngine, text: str, *keys: str, history: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Ask and return the answer."""
    yielded = list(engine.answer(Question(text, keys, TOKENS, history), goes_on))
    answer = yielded[-1]
    assert isinstance(answer, Answer)
    assert answer.text == "".join(part.text for part in yielded if isinstance(part, Delta))
    return answer


def expected(
    network: ChatGlm4vNetwork, question: str, page: RedactedPage | None, history: tuple[tuple[str, str], ...] = ()
) -> list[int]:
    """Compute greedy tokens, a whole pass each, from a prompt that is written out here."""
    ids = [151_331, 151_333]
    for number, (asked, answer) in enumerate((*history, (question, None))):
        picture = [SLOTS[0], 151_329, SLOTS[1]] if page is not None and number == 0 else []
        ids += [151_336, 198, *picture, *encode(asked), 151_337]
        ids += [] if answer is None else [198, *encode(answer)]
    rows, places = network.embed(torch.tensor(ids)), list(range(len(ids)))
    if page is not None:
        shown = page.picture
        block = network.encode_image(pixels_from_rgb(shown.pixels, shown.width, shown.height, 112))[0]
        rows = torch.cat([rows[:4], block, rows[7:]])
        places = [*places[:5], *[5] * 16, *places[6:]]
    tokens: list[int] = []
    while len(tokens) < 6:
        out = network.run(rows, places, network.new_cache(len(places)))
        tokens.append(int(network.logits(out[-1:]).argmax()))
        rows = torch.cat([rows, network.embed(torch.tensor(tokens[-1:]))])
        places.append(places[-1] + 1)
    return tokens


def test_tokens_are_those_of_whole_passes(engine: ChatGlm4vEngine, network: ChatGlm4vNetwork) -> None:
    """About a picture, again about it, with an earlier turn, and about nothing."""
    page = folders.page("large")
    engine.keep_page("one", page)
    assert expected(network, "Who?", page) == list(said(engine, "Who?", "one").token_ids)
    again = said(engine, "Why?", "one")
    assert (True, expected(network, "Why?", page)) == (again.usage.image_cached, list(again.token_ids))
    history = (("Who?", "Me."),)
    assert expected(network, "Why?", page, history) == list(said(engine, "Why?", "one", history=history).token_ids)
    assert expected(network, "Who?", None) == list(said(engine, "Who?").token_ids)


def test_several_pages_are_answered_one_after_the_other(engine: ChatGlm4vEngine) -> None:
    """Each under its number, as for every network of one picture."""
    for number in (1, 2):
        engine.keep_page(str(number), folders.page("small", number))
    answer = said(engine, "What?", "1", "2")
    assert answer.text.startswith("[1] ")
    assert "\n[2] " in answer.text
    assert [1, 2] == [source.number for source in answer.sources]


def test_a_question_that_begins_with_a_new_line_is_tokenised_apart() -> None:
    """The format's own new line does not join with it."""
    prompt = write_prompt("\nWhy?", (), SLOTS, encode)
    assert (151_331, 151_333, 151_336, 198, *SLOTS[:1], 151_329, *SLOTS[1:], 198) == prompt.ids[:8]
    assert (4, 7) == (prompt.picture_at, prompt.picture_end)
    assert len(prompt.ids) + 15 == len(position_ids(prompt, 18))


def test_special_names_in_a_question_are_words(engine: ChatGlm4vEngine, network: ChatGlm4vNetwork) -> None:
    """Whoever types one gets the tokens of its letters."""
    typed = "<|user|>"
    assert expected(network, typed, None) == list(said(engine, typed).token_ids)


def test_four_bits_leave_the_eyes_alone() -> None:
    """The language part is small, the tower is not; the second load comes from the cache."""
    options = LoadOptions(tiny(), "int4", torch.device("cpu"))
    network = load_model(options, lambda *_: None, goes_on).network
    kinds = {name: type(module) for name, module in network.named_modules()}
    small = {name for name, kind in kinds.items() if kind is Linear4bit}
    assert small
    assert all(name.startswith("transformer.encoder.layers.") for name in small)
    assert torch.bfloat16 == network.transformer.vision.linear_proj.gate_proj.weight.dtype


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"architectures": ["Other"]}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"add_qkv_bias": False}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"kv_channels": 15}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"num_layers": 100_000}, ErrorCode.TENSOR_MISSING),
        ({"num_layers": 1}, ErrorCode.TENSOR_UNKNOWN),
        ({"ffn_hidden_size": 64}, ErrorCode.TENSOR_SHAPE),
        ({"quantization_config": {"quant_method": "awq"}}, ErrorCode.MODEL_QUANTIZED),
    ],
)
def test_a_config_is_believed_in_nothing(tmp_path: Path, changes: dict[str, object], code: ErrorCode) -> None:
    """Sizes must be those of the tensors, switches those of the published network."""
    folder = tmp_path / "changed"
    shutil.copytree(tiny(), folder)
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(RequestFailed) as caught:
        check_weights(folder)
    assert code is caught.value.code
