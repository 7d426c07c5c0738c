"""A network is filled from full weights, from an official 4-bit dump or from a cache, always with the same bits."""

import gc
import json
import math
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
from bitsandbytes import functional as bnb
from torch import Tensor

from model_runtime.cogvlm2.config import config_from_json
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.bnb_dump import check_dump, install_packed, packed_linears
from model_runtime.quantization.cache_file import CacheKey, open_cache, write_cache
from model_runtime.quantization.conversion import install, linear_treatments
from model_runtime.quantization.linear import Linear4bit
from model_runtime.quantization.loading import Conversion, converted_blocks, fill
from model_runtime.quantization.recipe import FULL, INT4, INT8, Recipe
from tests.helpers import checkpoint_forward as oracle
from tests.helpers.pack_checkpoint import is_packed_linear, packed_tensors
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, random_tensors, tensor_shapes

CPU = torch.device("cpu")
SHAPES = tensor_shapes(TINY_CONFIG)
WEIGHTS = random_tensors(TINY_CONFIG, 0, torch.float32)
RECIPES = (FULL, INT8, INT4)


def empty_network() -> CogVLM2Network:
    """Build the network without memory."""
    with torch.device("meta"):
        return CogVLM2Network(config_from_json(TINY_CONFIG))


def filled(recipe: Recipe, dtype: torch.dtype = torch.float32) -> CogVLM2Network:
    """Fill a network from the full weights."""
    network = empty_network()
    treatments = linear_treatments(network, recipe)
    install(network, treatments)
    fill(network, converted_blocks(SHAPES, WEIGHTS.__getitem__, Conversion(dtype, CPU, treatments)), CPU)
    return network


def image_block(network: CogVLM2Network) -> Tensor:
    """Encode one fixed picture."""
    network.prepare()
    pixels = torch.randn(1, 3, 56, 56, generator=torch.Generator().manual_seed(5))
    with torch.inference_mode():
        return network.encode_image(pixels)


def oracle_block(weights: Mapping[str, Tensor]) -> Tensor:
    """Encode the same picture independently."""
    pixels = torch.randn(1, 3, 56, 56, generator=torch.Generator().manual_seed(5))
    return oracle.image_block(weights, oracle.Sizes.of(TINY_CONFIG), pixels)


def test_the_networks_names_and_shapes_are_the_checkpoints() -> None:
    """No map between the two is needed, and none can be wrong."""
    found = {name: tuple(tensor.shape) for name, tensor in empty_network().state_dict().items()}
    assert found == SHAPES


def test_full_weights_arrive_unchanged() -> None:
    """Every tensor, bit for bit; nothing is left on the meta device."""
    state = filled(FULL).state_dict()
    assert all(torch.equal(state[name], WEIGHTS[name]) for name in SHAPES)


def test_rope_frequencies_keep_their_stored_type() -> None:
    """Their rounding is part of the model; the rest takes the network's dtype."""
    state = filled(FULL, torch.bfloat16).state_dict()
    assert state["model.layers.0.self_attn.rotary_emb.inv_freq"].dtype == torch.float32
    assert state["lm_head.weight"].dtype == torch.bfloat16


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_network_from_the_cache_is_the_network_from_the_weights(tmp_path: Path, recipe: Recipe) -> None:
    """Same names, same bits."""
    network = filled(recipe)
    treatments = linear_treatments(empty_network(), recipe)
    key = CacheKey("ab" * 32, "stamp", recipe.name, "float32")
    blocks = converted_blocks(SHAPES, WEIGHTS.__getitem__, Conversion(torch.float32, CPU, treatments))
    write_cache(tmp_path / "x.cache", key, blocks)
    again = empty_network()
    install(again, treatments)
    reader = open_cache(tmp_path / "x.cache", key)
    assert reader is not None
    with reader:
        fill(again, ((block, reader.read(block)) for block in reader.blocks), CPU)
    state, expected = again.state_dict(), network.state_dict()
    assert state.keys() == expected.keys()
    assert all(torch.equal(state[name], expected[name]) for name in expected)


@pytest.mark.parametrize("recipe", RECIPES[1:], ids=lambda recipe: recipe.name)
def test_quantising_changes_the_picture_rows_a_little(recipe: Recipe, record_property: Callable[..., None]) -> None:
    """The error against fp32 is reported; a tower that is kept has none."""
    expected = oracle_block(WEIGHTS)
    error = float((image_block(filled(recipe)) - expected).norm() / expected.norm())
    record_property(f"image_rows_error_{recipe.name}", error)
    print(f"relative error of image rows, {recipe.name}: {error:.4f}")
    assert error < {"int8": 0.05, "int4": 1e-5}[recipe.name]


@pytest.mark.parametrize("is_double", [False, True])
def test_an_official_dump_is_read_as_bitsandbytes_reads_it(*, is_double: bool) -> None:
    """FP4 with plain or double quantised scales: the same unpacked weights, hence the same picture rows."""
    dump = packed_tensors(WEIGHTS, is_double=is_double)
    network, unpacked = network_from(dump), dict(dump)
    for name, weight in WEIGHTS.items():
        if is_packed_linear(name):
            packed, state = bnb.quantize_4bit(weight.half(), quant_type="fp4", compress_statistics=is_double)
            state.dtype = torch.float32
            unpacked[name] = bnb.dequantize_4bit(packed, state)
            layer = network.get_submodule(name.removesuffix(".weight"))
            assert isinstance(layer, Linear4bit)
            assert torch.equal(layer.dequantized(torch.float32), unpacked[name])
    expected = oracle_block({name: tensor.float() for name, tensor in unpacked.items()})
    assert torch.allclose(image_block(network), expected, atol=1e-5)


