"""Importing a model is all or nothing, and never without an accepted licence."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import torch

from desktop_app.foundation.errors import AppError
from desktop_app.models.model_import import (
    NOT_READ,
    ImportOptions,
    ImportTools,
    LicenceText,
    import_model,
    name_of,
    verify_model,
)
from desktop_app.models.model_library import ModelLibrary
from desktop_app.models.published_models import read_releases
from model_runtime.engines.cogvlm2_loading import LoadOptions, load_model
from model_runtime.protocol.error_codes import RequestFailed
from model_runtime.weights.checkpoint import check_tensors, open_checkpoint
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, tensor_shapes, write_tiny_checkpoint

RELEASES = read_releases(Path(__file__).parents[3] / "resources" / "models")


def check(folder: Path, families: tuple[str, ...]) -> str:
    """Judge a folder as the engine process does."""
    try:
        check_tensors(open_checkpoint(folder), tensor_shapes(TINY_CONFIG))
    except RequestFailed as error:
        raise AppError(error.code.value, **error.facts) from None
    return families[0]


@dataclass
class Person:
    """Someone who is asked, and what they were shown."""

    accepts: bool = True
    shown: list[LicenceText] = field(default_factory=list)
    progress: list[tuple[int, int]] = field(default_factory=list)
    cancels_after: int = 1 << 60

    def tools(self) -> ImportTools:
        """Return the tools of an import that this person watches."""
        return ImportTools(check, self.accept, self.see, self.is_cancelled, lambda: datetime(2026, 1, 2, tzinfo=UTC))

    def accept(self, licences: tuple[LicenceText, ...]) -> bool:
        """Read and decide."""
        self.shown += licences
        return self.accepts

    def see(self, done: int, total: int) -> None:
        """Watch the progress."""
        self.progress.append((done, total))

    def is_cancelled(self) -> bool:
        """Lose patience after some blocks."""
        return len(self.progress) >= self.cancels_after


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a good folder with a licence, code that must not be copied, and something private beside the model."""
    folder = tmp_path / "Tiny Model"
    write_tiny_checkpoint(folder)
    (folder / "LICENSE").write_text("Terms of the tiny model")
    (folder / "modeling_cogvlm.py").write_text("raise SystemExit")
    (folder / "notes.txt").write_text("private")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Give an empty library."""
    return ModelLibrary(tmp_path / "models")


def left_in(tmp_path: Path) -> list[str]:
    """List everything in the library's folder."""
    folder = tmp_path / "models"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) if folder.exists() else []


def code_of(action: Callable[[], object]) -> str:
    """Return the code that an action fails with."""
    with pytest.raises(AppError) as caught:
        action()
    return caught.value.code


def test_a_copy_holds_the_model_and_nothing_else(source: Path, library: ModelLibrary) -> None:
    """Weights, config, tokenizer and licence, byte for byte; no code, nothing private."""
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    copied = {path.name: path.read_bytes() for path in library.weights(record).iterdir()}
    expected = {
        path.name: path.read_bytes()
        for path in source.iterdir()
        if path.name not in ("modeling_cogvlm.py", "notes.txt")
    }
    assert copied == expected
    assert {file.name for file in record.files} == set(expected)
    assert library.record("tiny") == record
    check(library.weights(record), ("any",))


def test_the_digest_is_the_one_that_the_engine_measures(source: Path, library: ModelLibrary) -> None:
    """A model has one digest, imported or used from its folder; licence and notes are no part of it."""
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    weights = load_model(LoadOptions(source, "bf16", torch.device("cpu")), lambda done, total: None, lambda: False)
    assert record.digest == weights.digest


def test_a_reference_copies_nothing(source: Path, library: ModelLibrary) -> None:
    """The record alone is kept; the folder is used in place."""
    record = import_model(ImportOptions(source, "tiny", keep="reference"), library, RELEASES, Person().tools())
    assert library.weights(record) == source
    assert left_in(source.parent) == ["tiny", "tiny/manifest.msgpack", "tiny/model.json", "tiny/weights"]


def test_acceptance_is_recorded_with_the_text_that_was_shown(source: Path, library: ModelLibrary) -> None:
    """When, where, and the hash of the words."""
    person = Person()
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, person.tools())
    assert [shown.text for shown in person.shown] == ["Terms of the tiny model"]
    [acceptance] = record.acceptances
    assert (acceptance.accepted_at, acceptance.accepted_in) == ("2026-01-02T00:00:00+00:00", "command_line")
    assert len(acceptance.text_sha256) == 64


