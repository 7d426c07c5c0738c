"""What an import has noted is what every load is held to; what an older import has not noted, verifying does."""

import os
from pathlib import Path
from typing import Literal

import msgspec
import pytest
import torch

from desktop_app.models.model_choice import engine_command
from desktop_app.models.model_import import ImportOptions, import_model, verify_model
from desktop_app.models.model_library import ModelLibrary
from model_runtime.engines.cogvlm2_loading import LoadOptions, load_model
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest
from tests.desktop_app.models.test_model_import import RELEASES, Person, code_of
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a good folder."""
    write_tiny_checkpoint(tmp_path / "source")
    return tmp_path / "source"


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Give an empty library."""
    return ModelLibrary(tmp_path / "models")


@pytest.mark.parametrize("keep", ["copy", "reference"])
def test_a_load_is_held_to_the_import(source: Path, library: ModelLibrary, keep: Literal["copy", "reference"]) -> None:
    """The engine reads the manifest as the desktop wrote it, and finds 400,000 other bytes with the old time."""
    record = import_model(ImportOptions(source, "tiny", keep=keep), library, RELEASES, Person().tools())
    manifest = read_manifest(library.manifest(record), record.manifest_sha256)
    assert record.digest == manifest.digest
    options = LoadOptions(library.weights(record), "bf16", torch.device("cpu"), manifest=manifest)
    assert record.digest == load_model(options, lambda done, total: None, lambda: False).digest

    path = library.weights(record) / "model-00001-of-00002.safetensors"
    times = path.stat()
    with path.open("r+b") as file:
        file.seek(-400_000, os.SEEK_END)
        file.write(bytes(400_000))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(RequestFailed) as caught:
        load_model(options, lambda done, total: None, lambda: False)
    assert (ErrorCode.WEIGHTS_CHANGED, {"file": 1}) == (caught.value.code, caught.value.facts)


def test_verifying_gives_an_old_record_what_it_lacks(
    source: Path, library: ModelLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Imported by a version without manifests: not loaded until it has been verified, and then held to what it was."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path))
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    assert engine_command("tiny", "auto").manifest_sha256 == record.manifest_sha256
    old = msgspec.structs.replace(record, manifest_sha256="")
    (tmp_path / "models" / "tiny" / "model.json").write_bytes(msgspec.json.encode(old))
    library.manifest(record).unlink()
    assert "model_not_verified" == code_of(lambda: engine_command("tiny", "auto"))
    assert record == verify_model("tiny", library, Person().tools())
    assert record == library.record("tiny")
    assert record.digest == read_manifest(library.manifest(record), record.manifest_sha256).digest


def test_verifying_mends_a_damaged_manifest(source: Path, library: ModelLibrary) -> None:
    """It is made from the files, which still have the hashes of the record."""
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    whole = library.manifest(record).read_bytes()
    library.manifest(record).write_bytes(whole[:-1])
    assert record == verify_model("tiny", library, Person().tools())
    assert whole == library.manifest(record).read_bytes()
