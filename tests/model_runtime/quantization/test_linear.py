"""Quantised layers compute exactly what their weights say, and nothing rewrites those weights."""

from collections.abc import Mapping

import pytest
import torch
from bitsandbytes import functional as bnb
from torch import Tensor, nn
from torch.nn import functional

from model_runtime.quantization.conversion import install, place, quantize_4bit, quantize_8bit
from model_runtime.quantization.linear import Linear4bit, Linear8bit
from model_runtime.quantization.recipe import Treatment

ROWS = (1, 5, 40)


def matrix(out_features: int = 192, in_features: int = 128, dtype: torch.dtype = torch.float32) -> Tensor:
    """Draw a weight matrix [out, in]."""
    return torch.randn(out_features, in_features, generator=torch.Generator().manual_seed(3)).to(dtype)


def layer_of(weight: Tensor, treatment: Treatment, bias: Tensor | None = None) -> nn.Module:
    """Quantise a matrix into a layer as loading does."""
    with torch.device("meta"):
        network = nn.Sequential(nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None))
    install(network, {"0": treatment})
    parts: Mapping[str, Tensor] = quantize_8bit(weight) if treatment == "int8" else quantize_4bit(weight)
    for name, part in parts.items():
        place(network, f"0.{name}", part)
    if bias is not None:
        place(network, "0.bias", bias)
    return network[0]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_4bit_weights_are_bitsandbytes_own(dtype: torch.dtype) -> None:
    """Our buffers unpack, bit for bit, to what bitsandbytes' own functions make of the matrix."""
    weight = matrix(dtype=dtype)
    packed, state = bnb.quantize_4bit(weight, blocksize=64, quant_type="nf4")
    layer = layer_of(weight, "nf4")
    assert isinstance(layer, Linear4bit)
    assert torch.equal(layer.dequantized(dtype), bnb.dequantize_4bit(packed, state))


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_4bit_layer_is_a_linear_layer_with_those_weights(dtype: torch.dtype, rows: int) -> None:
    """The layer is x W^T + b with the unpacked W, for one row as for many."""
    bias = torch.linspace(-1, 1, 192).to(dtype)
    layer = layer_of(matrix(dtype=dtype), "nf4", bias)
    assert isinstance(layer, Linear4bit)
    x = torch.randn(2, rows, 128, generator=torch.Generator().manual_seed(rows)).to(dtype)
    expected = functional.linear(x, layer.dequantized(dtype), bias)
    assert torch.equal(layer(x), expected)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_forward_pass_never_writes_to_the_weights(dtype: torch.dtype) -> None:
    """The layer of bitsandbytes repacks itself on some processors, and saves wrong scales afterwards; ours cannot."""
    layer = layer_of(matrix(256, 256, dtype), "nf4").eval()
    before = {name: tensor.clone() for name, tensor in layer.state_dict().items()}
    with torch.inference_mode():
        first, second = layer(torch.ones(1, 256, dtype=dtype)), layer(torch.ones(1, 256, dtype=dtype))
    assert torch.equal(first, second)
    assert all(torch.equal(tensor, before[name]) for name, tensor in layer.state_dict().items())


def test_4bit_errors_are_those_of_the_format() -> None:
    """9.2 % of a Gaussian weight's size for NF4."""
    weight = matrix(1024, 1024)
    layer = layer_of(weight, "nf4")
    assert isinstance(layer, Linear4bit)
    error = float((layer.dequantized(torch.float32) - weight).norm() / weight.norm())
    assert error == pytest.approx(0.092, abs=0.002)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_an_8bit_layer_is_a_linear_layer_with_those_weights(dtype: torch.dtype, rows: int) -> None:
    """Both ways to compute it, for few rows and for many, agree with the unpacked matrix to the dtype's rounding."""
    bias = torch.linspace(-1, 1, 192).to(dtype)
    layer = layer_of(matrix(dtype=dtype), "int8", bias)
    assert isinstance(layer, Linear8bit)
    x = torch.randn(rows, 128, generator=torch.Generator().manual_seed(rows)).to(dtype)
    expected = functional.linear(x.float(), layer.dequantized(torch.float32), bias.float())
    largest = (layer(x).float() - expected).abs().max() / expected.abs().max()
    assert layer(x).dtype == dtype
    assert largest < (1e-5 if dtype == torch.float32 else 1e-2)


def test_8bit_rows_have_their_own_scale() -> None:
    """A row of tiny values keeps its precision beside a row of large ones, and zeros stay zeros."""
    weight = torch.stack([matrix(1, 128)[0] * 1e-4, matrix(1, 128)[0] * 1e4, torch.zeros(128)])
    layer = layer_of(weight, "int8")
    assert isinstance(layer, Linear8bit)
    unpacked = layer.dequantized(torch.float32)
    errors = (unpacked - weight)[:2].norm(dim=1) / weight[:2].norm(dim=1)
    assert float(errors.max()) < 0.01
    assert torch.equal(unpacked[2], weight[2])
