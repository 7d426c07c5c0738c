"""Each mistake that is easily made in this network is made once here, and the golden numbers notice it.

A golden test that passes proves little by itself; these prove that it fails when it must.
"""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from model_runtime.cogvlm2 import language, positions, vision
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2.rotary import inverse_frequencies
from model_runtime.inference import attention
from tests.model_runtime.cogvlm2 import golden

EXPECTED = golden.numbers()
Plant = Callable[[CogVLM2Network, pytest.MonkeyPatch], None]


def eoi_through_the_visual_expert(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    run = CogVLM2Network.run

    def routed(self: CogVLM2Network, rows: Tensor, at: list[int], expert: language.Expert, cache: object) -> Tensor:
        if len(rows) != 1 + len(golden.WORDS):
            return run(self, rows, at, expert, cache)  # type: ignore[arg-type]
        eoi = run(self, rows[:1], at[:1], "vision", cache)  # type: ignore[arg-type]
        return torch.cat([eoi, run(self, rows[1:], at[1:], expert, cache)])  # type: ignore[arg-type]

    patch.setattr(CogVLM2Network, "run", routed)


def theta_of_llama_2(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    network.decoder_layers[0].self_attn.rotary_emb.inv_freq = inverse_frequencies(16, 10_000.0, torch.float32)


def frequencies_of_another_dtype(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    network.decoder_layers[0].self_attn.rotary_emb.to(torch.bfloat16)


def every_row_its_own_position(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(positions, "position_ids", lambda types: list(range(len(types))))


def no_bias_for_pictures(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    for layer in network.decoder_layers:
        nn.init.zeros_(layer.self_attn.vision_expert_query_key_value.bias)


def bias_for_words_too(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    for layer in network.decoder_layers:
        attn = layer.self_attn
        attn.language_expert_query_key_value.bias = attn.vision_expert_query_key_value.bias


def query_key_value_interleaved_by_group(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    # Read as groups of two queries, their key, their value: rows change places.
    order = torch.tensor([0, 1, 4, 6, 2, 3, 5, 7])
    for layer in network.decoder_layers:
        weight = layer.self_attn.language_expert_query_key_value.weight
        weight.data = weight.unflatten(0, (8, 16))[order].flatten(0, 1)


def heads_paired_with_the_wrong_keys(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    def tiled(heads: Tensor, count: int) -> Tensor:
        return heads.repeat(1, count // heads.shape[1], 1, 1)

    patch.setattr(attention, "_repeated", tiled)


def neighbours_rotated(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    def interleaved(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        half = heads.shape[-1] // 2
        even, odd, c, s = heads[..., 0::2], heads[..., 1::2], cos[..., half:], sin[..., half:]
        return torch.stack([even * c - odd * s, even * s + odd * c], dim=-1).flatten(-2)

    patch.setattr(language, "rotate", interleaved)


def triangle_aligned_top_left(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    def top_left(rows: int, length: int, device: torch.device) -> Tensor:
        return torch.ones(rows, length, dtype=torch.bool, device=device).tril()

    patch.setattr("model_runtime.cogvlm2.network.causal_mask", top_left)


def picture_rows_see_each_other(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    def everything(rows: int, length: int, device: torch.device) -> Tensor:
        return torch.ones(rows, length, dtype=torch.bool, device=device)

    patch.setattr("model_runtime.cogvlm2.network.causal_mask", everything)


def norm_before_the_branch(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    def forward(self: vision.VisionLayer, tokens: Tensor) -> Tensor:
        tokens = tokens + self.attention(self.input_layernorm(tokens))
        return tokens + self.mlp(self.post_attention_layernorm(tokens))  # type: ignore[no-any-return]

    patch.setattr(vision.VisionLayer, "forward", forward)


def norm_at_the_encoders_end(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    forward = vision.VisionTransformer.forward
    patch.setattr(
        vision.VisionTransformer,
        "forward",
        lambda self, tokens: functional.layer_norm(forward(self, tokens), tokens.shape[-1:]),
    )


def class_token_kept_last_patch_dropped(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    forward = vision.VisionTransformer.forward
    patch.setattr(vision.VisionTransformer, "forward", lambda self, tokens: forward(self, tokens).roll(1, dims=1))


def encoders_epsilon_in_the_adapter(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    network.model.vision.linear_proj.norm1.eps = 1e-6


def adapters_epsilon_in_the_encoder(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    for layer in network.model.vision.transformer.modules():
        if isinstance(layer, nn.LayerNorm):
            layer.eps = 1e-5


def gelu_by_tanh(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    exact = functional.gelu
    patch.setattr(functional, "gelu", lambda tokens: exact(tokens, approximate="tanh"))


def patches_column_by_column(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    forward = nn.Conv2d.forward

    def transposed(self: nn.Conv2d, pixels: Tensor) -> Tensor:
        out = forward(self, pixels)
        return out.transpose(2, 3) if self.kernel_size == (14, 14) else out

    patch.setattr(nn.Conv2d, "forward", transposed)


def experts_swapped(network: CogVLM2Network, patch: pytest.MonkeyPatch) -> None:
    for layer in network.decoder_layers:
        layer.mlp.language_mlp, layer.mlp.vision_mlp = layer.mlp.vision_mlp, layer.mlp.language_mlp


IN_THE_LANGUAGE_NETWORK: list[Plant] = [
    eoi_through_the_visual_expert,
    theta_of_llama_2,
    frequencies_of_another_dtype,
    every_row_its_own_position,
    no_bias_for_pictures,
    bias_for_words_too,
    query_key_value_interleaved_by_group,
    heads_paired_with_the_wrong_keys,
    neighbours_rotated,
    triangle_aligned_top_left,
    picture_rows_see_each_other,
    experts_swapped,
]

IN_THE_VISION_ENCODER: list[Plant] = [
    norm_before_the_branch,
    norm_at_the_encoders_end,
    class_token_kept_last_patch_dropped,
    encoders_epsilon_in_the_adapter,
    adapters_epsilon_in_the_encoder,
    gelu_by_tanh,
    patches_column_by_column,
]


TOO_FINE_FOR_BF16 = {
    frequencies_of_another_dtype,
    encoders_epsilon_in_the_adapter,
    adapters_epsilon_in_the_encoder,
    gelu_by_tanh,
}
"""Smaller than a step of bfloat16, or no mistake there."""


def _cases(plants: list[Plant]) -> list[Any]:
    return [
        pytest.param(plant, precision, id=f"{plant.__name__}-{precision}")
        for plant in plants
        for precision in golden.DTYPES
        if precision == "f32" or plant not in TOO_FINE_FOR_BF16
    ]


@pytest.mark.parametrize(("plant", "precision"), _cases(IN_THE_LANGUAGE_NETWORK))
def test_the_golden_rows_notice(plant: Plant, precision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the mistake planted, rows about a picture leave the tolerance of the golden test."""
    network = golden.build(golden.DTYPES[precision])
    plant(network, monkeypatch)
    network.prepare()
    rows = golden.hidden_rows_from(network, EXPECTED[f"A_{precision}_vision"], golden.WORDS)
    assert golden.largest_error(rows, EXPECTED[f"A_{precision}_hidden"][0]) > golden.TOLERANCES[precision]


@pytest.mark.parametrize(("plant", "precision"), _cases(IN_THE_VISION_ENCODER))
def test_the_golden_picture_notices(plant: Plant, precision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the mistake planted, a picture's rows leave the tolerance of the golden test."""
    network = golden.build(golden.DTYPES[precision])
    plant(network, monkeypatch)
    with torch.inference_mode():
        rows = network.encode_image(golden.pixels()[:1])
    assert golden.largest_error(rows, EXPECTED[f"A_{precision}_vision"]) > golden.VISION_TOLERANCES[precision]
