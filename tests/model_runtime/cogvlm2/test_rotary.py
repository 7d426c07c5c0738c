"""Rotation tables are the reference's bit by bit, rounding included; `fp32` is exact."""

import pytest
import torch

from model_runtime.cogvlm2.rotary import RotaryTables, inverse_frequencies, rotate
from tests.model_runtime.cogvlm2 import golden

EXPECTED = golden.numbers()
AT = EXPECTED["R_positions"].tolist()


@pytest.mark.parametrize("precision", sorted(golden.DTYPES))
def test_tables_are_the_references_bit_by_bit(precision: str) -> None:
    """In the dtype of the stored frequencies, positions above 256 are rounded as the published model rounds them."""
    dtype = golden.DTYPES[precision]
    tables = RotaryTables(EXPECTED[f"R_{precision}_inv_freq"].to(dtype), 1 + max(AT), dtype)
    tolerance = 1e-6 if precision == "f32" else 0.0
    half = slice(64, 128)  # the second half is not negated
    assert golden.largest_error(tables.cos[AT, 0, half], EXPECTED[f"R_{precision}_cos"]) <= tolerance
    assert golden.largest_error(tables.sin[AT, 0, half], EXPECTED[f"R_{precision}_sin"]) <= tolerance


def test_frequencies_are_those_of_base_500000() -> None:
    """Computed afresh, in fp32, they are the reference's to the last bit."""
    assert torch.equal(EXPECTED["R_f32_inv_freq"], inverse_frequencies(128, 500_000.0, torch.float32))


def test_the_stored_dtype_decides_not_the_computing_one() -> None:
    """A bfloat16 checkpoint computed in fp32 keeps its bfloat16 tables."""
    tables = RotaryTables(EXPECTED["R_bf16_inv_freq"].bfloat16(), 1 + max(AT), torch.float32)
    assert EXPECTED["R_bf16_cos"].tolist() == tables.cos[AT, 0, 64:].tolist()


def test_prepare_chooses_between_reference_and_exact_tables() -> None:
    """`reference` takes the frequencies as stored, in bfloat16 here; `fp32` computes exact ones."""
    network = golden.build(torch.float32)
    for layer in network.decoder_layers:
        layer.self_attn.rotary_emb.to(torch.bfloat16)
    network.prepare("reference")
    reference = golden.hidden_rows(network, None, golden.WORDS)
    network.prepare("fp32")
    exact = golden.hidden_rows(network, None, golden.WORDS)
    assert golden.largest_error(exact, EXPECTED["B_f32_hidden"][0]) <= golden.TOLERANCES["f32"]
    assert golden.largest_error(reference, exact) > 10 * golden.TOLERANCES["f32"]


def test_a_rotation_turns_each_pair_by_its_angle() -> None:
    """Element j turns with element j + D/2, as in Llama, not with its neighbour."""
    angle = torch.tensor([0.3, 1.1])
    tables = RotaryTables(angle, 2, torch.float32)
    head = torch.tensor([[1.0, 2.0, 3.0, 4.0]])
    first, second = head[:, :2], head[:, 2:]
    expected = torch.cat(
        [first * angle.cos() - second * angle.sin(), second * angle.cos() + first * angle.sin()], dim=1
    )
    assert torch.equal(expected, rotate(head, tables.cos[1], tables.sin[1]))
