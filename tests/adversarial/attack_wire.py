"""Damage what is said over the pipes, both ways: each damaged frame ends in an event, or in the one error, and nothing else.

Knows the messages: it puts other values, types and lengths into valid ones, damages their bytes, cuts them off, nests
them. The desktop's end runs whole (reader thread, checks, callers) without a process behind it; so does the child's.
"""

import contextlib
import os
import random
import resource
import select
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.page_size import size_for
from desktop_app.runtime_client.values import AnswerOptions
from model_runtime.airlock.handlers import Airlock as AirlockRole
from model_runtime.engines.engine import EngineSetup
from model_runtime.engines.engine_role import EngineRole
from model_runtime.protocol import framing, messages, payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.role import RoleHandler
from model_runtime.server import loop
from tests.adversarial.row import Row, Size
from tests.helpers import lies, processor_limit, wire_forge
from tests.helpers.pages import small_page
from tests.helpers.pipe_child import PipeChild, closed

FRAMES = {Size.SMALL: 300, Size.FULL: 6_000}
SEED = 20261128
PATIENCE_S = 20.0
HOLD_S = 0.5
MAX_GROWTH_BYTES = 300 * 1024 * 1024
ENDS = frozenset({"protocol_broken", "child_died", "cancelled"})
"""What a call may end with beside a value and what the child itself may say."""

REGION = payloads.Region("FACE", 0.5, "faces", payloads.Box(0, 0, 2, 2))
DETECTION = payloads.Detection(lies.SIZE, (REGION,), 1, (REGION,), True, {"FACE": 0.5})
LINE = payloads.PageLine(2, "frames", (0.0, 0.5))
PARTS = (payloads.PageRegions(1, (REGION,)),)
SOURCE = payloads.Source(1, payloads.Box(0, 0, 2, 2), "9.00")
FULL_ANSWER = lies.answered(
    1,
    sources=(SOURCE,),
    fields=(payloads.Field("total", "9.00", "sure", (SOURCE,)),),
    rule="4 + 5 = 9",
    alternatives=("9.60",),
    usage=payloads.Usage(0, 0, 0.5, 0.5),
    confidence="sure",
)
PAGE = lies.page(words=(payloads.Word("Total", payloads.Box(0, 0, 2, 2)),))


Call = Callable[[Client], object]


def _airlock(client: Client) -> Airlock:
    airlock = Airlock(client, threading.Event())
    airlock.document.sizes[1] = lies.SIZE
    return airlock


def _engine(client: Client) -> Engine:
    client.pages_sent["key"] = (1, lies.SIZE)
    return Engine(client, threading.Event(), Listener(lambda *_: None, lambda *_: None, lambda _: None))


def _wait_ready(client: Client) -> object:
    return client.trusted(checked.sandbox, client.wait_ready(PATIENCE_S).sandbox)


def _open(client: Client) -> object:
    with ServedFile(Path(__file__)) as file, _airlock(client).opened(file) as document:
        return document


CALLS: list[tuple[payloads.Role, Call, tuple[messages.AnyEvent, ...]]] = [
    ("engine", _wait_ready, (messages.Ready(0, messages.PROTOCOL_VERSION, "engine", lies.PROVEN),)),
    (
        "airlock",
        _open,
        (messages.ReadBlock(1, 0, 10), messages.DocumentOpened(1, "gif", LINE, ("animation_shortened",))),
    ),
    ("airlock", lambda client: _airlock(client).render(1, 10), (messages.PageRendered(1, lies.view()),)),
    (
        "airlock",
        lambda client: _airlock(client).redact(1, (REGION,), size_for(lies.MODEL)),
        (messages.PageRedacted(1, PAGE),),
    ),
    (
        "airlock",
        lambda client: _airlock(client).read(1, (REGION,)),
        (messages.PageRead(1, 1, lies.SIZE, PAGE.words),),
    ),
    (
        "airlock",
        lambda client: _airlock(client).detect(1, "faces"),
        (messages.RegionsDetected(1, 1, DETECTION),),
    ),
    (
        "airlock",
        lambda client: list(_airlock(client).encode(PARTS, "png")),
        (messages.EncodedBlock(1, b"1234"), messages.EncodedBlock(1, b"5"), messages.DocumentEncoded(1, 5)),
    ),
    (
        "engine",
        lambda client: _engine(client).load(),
        (messages.LoadProgress(1, 1, 2), messages.ModelLoaded(1, lies.MODEL)),
    ),
    ("engine", lambda client: _engine(client).keep("key", small_page()), (messages.Done(1),)),
    (
        "engine",
        lambda client: _engine(client).ask("Total?", ("key",), AnswerOptions()),
        (messages.PageProgress(1, 1, 1, 1), messages.TextDelta(1, "yes"), FULL_ANSWER),
    ),
    (
        "engine",
        lambda client: list(client.ask(messages.GetStatus(1), threading.Event(), PATIENCE_S)),
        (messages.StatusReport(1, True, 1000, 2000),),
    ),
    (
        "airlock",
        lambda client: _airlock(client).render(1, 10),
        (messages.Failed(1, ErrorCode.TOO_MANY_PAGES, {"limit": 1, "found": 2}),),
    ),
]
"""Everything that the desktop asks, with what an honest child says to it."""