def network_from(dump: Mapping[str, Tensor]) -> CogVLM2Network:
    """Fill a network from a dump as an engine does."""
    shapes = {name: tuple(tensor.shape) for name, tensor in dump.items()}
    packed = packed_linears(shapes)
    check_dump(shapes, SHAPES, packed)
    network = empty_network()
    install_packed(network, packed)
    conversion = Conversion(torch.float32, CPU, packed=packed)
    fill(network, converted_blocks(SHAPES, lambda name: dump[name], conversion), CPU)
    return network


GATE = "model.layers.0.mlp.vision_mlp.gate_proj.weight"
STATE = f"{GATE}.quant_state.bitsandbytes__fp4"


def described(**changes: object) -> Tensor:
    """Return a description of the packed gate with some values changed."""
    state = {"quant_type": "fp4", "blocksize": 64, "dtype": "float16", "shape": [128, 64]} | changes
    return torch.tensor(list(json.dumps(state).encode()), dtype=torch.uint8)


@pytest.mark.parametrize(
    ("name", "tensor", "code"),
    [
        (f"{GATE}.absmax", None, ErrorCode.TENSOR_MISSING),
        (f"{GATE}.extra", torch.ones(1), ErrorCode.TENSOR_UNKNOWN),
        (GATE, torch.zeros(4095, 1, dtype=torch.uint8), ErrorCode.TENSOR_SHAPE),
        (STATE, torch.zeros(5000, dtype=torch.uint8), ErrorCode.TENSOR_SHAPE),
        (STATE, torch.zeros(20, dtype=torch.uint8), ErrorCode.TENSOR_TYPE),
        (STATE, described(shape=[64, 128]), ErrorCode.TENSOR_TYPE),
        (STATE, described(blocksize=32), ErrorCode.TENSOR_TYPE),
        (STATE, described(quant_type="nf4"), ErrorCode.TENSOR_TYPE),
        (f"{GATE}.quant_map", torch.linspace(-1, 1, 16), ErrorCode.TENSOR_TYPE),
        (f"{GATE}.absmax", torch.ones(128, dtype=torch.float16), ErrorCode.TENSOR_TYPE),
        ("lm_head.weight", torch.zeros(384, 64, dtype=torch.uint8), ErrorCode.TENSOR_TYPE),
    ],
)
def test_a_dump_that_lies_is_refused(name: str, tensor: Tensor | None, code: ErrorCode) -> None:
    """Missing parts, other lengths, and descriptions that do not fit the bytes."""
    dump = packed_tensors(WEIGHTS)
    if tensor is None:
        del dump[name]
    else:
        dump[name] = tensor
    with pytest.raises(RequestFailed) as caught:
        network_from(dump)
    assert (caught.value.code, caught.value.facts) == (code, {"count": 1})


def test_converting_holds_one_block_at_a_time(tmp_path: Path) -> None:
    """A model with five times the layers takes no more memory to quantise into a cache file."""
    peaks = {}
    for layers in (2, 10):
        folder = tmp_path / str(layers)
        write_wide_zeros(folder, layers)
        done = subprocess.run(
            [sys.executable, "-c", QUANTISE_ALL, str(folder)], capture_output=True, text=True, check=True, timeout=580
        )
        peaks[layers] = int(done.stdout)
        gc.collect()
    print("peak RSS while quantising, MB:", {f"{n} layers": peak >> 20 for n, peak in peaks.items()})
    assert abs(peaks[10] - peaks[2]) < 64 << 20


WIDE = TINY_CONFIG | {"hidden_size": 1024, "intermediate_size": 2048}

QUANTISE_ALL = """
import resource, sys
from pathlib import Path
import torch
from model_runtime.quantization import cache_file, conversion, loading, recipe
from model_runtime.weights.checkpoint import open_checkpoint
from model_runtime.weights.reading import TensorReader
folder = Path(sys.argv[1])
checkpoint = open_checkpoint(folder)
expected = {name: tensor.entry.shape for name, tensor in checkpoint.tensors.items()}
linear = {name.removesuffix(".weight"): "nf4" for name in expected if name.endswith("expert_dense.weight")}
how = loading.Conversion(torch.bfloat16, torch.device("cpu"), linear)
with TensorReader(checkpoint, lambda done, total: None, lambda: False) as reader:
    blocks = loading.converted_blocks(expected, reader.read, how)
    cache_file.write_cache(folder / "x.cache", cache_file.CacheKey("a", "s", "int4", "bfloat16"), blocks)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def write_wide_zeros(folder: Path, layers: int) -> None:
    """Write a sparse checkpoint of this many wide layers: 33 MB each in bfloat16."""
    folder.mkdir()
    header, position = {}, 0
    for name, shape in tensor_shapes(WIDE | {"num_hidden_layers": layers}).items():
        size = 2 * math.prod(shape)
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [position, position + size]}
        position += size
    raw = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(raw)) + raw)
    os.truncate(folder / "model.safetensors", 8 + len(raw) + position)
    (folder / "config.json").write_text("{}")
