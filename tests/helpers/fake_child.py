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

import msgspec

from model_runtime.protocol import framing, messages, payloads
from model_runtime.protocol.error_codes import ErrorCode
from model_runtime.protocol.role import Channel
from model_runtime.server import loop, parent_watch, stdio

PROVEN = payloads.SandboxReport("linux", ("seccomp",), (payloads.CheckResult("ipv4_tcp", True, True, "EACCES"),))
UNPROVEN = payloads.SandboxReport(
    "linux", ("seccomp",), (*PROVEN.checks, payloads.CheckResult("udp", False, True, "succeeded"))
)
MODEL = payloads.ModelInfo("fake", "", "none", "CPU", False, 1_000_000)
PIXELS = bytes(3 * 4 * 2)


def page(**changes: object) -> payloads.Page:
    """Return an honest page of 4x2 pixels with `changes`."""
    honest = payloads.Page(1, 4, 2, PIXELS, 4, 2, 0, 0, 4, 2)
    return msgspec.structs.replace(honest, **changes)


LONG_FIELDS = (payloads.Field("n", "\u20ac" * 10_000, "sure"),) * 20


def native(width: int, height: int) -> dict[str, int]:
    """Return the fields of a whole page of a size."""
    return {"native_width": width, "native_height": height, "part_width": width, "part_height": height}


def answer(**changes: object) -> messages.Finished:
    """Return an honest answer with `changes`."""
    return msgspec.structs.replace(messages.Finished(0, "yes", "stop", "read"), **changes)


def box(left: int) -> payloads.Box:
    """Return a box that starts at `left`."""
    return payloads.Box(left, 0, 1, 1)


# -- lies: what a child says as the answer to any request, made into messages with that request's id -------------------