def rows(size: Size) -> Iterator[Row]:
    """Say honest things first: what is not believed then proves nothing when it is damaged. Then the rest."""
    yield _honest()
    yield _to_desktop(FRAMES[size])
    yield _to_child(FRAMES[size])
    yield _bombs(3 if size is Size.SMALL else len(wire_forge.BOMBS))


def _honest() -> Row:
    ends: list[tuple[str, messages.Message]]
    ends = [(_end_of(role, call, b"".join(map(_framed, said))), said[-1]) for role, call, said in CALLS]
    ends += [(_end_in_child(role(), _framed(request)), request) for role, request in REQUESTS]
    meant = {"value", "answered", "too_many_pages"}
    told_nothing = (messages.Cancel, messages.GetStatus, messages.Block)  # the reader's own business
    failed = tuple(
        f"{type(said).__name__}: {end}" for end, said in ends if end not in meant and not isinstance(said, told_nothing)
    )
    return Row("honest frames both ways are believed", len(ends), len(failed), failed)


def _framed(message: messages.Message) -> bytes:
    return wire_forge.frame(framing.body_of(message))


def _to_desktop(count: int) -> Row:
    luck = random.Random(SEED)
    before, failed, ends = _peak_bytes(), [], dict[str, int]()
    for number in range(count):
        role, call, honest = CALLS[number % len(CALLS)]
        which = luck.randrange(len(honest))
        said = [_framed(event) for event in honest]
        said[which] = wire_forge.mutated(honest[which], luck)
        end = _end_of(role, call, b"".join(said))
        ends[end] = ends.get(end, 0) + 1
        if end.startswith(("raised", "hangs")):
            failed.append(f"frame {number} ({type(honest[which]).__name__}): {end}")
    growth = _peak_bytes() - before
    if growth > MAX_GROWTH_BYTES:
        failed.append(f"{growth // 1024**2} MiB of memory")
    note = f"{ends.get('value', 0)} believed, {count - ends.get('value', 0)} refused, {growth // 1024**2} MiB"
    return Row("damaged frames to the desktop", count, len(failed), tuple(failed[:10]), note)


def _end_of(role: payloads.Role, call: Call, said: bytes) -> str:
    """Let a child say something to whoever called, and return how the call ended."""
    (from_child, to_desktop), (_, to_child) = pipes = os.pipe(), os.pipe()
    asked_through = None if call is _wait_ready else pipes[1][0]
    feeder = threading.Thread(target=_feed, args=(to_desktop, said, asked_through), daemon=True)
    feeder.start()
    ended: list[str] = []

    def run() -> None:
        client = Client(PipeChild(role, to_child, from_child))  # type: ignore[arg-type]  # it has what a client needs
        try:
            call(client)
            ended.append("value")
        except AppError as error:
            ended.append(error.code)
        except BaseException as error:  # noqa: BLE001 - exactly what must not happen
            ended.append(f"raised {type(error).__name__}")
        finally:
            client.close()

    caller = threading.Thread(target=run, daemon=True)
    caller.start()
    caller.join(PATIENCE_S)
    if caller.is_alive():
        return "hangs"
    feeder.join(PATIENCE_S)
    closed(pipes[1][0])
    return ended[0] if ended else "raised while closing"


def _feed(fd: int, said: bytes, after: int | None = None) -> None:
    """Say something, once a whole request has come through `after`, and close."""
    with contextlib.suppress(OSError):
        if after is not None:
            with os.fdopen(os.dup(after), "rb", buffering=0) as asked:
                rest = int.from_bytes(asked.read(framing.HEADER_BYTES) or b"", "big")
                while rest and (piece := asked.read(rest)):
                    rest -= len(piece)
        view = memoryview(said)
        while view:
            view = view[os.write(fd, view) :]
        if after is not None and b"ReadBlock" in said:
            select.select([after], [], [], HOLD_S)  # what was asked for comes back before the stream ends
    closed(fd)


