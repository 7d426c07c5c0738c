"""CogVLM2-Video from a folder: the tokens of an independent computation in both layouts, and every refusal."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from model_runtime.engines import cogvlm2_engine
from model_runtime.engines.cogvlm2_video_engine import CogVLM2VideoEngine, check_weights, engine_for, plans_for
from model_runtime.engines.engine import Delta, EngineSetup, Progress, Question
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions, RedactedPage
from tests.helpers import tiny_video
from tests.helpers.pages import page_of
from tests.helpers.tiny_video import Film
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

TOKENS = AnswerOptions(max_tokens=8, token_ids=True)
QUESTION = "What happens when?"
SHAPES = ((90, 64), (64, 90), (56, 56), (121, 67))
COUNT = 13
"""More than ten frames: some ordinals have two digits, which are two tokens of the tests' vocabulary."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Tensor]]:
    """Write a folder; return it and its tensors."""
    folder = tmp_path_factory.mktemp("weights") / "tiny-video"
    return folder, tiny_video.write_tiny_video_checkpoint(folder, seed=3)


@pytest.fixture
def folder(written: tuple[Path, dict[str, Tensor]]) -> Path:
    """Return the folder; whoever wants to change it copies it."""
    return written[0]


@pytest.fixture
def weights(written: tuple[Path, dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return its tensors."""
    return written[1]


def engine_of(folder: Path, template: str = "") -> CogVLM2VideoEngine:
    """Return an engine that is loaded and keeps `COUNT` frames under their numbers."""
    engine = engine_for(EngineSetup(weights=folder, precision="fp32", template=template))
    engine.load(lambda *_: None, goes_on)
    keep_frames(engine)
    return engine


def keep_frames(engine: CogVLM2VideoEngine) -> None:
    """Have it keep `COUNT` frames under their numbers."""
    for number in range(1, COUNT + 1):
        engine.keep_page(str(number), page(number))


@pytest.fixture(scope="module")
def loaded(written: tuple[Path, dict[str, Tensor]]) -> CogVLM2VideoEngine:
    """Load an engine that writes questions as its folder says: `base`."""
    return engine_of(written[0])


@pytest.fixture
def engine(loaded: CogVLM2VideoEngine) -> CogVLM2VideoEngine:
    """Return it with all frames, whatever an earlier test has let it forget."""
    keep_frames(loaded)
    return loaded


def goes_on() -> bool:
    """Nobody has cancelled."""
    return False


def after_steps(count: int) -> Callable[[], bool]:
    """Say at the step after `count` that somebody has cancelled."""
    asked = iter([False] * count)
    return lambda: next(asked, True)


def drawn(number: int) -> Any:
    """Draw a frame by its number; they have several shapes."""
    return tiny_video.frame(number, *SHAPES[number % len(SHAPES)])


def page(number: int) -> RedactedPage:
    """Return a frame as the airlock sends it."""
    pixels = drawn(number)
    return page_of(pixels.tobytes(), (pixels.shape[1], pixels.shape[0]), number=number)


def said(
    engine: CogVLM2VideoEngine, text: str, *numbers: int, history: tuple[tuple[str, str], ...] = (), **options: Any
) -> Answer:
    """Ask and return the answer."""
    asked = AnswerOptions(max_tokens=8, token_ids=True, **options)
    yielded = list(engine.answer(Question(text, tuple(map(str, numbers)), asked, history), goes_on))
    answer = yielded[-1]
    assert isinstance(answer, Answer)
    assert answer.text == "".join(part.text for part in yielded if isinstance(part, Delta))
    assert list(numbers) == [part.number for part in yielded if isinstance(part, Progress)]
    return answer


@pytest.mark.parametrize("layout", ["chat", "base"])
def test_tokens_are_those_of_an_independent_computation(
    engine: CogVLM2VideoEngine, folder: Path, weights: dict[str, Tensor], layout: str
) -> None:
    """About a film, about it again, about one frame, about a frame that is seen twice."""
    for numbers in ((*range(1, COUNT + 1),), (*range(1, COUNT + 1),), (2,), (1, 1, 2)):
        film = Film([drawn(number) for number in numbers], layout)
        expected = tiny_video.greedy(folder, weights, film, QUESTION, TOKENS.max_tokens)
        assert expected == list(said(engine, QUESTION, *numbers, template=layout).token_ids)


def test_a_second_question_about_a_film_computes_only_its_words(engine: CogVLM2VideoEngine) -> None:
    """Also after another film, whose rows it does not touch; another order is another film."""
    engine.forget_pages()
    for number in range(1, 4):
        engine.keep_page(str(number), page(number))
    asked = [said(engine, text, *film) for text, film in (("Who?", (1, 2)), ("Why?", (1, 2)), ("Who?", (2, 1, 3)))]
    back = said(engine, "Why?", 1, 2)
    assert [False, True, False, True] == [answer.usage.image_cached for answer in (*asked, back)]
    assert asked[1].token_ids == back.token_ids
    fresh = engine_of(engine._options.folder)
    assert said(fresh, "Why?", 1, 2).token_ids == back.token_ids


def test_sources_are_the_frames_each_once_in_order(engine: CogVLM2VideoEngine) -> None:
    """A frame that is seen twice is one place to look at."""
    for number in range(1, 4):
        engine.keep_page(str(number), page(number))
    assert [3, 1] == [source.number for source in said(engine, QUESTION, 3, 3, 1).sources]


def test_the_setup_decides_over_the_folder_and_the_question_over_both(engine: CogVLM2VideoEngine, folder: Path) -> None:
    """The published chat folder calls itself `base`; its demo and our catalogue know better."""
    for number in range(1, 4):
        engine.keep_page(str(number), page(number))
    numbered = engine_of(folder, "chat")
    wants = [one.load(lambda *_: None, goes_on).sampling for one in (engine, numbered)]
    assert ["uniform", "per-second"] == wants
    chat, base = (said(engine, QUESTION, 1, 2, 3, template=template) for template in ("chat", "base"))
    assert chat.token_ids != base.token_ids
    assert base.token_ids == said(engine, QUESTION, 1, 2, 3).token_ids
    assert chat.token_ids == said(numbered, QUESTION, 1, 2, 3).token_ids
    assert base.token_ids == said(numbered, QUESTION, 1, 2, 3, template="base").token_ids


def test_earlier_turns_stand_before_the_question_and_words_need_no_film(engine: CogVLM2VideoEngine) -> None:
    """`base` was never trained on turns and leaves them out."""
    engine.keep_page("1", page(1))
    history = (("Who?", "Me."),)
    for layout, is_longer in (("chat", True), ("base", False)):
        alone, later = (said(engine, "Why?", 1, template=layout, history=turns) for turns in ((), history))
        assert is_longer == (later.usage.prompt_tokens > alone.usage.prompt_tokens)
    assert () == said(engine, "Why?").sources


def test_more_frames_than_the_network_knows_are_asked_for_one_by_one(engine: CogVLM2VideoEngine) -> None:
    """The desktop is told how many there may be; a frame that was never sent has no such limit."""
    engine.keep_page("1", page(1))
    for numbers, facts in (((1,) * 25, {"limit": 24}), ((1, 999), {})):
        with pytest.raises(RequestFailed) as caught:
            said(engine, QUESTION, *numbers)
        assert (ErrorCode.PAGE_NOT_KEPT, facts) == (caught.value.code, caught.value.facts)
    assert said(engine, QUESTION, *(1,) * 24).finish in ("stop", "length")


def test_an_answer_ends_where_the_networks_positions_end(folder: Path, tmp_path: Path) -> None:
    """A film takes few positions and many rows: neither is run out of, and a question without room is told."""
    narrow = changed(folder, tmp_path, {"max_position_embeddings": 90, "eos_token_id": 383})
    engine = engine_of(narrow)
    numbers = tuple(range(1, COUNT + 1))
    for layout in ("base", "chat"):
        options = AnswerOptions(max_tokens=500, token_ids=True, template=layout)
        *_, answer = engine.answer(Question("W", tuple(map(str, numbers[:2])), options), goes_on)
        assert isinstance(answer, Answer)
        assert "length" == answer.finish
        frame_rows = 2 * (tiny_video.FRAME_ROWS - 3) if layout == "chat" else 2 * tiny_video.FRAME_ROWS - 3
        assert 90 == answer.usage.prompt_tokens - frame_rows + answer.usage.answer_tokens - 1
    with pytest.raises(RequestFailed) as caught:
        said(engine, "why " * 90, *numbers)
    assert ErrorCode.QUESTION_TOO_LONG is caught.value.code


def test_a_question_that_is_cancelled_leaves_what_is_held_right(engine: CogVLM2VideoEngine) -> None:
    """Broken off between two layers, the next answer is as if nobody had asked."""
    for number in range(1, 4):
        engine.keep_page(str(number), page(number))
    expected = said(engine, QUESTION, 1, 2).token_ids
    for after in (1, 3, 5):
        *_, answer = engine.answer(Question(QUESTION, ("2", "3"), TOKENS), after_steps(after))
        assert isinstance(answer, Answer)
        assert "cancelled" == answer.finish
        assert expected == said(engine, QUESTION, 1, 2).token_ids


def test_options_without_meaning_are_refused(engine: CogVLM2VideoEngine, folder: Path) -> None:
    """A template that there is not, in a question or in the setup; pixels that are no frame."""
    with pytest.raises(RequestFailed) as caught:
        said(engine, QUESTION, template="film")
    assert ErrorCode.PROTOCOL_BROKEN is caught.value.code
    with pytest.raises(RequestFailed) as caught:
        engine_for(EngineSetup(weights=folder, template="film"))
    assert ErrorCode.PROTOCOL_BROKEN is caught.value.code
    with pytest.raises(RequestFailed) as caught:
        engine.keep_page("x", page_of(b"\0" * 11, (2, 2)))
    assert ErrorCode.PROTOCOL_BROKEN is caught.value.code


def changed(folder: Path, tmp_path: Path, changes: dict[str, object]) -> Path:
    """Copy the folder and change its config."""
    copy = tmp_path / "changed"
    shutil.copytree(folder, copy)
    path = copy / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return copy


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"architectures": ["CogVLMForCausalLM"]}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"template_version": "film"}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"num_hidden_layers": 100_000}, ErrorCode.TENSOR_MISSING),
        ({"num_hidden_layers": 1}, ErrorCode.TENSOR_UNKNOWN),
        ({"intermediate_size": 64}, ErrorCode.TENSOR_SHAPE),
    ],
)
def test_a_config_is_believed_in_nothing(
    folder: Path, weights: dict[str, Tensor], tmp_path: Path, changes: dict[str, object], code: ErrorCode
) -> None:
    """Sizes must be those of the tensors, the class that of the published network."""
    assert weights
    with pytest.raises(RequestFailed) as caught:
        check_weights(changed(folder, tmp_path, changes))
    assert code is caught.value.code


def test_a_folder_is_of_one_family_only(folder: Path, weights: dict[str, Tensor], tmp_path: Path) -> None:
    """What is asked at an import: the video models are no image models, nor the other way round, nor by a changed word."""
    assert weights
    info = check_weights(folder)
    assert ("cogvlm2_video", "uniform") == (info.name, info.sampling)
    write_tiny_checkpoint(tmp_path / "image", dtype=torch.float32)
    for check, other in ((check_weights, tmp_path / "image"), (cogvlm2_engine.check_weights, folder)):
        with pytest.raises(RequestFailed) as caught:
            check(other)
        assert ErrorCode.MODEL_CONFIG_INVALID is caught.value.code
    renamed = changed(tmp_path / "image", tmp_path, {"architectures": ["CogVLMVideoForCausalLM"]})
    with pytest.raises(RequestFailed) as caught:
        check_weights(renamed)
    assert ErrorCode.TENSOR_UNKNOWN is caught.value.code


def test_the_precision_is_chosen_for_the_network_that_it_is_of(folder: Path, weights: dict[str, Tensor]) -> None:
    """A folder of films is no folder of CogVLM2, whose rule was once asked; how it could run is told the same way."""
    assert weights
    model = engine_for(EngineSetup(weights=folder, precision="auto")).load(lambda *_: None, goes_on)
    assert model.precision in ("bf16", "int4")
    assert {"bf16", "int8", "int4"} == {plan.precision for plan in plans_for(folder)}
