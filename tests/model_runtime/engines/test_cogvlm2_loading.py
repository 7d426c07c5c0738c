"""A folder becomes a network that is ready, in each precision, from the checkpoint or from its cache, bit by bit."""

import json
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from model_runtime.engines.cogvlm2_loading import LoadedModel, LoadOptions, load_model
from model_runtime.engines.precision import Precision
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization.linear import Linear4bit, Linear8bit
from model_runtime.weights.manifest import Manifest, measure
from tests.helpers.write_tiny_checkpoint import (
    TINY_CONFIG,
    byte_level_tokenizer,
    inverse_frequencies,
    random_tensors,
    write_checkpoint,
    write_tiny_checkpoint,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny checkpoint, stored in bfloat16 as the published ones are."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_tiny_checkpoint(folder, seed=5, dtype=torch.bfloat16)
    return folder


def _options(folder: Path, precision: Precision, cache_file: Path | None = None) -> LoadOptions:
    return LoadOptions(folder, precision, torch.device("cpu"), cache_file=cache_file)


def _manifest(folder: Path) -> Manifest:
    """Measure all files, as an import does."""
    names = tuple(file.name for file in folder.iterdir() if file.is_file())
    return measure(folder, names, lambda done, total: None, lambda: False)


def _loaded(options: LoadOptions) -> LoadedModel:
    return load_model(options, lambda done, total: None, lambda: False)


def _state(model: LoadedModel) -> dict[str, Tensor]:
    return dict(model.network.state_dict())


@pytest.mark.parametrize(("precision", "dtype"), [("fp32", torch.float32), ("bf16", torch.bfloat16)])
def test_full_precision_is_the_checkpoint(folder: Path, precision: Precision, dtype: torch.dtype) -> None:
    """Every tensor as stored, in the dtype of the computation, but rotations keep their stored one."""
    stored = write_tiny_checkpoint(folder.with_name(precision), seed=5, dtype=torch.bfloat16)
    state = _state(_loaded(_options(folder, precision)))
    assert stored.keys() == state.keys()
    for name, tensor in stored.items():
        expected = tensor if name.endswith("inv_freq") else tensor.to(dtype)
        assert expected.dtype == state[name].dtype
        assert torch.equal(expected, state[name])


def test_each_precision_has_its_layers(folder: Path) -> None:
    """4-bit: text and experts in 4 bits, the head in 8, the encoder as it was. 8-bit: everything."""
    layer = "model.layers.0."
    four, eight = _loaded(_options(folder, "int4")).network, _loaded(_options(folder, "int8")).network
    kinds = [
        type(network.get_submodule(name))
        for name in (
            f"{layer}self_attn.language_expert_dense",
            f"{layer}mlp.vision_mlp.down_proj",
            "lm_head",
            "model.vision.linear_proj.gate_proj",
        )
        for network in (four, eight)
    ]
    assert [Linear4bit, Linear8bit, Linear4bit, Linear8bit, Linear8bit, Linear8bit, nn.Linear, Linear8bit] == kinds


def test_the_cache_gives_the_same_bits(folder: Path, tmp_path: Path) -> None:
    """Quantised while loading, or read from what was kept: the same network, to the last bit."""
    cache_file = tmp_path / "tiny.cache"
    first = _state(_loaded(_options(folder, "int4", cache_file)))
    assert cache_file.exists()
    for file in folder.glob("*.safetensors"):
        assert file.stat().st_size  # still there: the cache is beside the weights, never instead of them
    second = _state(_loaded(_options(folder, "int4", cache_file)))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_damaged_cache_is_made_anew(folder: Path, tmp_path: Path) -> None:
    """One flipped byte in the middle: the network is right all the same, and so is the next cache."""
    cache_file = tmp_path / "tiny.cache"
    expected = _state(_loaded(_options(folder, "int4", cache_file)))
    whole = cache_file.read_bytes()
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 1
    cache_file.write_bytes(damaged)
    state = _state(_loaded(_options(folder, "int4", cache_file)))
    assert all(torch.equal(expected[name], state[name]) for name in expected)
    assert whole == cache_file.read_bytes()


def test_a_cache_that_cannot_be_written_costs_only_time(folder: Path, tmp_path: Path) -> None:
    """A folder that is not there stands for a full or read-only disk."""
    model = _loaded(_options(folder, "int4", tmp_path / "missing" / "tiny.cache"))
    assert isinstance(model.network.get_submodule("lm_head"), Linear8bit)


@pytest.mark.parametrize("times", [1, 2])
def test_progress_runs_once_from_start_to_end(folder: Path, tmp_path: Path, times: int) -> None:
    """Hashing and loading are one bar, which never goes back; from the cache, too."""
    for _ in range(times):
        seen: list[tuple[int, int]] = []
        options = _options(folder, "int4", tmp_path / "tiny.cache")
        load_model(options, lambda done, total, seen=seen: seen.append((done, total)), lambda: False)  # type: ignore[misc]
    assert {seen[-1][0]} == {total for _, total in seen}
    assert sorted(done for done, _ in seen) == [done for done, _ in seen]


def test_loading_can_be_cancelled(folder: Path) -> None:
    """While files are hashed, and while tensors are read."""
    for manifest in (None, _manifest(folder)):
        options = LoadOptions(folder, "bf16", torch.device("cpu"), manifest=manifest)
        with pytest.raises(RequestFailed) as failed:
            load_model(options, lambda done, total: None, lambda: True)
        assert failed.value.code == ErrorCode.CANCELLED


def test_the_digest_names_the_model(folder: Path, tmp_path: Path) -> None:
    """The same files have the same; other weights, sizes or words another; so does the manifest of an import."""
    digest = _loaded(_options(folder, "bf16")).digest
    write_tiny_checkpoint(tmp_path / "same", seed=5, dtype=torch.bfloat16)
    write_tiny_checkpoint(tmp_path / "other", seed=6, dtype=torch.bfloat16)
    assert digest == _loaded(_options(tmp_path / "same", "fp32")).digest
    assert digest != _loaded(_options(tmp_path / "other", "fp32")).digest
    manifest = _manifest(folder)
    known = _loaded(LoadOptions(folder, "bf16", torch.device("cpu"), manifest=manifest))
    assert known.digest == manifest.digest == digest


def test_frequencies_that_are_not_stored_are_computed_exactly(tmp_path: Path) -> None:
    """Some exports leave them out; the other tensors are as they were."""
    tensors = random_tensors(TINY_CONFIG, seed=5, dtype=torch.bfloat16)
    kept = {name: tensor for name, tensor in tensors.items() if not name.endswith("inv_freq")}
    write_checkpoint(tmp_path / "tiny", TINY_CONFIG, kept, byte_level_tokenizer(["a"], 384), 1)
    state = _state(_loaded(_options(tmp_path / "tiny", "bf16")))
    torch.testing.assert_close(state["model.layers.1.self_attn.rotary_emb.inv_freq"], inverse_frequencies(16))
    assert torch.equal(kept["lm_head.weight"], state["lm_head.weight"])


@pytest.mark.parametrize(
    ("key", "value"),
    [("architectures", ["CogVLMVideoForCausalLM"]), ("hidden_size", -1), ("vision_config", [])],
)
def test_a_config_that_is_none_of_ours_is_refused(tmp_path: Path, key: str, value: object) -> None:
    """Before a tensor is read."""
    write_tiny_checkpoint(tmp_path / "tiny")
    config_file = tmp_path / "tiny" / "config.json"
    config_file.write_text(json.dumps(json.loads(config_file.read_text()) | {key: value}))
    with pytest.raises(RequestFailed) as failed:
        _loaded(_options(tmp_path / "tiny", "fp32"))
    assert failed.value.code == ErrorCode.MODEL_CONFIG_INVALID


def test_a_config_that_disagrees_with_the_tensors_is_refused(tmp_path: Path) -> None:
    """Fewer layers than there are tensors for: they are unknown."""
    write_tiny_checkpoint(tmp_path / "tiny")
    config_file = tmp_path / "tiny" / "config.json"
    config_file.write_text(json.dumps(json.loads(config_file.read_text()) | {"num_hidden_layers": 1}))
    with pytest.raises(RequestFailed) as failed:
        _loaded(_options(tmp_path / "tiny", "fp32"))
    assert failed.value.code == ErrorCode.TENSOR_UNKNOWN


def test_a_tokenizer_with_more_words_than_the_network_is_refused(tmp_path: Path) -> None:
    """Its ids would point past the embeddings."""
    write_tiny_checkpoint(tmp_path / "tiny")
    tokenizer_file = tmp_path / "tiny" / "tokenizer.json"
    tokenizer = json.loads(tokenizer_file.read_text())
    tokenizer["added_tokens"].append(tokenizer["added_tokens"][-1] | {"id": 384, "content": "<|one_too_many|>"})
    tokenizer_file.write_text(json.dumps(tokenizer))
    with pytest.raises(RequestFailed) as failed:
        _loaded(_options(tmp_path / "tiny", "fp32"))
    assert failed.value.code == ErrorCode.MODEL_TOKENIZER_INVALID
