"""The miniature answers questions about pictures through the engine, from the bytes of a page to words, in each precision."""

from pathlib import Path

import pytest
import torch

from model_runtime.engines.cogvlm2_engine import CogVLM2Engine
from model_runtime.engines.cogvlm2_loading import LoadOptions
from model_runtime.engines.engine import Question
from model_runtime.engines.precision import Precision
from model_runtime.protocol.payloads import Answer, AnswerOptions, RedactedPage
from tests.helpers import shape_pictures
from tests.helpers.pages import page_of

MINIATURE = Path(__file__).parents[2] / "data" / "miniature"
PICTURES = range(20_000_000, 20_000_006)
"""Numbers that neither its training nor its own test has drawn."""


def _never() -> bool:
    return False


def _engine(precision: Precision) -> CogVLM2Engine:
    engine = CogVLM2Engine(LoadOptions(MINIATURE, precision, torch.device("cpu")))
    engine.load(lambda done, total: None, _never)
    return engine


def _page(number: int) -> RedactedPage:
    image = shape_pictures.draw(shape_pictures.quiz(number).items)
    return page_of(image.tobytes(), image.size)


def _answer(engine: CogVLM2Engine, question: Question) -> Answer:
    *_, answer = engine.answer(question, _never)
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize("precision", ["fp32", "bf16", "int4"])
def test_it_answers_right(precision: Precision) -> None:
    """At least seven of ten questions (it gets more; blind it gets three), and only the first encodes the picture."""
    engine = _engine(precision)
    right, cached, asked = 0, 0, 0
    for number in PICTURES:
        engine.keep_page(str(number), _page(number))
        for text, expected in shape_pictures.quiz(number).questions:
            answer = _answer(engine, Question(text, (str(number),), AnswerOptions(max_tokens=8)))
            right += answer.text == expected
            cached += answer.usage.image_cached
            asked += 1
    print(f"{precision}: {right} of {asked} right")
    assert right >= 0.7 * asked
    assert asked - len(PICTURES) == cached


def test_a_conversation_about_two_pictures_keeps_them_apart() -> None:
    """Going to and fro between pictures, with the turns so far, every answer is that of the question asked afresh."""
    one, two = PICTURES[:2]
    talking = _engine("fp32")
    history: dict[int, list[tuple[str, str]]] = {one: [], two: []}
    for number in (one, two):
        talking.keep_page(str(number), _page(number))
    rounds = zip(shape_pictures.quiz(one).questions, shape_pictures.quiz(two).questions, strict=True)
    for first, second in rounds:
        for number, (text, _) in ((one, first), (two, second)):
            options = AnswerOptions(max_tokens=8, token_ids=True)
            question = Question(text, (str(number),), options, tuple(history[number]))
            answer = _answer(talking, question)
            afresh = _engine("fp32")
            afresh.keep_page(str(number), _page(number))
            assert _answer(afresh, question).token_ids == answer.token_ids
            history[number].append((text, answer.text))
