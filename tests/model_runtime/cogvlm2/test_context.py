"""Split prefill equals routing row by row, and what is already held is never computed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from model_runtime.cogvlm2.context import ContextFullError
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.inference.interrupting import PassCancelledError
from tests.model_runtime.cogvlm2 import tiny
from tests.model_runtime.cogvlm2.routed import RoutedNetwork

words = st.lists(st.integers(0, 255), min_size=1, max_size=12)
questions = st.tuples(st.sampled_from([None, 1, 2, 3]), words, st.integers(0, 3))


def assert_close(expected: Tensor, actual: Tensor) -> None:
    """Both are fp32 logits of the same row."""
    torch.testing.assert_close(actual, expected, rtol=1e-5, atol=1e-5)


@contextmanager
def counted_rows() -> Iterator[list[tuple[str, int]]]:
    """Note the weights and the number of rows of every pass."""
    passes: list[tuple[str, int]] = []
    run = CogVLM2Network.run

    def spy(self: CogVLM2Network, rows: Tensor, positions: list[int], expert: str, cache: object) -> Tensor:
        passes.append((expert, len(rows)))
        return run(self, rows, positions, expert, cache)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CogVLM2Network, "run", spy)
        yield passes


@given(st.lists(questions, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_series_of_questions_equals_routing_row_by_row(series: list[tuple[int | None, list[int], int]]) -> None:
    """Pictures come and go, words share beginnings or not, tokens are fed: each answer is as if asked alone."""
    context = tiny.context(store_bytes=2 * 8000)
    for seed, asked, fed in series:
        prefilled = context.prefill(tiny.picture(seed) if seed else None, asked, tiny.never)
        assert_close(tiny.routed_logits(seed, asked), prefilled.logits)
        for step in range(fed):
            logits = context.step(torch.tensor([40 + step]))
            assert_close(tiny.routed_logits(seed, [*asked, *range(40, 41 + step)]), logits)


def test_what_the_benchmark_compares_with_computes_the_same() -> None:
    """The published structure, masks and all, gives the same logits behind prompt and tokens."""
    context, routed = tiny.context(), RoutedNetwork(tiny.network())
    prefilled = context.prefill(tiny.picture(1), [5, 6, 7], tiny.never)
    assert_close(routed.prefill(tiny.picture(1).pixels(), [5, 6, 7])[-1:], prefilled.logits)
    for token in (8, 9):
        assert_close(routed.step(token), context.step(torch.tensor([token])))


def test_a_new_picture_is_two_passes_with_one_set_of_weights_each() -> None:
    """Bos once, then boi and patches through the visual expert, eoi and the words through the language weights."""
    context = tiny.context()
    with counted_rows() as passes:
        context.prefill(tiny.picture(1), [5, 6, 7], tiny.never)
        context.prefill(tiny.picture(2), [5, 6, 7], tiny.never)
    one_picture = [("vision", tiny.IMAGE_TOKENS - 1), ("language", 1 + 3)]
    assert [("language", 1), *one_picture, *one_picture] == passes


def test_a_second_question_costs_only_its_own_words() -> None:
    """The picture is not encoded, its rows are not computed: all work is that of the words, counted in FLOP."""
    context = tiny.context()
    first = context.prefill(tiny.picture(1), [5, 6, 7], tiny.never)
    with FlopCounterMode(display=False) as second_flops:
        second = context.prefill(tiny.picture(1), [9, 10], tiny.never)
    with FlopCounterMode(display=False) as words_flops:
        tiny.context().prefill(None, [9], tiny.never)  # bos and one word: as many rows, less past to attend to
    assert (first.image_cached, second.image_cached) == (False, True)
    linear = second_flops.get_flop_counts()["Global"][torch.ops.aten.mm]
    assert words_flops.get_flop_counts()["Global"][torch.ops.aten.mm] == linear
    assert torch.ops.aten.convolution not in second_flops.get_flop_counts()["Global"]


def test_earlier_turns_are_not_computed_again() -> None:
    """Question, answer and next question: only what stands behind the common words is new."""
    context = tiny.context()
    context.prefill(tiny.picture(1), [5, 6, 7], tiny.never)
    context.step(torch.tensor([8]))
    context.step(torch.tensor([9]))
    with counted_rows() as passes:
        context.prefill(tiny.picture(1), [5, 6, 7, 8, 9, 10, 11], tiny.never)
    assert passes == [("language", 2)]


def test_the_same_question_again_computes_one_row() -> None:
    """Somebody has to give the logits: the last word is always computed."""
    context = tiny.context()
    first = context.prefill(tiny.picture(1), [5, 6, 7], tiny.never)
    with counted_rows() as passes:
        again = context.prefill(tiny.picture(1), [5, 6, 7], tiny.never)
    assert passes == [("language", 1)]
    assert_close(first.logits, again.logits)


def test_coming_back_to_a_picture_computes_no_picture() -> None:
    """Several pictures are kept in host memory; their rows, eoi included, come back by copying."""
    context = tiny.context()
    for seed in (1, 2, 3):
        context.prefill(tiny.picture(seed), [5], tiny.never)
    with counted_rows() as passes:
        back = context.prefill(tiny.picture(1), [5, 6], tiny.never)
    assert (back.image_cached, passes) == (True, [("language", 2)])


def test_a_picture_that_was_forgotten_is_computed_again() -> None:
    """With no room in the store, coming back costs the picture and is right."""
    context = tiny.context(store_bytes=0)
    context.prefill(tiny.picture(1), [5], tiny.never)
    context.prefill(tiny.picture(2), [5], tiny.never)
    back = context.prefill(tiny.picture(1), [5, 6], tiny.never)
    assert not back.image_cached
    assert_close(tiny.routed_logits(1, [5, 6]), back.logits)


def test_only_the_last_row_reaches_the_head() -> None:
    """Logits of every row would be a gigabyte for one picture."""
    seen: list[int] = []
    hook = tiny.network().lm_head.register_forward_pre_hook(lambda head, inputs: seen.append(len(inputs[0])))
    tiny.context().prefill(tiny.picture(1), [5, 6, 7], tiny.never)
    hook.remove()
    assert seen == [1]


def test_rows_behind_the_valid_ones_are_never_read() -> None:
    """With NaN in all memory that is not valid, every number stays the same."""
    context = tiny.context()
    for tensor in (*context._cache._keys, *context._cache._values):
        tensor.fill_(torch.nan)
    assert_close(tiny.routed_logits(1, [5, 6, 7]), context.prefill(tiny.picture(1), [5, 6, 7], tiny.never).logits)
    assert_close(tiny.routed_logits(1, [5, 6, 7, 8]), context.step(torch.tensor([8])))


@pytest.mark.parametrize("asked", range(1, 7))
def test_a_cancelled_prefill_leaves_a_context_that_answers_rightly(asked: int) -> None:
    """Whether cancelled in the encoder, in the picture's pass or in that of the words: the next question is right."""
    context = tiny.context()
    context.prefill(tiny.picture(2), [9], tiny.never)
    answers = iter([False] * (asked - 1) + [True])
    with pytest.raises(PassCancelledError):
        context.prefill(tiny.picture(1), [5, 6], lambda: next(answers))
    assert_close(tiny.routed_logits(None, [5, 6]), context.prefill(None, [5, 6], tiny.never).logits)
    assert_close(tiny.routed_logits(1, [5, 6]), context.prefill(tiny.picture(1), [5, 6], tiny.never).logits)


def test_a_prompt_longer_than_the_cache_is_refused_before_any_work() -> None:
    """The error says how long it was and what fits; the context is as before."""
    context = tiny.context(capacity=16)
    with counted_rows() as passes, pytest.raises(ContextFullError) as refused:
        context.prefill(tiny.picture(1), [5] * 10, tiny.never)
    assert (refused.value.rows, refused.value.capacity, passes) == (17, 16, [])


def test_every_linear_layer_is_called_as_a_module() -> None:
    """Quantised layers can take the place of any of them: nothing reads `weight` past the module."""
    called: set[str] = set()
    hooks = [
        module.register_forward_hook(lambda *_, name=name: called.add(name))
        for name, module in tiny.network().named_modules()
        if isinstance(module, nn.Linear)
    ]
    tiny.context().prefill(tiny.picture(1), [5, 6], tiny.never)
    for hook in hooks:
        hook.remove()
    assert {name for name, module in tiny.network().named_modules() if isinstance(module, nn.Linear)} == called
