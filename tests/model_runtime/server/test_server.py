"""The process around a role, spoken to over bare pipes: it hears at all times, answers once, and leaves in time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from model_runtime.protocol import framing, messages
from model_runtime.protocol.error_codes import ErrorCode
from tests.helpers.asking import answer_of
from tests.helpers.children import is_alive, wait_until
from tests.helpers.pages import small_page

PROJECT = Path(__file__).resolve().parents[3]


class Wire:
    """A child and the bare messages to and from it."""

    def __init__(self, popen: "subprocess.Popen[bytes]") -> None:
        assert popen.stdin is not None
        assert popen.stdout is not None
        self.popen = popen
        self.stdin = popen.stdin
        self._reader = framing.MessageReader(popen.stdout.fileno(), msgspec.msgpack.Decoder(messages.AnyEvent))

    def say(self, *requests: messages.AnyRequest) -> None:
        """Send requests."""
        for request in requests:
            framing.write_message(self.stdin.fileno(), request)

    def hear(self) -> messages.AnyEvent:
        """Return the next event."""
        event: messages.AnyEvent = self._reader.read()
        return event

    def hear_final(self, request_id: int) -> messages.AnyEvent:
        """Return the final event of one request, passing over everything before it."""
        while True:
            event = self.hear()
            if event.id == request_id and isinstance(event, messages.FINAL_EVENTS):
                return event


@contextmanager
def child(*words: str) -> Iterator[Wire]:
    """Start a child and hear its `Ready`."""
    line = [sys.executable, "-I", "-B", "-m", "model_runtime", *words, "--parent", str(os.getpid())]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as popen:
        wire = Wire(popen)
        try:
            ready = wire.hear()
            assert isinstance(ready, messages.Ready)
            yield wire
        finally:
            popen.kill()


def words_said(wire: Wire) -> int:
    """Return how many words of an answer a child that has ended left in its pipe."""
    words = 0
    try:
        while True:
            words += isinstance(wire.hear(), messages.TextDelta)
    except framing.EndOfStreamError:
        return words


def ask(request_id: int, question: str) -> messages.Generate:
    """Make a question."""
    return messages.Generate(request_id, question, ())


def test_every_request_has_exactly_one_final_event_in_order() -> None:
    """Requests sent at once are answered one after the other."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(*[ask(number, f"word{number}") for number in range(1, 6)], messages.LoadModel(6))
        finals: list[messages.AnyEvent] = []
        while not finals or finals[-1].id != 6:
            event = wire.hear()
            if isinstance(event, messages.FINAL_EVENTS):
                finals.append(event)
        assert [1, 2, 3, 4, 5, 6] == [final.id for final in finals]
        assert ["word1", "word5"] == [answer_of(finals[0]).text, answer_of(finals[4]).text]


@pytest.mark.parametrize("how", ["shutdown", "end", "garbage"])
def test_a_busy_child_leaves_at_once(how: str) -> None:
    """`Shutdown`, the end of the pipe and nonsense end the process whatever its worker does."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(ask(1, "slowly " + "word " * 3000))
        wire.hear()
        if how == "shutdown":
            wire.say(messages.Shutdown(2))
        elif how == "garbage":
            os.write(wire.stdin.fileno(), b"\xff" * 100)
        else:
            wire.stdin.close()
        assert 0 == wire.popen.wait(300)
        assert words_said(wire) < 3000


def test_cancel_of_a_waiting_request_overtakes_the_work_before_it() -> None:
    """The second of two requests is answered first when it is cancelled; the first one goes on to its end."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(ask(1, "slowly " + "word " * 50), ask(2, "never"), messages.Cancel(3, 2))
        assert messages.Failed(2, ErrorCode.CANCELLED) == wire.hear_final(2)
        final = wire.hear_final(1)
        assert isinstance(final, messages.Finished)
        assert ("stop", 51) == (final.answer.finish, len(final.answer.text.split()))


def test_cancel_of_nothing_is_heard_and_forgotten() -> None:
    """A cancel that comes too late, or for an id that never was, changes nothing."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(ask(1, "one"))
        wire.hear_final(1)
        wire.say(messages.Cancel(2, 1), messages.Cancel(3, 77), ask(4, "two three"))
        assert "two three" == answer_of(wire.hear_final(4)).text


def test_more_requests_than_the_queue_holds_are_refused() -> None:
    """The queue is bounded; what does not fit fails at once, the rest is answered."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(ask(1, "slowly " + "word " * 3000))
        wire.hear()
        wire.say(*[ask(number, "x") for number in range(2, 2 + 256 + 3)])
        refused = [wire.hear_final(number) for number in (258, 259, 260)]
        assert [ErrorCode.BUG] * 3 == [getattr(event, "code", None) for event in refused]
        wire.say(messages.Cancel(300, 1))
        assert isinstance(wire.hear_final(257), messages.Finished)
        wire.say(messages.GetStatus(301))
        status = wire.hear_final(301)
        assert isinstance(status, messages.StatusReport)
        assert not status.is_busy


