"""The messages: their bytes are golden, their unions complete, their errors stable words."""

import base64
import inspect
import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from model_runtime.airlock.handlers import Airlock
from model_runtime.engines.engine_role import EngineRole
from model_runtime.protocol import (
    film_messages,
    film_payloads,
    messages,
    payloads,
    role,
    series_messages,
    series_payloads,
)
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "protocol_golden.json"

BOX = payloads.Box(1, 2, 3, 4)
SIZE = payloads.Size(4, 2)
PICTURE = payloads.Picture(2, 1, b"\x00\x01\x02\x03\x04\x05", payloads.Box(0, 0, 4, 2))
REGION = payloads.Region("FACE", 0.5, "faces", BOX, "blur", 7)
DETECTION = payloads.Detection(SIZE, (REGION,), 1, (REGION,), True, {"FACE": 0.5})
LINE = payloads.PageLine(2, "frames", (0.0, 0.5))
VIEW = payloads.SourceView(1, SIZE, PICTURE)
PAGE = payloads.RedactedPage(1, SIZE, PICTURE, (payloads.Word("Total", BOX),), (REGION,))
SOURCE = payloads.Source(1, BOX, "9.00")
ANSWER = payloads.Answer(
    "9.00",
    "stop",
    "rule",
    "sure",
    (SOURCE,),
    (payloads.Field("total", "9.00", "check", (SOURCE,)),),
    "4 + 5 = 9",
    ("9.60",),
    payloads.Usage(1, 2, 0.25, 0.5, True),
    (1, 2),
)
MODEL = payloads.ModelInfo("reader", "00ff", "fp32", "CPU", False, 20_000_000)
WINDOW = series_payloads.GreyWindow(-600.0, 1500.0, "lung")
REPORT = payloads.SandboxReport("linux", ("seccomp",), (payloads.CheckResult("udp", True, True, "EACCES"),))

EXAMPLES: tuple[messages.Message, ...] = (
    messages.Cancel(1, 2),
    messages.GetStatus(1),
    messages.Shutdown(1),
    messages.WarmUp(1, "faces", "medical"),
    messages.OpenDocument(1, 1000),
    messages.Block(1, 10, b"bytes"),
    messages.RenderPage(1, 2, 1000),
    messages.DetectRegions(1, 2, "faces", (REGION,), (REGION,), "medical"),
    messages.RedactPage(1, 2, (REGION,), 1000, BOX),
    messages.ReadPage(1, 2, (REGION,)),
    messages.EncodeDocument(1, (payloads.PageRegions(1, (REGION,)),), "pdf"),
    messages.EncodeDicom(1, (payloads.PageRegions(1, (REGION,)),), "medical", bytes(range(32)), True),
    messages.EncodePreview(1, (payloads.PageRegions(1, (REGION,)),), "png"),
    film_messages.FindTracks(1, "faces", "medical"),
    film_messages.EncodeFilm(1, "webm", "fill", (3,), (film_payloads.FilmPlace(1, 2, REGION),)),
    series_messages.SortFiles(1, 1000),
    series_messages.TellMedical(1),
    series_messages.ShowInWindow(1, WINDOW),
    series_messages.ListTags(1, 2, "medical", "faces"),
    messages.CloseDocument(1),
    messages.LoadModel(1),
    messages.KeepPage(1, "key", PAGE),
    messages.ForgetPages(1),
    messages.Generate(
        1, "Total?", ("key",), payloads.AnswerOptions(64, 0.5, 7, 0.9, 40, True), (("Date?", "today"),), (0.5,)
    ),
    messages.Ready(0, messages.PROTOCOL_VERSION, "engine", REPORT),
    messages.StatusReport(1, True, 1000, 2000),
    messages.ReadBlock(1, 10, 20),
    messages.DocumentOpened(1, "gif", LINE, ("animation_shortened",)),
    messages.PageRendered(1, VIEW),
    messages.RegionsDetected(1, 2, DETECTION),
    messages.PageRedacted(1, PAGE),
    messages.PageRead(1, 2, SIZE, (payloads.Word("Total", BOX),)),
    film_messages.FilmProgress(1, "finding", 2),
    film_messages.TracksFound(
        1, (film_payloads.FilmTrack(1, "FACE", 0.5, "film", 1, 2, (film_payloads.Doubt(1, 2, "gap"),)),)
    ),
    film_messages.FilmSearched(1, SIZE, 1, 0, True, {"FACE": 0.5}, (1, 2)),
    series_messages.FilesSorted(1, (series_payloads.FoundSeries("0f", (1, 0), "CT", 3, "Chest", "axial"),)),
    series_messages.MedicalTold(1, series_payloads.MedicalFacts((WINDOW,), (series_payloads.SeriesPart(1, "CT", 3),))),
    series_messages.TagsListed(
        1, (series_payloads.Tag("(0010,0010)", "Patient's Name", "A^B", "emptied", "", 1),), True
    ),
    messages.EncodedBlock(1, b"bytes"),
    messages.DocumentEncoded(1, 5),
    messages.LoadProgress(1, 2, 3),
    messages.ModelLoaded(1, MODEL),
    messages.PageProgress(1, 2, 1, 1),
    messages.TextDelta(1, "9.00"),
    messages.Finished(1, ANSWER),
    messages.Done(1),
    messages.Failed(1, ErrorCode.TOO_MANY_PAGES, {"limit": 200, "found": 300}),
)
"""One full message of each type."""