def test_without_acceptance_nothing_is_imported(source: Path, library: ModelLibrary, tmp_path: Path) -> None:
    """Saying no is the end, before a byte is copied."""
    person = Person(accepts=False)
    code = code_of(lambda: import_model(ImportOptions(source, "tiny"), library, RELEASES, person.tools()))
    assert (code, person.progress, left_in(tmp_path)) == ("licence_not_accepted", [], [])


def test_both_licences_of_cogvlm2_are_shown(tmp_path: Path, library: ModelLibrary) -> None:
    """The publisher's, which asks commercial users to register, and Llama 3's."""
    person = Person(accepts=False)
    folder = tmp_path / "cogvlm2-llama3-chat-19B"
    write_tiny_checkpoint(folder)
    code_of(lambda: import_model(ImportOptions(folder, "cog"), library, RELEASES, person.tools()))
    assert [shown.licence.id for shown in person.shown] == ["cogvlm2", "llama3"]
    assert "register" in person.shown[0].licence.summary[1]


def spoil_with_pickle(folder: Path) -> None:
    """Put a pickle beside the weights."""
    torch.save({}, folder / "pytorch_model.bin")


def spoil_by_cutting(folder: Path) -> None:
    """Cut the last byte off a shard."""
    path = folder / "model-00002-of-00002.safetensors"
    os.truncate(path, path.stat().st_size - 1)


def spoil_header(folder: Path) -> None:
    """Let a shard's header claim to be endless."""
    with (folder / "model-00001-of-00002.safetensors").open("r+b") as file:
        file.write((1 << 62).to_bytes(8, "little"))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (spoil_with_pickle, "model_unsafe_format"),
        (spoil_by_cutting, "weights_truncated"),
        (spoil_header, "weights_header_invalid"),
    ],
)
def test_bad_weights_are_refused_before_anybody_is_asked(
    source: Path, library: ModelLibrary, tmp_path: Path, spoil: Callable[[Path], None], code: str
) -> None:
    """A pickle, a cut shard, a hostile header: each its own code, and nothing is copied."""
    spoil(source)
    person = Person()
    assert code_of(lambda: import_model(ImportOptions(source, "tiny"), library, RELEASES, person.tools())) == code
    assert (person.shown, left_in(tmp_path)) == ([], [])


def note_checksum(source: Path, digest: str) -> None:
    """Bring a SHA256SUMS along, as sha256sum writes it."""
    (source / "SHA256SUMS").write_text(f"{digest}  config.json\n{'0' * 64}  not-here.json\n")


def note_download(source: Path, digest: str) -> None:
    """Leave the downloader's note beside the files."""
    folder = source / ".cache" / "huggingface" / "download"
    folder.mkdir(parents=True)
    (folder / "config.json.metadata").write_text(f"{'a' * 40}\n{digest}\n1717171717.5\n")


@pytest.mark.parametrize("note", [note_checksum, note_download])
def test_a_file_without_its_noted_hash_is_refused(
    source: Path, library: ModelLibrary, tmp_path: Path, note: Callable[[Path, str], None]
) -> None:
    """The hash decides, whoever noted it; nothing stays behind."""
    note(source, "12" * 32)
    code = code_of(lambda: import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools()))
    assert (code, left_in(tmp_path)) == ("weights_changed", [])


@pytest.mark.parametrize("note", [note_checksum, note_download])
def test_a_file_with_its_noted_hash_is_counted_as_compared(
    source: Path, library: ModelLibrary, note: Callable[[Path, str], None]
) -> None:
    """So that the record tells a compared model from one that is only whole."""
    note(source, hashlib.sha256((source / "config.json").read_bytes()).hexdigest())
    assert import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools()).compared_files == 1


def test_cancelling_leaves_nothing(source: Path, library: ModelLibrary, tmp_path: Path) -> None:
    """Half-way through the copy."""
    person = Person(cancels_after=3)
    code = code_of(lambda: import_model(ImportOptions(source, "tiny"), library, RELEASES, person.tools()))
    assert (code, len(person.progress), left_in(tmp_path)) == ("cancelled", 3, [])


def test_progress_ends_at_the_total(source: Path, library: ModelLibrary) -> None:
    """All bytes of all files, counted once."""
    person = Person()
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, person.tools())
    total = sum(file.size_bytes for file in record.files)
    assert person.progress == sorted(person.progress)
    assert person.progress[-1] == (total, total)


def test_a_name_is_taken_once(source: Path, library: ModelLibrary) -> None:
    """An import never replaces a model, and a name never leads out of the library."""
    import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())

    def code_for(name: str) -> str:
        return code_of(lambda: import_model(ImportOptions(source, name), library, RELEASES, Person().tools()))

    codes = {name: code_for(name) for name in ("tiny", "../tiny", ".tiny", "")}
    assert codes == {"tiny": "model_exists", "../tiny": "usage", ".tiny": "usage", "": "usage"}


