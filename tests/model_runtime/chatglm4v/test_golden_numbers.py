"""GLM-4V computes what the published code computes, in both precisions, and would be found out if it did not."""

import pytest
import torch
from torch import Tensor, nn

from model_runtime.chatglm4v import network as networks
from model_runtime.chatglm4v.context import Context
from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from model_runtime.chatglm4v.prompt import Prompt, position_ids
from model_runtime.chatglm4v.rotary import RotaryTables
from tests.model_runtime.chatglm4v import golden
from tests.model_runtime.cogvlm2.golden import rounding

CASES = ("GT", "GI", "GH")
VISION, HIDDEN, LOGITS = 1e-6, 5e-5, 5e-5
"""How far fp32 may be off: other operators have another rounding."""


def goes_on() -> bool:
    """Nobody has cancelled."""
    return False


def hidden_rows(made: ChatGlm4vNetwork, case: str) -> Tensor:
    """Return all rows of a prompt behind the last norm, computed in one pass."""
    prompt, picture = golden.prompt(case), golden.picture(case)
    ids = torch.tensor(prompt.ids)
    rows = made.embed(ids)
    if picture is not None and prompt.picture_at is not None:
        at = prompt.picture_at
        rows = torch.cat([rows[:at], made.encode_image(picture.pixels())[0], rows[at + 3 :]])
    positions = position_ids(prompt, made.config.vision.image_tokens)
    return made.run(rows, positions, made.new_cache(len(positions)))


@pytest.mark.parametrize("case", CASES)
def test_positions_are_the_published_ones(case: str) -> None:
    """A picture takes three positions, whatever rows it takes."""
    assert golden.NUMBERS[f"{case}_positions"][0].tolist() == position_ids(golden.prompt(case), 18)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_numbers_are_the_published_ones(case: str, precision: str) -> None:
    """The picture's rows, every row behind the last norm, the logits: bfloat16 to the last bit, but for the processor's rounding."""
    made = golden.network(golden.DTYPES[precision])
    is_rounded = precision == "bf16"
    if (picture := golden.picture(case)) is not None:
        rows = made.encode_image(picture.pixels()).float()
        expected = golden.golden(f"{case}_{precision}_vision")
        assert (rows - expected).abs().max() <= (rounding(expected) if is_rounded else VISION)
    hidden = hidden_rows(made, case)
    expected = golden.golden(f"{case}_{precision}_hidden")[0]
    assert (hidden.float() - expected).abs().max() <= (rounding(expected) if is_rounded else HIDDEN)
    logits = made.logits(hidden[-3:])
    expected = golden.golden(f"{case}_{precision}_logits_every_1024th")
    assert (logits[:, ::1024] - expected).abs().max() <= (rounding(expected) if is_rounded else LOGITS)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_tokens_are_the_published_ones(case: str, precision: str) -> None:
    """Twelve of them, with the cache, behind a prompt that was computed in one pass."""
    context = Context(golden.network(golden.DTYPES[precision]), 256)
    logits = context.prefill(golden.picture(case), golden.prompt(case), goes_on).logits
    assert golden.NUMBERS[f"{case}_{precision}_greedy_cache"].tolist() == decoded(context, logits)


@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_rotations_are_the_published_ones(precision: str) -> None:
    """At the size of the real model; bfloat16 rounds once, at the end."""
    tables = RotaryTables(64, 10_000.0, 8192, golden.DTYPES[precision], torch.device("cpu"))
    at = golden.NUMBERS["GR_positions"]
    for name, found in (("cos", tables.cos), ("sin", tables.sin)):
        off = (found[torch.from_numpy(at)][:, 0].float() - golden.golden(f"GR_{precision}_{name}")).abs().max()
        assert off <= (0 if precision == "bf16" else 1e-6)


def test_a_second_question_computes_only_its_words() -> None:
    """The picture is not looked at again, and the numbers are the same."""
    made = golden.network(torch.float32)
    picture, prompt = golden.picture("GI"), golden.prompt("GI")
    assert picture is not None
    context = Context(made, 256)
    decoded(context, context.prefill(picture, prompt, goes_on).logits)
    other = Prompt((*prompt.ids[:-4], 264, 6176, prompt.ids[-1]), prompt.picture_at)
    looked: list[nn.Module] = []
    hook = made.transformer.vision.register_forward_pre_hook(lambda module, _: looked.append(module))
    again = context.prefill(picture, other, goes_on)
    hook.remove()
    assert ([], True) == (looked, again.image_cached)
    fresh = Context(made, 256).prefill(picture, other, goes_on)
    assert (again.logits - fresh.logits).abs().max() < LOGITS
    text = context.prefill(None, golden.prompt("GT"), goes_on)
    assert not text.image_cached
    assert (text.logits - Context(made, 256).prefill(None, golden.prompt("GT"), goes_on).logits).abs().max() < LOGITS


def decoded(context: Context, logits: Tensor) -> list[int]:
    """Go on greedily for twelve tokens."""
    tokens = []
    for _ in range(12):
        token = logits.argmax(-1)
        tokens.append(int(token))
        logits = context.step(token)
    return tokens


def _halves(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    count = 2 * cos.shape[-1]
    first, second = heads[..., : count // 2], heads[..., count // 2 : count]
    turned = torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)
    return torch.cat([turned, heads[..., count:]], dim=-1)


def test_planted_errors_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change that somebody could make by mistake moves the numbers farther than rounding does."""
    expected = golden.golden("GI_f32_hidden")[0]

    def moved(made: ChatGlm4vNetwork | None = None) -> float:
        return float((hidden_rows(made or golden.network(torch.float32), "GI") - expected).abs().max())

    assert moved() <= HIDDEN
    seen: dict[str, float] = {}
    with monkeypatch.context() as patch:
        patch.setattr(networks, "rotate", _halves)
        seen["halves instead of pairs"] = moved()
    with monkeypatch.context() as patch:
        patch.setattr(nn.functional, "gelu", nn.functional.silu)
        seen["another activation"] = moved()
    undivided = golden.network(torch.float32)
    undivided.transformer.vision._scaling_factor = 1.0
    seen["pictures that are not divided"] = moved(undivided)
    theta = golden.network(torch.float32)
    theta._tables = RotaryTables(8, 500_000.0, 512, torch.float32, torch.device("cpu"))
    seen["another base"] = moved(theta)
    for name, kind, eps in (("norms", nn.RMSNorm, 1e-6), ("adapter", nn.LayerNorm, 1e-6)):
        loose = golden.network(torch.float32)
        for path, module in loose.named_modules():
            if isinstance(module, kind) and (kind is nn.RMSNorm or "norm1" in path):
                module.eps = eps
        seen[f"epsilon of the {name}"] = moved(loose)
    assert [] == [name for name, move in seen.items() if move < 10 * HIDDEN], seen
