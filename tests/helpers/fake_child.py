"""Be a child that misbehaves in one named way; started by `helpers.children.FakeChild`, never by the product.

Speaks the real protocol with the real framing, but is no sandboxed child and reads no document.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from model_runtime.protocol import film_messages, framing, messages
from model_runtime.protocol.error_codes import ErrorCode
from model_runtime.protocol.role import Channel
from model_runtime.server import loop, parent_watch, stdio

sys.path.insert(
    0, str(Path(__file__).resolve().parents[2])
)  # the program is started by its path, away from the project

from tests.helpers.lies import BY_CHANCE, LIES, MODEL, ONE, PROVEN, STATUS_LIES, UNPROVEN, answered, view


class LyingRole:
    """Answers every request with one prepared lie."""

    def __init__(self, lie: tuple[messages.AnyEvent, ...]) -> None:
        self._lie = lie

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Say the lie."""
        *before, last = [msgspec.structs.replace(event, id=request.id) for event in self._lie]
        for event in before:
            channel.emit(event)
        if not isinstance(last, messages.FINAL_EVENTS):
            channel.emit(last)
            time.sleep(60)
        return last


class StuckRole:
    """Never answers and never asks whether it should stop, but loads."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Say a word and hang in everything but loading."""
        if isinstance(request, messages.LoadModel):
            return messages.ModelLoaded(request.id, MODEL)
        channel.emit(messages.TextDelta(request.id, "I"))
        time.sleep(3600)
        return messages.Done(request.id)


class TalkingRole:
    """Answers with text for ever and never asks whether it should stop."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Talk."""
        while True:
            channel.emit(messages.TextDelta(request.id, "bla " * 200))


class PrintingRole:
    """Prints to stdout in every way a library can, then answers honestly."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Print, then answer."""
        print("printed by python", flush=True)
        os.write(1, b"written by C\n")
        os.system("echo written by a program")  # what a library might do where there is no sandbox
        return answered(request.id, text=str(sys.stdin.read()))


class HugeRole:
    """Answers with more than fits into a frame."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Answer too much."""
        return answered(request.id, text="x" * (framing.MAX_FRAME_BYTES + 1))


class FactsRole:
    """Fails with facts whose names are those of Python's own parameters."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Fail."""
        return messages.Failed(request.id, ErrorCode.PAGE_TOO_LARGE, {"code": 1, "self": 2})


@dataclass(frozen=True)
class DyingRole:
    """Dies by a signal in the middle of an answer."""

    signal: signal.Signals

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Say half an answer and die."""
        channel.emit(messages.ReadBlock(request.id, 0, 4))
        os.kill(os.getpid(), self.signal)
        time.sleep(60)
        return messages.Done(request.id)


@dataclass(frozen=True)
class FloodingRole:
    """Opens and renders honestly; anything else is answered with one event for ever."""

    event: messages.AnyEvent

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Say it again and again."""
        match request:
            case messages.OpenDocument():
                return messages.DocumentOpened(request.id, "png", ONE)
            case messages.RenderPage():
                return messages.PageRendered(request.id, view(width=1, height=1, pixels=bytes(3)))
            case messages.CloseDocument() if not isinstance(self.event, messages.Done):
                return messages.Done(request.id)
            case _:
                flood: messages.AnyEvent = self.event
                if isinstance(flood, messages.Done):
                    flood = messages.TextDelta(0, "x")
                while True:
                    channel.emit(msgspec.structs.replace(flood, id=request.id))


FLOODS: dict[str, messages.AnyEvent] = {
    "floods_blocks": messages.EncodedBlock(0, bytes(1_000_000)),
    "floods_empty_blocks": messages.EncodedBlock(0, b""),
    "floods_reads": messages.ReadBlock(0, 0, 4),
    "floods_load_progress": messages.LoadProgress(0, 1, 2),
    "floods_page_progress": messages.PageProgress(0, 1, 1, 1),
    "floods_text": messages.TextDelta(0, "x"),
    "floods_empty_text": messages.TextDelta(0, ""),
    "floods_long_text": messages.TextDelta(0, "x" * 100_000),
    "floods_empty_tracks": film_messages.TracksFound(0, ()),
    "floods_at_closing": messages.Done(0),
}
"""What is said for ever, by the behaviour's name."""


ROLES: dict[str, Callable[[], object]] = {
    "stuck": StuckRole,
    "talks": TalkingRole,
    "prints": PrintingRole,
    "huge": HugeRole,
    "facts": FactsRole,
    "dies": lambda: DyingRole(signal.SIGKILL),
    "runs_out_of_time": lambda: DyingRole(signal.SIGXCPU),
} | {name: lambda event=event: FloodingRole(event) for name, event in FLOODS.items()}


