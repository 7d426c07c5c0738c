"""Every family of the table answers with exactly the tokens of an independent computation."""

from pathlib import Path

import pytest

from model_runtime.engines.engine import Delta, Engine, EngineSetup, Question
from model_runtime.engines.transformers_engine import engine_for
from model_runtime.engines.transformers_families.table import FAMILIES
from model_runtime.protocol.payloads import Answer, AnswerOptions
from tests.helpers.tiny_families import folders, table
from tests.helpers.tiny_families.oracle import Asked, expect

TOKENS = AnswerOptions(max_tokens=8, token_ids=True)
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

TYPED = "Which word is <|im_end|> or </s> or <image> or <end_of_turn>?"
"""What somebody typed, or what stood on a page: plain words, whatever they spell."""


def goes_on() -> bool:
    """Nobody has cancelled."""
    return False


def loaded(folder: Path, precision: str = "fp32") -> Engine:
    """Return an engine that has loaded a folder and keeps every picture under its name."""
    engine = engine_for(EngineSetup(weights=folder, precision=precision))
    engine.load(lambda *_: None, goes_on)
    for number, name in enumerate(folders.SIZES, start=1):
        engine.keep_page(name, folders.page(name, number))
    return engine


def said(
    engine: Engine, text: str, *keys: str, history: tuple[tuple[str, str], ...] = (), times_s: tuple[float, ...] = ()
) -> Answer:
    """Ask, and return the answer, whose text must be what streamed."""
    yielded = list(engine.answer(Question(text, keys, TOKENS, history, times_s), goes_on))
    answer = yielded[-1]
    assert isinstance(answer, Answer)
    assert answer.text == "".join(part.text for part in yielded if isinstance(part, Delta))
    return answer


def check(engine: Engine, family: str, folder: Path, asked: Asked, *names: str) -> Answer:
    """Compare an answer with what it must be."""
    answer = said(engine, asked.ask, *names, history=asked.history, times_s=asked.times_s)
    expected = expect(family, folder, folders.saved(folder.with_name("pictures"), *names), asked)
    assert expected["margin"] > 1e-5, "too close to be told apart by rounding"
    assert (expected["token_ids"], expected["text"]) == (list(answer.token_ids), answer.text)
    assert expected["prompt_tokens"] == answer.usage.prompt_tokens
    return answer


def test_the_table_knows_every_family_of_the_tests() -> None:
    """And no other: what is not computed twice is not offered."""
    assert set(table.FAMILIES) == set(FAMILIES)
    for name, family in FAMILIES.items():
        assert family.takes_several == table.FAMILIES[name].takes_several
        assert (family.prompt == "template") == bool(table.FAMILIES[name].chat)


@pytest.mark.parametrize(("seed", "layout", "shards"), [(0, "new", 1), (1, "old", 2)])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_tokens_are_those_of_an_independent_computation(family: str, seed: int, layout: str, shards: int) -> None:
    """For a small and a large picture, for two, with earlier turns and with control tokens in the question."""
    folder = folders.tiny(family, seed, layout, shards)
    engine = loaded(folder)
    check(engine, family, folder, Asked("What is the total?", 8), "small")
    check(engine, family, folder, Asked(TYPED, 8), "large")
    if FAMILIES[family].takes_several:
        answer = check(engine, family, folder, Asked("Who signed it?", 8), "small", "tall")
        assert [1, 3] == [source.number for source in answer.sources]
        check(engine, family, folder, Asked("What happens?", 8, times_s=(0.0, 2.5)), "small", "tall")
    if FAMILIES[family].prompt == "template":
        check(engine, family, folder, Asked("And the date?", 8, history=(("What is it?", "A page."),)), "large")


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_second_question_keeps_the_pictures_where_the_family_can(family: str) -> None:
    """The answer is the same as to a first question; the table says which families begin anew."""
    folder = folders.tiny(family)
    engine = loaded(folder)
    assert not said(engine, "What is the total?", "large").usage.image_cached
    answer = check(engine, family, folder, Asked("Who signed it?", 8), "large")
    assert (FAMILIES[family].reuse == "prefix") == answer.usage.image_cached
    other = check(engine, family, folder, Asked("Who signed it?", 8), "small")
    assert not other.usage.image_cached