REQUESTS: tuple[tuple[type[RoleHandler] | Callable[[], RoleHandler], messages.AnyRequest], ...] = tuple(
    (lambda: EngineRole("echo", EngineSetup()), request)
    for request in (
        messages.Cancel(2, 1),
        messages.GetStatus(1),
        messages.LoadModel(1),
        messages.ForgetPages(1),
        messages.KeepPage(1, "key", lies.page(words=PAGE.words, hidden=(REGION,))),
        messages.Generate(
            1, "Total?", ("key",), payloads.AnswerOptions(64, 0.5, 7, 0.9, 40, token_ids=True), (("Date?", "today"),)
        ),
    )
) + tuple(
    (AirlockRole, request)
    for request in (
        messages.WarmUp(1, "faces"),
        messages.OpenDocument(1, 1000),
        messages.Block(1, 0, b"bytes"),
        messages.RenderPage(1, 1, 1000),
        messages.DetectRegions(1, 1, "faces", (REGION,), (REGION,)),
        messages.RedactPage(1, 1, (REGION,), 1000, payloads.Box(0, 0, 2, 2)),
        messages.ReadPage(1, 1, (REGION,)),
        messages.EncodeDocument(1, PARTS, "pdf"),
        messages.EncodeDicom(1, PARTS, "medical", bytes(32), pixels_clean=True),
        messages.EncodePreview(1, PARTS, "png"),
        messages.CloseDocument(1),
    )
)


class LeftError(Exception):
    """The child has left, with the exit code in `args`."""


def _to_child(count: int) -> Row:
    luck = random.Random(SEED + 1)
    before, failed, answered = _peak_bytes(), [], 0
    for number in range(count):
        role, request = REQUESTS[number % len(REQUESTS)]
        end = _end_in_child(role(), wire_forge.mutated(request, luck))
        answered += end == "answered"
        if end.startswith(("raised", "hangs", "bug")):
            failed.append(f"frame {number} ({type(request).__name__}): {end}")
    growth = _peak_bytes() - before
    if growth > MAX_GROWTH_BYTES:
        failed.append(f"{growth // 1024**2} MiB of memory")
    note = f"{answered} answered, {count - answered} left, {growth // 1024**2} MiB"
    return Row("damaged frames to a child", count, len(failed), tuple(failed[:10]), note)


def _end_in_child(role: RoleHandler, said: bytes) -> str:
    """Say something to a child's server, let it carry out what it understood, and return how that ended."""
    (from_desktop, into), (out, to_desktop) = os.pipe(), os.pipe()
    feeder = threading.Thread(target=_feed, args=(into, said), daemon=True)
    feeder.start()
    server = loop.Server(from_desktop, to_desktop, role)
    server.fetch = _no_file  # type: ignore[method-assign,assignment]  # nobody is there to serve it
    honest_exit, os._exit = os._exit, _left  # type: ignore[assignment]  # the server leaves its process so
    try:
        with processor_limit.kept():
            return _left_by(server)
    finally:
        os._exit = honest_exit
        feeder.join(PATIENCE_S)
        for fd in (from_desktop, out, to_desktop):
            closed(fd)


def _left_by(server: loop.Server) -> str:
    """Return how what was said to `server` ended."""
    try:
        server._read()
    except LeftError as left:
        if left.args[0] != 0:
            return f"bug: the reader left with {left.args[0]}"
        finals = [server._answer(server._next()) for _ in range(len(server._waiting))]
        bugs = [final for final in finals if isinstance(final, messages.Failed) and final.code == ErrorCode.BUG]
        return "bug in the role" if bugs else "answered" if finals else "left"
    except BaseException as error:  # noqa: BLE001 - exactly what must not happen
        return f"raised {type(error).__name__}"
    return "left"


def _left(code: int) -> NoReturn:
    raise LeftError(code)


def _no_file(*_: object) -> bytes:
    raise RequestFailed(ErrorCode.FILE_UNREADABLE)


def _bombs(count: int) -> Row:
    failed = []
    names = sorted(wire_forge.BOMBS)[:count]
    for name in names:
        before = _peak_bytes()
        end = _end_of("engine", lambda client: _engine(client).load(), wire_forge.frame(wire_forge.BOMBS[name]()))
        growth = _peak_bytes() - before
        if end not in ENDS:
            failed.append(f"{name}: {end}")
        if growth > MAX_GROWTH_BYTES:
            failed.append(f"{name}: {growth // 1024**2} MiB")
    return Row("frames of 64 MiB that would become gigabytes", len(names), len(failed), tuple(failed))


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
