"""A family that transformers has a class for is imported whole, without its code, and held to what it was."""

from pathlib import Path

import pytest
import torch

from desktop_app.foundation.errors import AppError
from desktop_app.models.model_import import ImportOptions, ImportTools, code_files, import_model
from desktop_app.models.model_library import ModelLibrary
from model_runtime.engines.engine import EngineSetup
from model_runtime.engines.held_weights import FolderToLoad
from model_runtime.engines.registry import engine_named
from model_runtime.engines.transformers_families.loading import load_model
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest
from tests.desktop_app.models.test_model_import import RELEASES, Person, code_of, left_in
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.spoiling import KINDS, spoil

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

FAMILY = "transformers"
HARMFUL = sorted(set(KINDS) - {"auto_map"})


def judge(folder: Path, _families: tuple[str, ...]) -> str:
    """Judge a folder as the engine's process does, in this one."""
    try:
        engine_named(f"{FAMILY}-check", EngineSetup(weights=folder)).load(lambda *_: None, lambda: False)
    except RequestFailed as error:
        raise AppError(error.code.value, **error.facts) from None
    return FAMILY


def tools() -> ImportTools:
    """Return the tools of somebody who accepts every licence."""
    person = Person().tools()
    return ImportTools(judge, person.accept, person.on_progress, person.is_cancelled, person.now)


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Give an empty library."""
    return ModelLibrary(tmp_path / "models")


def test_everything_that_answers_depend_on_is_taken_and_no_code(library: ModelLibrary, tmp_path: Path) -> None:
    """Settings, chat template, weights in several files; a script that official folders carry stays, and is counted."""
    source = tmp_path / "source"
    spoil(folders.tiny("llava", 1, "old", 2), source, "auto_map")
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, tools())
    copied = {path.name for path in library.weights(record).iterdir()}
    assert {path.name for path in source.iterdir()} - {"evil.py"} == copied
    assert {"chat_template.json", "preprocessor_config.json", "processor_config.json"} <= copied
    assert 1 == code_files(source)
    assert FAMILY == record.engine


def test_a_second_tokenizer_is_taken_with_its_folder(library: ModelLibrary) -> None:
    """The one folder inside that a model may have; what it holds is named in the record and held to it."""
    record = import_model(ImportOptions(folders.tiny("instructblip"), "tiny"), library, RELEASES, tools())
    assert "qformer_tokenizer/tokenizer.json" in {file.name for file in record.files}
    assert (library.weights(record) / "qformer_tokenizer" / "tokenizer.json").is_file()
    judge(library.weights(record), ())


@pytest.mark.parametrize(
    "name",
    [
        "model.safetensors",
        "chat_template.jinja",
        "tokenizer.json",
        "config.json",
        "processor_config.json",
        "generation_config.json",
    ],
)
def test_a_load_is_held_to_the_import(library: ModelLibrary, name: str) -> None:
    """Not a byte of any file may be another: a template says what the model hears, settings what it sees."""
    record = import_model(ImportOptions(folders.tiny("qwen3_vl"), "tiny"), library, RELEASES, tools())
    manifest = read_manifest(library.manifest(record), record.manifest_sha256)
    options = FolderToLoad(library.weights(record), "bf16", torch.device("cpu"), manifest)
    assert record.digest == manifest.digest == load_model(options, lambda *_: None, lambda: False).digest
    path = library.weights(record) / name
    raw = bytearray(path.read_bytes())
    raw[-3] ^= 1
    path.write_bytes(raw)
    with pytest.raises(RequestFailed) as caught:
        load_model(options, lambda *_: None, lambda: False)
    assert ErrorCode.WEIGHTS_CHANGED is caught.value.code


def test_a_second_tokenizer_is_held_to_the_import(library: ModelLibrary) -> None:
    """Inside its folder, too."""
    record = import_model(ImportOptions(folders.tiny("instructblip"), "tiny"), library, RELEASES, tools())
    manifest = read_manifest(library.manifest(record), record.manifest_sha256)
    path = library.weights(record) / "qformer_tokenizer" / "tokenizer.json"
    path.write_bytes(path.read_bytes().replace(b"[CLS]", b"[SEP]"))
    with pytest.raises(RequestFailed) as caught:
        load_model(FolderToLoad(library.weights(record), "bf16", torch.device("cpu"), manifest), lambda *_: None, bool)
    assert ErrorCode.WEIGHTS_CHANGED is caught.value.code


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_spoiled_folder_leaves_nothing_behind(library: ModelLibrary, tmp_path: Path, kind: str) -> None:
    """Refused by a code that has its sentence, before a byte is copied; nothing in it has run."""
    source = tmp_path / kind
    spoil(folders.tiny("llava"), source, kind)
    code = code_of(lambda: import_model(ImportOptions(source, "bad"), library, RELEASES, tools()))
    assert code.startswith(("model_", "weights_", "tensor_"))
    assert [] == left_in(tmp_path)
    assert not (source / "EXECUTED").exists()


@pytest.mark.parametrize(
    ("folder", "licences"),
    [
        ("llava-v1.6-mistral-7b-hf", {"apache2"}),
        ("llava-1.5-7b-hf", {"llama2"}),
        ("llama3-llava-next-8b-hf", {"llama3"}),
        ("instructblip-vicuna-7b", {"vicuna"}),
        ("medgemma-4b-it", {"hai-def"}),
        ("gemma-3-4b-it", {"gemma"}),
        ("gemma-4-e4b-it", {"apache2"}),
        ("Qwen3-VL-8B-Instruct", {"apache2"}),
        ("GLM-4.6V-Flash", {"mit"}),
    ],
)
def test_terms_are_those_of_the_release(folder: str, licences: set[str]) -> None:
    """A folder that is called as it was published shows what binds its user."""
    release = RELEASES.for_folder(folder)
    assert release is not None
    assert licences == set(release.licences)
    assert FAMILY == release.family