def test_a_folders_name_becomes_a_models_name() -> None:
    """In small letters, without what names cannot hold."""
    names = {"CogVLM2 Llama3 (chat)": "cogvlm2-llama3-chat", "...": "model", "x" * 99: "x" * 64}
    assert {name: name_of(Path("/somewhere") / name) for name in names} == names


def test_verifying_finds_one_changed_bit(source: Path, library: ModelLibrary) -> None:
    """In a weight, where nothing but the hash can tell."""
    record = import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    assert verify_model("tiny", library, Person().tools()) == record
    path = library.weights(record) / "model-00002-of-00002.safetensors"
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(AppError) as caught:
        verify_model("tiny", library, Person().tools())
    number = [file.name for file in record.files].index(path.name) + 1
    assert (caught.value.code, caught.value.facts) == ("weights_changed", {"file": number})


def test_removing_deletes_the_copy_and_never_the_original(source: Path, library: ModelLibrary, tmp_path: Path) -> None:
    """Also when the model was used in place."""
    import_model(ImportOptions(source, "copied"), library, RELEASES, Person().tools())
    import_model(ImportOptions(source, "used", keep="reference"), library, RELEASES, Person().tools())
    before = sorted(source.iterdir())
    library.remove("copied")
    library.remove("used")
    assert (left_in(tmp_path), sorted(source.iterdir())) == ([], before)
    assert code_of(lambda: library.remove("copied")) == "model_missing"


def test_a_damaged_record_is_no_model(source: Path, library: ModelLibrary, tmp_path: Path) -> None:
    """The list goes on without it."""
    import_model(ImportOptions(source, "tiny"), library, RELEASES, Person().tools())
    (tmp_path / "models" / "tiny" / "model.json").write_text("{")
    assert library.records() == ()


SLOW_IMPORT = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from desktop_app.models.model_import import ImportOptions, ImportTools, import_model
from desktop_app.models.model_library import ModelLibrary
from desktop_app.models.published_models import Releases
def wait(done, total):
    print(done, total, flush=True)
    if done > total // 2:
        time.sleep(60)
tools = ImportTools(lambda folder, families: "cogvlm2", lambda licences: True, wait, lambda: False, lambda: datetime.now(UTC))
import_model(ImportOptions(Path(sys.argv[1]), "tiny"), ModelLibrary(Path(sys.argv[2])), Releases((), ()), tools)
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has files without a name; elsewhere the next import sweeps"
)
def test_killing_an_import_half_way_leaves_nothing(source: Path, library: ModelLibrary, tmp_path: Path) -> None:
    """SIGKILL in the middle of the largest file: not a byte stays on the disk."""
    command = [sys.executable, "-c", SLOW_IMPORT, str(source), str(tmp_path / "models")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            done, total = (int(word) for word in line.split())
            if done > total // 2:
                break
        process.send_signal(signal.SIGKILL)
    assert (library.records(), left_in(tmp_path)) == ((), [])


def test_what_a_killed_import_left_is_swept_and_a_running_one_is_not(library: ModelLibrary, tmp_path: Path) -> None:
    """Where files have names from the start, the process number in the folder's name tells whose they are."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as alive:
        mine = tmp_path / "models" / f".making-{alive.pid}-a"
        mine.mkdir(parents=True)
        dead = subprocess.Popen([sys.executable, "-c", ""])
        dead.wait()
        (tmp_path / "models" / f".making-{dead.pid}-b" / "weights").mkdir(parents=True)
        (tmp_path / "models" / ".removing-c").mkdir()
        time.sleep(0.01)
        library.sweep()
        left = left_in(tmp_path)
        alive.kill()
    assert left == [mine.name]


@pytest.mark.parametrize(("name", "is_said"), [("InternVL3-8B-hf", True), ("cogvlm2-llama3-chat-19B", False)])
def test_terms_that_nobody_has_read_in_the_release_are_said_to_be_so(
    tmp_path: Path, library: ModelLibrary, name: str, is_said: bool
) -> None:
    """Where the catalogue marks them so."""
    person = Person(accepts=False)
    folder = tmp_path / name
    write_tiny_checkpoint(folder)
    code_of(lambda: import_model(ImportOptions(folder, "one"), library, RELEASES, person.tools()))
    assert [is_said] * len(person.shown) == [NOT_READ in shown.licence.summary for shown in person.shown]
    assert person.shown
