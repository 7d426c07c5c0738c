"""A folder of weights is whole, safe and what the network wants, or it is refused with the code of its fault."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import check_tensors, open_checkpoint
from model_runtime.weights.model_files import INDEX_FILE, MAX_FILES, SINGLE_FILE
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, tensor_shapes, write_tiny_checkpoint

EXPECTED = tensor_shapes(TINY_CONFIG)
FIRST, SECOND = "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a good folder of two shards to spoil."""
    write_tiny_checkpoint(tmp_path / "model")
    return tmp_path / "model"


def fault_of(folder: Path) -> RequestFailed | None:
    """Return how opening and checking ends."""
    try:
        check_tensors(open_checkpoint(folder), EXPECTED)
    except RequestFailed as error:
        return error
    return None


def edit_index(folder: Path, change: Callable[[dict[str, str]], object]) -> None:
    """Change the index's weight map in place."""
    index = json.loads((folder / INDEX_FILE).read_text())
    change(index["weight_map"])
    (folder / INDEX_FILE).write_text(json.dumps(index))


def test_an_index_of_shards_opens(folder: Path) -> None:
    """All tensors of both files, with their bytes counted."""
    checkpoint = open_checkpoint(folder)
    check_tensors(checkpoint, EXPECTED)
    assert checkpoint.files == (FIRST, SECOND)
    assert checkpoint.total_bytes == json.loads((folder / INDEX_FILE).read_text())["metadata"]["total_size"]


def test_a_single_file_opens(folder: Path) -> None:
    """Without an index there is one file, model.safetensors."""
    save_file(load_file(folder / FIRST) | load_file(folder / SECOND), folder / SINGLE_FILE)
    for name in (INDEX_FILE, FIRST, SECOND):
        (folder / name).unlink()
    assert fault_of(folder) is None


def test_a_folder_of_too_many_files_is_called_so(folder: Path) -> None:
    """Nothing of In Camera's is broken, and no installing it again would help."""
    for number in range(MAX_FILES):
        (folder / f"{number}.txt").touch()
    fault = fault_of(folder)
    assert fault is not None
    assert (ErrorCode.MODEL_TOO_MANY_FILES, {"limit": MAX_FILES}) == (fault.code, fault.facts)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "a.pt", "b.PTH", "c.ckpt", "d.pkl"])
def test_a_folder_with_a_pickle_is_refused_whole(folder: Path, name: str) -> None:
    """Also when good weights lie beside it."""
    torch.save({}, folder / name)
    fault = fault_of(folder)
    assert fault is not None
    assert (fault.code, fault.facts) == (ErrorCode.MODEL_UNSAFE_FORMAT, {"count": 1})


def test_a_pickle_in_place_of_a_shard_is_refused(folder: Path) -> None:
    """The content counts, not the suffix."""
    torch.save({"x": torch.ones(3)}, folder / SECOND)
    fault = fault_of(folder)
    assert fault is not None
    assert (fault.code, fault.facts) == (ErrorCode.MODEL_UNSAFE_FORMAT, {"file": 2})


def test_a_cut_shard_is_refused(folder: Path) -> None:
    """A copy that was broken off is told by size alone."""
    os.truncate(folder / SECOND, (folder / SECOND).stat().st_size - 1)
    fault = fault_of(folder)
    assert fault is not None
    assert (fault.code, fault.facts) == (ErrorCode.WEIGHTS_TRUNCATED, {"file": 2})


@pytest.mark.parametrize("name", ["config.json", SECOND])
def test_a_missing_file_is_named_missing(folder: Path, name: str) -> None:
    """Config and shards are both needed."""
    (folder / name).unlink()
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.MODEL_FILE_MISSING


def test_a_missing_folder_is_named_missing(tmp_path: Path) -> None:
    """Nothing there is not a damaged model."""
    fault = fault_of(tmp_path / "nothing")
    assert fault is not None
    assert fault.code == ErrorCode.MODEL_MISSING


@pytest.mark.parametrize(
    "target",
    [
        "../outside.safetensors",
        "/etc/hostname",
        "a/b.safetensors",
        "..safetensors",
        "C:x.safetensors",
        ".safetensors",
        7,
    ],
)
def test_an_index_that_leads_elsewhere_is_refused(folder: Path, target: object) -> None:
    """Shards are plain names in the same folder."""
    save_file({"x": torch.ones(1)}, folder.parent / "outside.safetensors")
    edit_index(folder, lambda names: names.update({"model.norm.weight": target}))  # type: ignore[dict-item]
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.WEIGHTS_INDEX_INVALID


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    """The sandbox opens this folder only, and a link could point at anything."""
    (folder / SECOND).rename(folder.parent / SECOND)
    (folder / SECOND).symlink_to(folder.parent / SECOND)
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.MODEL_LINK


def test_a_pipe_in_place_of_a_file_does_not_hang(folder: Path) -> None:
    """Only ordinary files are opened."""
    (folder / SECOND).unlink()
    os.mkfifo(folder / SECOND)
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.MODEL_FILE_MISSING


def test_a_tensor_in_two_files_is_refused(folder: Path) -> None:
    """Which of them counted would be chance."""
    tensors = load_file(folder / SECOND)
    save_file(tensors | {"lm_head.weight": load_file(folder / FIRST)["lm_head.weight"]}, folder / SECOND)
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.TENSOR_DUPLICATE


def test_an_index_that_names_the_wrong_file_is_refused(folder: Path) -> None:
    """Index and headers must agree on every tensor's place."""
    edit_index(folder, lambda names: names.update({"lm_head.weight": SECOND}))
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.WEIGHTS_INDEX_INVALID


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"weight_map": {}}', b'{"weight_map": []}', b"{" * 10_000])
def test_a_broken_index_is_refused(folder: Path, raw: bytes) -> None:
    """What is no map of names is no index."""
    (folder / INDEX_FILE).write_bytes(raw)
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.WEIGHTS_INDEX_INVALID


def test_a_broken_config_is_refused(folder: Path) -> None:
    """Before any weight is looked at."""
    (folder / "config.json").write_text("[]")
    fault = fault_of(folder)
    assert fault is not None
    assert fault.code == ErrorCode.MODEL_CONFIG_INVALID


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda tensors: tensors.pop("model.norm.weight"), ErrorCode.TENSOR_MISSING),
        (lambda tensors: tensors.update({"model.extra": torch.ones(1)}), ErrorCode.TENSOR_UNKNOWN),
        (lambda tensors: tensors.update({"model.norm.weight": torch.ones(65)}), ErrorCode.TENSOR_SHAPE),
        (
            lambda tensors: tensors.update({"model.norm.weight": torch.ones(64, dtype=torch.int8)}),
            ErrorCode.TENSOR_TYPE,
        ),
    ],
)
def test_tensors_that_the_network_does_not_want_are_refused(
    folder: Path, change: Callable[[dict[str, torch.Tensor]], object], code: ErrorCode
) -> None:
    """Missing, extra, of another shape, of a type that is no number with a fraction: each its own code."""
    tensors = load_file(folder / FIRST) | load_file(folder / SECOND)
    change(tensors)
    save_file(tensors, folder / SINGLE_FILE)
    (folder / INDEX_FILE).unlink()
    fault = fault_of(folder)
    assert fault is not None
    assert (fault.code, fault.facts) == (code, {"count": 1})
