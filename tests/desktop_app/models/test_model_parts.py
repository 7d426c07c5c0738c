"""Weights are taken as the model's index names them: all of those, whatever they are called, and no other."""

import json
from pathlib import Path

import pytest
import torch

from desktop_app.models.model_import import ImportOptions, import_model
from desktop_app.models.model_library import ModelLibrary
from desktop_app.models.model_parts import INDEX_FILE, MAX_INDEX_BYTES, SINGLE_FILE, model_files
from model_runtime.engines.cogvlm2_loading import LoadOptions, load_model
from tests.desktop_app.models.test_model_import import RELEASES, Person, check, code_of
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

FIRST, SECOND = "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a good folder of two shards."""
    write_tiny_checkpoint(tmp_path / "tiny")
    return tmp_path / "tiny"


def test_shards_of_any_name_are_taken(source: Path, tmp_path: Path) -> None:
    """A model that was judged whole is whole when it is used."""
    (source / SECOND).rename(source / "language-2.safetensors")
    index = json.loads((source / INDEX_FILE).read_text())
    renamed = {name: "language-2.safetensors" if file == SECOND else file for name, file in index["weight_map"].items()}
    (source / INDEX_FILE).write_text(json.dumps(index | {"weight_map": renamed}))
    library = ModelLibrary(tmp_path / "models")
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    check(library.weights(record), ("any",))
    options = LoadOptions(source, "bf16", torch.device("cpu"))
    assert record.digest == load_model(options, lambda done, total: None, lambda: False).digest


@pytest.mark.parametrize("name", ["model-00003-of-00003.safetensors", SINGLE_FILE, "model.extra.safetensors"])
def test_a_file_that_the_index_leaves_out_stays_where_it_is(source: Path, tmp_path: Path, name: str) -> None:
    """Nobody has looked at it: here it is a pickle under another name."""
    torch.save({}, source / name)
    library = ModelLibrary(tmp_path / "models")
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    assert name not in {file.name for file in record.files}
    assert not (library.weights(record) / name).exists()


def test_without_an_index_there_is_one_file(tmp_path: Path) -> None:
    """As the engine has it."""
    for name in (SINGLE_FILE, FIRST, "config.json", "notes.txt"):
        (tmp_path / name).touch()
    assert ("config.json", SINGLE_FILE) == model_files(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"weight_map": 1}',
        '{"weight_map": {"a": 1}}',
        '{"weight_map": {"a": "../a.safetensors"}}',
        '{"weight_map": {"a": "/a.safetensors"}}',
        '{"weight_map": {"a": "a.bin"}}',
        '{"a":' * 100_000,
        " " * MAX_INDEX_BYTES + "{}",
    ],
)
def test_an_index_that_makes_no_sense_names_nothing(tmp_path: Path, text: str) -> None:
    """Somebody exchanged it after it was judged."""
    (tmp_path / INDEX_FILE).write_text(text)
    assert "weights_index_invalid" == code_of(lambda: model_files(tmp_path))
