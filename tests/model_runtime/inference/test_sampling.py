"""Tokens are drawn as the options say, by the odds, and the same again with the same seed."""

from collections import Counter
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from model_runtime.inference.sampling import Sampler, SamplingOptions

ODDS = torch.tensor([[0.5, 0.3, 0.15, 0.05]])
LOGITS = ODDS.log()


def _drawn(options: SamplingOptions, logits: Tensor = LOGITS, count: int = 4000) -> dict[int, float]:
    sampler = Sampler(options)
    counts = Counter(int(sampler.choose(logits)) for _ in range(count))
    return {token: counts[token] / count for token in sorted(counts)}


def test_temperature_zero_takes_the_likeliest() -> None:
    """Greedy, whatever else is asked for."""
    assert _drawn(SamplingOptions(top_p=0.9, seed=3), count=20) == {0: 1.0}


def test_draws_follow_the_odds() -> None:
    """At temperature 1 each token comes as often as its probability says."""
    drawn = _drawn(SamplingOptions(temperature=1))
    assert pytest.approx(ODDS[0].tolist(), abs=0.03) == list(drawn.values())


def test_temperature_evens_or_sharpens_the_odds() -> None:
    """At temperature 0.5 the odds are squared and shared out again."""
    expected = (ODDS[0] ** 2 / (ODDS[0] ** 2).sum()).tolist()
    assert pytest.approx(expected, abs=0.03) == list(_drawn(SamplingOptions(temperature=0.5)).values())


def test_top_k_draws_from_the_k_likeliest() -> None:
    """The odds among them stay as they were."""
    assert pytest.approx({0: 0.625, 1: 0.375}, abs=0.03) == _drawn(SamplingOptions(temperature=1, top_k=2))


def test_top_p_keeps_the_fewest_that_reach_it() -> None:
    """0.5 and 0.3 reach 0.8 together; nothing else is drawn. The likeliest always stays."""
    assert pytest.approx({0: 0.625, 1: 0.375}, abs=0.03) == _drawn(SamplingOptions(temperature=1, top_p=0.75))
    assert _drawn(SamplingOptions(temperature=1, top_p=0.01), count=50) == {0: 1.0}


def test_top_k_and_top_p_together() -> None:
    """Top-p is taken of what top-k left: of 0.5, 0.3, 0.15 shared out again, 0.53 + 0.32 reach 0.8."""
    assert list(_drawn(SamplingOptions(temperature=1, top_k=3, top_p=0.8))) == [0, 1]


def test_ids_survive_sorting() -> None:
    """With the likeliest in the middle of the vocabulary, its own id comes out."""
    logits = torch.tensor([[0.0, 9.0, 1.0, 8.5]])
    assert {1, 3} == set(_drawn(SamplingOptions(temperature=1, top_p=0.99), logits, 200))
    assert {1, 3} == set(_drawn(SamplingOptions(temperature=1, top_k=2), logits, 200))


def test_the_same_seed_gives_the_same_tokens() -> None:
    """And another seed gives others."""
    logits = torch.zeros(1, 1000)
    runs = []
    for seed in (1, 1, 2):
        sampler = Sampler(SamplingOptions(temperature=1, seed=seed))
        runs.append([int(sampler.choose(logits)) for _ in range(8)])
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_the_repetition_penalty_is_the_published_formula() -> None:
    """Positive logits of seen tokens are divided, negative ones multiplied; prompt and answer both count."""
    logits = torch.tensor([[2.0, 1.9, -1.0, -1.1]])
    sampler = Sampler(SamplingOptions(repetition_penalty=1.5), prompt_ids=[0])
    assert [int(sampler.choose(logits)) for _ in range(3)] == [1, 0, 0]  # 1.33, then 1.9 / 1.5, then both weak
    only_negative = Sampler(SamplingOptions(repetition_penalty=1.5), prompt_ids=[2])
    assert int(only_negative.choose(torch.tensor([[-5.0, -5.0, -1.0, -1.1]]))) == 3


def test_choosing_never_reads_from_the_device() -> None:
    """No item, no nonzero, no index by mask: the device is never waited for."""
    seen: list[str] = []

    options = SamplingOptions(temperature=0.7, top_k=3, top_p=0.9, repetition_penalty=1.1)
    sampler = Sampler(options, prompt_ids=[1])
    with _Names(seen):
        sampler.choose(LOGITS)
    assert seen
    waits = {"aten::_local_scalar_dense", "aten::item", "aten::nonzero", "aten::index.Tensor", "aten::index_put_"}
    assert waits & set(seen) == set()


class _Names(TorchDispatchMode):
    """Notes every operation that reaches torch's dispatcher."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._seen = seen

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._seen.append(func.name())
        return func(*args, **(kwargs or {}))


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=40), st.integers(0, 5), st.floats(0.01, 1))
@settings(deadline=None)
def test_whatever_the_logits_the_token_was_allowed(logits: list[float], top_k: int, top_p: float) -> None:
    """A drawn token is in the vocabulary and, with top-k, among the k likeliest."""
    scores = torch.tensor([logits])
    token = int(Sampler(SamplingOptions(temperature=0.8, top_k=top_k, top_p=top_p)).choose(scores))
    likelier = sum(value > logits[token] for value in logits)
    assert likelier < (top_k or len(logits))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("temperature", -0.1),
        ("temperature", float("nan")),
        ("top_k", -1),
        ("top_p", 0),
        ("top_p", 1.1),
        ("repetition_penalty", 0),
    ],
)
def test_options_without_meaning_are_refused(option: str, value: float) -> None:
    """The error names the option."""
    with pytest.raises(ValueError, match=option):
        SamplingOptions(**{option: value})  # type: ignore[arg-type]
