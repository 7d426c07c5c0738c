"""Decoding ends for the reason it says, after as little work as that needs."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from model_runtime.inference.decoding import DecodingOptions, Finish, decode
from model_runtime.inference.sampling import NoNumbersError, Sampler, SamplingOptions

VOCABULARY = 10


class CountingNetwork:
    """Its likeliest next token is one more than the last; counts its steps."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, token: Tensor) -> Tensor:
        """Return logits behind a token."""
        self.steps += 1
        return torch.nn.functional.one_hot((token + 1) % VOCABULARY, VOCABULARY).float()


def _greedy(logits: Tensor) -> Tensor:
    return logits.argmax(-1)


def _answer(options: DecodingOptions, is_cancelled: Callable[[], bool]) -> tuple[list[int], Finish, int]:
    network = CountingNetwork()
    running = decode(network.step(torch.tensor([-1])), network.step, _greedy, options, is_cancelled)
    network.steps = 0
    tokens = []
    while True:
        try:
            tokens.append(next(running))
        except StopIteration as end:
            return tokens, end.value, network.steps


@pytest.mark.parametrize(("queue_ahead", "steps"), [(False, 3), (True, 4)])
def test_a_stop_token_ends_the_answer_and_is_no_part_of_it(*, queue_ahead: bool, steps: int) -> None:
    """Queued ahead, one step was for nothing: that is its price."""
    options = DecodingOptions(8, frozenset({3, 7}), queue_ahead)
    assert ([0, 1, 2], "stop", steps) == _answer(options, lambda: False)


@pytest.mark.parametrize("queue_ahead", [False, True])
def test_the_longest_answer_has_max_tokens(*, queue_ahead: bool) -> None:
    """Its last token needs no step behind it."""
    options = DecodingOptions(4, frozenset(), queue_ahead)
    assert _answer(options, lambda: False) == ([0, 1, 2, 3], "length", 3)


@pytest.mark.parametrize("queue_ahead", [False, True])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancel_stops_within_one_token(after: int, *, queue_ahead: bool) -> None:
    """From the moment somebody cancels, no further token comes and no further step is begun."""
    cancelled = False
    network = CountingNetwork()
    options = DecodingOptions(9, frozenset(), queue_ahead)
    running = decode(network.step(torch.tensor([-1])), network.step, _greedy, options, lambda: cancelled)
    tokens = [next(running) for _ in range(after)]
    steps, cancelled = network.steps, True
    with pytest.raises(StopIteration) as end:
        next(running)
    assert (list(range(after)), "cancelled", steps) == (tokens, end.value.value, network.steps)


def test_an_answer_of_no_tokens_is_refused() -> None:
    """There is nothing to say for it."""
    with pytest.raises(ValueError, match="max_tokens"):
        DecodingOptions(0, frozenset())


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("queue_ahead", [False, True])
@pytest.mark.parametrize("temperature", [0, 0.7])
@pytest.mark.parametrize("row", [[NAN] * 4, [0.0, NAN, 1.0, 2.0], [INF, 0.0, 0.0, 0.0], [-INF] * 4])
@pytest.mark.parametrize("good", [0, 2])
def test_what_is_no_number_is_no_answer(row: list[float], temperature: float, good: int, *, queue_ahead: bool) -> None:
    """An empty answer, or one cut off in silence, would be taken for what the model had to say."""
    rows = iter([torch.tensor([[0.0, 9.0, 0.0, 0.0]])] * good + [torch.tensor([row])] * 8)
    options = DecodingOptions(8, frozenset({0}), queue_ahead)
    choose = Sampler(SamplingOptions(temperature=temperature)).choose
    running = decode(next(rows), lambda _: next(rows), choose, options, lambda: False)
    tokens = [next(running) for _ in range(good)]
    with pytest.raises(NoNumbersError):
        next(running)
    assert [1] * good == tokens


def test_words_without_any_chance_are_no_fault() -> None:
    """Some networks never say some tokens: minus infinity is a number there."""
    logits = torch.tensor([[-INF, 1.0, -INF]])
    running = decode(logits, lambda _: logits, _greedy, DecodingOptions(2, frozenset()), lambda: False)
    assert [1, 1] == list(running)