# -- children that break the stream itself -----------------------------------------------------------------------------


def _garbage(out: int) -> None:
    os.write(out, b"Traceback (most recent call last):\n" + bytes(range(256)) * 64)
    time.sleep(60)


def _long_frame(out: int) -> None:
    os.write(out, (framing.MAX_FRAME_BYTES + 1).to_bytes(4, "big") + bytes(100_000))
    time.sleep(60)


def _truncated_and_dead(out: int) -> None:
    os.write(out, (1000).to_bytes(4, "big") + b"not a thousand bytes")
    os._exit(3)


def _truncated_and_alive(out: int) -> None:
    os.write(out, (1000).to_bytes(4, "big") + b"not a thousand bytes")
    os.close(out)
    time.sleep(60)


def _not_text(out: int) -> None:
    frame = msgspec.msgpack.encode(messages.TextDelta(1, "aaaa")).replace(b"aaaa", b"\xff\xfe\xfd\xfc")
    os.write(out, len(frame).to_bytes(4, "big") + frame)
    time.sleep(60)


def _unknown_id(out: int) -> None:
    framing.write_message(out, messages.TextDelta(7777, "nobody asked"))
    time.sleep(60)


def _ready_again(out: int) -> None:
    framing.write_message(out, messages.Ready(0, messages.PROTOCOL_VERSION, "engine", PROVEN))
    time.sleep(60)


def _half_a_frame(out: int) -> None:
    os.write(out, (1000).to_bytes(4, "big") + b"not a thousand bytes")
    time.sleep(60)


def _silent(_out: int) -> None:
    time.sleep(60)


def _dead(_out: int) -> None:
    os._exit(3)


def _closes_input(_out: int) -> None:
    """Stop reading for ever while a large frame is on its way, then leave."""
    time.sleep(0.3)
    os._exit(0)


def _floods_stderr(_out: int) -> None:
    junk = (bytes(range(256)) * 2048) + b"\n" * 65536 + b"\x1b[2J\x07 a line \x9b31m\n"
    for _ in range(100 * 1024 * 1024 // len(junk) + 1):
        os.write(2, junk)
    os.write(2, b"flooded\n")
    time.sleep(60)


WILD: dict[str, Callable[[int], None]] = {
    "garbage": _garbage,
    "long_frame": _long_frame,
    "truncated_and_dead": _truncated_and_dead,
    "truncated_and_alive": _truncated_and_alive,
    "not_text": _not_text,
    "unknown_id": _unknown_id,
    "ready_again": _ready_again,
    "half_a_frame": _half_a_frame,
    "silent": _silent,
    "dead": _dead,
    "closes_input": _closes_input,
    "floods_stderr": _floods_stderr,
}


class StatusLiar(loop.Server):
    """A server whose status is always the same lie."""

    lie: messages.AnyEvent | None = None

    def send(self, event: messages.AnyEvent) -> None:
        """Send the lie in place of a status."""
        if self.lie is not None and isinstance(event, messages.StatusReport):
            event = msgspec.structs.replace(self.lie, id=event.id)
        super().send(event)


def main() -> None:
    """Misbehave as the first argument says; before `Ready` where it starts with `never_ready_`."""
    behaviour, role, parent = sys.argv[1], sys.argv[2], int(sys.argv[3])
    input_fd, output_fd = stdio.claim()
    parent_watch.ask_for_death_signal(parent)
    parent_watch.start(parent)
    if behaviour.startswith("never_ready_"):
        WILD[behaviour.removeprefix("never_ready_")](output_fd)
    handler = ROLES[behaviour]() if behaviour in ROLES else LyingRole(LIES.get(behaviour, (messages.Done(0),)))
    server = StatusLiar(input_fd, output_fd, handler)  # type: ignore[arg-type]  # every role above has `handle`
    server.lie = STATUS_LIES.get(behaviour)
    version = messages.PROTOCOL_VERSION + (behaviour == "other_version")
    said_role = {"airlock": "engine", "engine": "airlock"}[role] if behaviour == "other_role" else role
    sandbox = {
        "unproven": UNPROVEN,
        "refused_by_chance": msgspec.structs.replace(PROVEN, checks=(*PROVEN.checks, BY_CHANCE)),
        "proves_nothing": msgspec.structs.replace(PROVEN, checks=()),
    }.get(behaviour, PROVEN)
    server.send(messages.Ready(0, version, said_role, sandbox))  # type: ignore[arg-type]  # one of the two words
    if behaviour in WILD:
        WILD[behaviour](output_fd)
    if behaviour == "hears_nothing":
        threading.Event().wait(300)
    server.serve()


if __name__ == "__main__":
    main()
