"""A folder becomes a network in every precision, from its weights or from a cache that can be trusted."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.engines.cogvlm2_weights import LoadEvents, LoadOptions, Precision, load_network, open_weights
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.linear import Linear4bit, Linear8bit
from tests.helpers.pack_checkpoint import packed_tensors
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

CPU = torch.device("cpu")
QUIET = LoadEvents(lambda done, total: None, lambda: False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a good folder."""
    write_tiny_checkpoint(tmp_path / "model")
    return tmp_path / "model"


def load(folder: Path, precision: Precision, cache: Path | None = None, source: str = "ab") -> CogVLM2Network:
    """Open and load."""
    return load_network(open_weights(folder), LoadOptions(precision, CPU, cache, source), QUIET)


def is_same(one: CogVLM2Network, other: CogVLM2Network) -> bool:
    """Tell whether two networks hold the same bits under the same names."""
    mine, theirs = one.state_dict(), other.state_dict()
    return mine.keys() == theirs.keys() and all(torch.equal(mine[name], theirs[name]) for name in mine)


def edit_config(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change config.json in place."""
    config = json.loads((folder / "config.json").read_text())
    change(config)
    (folder / "config.json").write_text(json.dumps(config))


@pytest.mark.parametrize(
    ("precision", "dtype", "kind"),
    [
        ("fp32", torch.float32, torch.nn.Linear),
        ("bf16", torch.bfloat16, torch.nn.Linear),
        ("int8", torch.bfloat16, Linear8bit),
        ("int4", torch.bfloat16, Linear4bit),
        ("int4_small", torch.bfloat16, Linear4bit),
    ],
)
def test_every_precision_loads(folder: Path, precision: Precision, dtype: torch.dtype, kind: type) -> None:
    """With its own layers in the text path, and rows computed in its dtype."""
    network = load(folder, precision)
    assert network.dtype == dtype
    assert type(network.get_submodule("model.layers.0.mlp.language_mlp.down_proj")) is kind
    assert not any(tensor.is_meta for tensor in network.state_dict().values())


@pytest.mark.parametrize("precision", ["int8", "int4"])
def test_the_second_load_comes_from_the_cache_and_is_the_same(
    folder: Path, tmp_path: Path, precision: Precision
) -> None:
    """The weights are not read a second time."""
    cache = tmp_path / "x.cache"
    first = load(folder, precision, cache)
    written = cache.read_bytes()
    weights = open_weights(folder)
    for shard in folder.glob("*.safetensors"):
        shard.unlink()
    second = load_network(weights, LoadOptions(precision, CPU, cache, "ab"), QUIET)
    assert is_same(first, second)
    assert cache.read_bytes() == written


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw[:-1], lambda raw: raw[:5000] + b"\x99" + raw[5001:], lambda raw: b""]
)
def test_a_damaged_cache_is_made_again(folder: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Cut, altered or empty: the network is right and so is the new cache."""
    cache = tmp_path / "x.cache"
    good = load(folder, "int4", cache)
    written = cache.read_bytes()
    cache.write_bytes(spoil(written))
    assert is_same(load(folder, "int4", cache), good)
    assert cache.read_bytes() == written


def test_a_cache_of_other_weights_is_made_again(folder: Path, tmp_path: Path) -> None:
    """The digest of the source decides."""
    cache = tmp_path / "x.cache"
    load(folder, "int4", cache, source="ab")
    write_tiny_checkpoint(folder, seed=1)
    assert is_same(load(folder, "int4", cache, source="cd"), load(folder, "int4"))


def test_where_no_cache_can_be_written_the_model_still_loads(folder: Path, tmp_path: Path) -> None:
    """A cache is a help, never a need."""
    assert is_same(load(folder, "int4", tmp_path / "missing" / "x.cache"), load(folder, "int4"))


def test_a_4bit_release_loads_as_it_is(tmp_path: Path) -> None:
    """Its layers stay packed whatever full precision is asked for; its head may be made 8-bit."""
    tensors = write_tiny_checkpoint(tmp_path, shards=1)
    for path in tmp_path.glob("model*"):
        path.unlink()
    save_file(packed_tensors(tensors), tmp_path / "model.safetensors")
    network = load(tmp_path, "int4")
    layer = network.get_submodule("model.vision.transformer.layers.0.mlp.fc1")
    assert isinstance(layer, Linear4bit)
    assert layer.quant_type == "fp4"
    assert isinstance(network.get_submodule("lm_head"), Linear8bit)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda config: config.pop("hidden_size"), ErrorCode.MODEL_CONFIG_INVALID),
        (lambda config: config.update(architectures=["LlamaForCausalLM"]), ErrorCode.MODEL_CONFIG_INVALID),
        (lambda config: config.update(hidden_size=128), ErrorCode.TENSOR_SHAPE),
        (lambda config: config.update(num_hidden_layers=3), ErrorCode.TENSOR_MISSING),
        (lambda config: config.update(num_hidden_layers=1), ErrorCode.TENSOR_UNKNOWN),
        (lambda config: config.update(num_hidden_layers=1 << 20), ErrorCode.TENSOR_MISSING),
    ],
)
def test_a_config_that_does_not_fit_the_weights_is_refused(
    folder: Path, change: Callable[[dict[str, object]], object], code: ErrorCode
) -> None:
    """Sizes, depth and kind are compared with the tensors before memory is taken for them."""
    edit_config(folder, change)
    with pytest.raises(RequestFailed) as caught:
        open_weights(folder)
    assert caught.value.code == code


def test_loading_can_be_cancelled(folder: Path, tmp_path: Path) -> None:
    """And leaves no half cache."""
    options = LoadOptions("int4", CPU, tmp_path / "x.cache", "ab")
    with pytest.raises(RequestFailed) as caught:
        load_network(open_weights(folder), options, LoadEvents(lambda done, total: None, lambda: True))
    assert (caught.value.code, list(tmp_path.glob("x.cache*"))) == (ErrorCode.CANCELLED, [])
