"""A folder that changes while its licences are read, or holds what is no file, is neither followed nor waited for."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.models.expected_hashes import CHECKSUM_FILES
from desktop_app.models.hashed_copy import Passage
from desktop_app.models.model_import import ImportOptions, LicenceText, import_model
from desktop_app.models.model_library import ModelLibrary
from desktop_app.models.plain_file import LinkError, open_plain
from tests.desktop_app.models.test_model_import import RELEASES, Person, code_of, left_in
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders, and links need a right"),
    pytest.mark.timeout(60),
]

SHARD = "model-00002-of-00002.safetensors"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a good folder, and something private beside it."""
    write_tiny_checkpoint(tmp_path / "tiny")
    (tmp_path / "private").write_text("of somebody else")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "tokenizer.json").write_text("of somebody else")
    return tmp_path / "tiny"


class Exchanger(Person):
    """Accepts, once something has been exchanged."""

    def __init__(self, exchange: Callable[[], object]) -> None:
        super().__init__()
        self._exchange = exchange

    def accept(self, licences: tuple[LicenceText, ...]) -> bool:
        """Read slowly."""
        self._exchange()
        return super().accept(licences)


def taken(source: Path, tmp_path: Path, person: Person) -> Callable[[], object]:
    """Return an import that is still to be done."""
    return lambda: import_model(
        ImportOptions(source, "tiny"), ModelLibrary(tmp_path / "models"), RELEASES, person.tools()
    )


@pytest.mark.parametrize("name", ["config.json", SHARD])
def test_a_link_that_took_a_files_place_is_not_followed(source: Path, tmp_path: Path, name: str) -> None:
    """What it leads to is not copied."""

    def exchange() -> None:
        (source / name).unlink()
        (source / name).symlink_to(tmp_path / "private")

    assert "model_link" == code_of(taken(source, tmp_path, Exchanger(exchange)))
    assert [] == left_in(tmp_path)


def test_a_link_that_took_an_inner_folders_place_is_not_followed(source: Path, tmp_path: Path) -> None:
    """Every step from the folder to the file counts."""
    inner = source / "qformer_tokenizer"
    inner.mkdir()
    (inner / "tokenizer.json").write_text("{}")

    def exchange() -> None:
        shutil.rmtree(inner)
        inner.symlink_to(tmp_path / "elsewhere")

    assert "model_link" == code_of(taken(source, tmp_path, Exchanger(exchange)))
    assert [] == left_in(tmp_path)


def test_a_pipe_that_took_a_files_place_is_not_waited_for(source: Path, tmp_path: Path) -> None:
    """Nobody writes into it."""

    def exchange() -> None:
        (source / SHARD).unlink()
        os.mkfifo(source / SHARD)

    assert "model_file_missing" == code_of(taken(source, tmp_path, Exchanger(exchange)))
    assert [] == left_in(tmp_path)


@pytest.mark.parametrize("name", [*CHECKSUM_FILES, ".cache/huggingface/download/config.json.metadata", "LICENSE.txt"])
def test_a_pipe_beside_the_weights_is_passed_over(source: Path, tmp_path: Path, name: str) -> None:
    """It notes no hash and holds no terms."""
    (source / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(source / name)
    taken(source, tmp_path, Person())()
    assert "tiny/model.json" in left_in(tmp_path)


def test_verifying_follows_no_link(source: Path, tmp_path: Path) -> None:
    """A pass over a folder used in place is as careful as a copy."""
    (source / "notice").symlink_to(tmp_path / "private")
    assert "model_link" == code_of(lambda: Passage(1, lambda *_: None, lambda: False).take(source, "notice", None))


def test_a_folder_that_is_a_link_is_a_persons_choice(source: Path, tmp_path: Path) -> None:
    """Only what lies inside has to be real; a name inside that goes through a link is none."""
    (tmp_path / "link").symlink_to(source)
    with open_plain(tmp_path / "link", "config.json") as file:
        assert file.read() == (source / "config.json").read_bytes()
    with pytest.raises(LinkError):
        open_plain(tmp_path, "link/config.json")
    with pytest.raises(FileNotFoundError):
        open_plain(source, "gone.json")