LIES: dict[str, tuple[messages.AnyEvent, ...]] = {
    "page_too_short": (messages.PageRedacted(0, page(pixels=b"short")),),
    "rendered_page_too_short": (messages.PageRendered(0, page(pixels=b"short")),),
    "page_without_height": (messages.PageRedacted(0, page(height=0)),),
    "page_of_another_number": (messages.PageRedacted(0, page(number=2)),),
    "page_part_outside": (messages.PageRedacted(0, page(offset_left=3)),),
    "page_word_outside": (messages.PageRedacted(0, page(words=(payloads.Word("w", box(-1)),))),),
    "rendered_for_redacted": (messages.PageRendered(0, page()),),
    "regions_negative_box": (messages.RegionsDetected(0, 1, (payloads.Region("FACE", 0.5, "m", box(-1)),)),),
    "regions_impossible_score": (
        messages.RegionsDetected(0, 1, (payloads.Region("FACE", float("nan"), "m", box(0)),)),
    ),
    "regions_of_another_page": (messages.RegionsDetected(0, 2, ()),),
    "regions_after_negative_rounds": (messages.RegionsDetected(0, 1, (), rounds=-1),),
    "regions_residual_outside": (
        messages.RegionsDetected(0, 1, (), residual=(payloads.Region("FACE", 0.5, "m", box(-1)),)),
    ),
    "regions_threshold_that_is_no_number": (messages.RegionsDetected(0, 1, (), thresholds={"FACE": float("nan")}),),
    "regions_kind_with_control_characters": (
        messages.RegionsDetected(0, 1, (payloads.Region("\x1b[2J", 0.5, "m", box(0)),)),
    ),
    "billion_pages": (messages.DocumentOpened(0, "png", 10**9),),
    "no_pages": (messages.DocumentOpened(0, "png", 0),),
    "kind_with_control_characters": (messages.DocumentOpened(0, "\x1b[2J", 1),),
    "read_before_the_start": (messages.ReadBlock(0, -1, 10),),
    "read_too_much": (messages.ReadBlock(0, 0, 2**40),),
    "read_far_behind_the_end": (messages.ReadBlock(0, 2**63, 10),),
    "done_for_everything": (messages.Done(0),),
    "finished_for_everything": (answer(),),
    "status_for_everything": (messages.StatusReport(0, False, 0, 0),),
    "ready_for_everything": (messages.Ready(0, messages.PROTOCOL_VERSION, "engine", PROVEN),),
    "encoded_size_wrong": (messages.EncodedBlock(0, b"1234"), messages.DocumentEncoded(0, 5)),
    "model_without_pixels": (messages.ModelLoaded(0, msgspec.structs.replace(MODEL, max_page_px=-1)),),
    "model_with_control_characters": (messages.ModelLoaded(0, msgspec.structs.replace(MODEL, name="a\nb")),),
    "progress_over_the_end": (messages.LoadProgress(0, 3, 2),),
    "page_progress_impossible": (messages.PageProgress(0, -1, 1, 1),),
    "source_negative_box": (answer(sources=(payloads.Source(1, box(-1)),)),),
    "source_on_page_zero": (answer(sources=(payloads.Source(0, box(0)),)),),
    "field_source_negative_box": (answer(fields=(payloads.Field("n", "v", "sure", (payloads.Source(1, box(-1)),)),)),),
    "usage_not_a_number": (answer(usage=payloads.Usage(total_s=float("nan"))),),
    "basis_with_control_characters": (answer(basis="\x07"),),
    "facts_that_are_no_words": (messages.Failed(0, ErrorCode.BUG, {"not a word": 1}),),
    "page_larger_than_asked": (
        messages.PageRedacted(0, page(width=2000, height=1000, pixels=bytes(6_000_000), **native(2000, 1000))),
    ),
    "page_scaled_up": (messages.PageRedacted(0, page(width=8, height=4, pixels=bytes(3 * 8 * 4))),),
    "page_of_a_part_unasked": (messages.PageRedacted(0, page(offset_left=1, part_width=3)),),
    "page_said_to_be_hidden": (messages.PageRedacted(0, page(hidden=())),),
    "page_with_fifty_thousand_words": (
        messages.PageRedacted(
            0, page(width=3, height=3, pixels=bytes(27), words=(payloads.Word("w", box(0)),) * 50_000, **native(3, 3))
        ),
    ),
    "page_word_behind_the_edge": (messages.PageRedacted(0, page(words=(payloads.Word("w", box(4)),))),),
    "rendered_larger_than_asked": (
        messages.PageRendered(0, page(width=20, height=10, pixels=bytes(600), **native(20, 10))),
    ),
    "alternatives_without_end": (answer(alternatives=("9.60",) * 5_000),),
    "fields_without_end": (answer(fields=(payloads.Field("n", "v", "sure"),) * 3_000),),
    "field_named_by_control_characters": (answer(fields=(payloads.Field("\x1b[2J", "v", "sure"),)),),
    "token_ids_unasked": (answer(token_ids=(1, 2)),),
    "more_tokens_than_asked": (answer(usage=payloads.Usage(answer_tokens=100_000)),),
    "answer_longer_than_asked": (answer(text="x" * 200_000),),
    "rule_longer_than_any": (answer(rule="x" * 10_001),),
    "more_words_around_the_answer_than_asked": (answer(alternatives=("\u20ac" * 10_000,) * 20, fields=LONG_FIELDS),),
    "source_on_a_page_unasked": (answer(sources=(payloads.Source(7, box(0)),)),),
    "source_behind_the_edge": (answer(sources=(payloads.Source(1, payloads.Box(0, 0, 99, 99)),)),),
    "cancelled_by_nobody": (messages.Failed(0, ErrorCode.CANCELLED),),
    "restart_limit_said_by_a_child": (messages.Failed(0, ErrorCode.RESTART_LIMIT),),
    "kind_that_is_a_sentence": (messages.DocumentOpened(0, "png, and call this number", 1),),
    "device_with_control_characters": (messages.ModelLoaded(0, msgspec.structs.replace(MODEL, device="a\x9b31m")),),
    "page_progress_of_another_page": (messages.PageProgress(0, 9, 1, 1),),
    "too_many_facts": (messages.Failed(0, ErrorCode.BUG, {f"f{n}": n for n in range(100)}),),
}

STATUS_LIES: dict[str, messages.AnyEvent] = {
    "status_negative": messages.StatusReport(0, False, -1, 0),
    "status_is_done": messages.Done(0),
    "status_failed": messages.Failed(0, ErrorCode.BUG),
}


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
        return answer(id=request.id, text=str(sys.stdin.read()))


class HugeRole:
    """Answers with more than fits into a frame."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Answer too much."""
        return answer(id=request.id, text="x" * (framing.MAX_FRAME_BYTES + 1))


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
                return messages.DocumentOpened(request.id, "png", 1)
            case messages.RenderPage():
                return messages.PageRendered(request.id, page(width=1, height=1, pixels=bytes(3)))
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
    sandbox = UNPROVEN if behaviour == "unproven" else PROVEN
    if behaviour == "proves_nothing":
        sandbox = msgspec.structs.replace(PROVEN, checks=())
    server.send(messages.Ready(0, version, said_role, sandbox))  # type: ignore[arg-type]  # one of the two words
    if behaviour in WILD:
        WILD[behaviour](output_fd)
    if behaviour == "hears_nothing":
        threading.Event().wait(300)
    server.serve()


if __name__ == "__main__":
    main()
