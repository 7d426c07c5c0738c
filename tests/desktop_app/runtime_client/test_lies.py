"""A child that lies: each impossible thing it can say ends it, and the supervisor starts another one."""

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked_pages
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.page_size import size_for
from desktop_app.runtime_client.values import AnswerOptions
from model_runtime.protocol import messages, payloads
from tests.helpers import lies
from tests.helpers.children import ECHO, FakeChild, is_alive, running_client, wait_until
from tests.helpers.pages import small_page

HEARD: list[int] = []
"""Bytes of the blocks that came through."""

NOBODY = Listener(lambda *_: None, lambda *_: None, lambda *_: None)


def _airlock(client: Client) -> Airlock:
    return Airlock(client, threading.Event())


def _engine(client: Client) -> Engine:
    return Engine(client, threading.Event(), NOBODY)


def _open(client: Client, path: Path) -> None:
    with ServedFile(path) as file, _airlock(client).opened(file):
        pass


def _render(client: Client, _path: Path) -> None:
    _airlock(client).render(1, 10)


def _detect(client: Client, _path: Path) -> None:
    _airlock(client).detect(1, "faces")


def _search(client: Client, _path: Path) -> None:
    _airlock(client).find_tracks("faces", lambda *_: None)


def _redact(client: Client, _path: Path) -> None:
    _airlock(client).redact(1, (), size_for(lies.MODEL))


def _read(client: Client, _path: Path) -> None:
    _airlock(client).read(1, ())


def _encode(client: Client, _path: Path) -> None:
    list(_airlock(client).encode((), "png"))


def _copy(client: Client, path: Path) -> None:
    with ServedFile(path) as file, (airlock := _airlock(client)).opened(file):
        HEARD.extend(map(len, airlock.encode((payloads.PageRegions(1, ()),), "png")))


def _preview(client: Client, _path: Path) -> None:
    list(_airlock(client).preview((), "png"))


def _load(client: Client, _path: Path) -> None:
    _engine(client).load()


def _keep(client: Client, _path: Path) -> None:
    _engine(client).keep("key", small_page())


def _ask(client: Client, _path: Path) -> None:
    client.pages_sent["key"] = (1, lies.SIZE)
    _engine(client).ask("x", ("key",), AnswerOptions())


LIES_BY_REQUEST: dict[Callable[[Client, Path], None], list[str]] = {
    _open: [
        "billion_pages",
        "no_pages",
        "times_of_fewer_pages",
        "times_that_go_back",
        "times_that_are_no_numbers",
        "an_axis_of_its_own",
        "kind_with_control_characters",
        "read_before_the_start",
        "read_too_much",
        "read_far_behind_the_end",
        "done_for_everything",
        "ready_for_everything",
        "kind_that_is_a_sentence",
        "restart_limit_said_by_a_child",
    ],
    _render: [
        "rendered_page_too_short",
        "rendered_larger_than_asked",
        "cancelled_by_nobody",
        "finished_for_everything",
        "read_before_the_start",
    ],
    _detect: [
        "regions_negative_box",
        "regions_impossible_score",
        "regions_of_another_page",
        "regions_after_negative_rounds",
        "regions_residual_outside",
        "regions_threshold_that_is_no_number",
        "regions_kind_with_control_characters",
        "regions_behind_the_edge",
        "regions_on_a_page_larger_than_any",
        "regions_on_a_page_without_width",
        "regions_of_a_track_before_the_first",
        "status_for_everything",
    ],
    _read: [
        "read_words_of_another_page",
        "read_word_behind_the_edge",
        "read_more_words_than_fit",
        "read_on_a_page_larger_than_any",
    ],
    _redact: [
        "page_too_short",
        "page_without_height",
        "page_of_another_number",
        "page_part_outside",
        "page_word_outside",
        "rendered_for_redacted",
        "source_page_said_to_be_redacted",
        "facts_that_are_no_words",
        "too_many_facts",
        "page_larger_than_asked",
        "page_scaled_up",
        "page_of_a_part_unasked",
        "page_said_to_be_hidden",
        "page_with_fifty_thousand_words",
        "page_word_behind_the_edge",
    ],
    _encode: ["encoded_size_wrong", "done_for_everything", "finished_for_everything"],
    _preview: ["encoded_size_wrong", "done_for_everything"],
    _load: [
        "model_without_pixels",
        "model_with_control_characters",
        "device_with_control_characters",
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
        "alternatives_without_end",
        "fields_without_end",
        "field_named_by_control_characters",
        "token_ids_unasked",
        "more_tokens_than_asked",
        "answer_longer_than_asked",
        "rule_longer_than_any",
        "more_words_around_the_answer_than_asked",
        "source_on_a_page_unasked",
        "source_behind_the_edge",
        "page_progress_of_another_page",
        "cancelled_by_nobody",
        "done_for_everything",
    ],
}