def test_a_request_of_the_other_role_fails_and_nothing_else() -> None:
    """An engine asked to open a document says that this is no request for it, and works on."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(messages.OpenDocument(1, 10), ask(2, "on"))
        assert messages.Failed(1, ErrorCode.PROTOCOL_BROKEN) == wire.hear_final(1)
        assert "on" == answer_of(wire.hear_final(2)).text


def test_an_unknown_engine_is_said_when_it_is_wanted() -> None:
    """The name is looked up at the first request, with its own code."""
    with child("engine", "--engine", "gpt") as wire:
        wire.say(messages.LoadModel(1))
        assert messages.Failed(1, ErrorCode.ENGINE_UNKNOWN) == wire.hear_final(1)


def test_a_bug_is_told_by_its_place_and_not_by_its_words() -> None:
    """The log of a child names the exception's type and where it was raised; the question is not quoted."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(ask(1, "bug in my-private-question"))
        assert messages.Failed(1, ErrorCode.BUG) == wire.hear_final(1)
        wire.stdin.close()
        assert wire.popen.stderr is not None
        told = wire.popen.stderr.read().decode()
        assert "ZeroDivisionError at echo_engine.py:" in told
        assert "private" not in told


THREADLESS = """
import resource, threading
from model_runtime.server.loop import Server
class Role:
    def handle(self, request, channel):
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        threading.stack_size(2 << 30)
        threading.Thread(target=print).start()
Server(0, 1, Role()).serve()
"""


def test_a_child_that_may_start_no_more_threads_says_so() -> None:
    """`ulimit -u 20` is no bug of ours."""
    line = [sys.executable, "-c", THREADLESS]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT) as popen:
        wire = Wire(popen)
        try:
            wire.say(ask(1, "x"))
            assert messages.Failed(1, ErrorCode.NO_MORE_THREADS) == wire.hear_final(1)
        finally:
            popen.kill()


UNMAPPABLE = """
import resource, numpy
from model_runtime.server.loop import Server
class Role:
    def handle(self, request, channel):
        held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + (8 << 20), held + (8 << 20)))
        import cv2
Server(0, 1, Role()).serve()
"""


def test_a_child_whose_libraries_do_not_fit_into_memory_says_so() -> None:
    """`ulimit -v 300000` is no bug of ours, and no fault of the document's."""
    line = [sys.executable, "-c", UNMAPPABLE]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT) as popen:
        wire = Wire(popen)
        try:
            wire.say(ask(1, "x"))
            assert messages.Failed(1, ErrorCode.OUT_OF_MEMORY) == wire.hear_final(1)
        finally:
            popen.kill()


def test_a_child_whose_parent_is_another_leaves_at_once() -> None:
    """Started by nobody it knows: the desktop died in between."""
    line = [sys.executable, "-I", "-B", "-m", "model_runtime", "engine", "--engine", "echo", "--parent", "1"]
    ran = subprocess.run(line, stdin=subprocess.PIPE, capture_output=True, timeout=580)
    assert (0, b"") == (ran.returncode, ran.stdout)


def test_the_airlock_pulls_a_document_and_gives_up_when_it_gets_less() -> None:
    """A block of another length than promised means that the file changed; the airlock works on."""
    with child("airlock") as wire:
        wire.say(messages.OpenDocument(1, 1000))
        wish = wire.hear()
        assert isinstance(wish, messages.ReadBlock)
        wire.say(messages.Block(1, wish.offset, b"short"))
        assert messages.Failed(1, ErrorCode.FILE_CHANGED) == wire.hear_final(1)
        wire.say(messages.OpenDocument(2, 4))
        wish = wire.hear()
        assert isinstance(wish, messages.ReadBlock)
        wire.say(messages.Block(7, wish.offset, b"junk"))
        assert messages.Failed(2, ErrorCode.FILE_UNREADABLE) == wire.hear_final(2)


def test_a_page_as_large_as_a_frame_arrives() -> None:
    """The largest page that may be sent goes through, and the child is not slowed down for others."""
    with child("engine", "--engine", "echo") as wire:
        wire.say(messages.KeepPage(1, "key", small_page(side_px=4_000)))
        assert messages.Done(1) == wire.hear_final(1)


def test_a_child_that_cannot_write_leaves() -> None:
    """When nobody reads any more the process ends by itself."""
    with child("engine", "--engine", "echo") as wire:
        assert wire.popen.stdout is not None
        wire.popen.stdout.close()
        wire.say(ask(1, "anybody there"))
        wait_until(lambda: not is_alive(wire.popen.pid), timeout_s=20.0)
