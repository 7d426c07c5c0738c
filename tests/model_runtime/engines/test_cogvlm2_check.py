"""A folder is judged whole before anything is loaded or copied, and each fault has its own code."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from model_runtime.engines.cogvlm2_check import open_weights
from model_runtime.engines.engine import EngineSetup
from model_runtime.engines.registry import engine_named
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.pack_checkpoint import packed_tensors
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, tensor_shapes, write_tiny_checkpoint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a good folder to spoil."""
    write_tiny_checkpoint(tmp_path / "model")
    return tmp_path / "model"


def code_of(folder: Path) -> ErrorCode | None:
    """Return how judging ends."""
    try:
        open_weights(folder)
    except RequestFailed as error:
        return error.code
    return None


def edit_config(folder: Path, **changes: object) -> None:
    """Change config.json in place; None takes a key out."""
    config = json.loads((folder / "config.json").read_text()) | changes
    kept = {key: value for key, value in config.items() if value is not None}
    (folder / "config.json").write_text(json.dumps(kept))


def as_4bit_release(folder: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    """Turn a folder into a 4-bit dump, spoiled by `change`."""
    tensors = packed_tensors(write_tiny_checkpoint(folder))
    for path in folder.glob("model*"):
        path.unlink()
    change(tensors)
    save_file(tensors, folder / "model.safetensors")


def test_a_good_folder_is_described(folder: Path) -> None:
    """Its tensors are those of its config, and nothing is packed."""
    weights = open_weights(folder)
    assert dict(weights.shapes) == tensor_shapes(TINY_CONFIG)
    assert (weights.packed, weights.tokenizer.vocab_size) == ({}, TINY_CONFIG["vocab_size"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hidden_size": None}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"architectures": ["LlamaForCausalLM"]}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"hidden_size": 128}, ErrorCode.TENSOR_SHAPE),
        ({"num_hidden_layers": 3}, ErrorCode.TENSOR_MISSING),
        ({"num_hidden_layers": 1}, ErrorCode.TENSOR_UNKNOWN),
        ({"num_hidden_layers": 1 << 20}, ErrorCode.TENSOR_MISSING),
        ({"vocab_size": 383, "eos_token_id": 381, "pad_token_id": 382}, ErrorCode.MODEL_TOKENIZER_INVALID),
    ],
)
def test_a_config_that_does_not_fit_is_refused(folder: Path, changes: dict[str, object], code: ErrorCode) -> None:
    """Sizes, depth, kind and words are compared before memory is taken for them."""
    edit_config(folder, **changes)
    assert code_of(folder) == code


def test_a_4bit_release_is_known_by_its_tensors(folder: Path) -> None:
    """Every linear layer but the head."""
    as_4bit_release(folder, lambda tensors: None)
    weights = open_weights(folder)
    assert len(weights.packed) == 32
    assert "lm_head" not in weights.packed
    assert dict(weights.shapes) == tensor_shapes(TINY_CONFIG)


def test_a_4bit_release_with_a_part_missing_is_refused(folder: Path) -> None:
    """Scales belong to their bytes."""
    as_4bit_release(folder, lambda tensors: tensors.pop("model.layers.0.mlp.vision_mlp.up_proj.weight.absmax"))
    assert code_of(folder) == ErrorCode.TENSOR_MISSING


def test_a_folder_without_a_tokenizer_is_refused(folder: Path) -> None:
    """Without it the model has no words."""
    (folder / "tokenizer.json").unlink()
    assert code_of(folder) == ErrorCode.MODEL_FILE_MISSING


def test_the_checking_engine_says_what_it_found(folder: Path) -> None:
    """Or fails with the first fault; it never answers."""
    engine = engine_named("cogvlm2-check", EngineSetup(weights=folder))
    info = engine.load(lambda done, total: None, lambda: False)
    assert (info.name, info.precision, info.max_page_px) == ("cogvlm2", "bf16", 56 * 56)
    shard = folder / "model-00001-of-00002.safetensors"
    os.truncate(shard, shard.stat().st_size - 1)
    with pytest.raises(RequestFailed) as caught:
        engine.load(lambda done, total: None, lambda: False)
    assert caught.value.code == ErrorCode.WEIGHTS_TRUNCATED