@pytest.mark.parametrize(
    ("request_of", "lie"),
    [(request, lie) for request, told in LIES_BY_REQUEST.items() for lie in told],
    ids=lambda value: value if isinstance(value, str) else value.__name__.strip("_"),
)
def test_a_child_that_lies_is_ended(request_of: Callable[[Client, Path], None], lie: str, tmp_path: Path) -> None:
    """The lie reaches nobody: the request ends with `protocol_broken` and the process is gone."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    role: payloads.Role = (
        "airlock" if request_of in (_open, _render, _detect, _read, _redact, _encode, _preview) else "engine"
    )
    with running_client(FakeChild(role, behaviour=lie)) as client:
        with pytest.raises(AppError, match="protocol_broken"):
            request_of(client, document)
        assert client.death is not None
        assert "protocol_broken" == client.death.code
        wait_until(lambda: not is_alive(client.process.pid))


def test_every_lie_is_told() -> None:
    """A lie that no test tells would be a test that is missing."""
    told = {lie for told_of_one in LIES_BY_REQUEST.values() for lie in told_of_one}
    assert told == set(lies.LIES)


@pytest.mark.parametrize(("behaviour", "code"), [("dies", "decoder_died"), ("runs_out_of_time", "decode_timeout")])
def test_a_document_that_kills_its_decoder_is_blamed(behaviour: str, code: str, tmp_path: Path) -> None:
    """Not the process but the file is at fault, and the processor time that ran out is told apart."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    with running_client(FakeChild("airlock", behaviour=behaviour)) as client, pytest.raises(AppError, match=code):
        _open(client, document)


FLOODS_BY_REQUEST: list[tuple[Callable[[Client, Path], None], str]] = [
    (_copy, "floods_blocks"),
    (_copy, "floods_empty_blocks"),
    (_detect, "floods_reads"),
    (_copy, "floods_reads"),
    (_load, "floods_load_progress"),
    (_ask, "floods_page_progress"),
    (_ask, "floods_text"),
    (_ask, "floods_empty_text"),
    (_ask, "floods_long_text"),
    (_keep, "floods_text"),
    (_load, "floods_reads"),
    (_search, "floods_empty_tracks"),
]


@pytest.mark.parametrize(
    ("request_of", "flood"),
    FLOODS_BY_REQUEST,
    ids=lambda value: value if isinstance(value, str) else value.__name__.strip("_"),
)
def test_a_child_that_says_something_for_ever_is_ended(
    request_of: Callable[[Client, Path], None], flood: str, tmp_path: Path
) -> None:
    """Each event that may come more than once may not come without end; what came until then is bounded."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    HEARD.clear()
    role: payloads.Role = "airlock" if request_of in (_copy, _detect, _search) else "engine"
    with running_client(FakeChild(role, behaviour=flood)) as client:
        with pytest.raises(AppError, match="protocol_broken"):
            request_of(client, document)
        wait_until(lambda: not is_alive(client.process.pid))
    assert sum(HEARD) <= checked_pages.most_encoded_bytes([lies.SIZE])
    assert len(HEARD) <= checked_pages.most_blocks(1, checked_pages.most_encoded_bytes([lies.SIZE]))


def test_a_child_that_talks_on_while_it_should_forget_is_ended(tmp_path: Path) -> None:
    """Closing a document is answered by one word; nobody listens to anything else, and the job has its result."""
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    with running_client(FakeChild("airlock", behaviour="floods_at_closing")) as client:
        _open(client, document)
        assert client.death is not None
        assert "protocol_broken" == client.death.code


def test_a_child_that_reads_for_ever_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who serves a million blocks still hears that nobody wants them."""
    monkeypatch.setattr(checked_pages, "READS_A_PAGE", 10**9)
    monkeypatch.setattr("desktop_app.runtime_client.client.CANCEL_PATIENCE_S", 0.3)
    document = tmp_path / "document"
    document.write_bytes(b"twelve bytes")
    stop = threading.Event()
    with running_client(FakeChild("airlock", behaviour="floods_reads")) as client, ServedFile(document) as file:
        airlock = Airlock(client, stop)
        with airlock.opened(file):
            threading.Timer(0.2, stop.set).start()
            with pytest.raises(AppError, match="cancelled"):
                airlock.detect(1, "faces")


def test_an_event_that_nobody_waits_for_may_not_come_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a child says of a request that was given up is dropped, and counted."""
    monkeypatch.setattr("desktop_app.runtime_client.client.MAX_UNREAD_BYTES", 100_000)
    with running_client(FakeChild("engine", behaviour="floods_text")) as client:
        events = client.ask(messages.LoadModel(client.new_id()), threading.Event())
        next(events)
        events.close()  # type: ignore[attr-defined]  # a generator
        wait_until(lambda: client.death is not None)
        assert client.death is not None
        assert "protocol_broken" == client.death.code


def test_the_news_of_a_flood_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that is told 100,000 times how a load goes would do nothing else; between two looks it hears once."""
    monkeypatch.setattr("desktop_app.runtime_client.checked_answers.MAX_LOAD_NEWS", 5_000)
    told: list[tuple[int, int]] = []
    listener = Listener(lambda *load: told.append(load), lambda *_: None, lambda _: None)
    with running_client(FakeChild("engine", behaviour="floods_load_progress")) as client:
        engine = Engine(client, threading.Event(), listener, clock=lambda: 0.0)
        with pytest.raises(AppError, match="protocol_broken"):
            engine.load()
    assert [(1, 2), (1, 2)] == told


def test_a_request_larger_than_a_frame_has_an_error_of_its_own() -> None:
    """65 MiB of question are too much to ask, not a bug; the child lives, and hears the next one."""
    with running_client(ECHO) as client:
        engine = _engine(client)
        for question in ("x" * 65 * 1024 * 1024, "x" * 2_000_001, "\ud800"):
            with pytest.raises(AppError, match="request_too_large"):
                engine.ask(question, (), AnswerOptions())
        for page in (small_page(side_px=4_001), msgspec.structs.replace(small_page(), number=0)):
            with pytest.raises(AppError, match="request_too_large"):
                engine.keep("key", page)
        with pytest.raises(AppError, match="request_too_large"):
            client.send(messages.Block(1, 0, bytes(9_000_000)))
        assert "fine" == engine.ask("fine", (), AnswerOptions()).text
        assert client._abandoned == {}
