"""A child that lies: each impossible thing it can say ends it, and the supervisor starts another one."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import AnswerOptions
from model_runtime.protocol import payloads
from tests.helpers import fake_child
from tests.helpers.children import FakeChild, is_alive, running_client, small_page, wait_until

NOBODY = Listener(lambda *_: None, lambda *_: None, lambda *_: None)


def _airlock(client: Client) -> Airlock:
    return Airlock(client, threading.Event())


def _engine(client: Client) -> Engine:
    return Engine(client, threading.Event(), NOBODY)


def _open(client: Client, path: Path) -> None:
    with ServedFile(path) as file, _airlock(client).opened(file):
        pass


def _render(client: Client, _path: Path) -> None:
    _airlock(client).render(1, 100)


def _detect(client: Client, _path: Path) -> None:
    _airlock(client).detect(1, "faces")


def _redact(client: Client, _path: Path) -> None:
    _airlock(client).redact(1, (), fake_child.MODEL)


def _encode(client: Client, _path: Path) -> None:
    list(_airlock(client).encode((), "png"))


def _preview(client: Client, _path: Path) -> None:
    list(_airlock(client).preview((), "png"))


def _load(client: Client, _path: Path) -> None:
    _engine(client).load()


def _keep(client: Client, _path: Path) -> None:
    _engine(client).keep("key", small_page())


def _ask(client: Client, _path: Path) -> None:
    _engine(client).ask("x", ("key",), AnswerOptions())


LIES_BY_REQUEST: dict[Callable[[Client, Path], None], list[str]] = {
    _open: [
        "billion_pages",
        "no_pages",
        "kind_with_control_characters",
        "read_before_the_start",
        "read_too_much",
        "read_far_behind_the_end",
        "done_for_everything",
        "ready_for_everything",
    ],
    _render: ["rendered_page_too_short", "finished_for_everything", "read_before_the_start"],
    _detect: [
        "regions_negative_box",
        "regions_impossible_score",
        "regions_of_another_page",
        "regions_after_negative_rounds",
        "regions_residual_outside",
        "regions_threshold_that_is_no_number",
        "regions_kind_with_control_characters",
        "status_for_everything",
    ],
    _redact: [
        "page_too_short",
        "page_without_height",
        "page_of_another_number",
        "page_part_outside",
        "page_word_outside",
        "rendered_for_redacted",
        "facts_that_are_no_words",
        "too_many_facts",
    ],
    _encode: ["encoded_size_wrong", "done_for_everything", "finished_for_everything"],
    _preview: ["encoded_size_wrong", "done_for_everything"],
    _load: [
        "model_without_pixels",
        "model_with_control_characters",
        "progress_over_the_end",
        "done_for_everything",
        "read_too_much",
    ],
    _keep: ["finished_for_everything", "page_too_short"],
    _ask: [
        "page_progress_impossible",
        "source_negative_box",
        "source_on_page_zero",
        "field_source_negative_box",
        "usage_not_a_number",
        "basis_with_control_characters",
        "done_for_everything",
    ],
}


@pytest.mark.parametrize(
    ("request_of", "lie"),
    [(request, lie) for request, lies in LIES_BY_REQUEST.items() for lie in lies],
    ids=lambda value: value if isinstance(value, str) else value.__name__.strip("_"),
)
def test_a_child_that_lies_is_ended(request_of: Callable[[Client, Path], None], lie: str, tmp_path: Path) -> None:
    """The lie reaches nobody: the request ends with `protocol_broken` and the process is gone."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    role: payloads.Role = "airlock" if request_of in (_open, _render, _detect, _redact, _encode, _preview) else "engine"
    with running_client(FakeChild(role, behaviour=lie)) as client:
        with pytest.raises(AppError, match="protocol_broken"):
            request_of(client, document)
        assert client.death is not None
        assert "protocol_broken" == client.death.code
        wait_until(lambda: not is_alive(client.process.pid))


def test_every_lie_is_told() -> None:
    """A lie that no test tells would be a test that is missing."""
    told = {lie for lies in LIES_BY_REQUEST.values() for lie in lies}
    assert told == set(fake_child.LIES)


@pytest.mark.parametrize(("behaviour", "code"), [("dies", "decoder_died"), ("runs_out_of_time", "decode_timeout")])
def test_a_document_that_kills_its_decoder_is_blamed(behaviour: str, code: str, tmp_path: Path) -> None:
    """Not the process but the file is at fault, and the processor time that ran out is told apart."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    with running_client(FakeChild("airlock", behaviour=behaviour)) as client, pytest.raises(AppError, match=code):
        _open(client, document)


def test_an_answer_longer_than_any_answer_is_a_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that comes in pieces is bounded like text that comes at once."""
    monkeypatch.setattr("desktop_app.runtime_client.checked.MAX_ANSWER_CHARS", 5000)
    heard: list[str] = []
    with running_client(FakeChild("engine", behaviour="talks")) as client:
        engine = Engine(client, threading.Event(), Listener(lambda *_: None, lambda *_: None, heard.append))
        with pytest.raises(AppError, match="protocol_broken"):
            engine.ask("x", (), AnswerOptions())
    assert len("".join(heard)) <= 5000