def _name(message: object) -> str:
    return type(message).__name__


@pytest.mark.parametrize("message", EXAMPLES, ids=_name)
def test_the_bytes_of_a_message_are_golden(message: messages.Message) -> None:
    """A change of the wire is noticed here, and needs another PROTOCOL_VERSION."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden["version"] == messages.PROTOCOL_VERSION
    assert golden["messages"][_name(message)] == base64.b64encode(msgspec.msgpack.encode(message)).decode()


def test_there_is_a_golden_example_of_every_message() -> None:
    """A new message needs an example, or nobody notices when it changes."""
    everything = {*get_args(messages.AnyRequest), *get_args(messages.AnyEvent)}
    assert everything == {type(example) for example in EXAMPLES}
    assert {kind.__name__ for kind in everything} == set(json.loads(GOLDEN.read_text(encoding="utf-8"))["messages"])


def test_every_message_is_in_one_union() -> None:
    """A request that `AnyRequest` does not name could be sent and never understood."""
    assert set(messages.Request.__subclasses__()) == set(get_args(messages.AnyRequest))
    assert set(messages.Event.__subclasses__()) == set(get_args(messages.AnyEvent))
    assert set(messages.FINAL_EVENTS) <= set(get_args(messages.AnyEvent))


def test_an_unknown_field_is_refused() -> None:
    """Both sides ship together: a field that one of them does not know is a fault, not an extension."""
    body = msgspec.msgpack.encode({"type": "Done", "id": 1, "more": 2})
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(body, type=messages.AnyEvent)


@pytest.mark.parametrize(
    ("message", "page", "side"),
    [
        (messages.KeepPage(1, "key", PAGE), VIEW, messages.AnyRequest),
        (messages.PageRedacted(1, PAGE), VIEW, messages.AnyEvent),
        (messages.PageRendered(1, VIEW), PAGE, messages.AnyEvent),
    ],
)
def test_a_source_page_in_the_place_of_a_redacted_one_is_refused(
    message: messages.Message, page: object, side: object
) -> None:
    """Types refuse it where it is written, and the decoder on the other side of the pipe does once more."""
    decoder = msgspec.msgpack.Decoder(side)
    assert message == decoder.decode(msgspec.msgpack.encode(message))
    with pytest.raises(msgspec.ValidationError, match=type(page).__name__):
        decoder.decode(msgspec.msgpack.encode(msgspec.structs.replace(message, page=page)))


def test_a_message_cannot_be_changed() -> None:
    """Messages are values."""
    with pytest.raises(AttributeError):
        messages.Done(1).id = 2  # type: ignore[misc]  # that is the point


def test_a_failure_carries_its_code_and_numbers() -> None:
    """Nothing but the code is in the exception's text."""
    failure = RequestFailed(ErrorCode.PAGE_TOO_LARGE, limit=7)
    assert (ErrorCode.PAGE_TOO_LARGE, {"limit": 7}, "page_too_large") == (failure.code, failure.facts, str(failure))


def test_error_codes_are_lower_case_words_of_their_own_names() -> None:
    """Wire values are stable and are what logs and JSON show."""
    assert [code.name.lower() for code in ErrorCode] == [code.value for code in ErrorCode]


@pytest.mark.parametrize("handler", [Airlock, EngineRole])
def test_both_roles_have_the_shape_that_the_server_knows(handler: type[role.RoleHandler]) -> None:
    """Server and roles meet in `role.py` only, without importing each other."""
    wanted = inspect.signature(role.RoleHandler.handle).parameters
    assert list(wanted) == list(inspect.signature(handler.handle).parameters)
