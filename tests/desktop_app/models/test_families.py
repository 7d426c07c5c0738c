"""A model is run by the engine of its family: found at import, kept in its record, asked of nobody afterwards."""

import dataclasses
import signal
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.models import model_choice, weights_check
from desktop_app.models.model_import import ImportOptions, import_model, verify_model
from desktop_app.models.model_library import FIRST_FAMILY, RECORD_FILE, ModelLibrary, ModelRecord
from desktop_app.models.published_models import Releases
from desktop_app.models.weights_check import check_weights, first_family
from tests.desktop_app.models.test_model_import import RELEASES, Person, code_of
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

SECOND = msgspec.structs.replace(RELEASES.releases[0], id="second-7b", family="second")
FAMILIES = Releases((*RELEASES.releases, SECOND), RELEASES.licences)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelLibrary:
    """Give the empty library of a profile of its own."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "home"))
    return model_choice.library()


def imported(library: ModelLibrary, folder: Path, judged: list[tuple[str, ...]]) -> ModelRecord:
    """Import a folder that the last of the families in question agrees to; note which these were."""

    def judge(_folder: Path, families: tuple[str, ...]) -> str:
        judged.append(families)
        return families[-1]

    tools = dataclasses.replace(Person().tools(), check_weights=judge)
    record = import_model(ImportOptions(folder, "one"), library, FAMILIES, tools)
    assert record == verify_model("one", library, tools)
    return record


@pytest.mark.parametrize(
    ("folder", "asked"),
    [("Second-7B", ("second",)), ("cogvlm2-llama3-chat-19B", ("cogvlm2",)), ("unlisted", FAMILIES.families)],
)
def test_the_family_that_agreed_at_the_import_runs_the_model(
    library: ModelLibrary, tmp_path: Path, folder: str, asked: tuple[str, ...]
) -> None:
    """A published release is judged as what it is, an unlisted folder as whatever there is; then the record says it."""
    write_tiny_checkpoint(tmp_path / folder)
    judged: list[tuple[str, ...]] = []
    record = imported(library, tmp_path / folder, judged)
    assert [asked, (asked[-1],)] == judged  # the second time, to verify
    assert (asked[-1], asked[-1]) == (record.engine, model_choice.engine_command("one", "auto").engine)


@pytest.mark.parametrize(("folder", "side_px"), [("GLM-4V-9B", 1120), ("Qwen3-VL-8B", 0), ("unlisted", 0)])
def test_a_size_is_told_before_the_load_only_where_it_is_known(
    library: ModelLibrary, tmp_path: Path, folder: str, side_px: int
) -> None:
    """A family whose pictures keep their shape says what it wants when it is loaded: none would be no picture at all."""
    write_tiny_checkpoint(tmp_path / folder)
    imported(library, tmp_path / folder, [])
    size = model_choice.engine_command("one", "auto").page_size
    assert side_px == (0 if size is None else size.square_px)
    assert size is None or size.max_px > 0


@pytest.mark.parametrize(
    ("folder", "template"),
    [("cogvlm2-video-llama3-chat", "chat"), ("CogVLM2-Video-Llama3-Base", ""), ("cogvlm2-llama3-chat-19B", "")],
)
def test_how_questions_are_written_is_told_only_where_the_folder_says_something_else(
    library: ModelLibrary, tmp_path: Path, folder: str, template: str
) -> None:
    """The published chat folder calls itself `base`."""
    write_tiny_checkpoint(tmp_path / folder)
    imported(library, tmp_path / folder, [])
    command = model_choice.engine_command("one", "auto")
    assert template == command.template
    assert (["--template", template] if template else []) == command.arguments(None)[-2:][: 2 * bool(template)]


def test_a_record_that_names_no_family_is_of_the_first(library: ModelLibrary, tmp_path: Path) -> None:
    """Records are older than the second family."""
    write_tiny_checkpoint(tmp_path / "Second-7B")
    record = msgspec.to_builtins(imported(library, tmp_path / "Second-7B", []))
    del record["engine"]
    library.manifest(library.record("one")).with_name(RECORD_FILE).write_bytes(msgspec.json.encode(record))
    assert FIRST_FAMILY == library.record("one").engine == model_choice.engine_command("one", "auto").engine


@pytest.mark.parametrize("engine", ["", "a b", "--cache", "a\0", "A", "x" * 41])
def test_a_record_of_an_impossible_family_is_no_model(library: ModelLibrary, tmp_path: Path, engine: str) -> None:
    """It would become a word of a command line."""
    write_tiny_checkpoint(tmp_path / "Second-7B")
    record = msgspec.structs.replace(imported(library, tmp_path / "Second-7B", []), engine=engine)
    library.manifest(record).with_name(RECORD_FILE).write_bytes(msgspec.json.encode(record))
    assert () == library.records()


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ({}, "first"),
        ({"first": "model_config_invalid"}, "second"),
        ({"first": "model_config_invalid", "second": "model_config_invalid"}, "model_config_invalid"),
        ({"first": "model_config_invalid", "second": "tensor_missing"}, "tensor_missing"),
        ({"first": "model_family_unknown", "second": "model_config_invalid"}, "model_family_unknown"),
        ({"first": "model_not_native", "second": "model_family_unknown"}, "model_not_native"),
        ({"first": "model_superseded"}, "second"),
        ({"first": "model_unsafe_format"}, "model_unsafe_format"),
        ({"first": "cancelled"}, "cancelled"),
    ],
)
def test_only_a_config_of_another_family_leads_to_the_next(faults: dict[str, str], expected: str) -> None:
    """What is wrong with the folder itself is said at once, and no other family is tried."""

    def check(family: str) -> None:
        if family in faults:
            raise AppError(faults[family])

    if expected in ("first", "second"):
        assert expected == first_family(("first", "second"), check)
    else:
        assert expected == code_of(lambda: first_family(("first", "second"), check))


def test_without_a_family_no_folder_is_good() -> None:
    """A program without any would not take one."""
    assert "engine_unknown" == code_of(lambda: first_family((), lambda _: None))


def test_a_real_child_is_asked_for_each_family(tmp_path: Path) -> None:
    """The one that there is agrees; one that there is not is said to be unknown."""
    write_tiny_checkpoint(tmp_path)
    stop = threading.Event()
    assert "cogvlm2" == check_weights(tmp_path, ("cogvlm2",), stop)
    assert "engine_unknown" == code_of(lambda: check_weights(tmp_path, ("second", "cogvlm2"), stop))


def test_an_unlisted_folder_is_run_by_the_family_that_knows_it(
    library: ModelLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is asked while there is one family; with two, the folder is judged."""
    folder = tmp_path / "unlisted"
    folder.mkdir()
    of_one = tuple(release for release in FAMILIES.releases if release.family == "cogvlm2")
    alone = msgspec.structs.replace(FAMILIES, releases=of_one)
    monkeypatch.setattr(model_choice, "releases", lambda: alone)
    assert "cogvlm2" == model_choice.engine_command(str(folder), "auto").engine
    monkeypatch.setattr(model_choice, "releases", lambda: FAMILIES)
    monkeypatch.setattr(model_choice, "check_weights", lambda _folder, families, _stop: families[-1])
    assert FAMILIES.families[-1] == model_choice.engine_command(str(folder), "auto").engine


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends no process by a signal")
@pytest.mark.parametrize(
    ("number", "code"),
    [("SIGXCPU", "model_endless"), ("SIGABRT", "model_endless"), ("SIGSEGV", "child_died"), ("SIGKILL", "child_died")],
)
def test_a_process_that_uses_up_its_time_speaks_for_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: str, code: str
) -> None:
    """Judging never ends in an honest folder; a crash of another kind says nothing of it."""

    class Ended:
        def __init__(self, *_: object) -> None:
            pass

        def client(self, _stop: threading.Event) -> None:
            pass

        def load(self) -> None:
            raise AppError("child_died", signal=int(getattr(signal, number)))

        def close(self) -> None:
            pass

    monkeypatch.setattr(weights_check, "Supervisor", Ended)
    monkeypatch.setattr(weights_check, "Engine", Ended)
    assert code == code_of(lambda: check_weights(tmp_path, ("transformers",), threading.Event()))
