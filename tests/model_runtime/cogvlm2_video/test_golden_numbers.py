"""CogVLM2-Video computes what the published code computed, in both layouts and both precisions."""

import pytest
import torch
from torch import Tensor

from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2_video.context import Context
from model_runtime.inference.prefix_store import PrefixStore
from tests.helpers import reference_kernels
from tests.model_runtime.cogvlm2.golden import largest_error, rounding
from tests.model_runtime.cogvlm2_video import golden

EXPECTED = golden.numbers()
LAYOUTS = ("chat", "base")
STORED = {"f32": torch.float32, "bf16": torch.bfloat16}
"""What the golden networks hold their frequencies in: the dtype of everything else."""

LARGEST_F32 = 2e-6 if reference_kernels.must_be_exact() else 4e-6
"""Of rows behind the last norm and of logits. bfloat16 is equal to the last bit, or rounded as other kernels do."""

OTHER_TORCH = {"f32": 2e-6, "bf16": 2e-2}
"""Of three frames, which an older torch computed."""


def network(precision: str) -> CogVLM2Network:
    """Return the golden network."""
    return golden.ready(precision, STORED[precision])


def passed(made: CogVLM2Network, count: int, layout: str) -> tuple[Tensor, Tensor, Context]:
    """Return every row of a film and a question behind the last norm, fp32, the logits, and the context to go on with."""
    rows: list[Tensor] = []
    hook = made.decoder_layers[-1].register_forward_hook(lambda _, __, out: rows.append(out))
    context = Context(made, PrefixStore(0))
    try:
        logits = context.prefill(golden.frames(count), golden.prompt(count, layout), lambda: False).logits
    finally:
        hook.remove()
    with torch.no_grad():
        normed: Tensor = made.model.norm(torch.cat(rows))
    return normed.float(), logits, context


def hidden_rows(made: CogVLM2Network, count: int, layout: str) -> Tensor:
    """Return the rows alone."""
    return passed(made, count, layout)[0]


@pytest.mark.parametrize("count", [3, 4, 24])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_sequences_are_the_published_ones(count: int, layout: str) -> None:
    """Which ids stand where, and at which position: three a frame in `chat`, three for the whole film in `base`."""
    prompt = golden.prompt(count, layout)
    key = {"chat": "D", "base": "E"}[layout] if count == 3 else f"V{count}_{layout}"
    assert EXPECTED[f"{key}_positions"][0].tolist() == prompt.position_ids
    if f"{key}_ids" in EXPECTED:
        assert EXPECTED[f"{key}_ids"][0].tolist() == golden.published_ids(prompt)
        assert EXPECTED[f"{key}_token_type"][0].tolist() == [int(token < 0) for token in prompt.ids]


def largest(expected: torch.Tensor, precision: str) -> float:
    """Return how far a value may be off."""
    return rounding(expected) if precision == "bf16" else LARGEST_F32


@pytest.mark.parametrize("count", [4, 24])
@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_frames_are_encoded_as_the_reference_does(count: int, precision: str) -> None:
    """All frames go through the encoder at once; each has the rows that it has alone."""
    with torch.no_grad():
        rows = network(precision).encode_image(golden.pixels(count))
    expected = EXPECTED[f"V{count}_{precision}_vision_first_and_last_frame"]
    assert largest_error(rows[[0, -1]], expected) <= largest(expected, precision)


@pytest.mark.parametrize("count", [4, 24])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_rows_and_tokens_are_the_published_ones(count: int, layout: str, precision: str) -> None:
    """From pixels to the last norm, the likeliest tokens behind the question, and twelve tokens over the cache."""
    made, key = network(precision), f"V{count}_{layout}_{precision}"
    at = EXPECTED[f"V{count}_{layout}_hidden_rows"]
    rows, logits, context = passed(made, count, layout)
    likeliest = logits[0, EXPECTED[f"{key}_top8_ids"][-1]]
    for found, name in (
        (rows[at], EXPECTED[f"{key}_hidden"]),
        (likeliest, EXPECTED[f"{key}_top8_logits"][-1]),
        (logits[0, ::1024], EXPECTED[f"{key}_logits_every_1024th"][-1]),
    ):
        assert largest_error(found, name) <= largest(name, precision)
    assert EXPECTED[f"{key}_greedy_cache"].tolist() == decoded(context, logits)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_three_frames_are_computed_as_an_older_torch_did(
    monkeypatch: pytest.MonkeyPatch, layout: str, precision: str
) -> None:
    """From the reference's own rows of the frames, which bfloat16 rounds differently from version to version."""
    made = network(precision)
    rows = EXPECTED[f"D_{precision}_vision"].to(made.dtype)
    monkeypatch.setattr(CogVLM2Network, "encode_image", lambda _, pixels: rows)
    key = {"chat": "D", "base": "E"}[layout]
    hidden, logits, context = passed(made, 3, layout)
    assert largest_error(hidden[-8:], EXPECTED[f"{key}_{precision}_hidden_tail"][0]) <= OTHER_TORCH[precision]
    if layout == "chat":
        assert EXPECTED[f"D_{precision}_greedy"].tolist() == decoded(context, logits)


def decoded(context: Context, logits: Tensor) -> list[int]:
    """Go on greedily for twelve tokens."""
    tokens = []
    for _ in range(12):
        token = logits.argmax(-1)
        tokens.append(int(token))
        logits = context.step(token)
    return tokens
