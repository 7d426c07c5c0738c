"""Quantise matrices, and put quantised layers and tensors into a network.

A tensor `x.weight` becomes the buffers of the layer that replaces `x`, named `x.packed`, `x.absmax` …; the same names
are in the cache file, so loading from the checkpoint and from the cache is the same assignment.
Reads no file and knows no network: it works on whatever has `nn.Linear` layers.
"""

from collections.abc import Iterator

import torch
from bitsandbytes import functional as bnb
from torch import Tensor, nn

from model_runtime.quantization.linear import Linear4bit, Linear8bit
from model_runtime.quantization.recipe import BLOCK_SIZE, Recipe, Treatment, block_of, fits


def linear_treatments(network: nn.Module, recipe: Recipe) -> dict[str, Treatment]:
    """Name every linear layer that the recipe quantises, with its treatment."""
    chosen: dict[str, Treatment] = {}
    for name, module in network.named_modules():
        if isinstance(module, nn.Linear):
            treatment = recipe.treatment(block_of(f"{name}.weight").role)
            if treatment != "keep" and fits(treatment, module.in_features):
                chosen[name] = treatment
    return chosen


def install(network: nn.Module, treatments: dict[str, Treatment]) -> None:
    """Replace these linear layers of a network on the `meta` device by empty quantised ones."""
    for name, treatment in treatments.items():
        linear = network.get_submodule(name)
        if not isinstance(linear, nn.Linear):
            raise TypeError(name)
        sizes, bias = (linear.in_features, linear.out_features), linear.bias is not None
        with torch.device("meta"):
            layer = Linear8bit(*sizes, bias=bias) if treatment == "int8" else Linear4bit(*sizes, bias=bias)
        network.set_submodule(name, layer)


def quantized(name: str, tensor: Tensor, treatments: dict[str, Treatment]) -> Iterator[tuple[str, Tensor]]:
    """Yield what stands for a checkpoint's tensor: itself, or the buffers of its quantised layer on the same device."""
    layer, _, kind = name.rpartition(".")
    if kind != "weight" or layer not in treatments:
        yield name, tensor
        return
    parts = quantize_8bit(tensor) if treatments[layer] == "int8" else quantize_4bit(tensor)
    for part, value in parts.items():
        yield f"{layer}.{part}", value


def quantize_4bit(weight: Tensor) -> dict[str, Tensor]:
    """Quantise W [out, in] (float, any device) to the buffers of a `Linear4bit`, with bitsandbytes' own kernel."""
    packed, state = bnb.quantize_4bit(weight.contiguous(), blocksize=BLOCK_SIZE, quant_type="nf4")
    return {"packed": packed.view(-1), "absmax": state.absmax}


def quantize_8bit(weight: Tensor) -> dict[str, Tensor]:
    """Quantise W [out, in] to the buffers of a `Linear8bit`: each row by its own largest value."""
    rows, scales = [], []
    for part in weight.split(_ROWS_AT_ONCE):
        values = part.float()
        scale = values.abs().amax(dim=1) / _INT8_MAX
        scale = torch.where(scale > 0, scale, torch.ones_like(scale))  # a row of zeros stays one
        rows.append((values / scale[:, None]).round().to(torch.int8))
        scales.append(scale)
    return {"rows": torch.cat(rows), "scale": torch.cat(scales)}


def place(network: nn.Module, name: str, tensor: Tensor) -> None:
    """Put a loaded tensor where an empty one of this name and shape is. Raises KeyError, ValueError: our bug."""
    path, _, attribute = name.rpartition(".")
    module = network.get_submodule(path)
    empty = dict(module.named_parameters(recurse=False)) | dict(module.named_buffers(recurse=False))
    if empty[attribute].shape != tensor.shape:
        raise ValueError(name)
    is_parameter = isinstance(empty[attribute], nn.Parameter)
    setattr(module, attribute, nn.Parameter(tensor, requires_grad=False) if is_parameter else tensor)


_INT8_MAX = 127
_ROWS_AT_ONCE = 8192
"""The head has 128,256 rows; an fp32 copy of all of them would take 2 GiB."""
