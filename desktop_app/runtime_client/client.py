"""Talk to one running child: requests out, events back to whoever asked, by id.

One thread reads; any thread may ask. When the child dies or breaks the protocol every open request ends with the same
error. Does not start children and does not check values (`checked.py` and its neighbours).
"""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

import msgspec

from desktop_app.foundation import logs, threads
from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked
from desktop_app.runtime_client.inbox import EVENT_BYTES, MAX_UNREAD_BYTES, Inbox
from desktop_app.runtime_client.process import ChildProcess
from desktop_app.runtime_client.request_body import body_of
from desktop_app.runtime_client.values import Size
from model_runtime.protocol import framing, messages
from model_runtime.protocol.error_codes import ErrorCode

DEATH_WAIT_S = 2.0
"""How long a child whose pipe has ended is given to leave by itself, so that its exit code can be told."""

CANCEL_PATIENCE_S = 5.0
"""A child that does not stop when asked to is ended and started again."""

LOOK_EVERY_S = 0.05
"""How soon a wish to stop is noticed while a child is working."""

BROKEN_WAIT_S = 0.5
"""How long a child that sent half a frame is given to turn out dead."""

WRITE_PATIENCE_S = 60.0
"""A child reads at all times, whatever its worker does. One that keeps a writer waiting for so long has been stopped."""

P = ParamSpec("P")
ValueT = TypeVar("ValueT")


class Client:
    """The desktop's end of one child's pipes.

    Attributes:
        process: the child.
        has_worked: it was asked for more than its status.
        pages_sent: number and native size of each page that an engine was sent, by its key.
    """

    def __init__(self, process: ChildProcess) -> None:
        self.process = process
        self.has_worked = False
        self.pages_sent: dict[str, tuple[int, Size]] = {}
        decoder: msgspec.msgpack.Decoder[messages.AnyEvent] = msgspec.msgpack.Decoder(messages.AnyEvent)
        self._reader = framing.MessageReader(process.output_fd, decoder)
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._hello = Inbox()
        self._pending = {0: self._hello}  # requests whose final event has not come
        self._abandoned: dict[int, int] = {}  # requests that nobody waits for any more: bytes dropped of each
        self._death: AppError | None = None
        self._died = threading.Event()
        self._stirred = threading.Event()  # something was asked of it since it was last `calm`, or it has died
        self._thread: threading.Thread | None = None
        try:
            self._thread = threads.started(self._read, name=f"{process.role}-reader", on_end=self._end)
        except AppError:
            self.close()
            raise

    def wait_ready(self, timeout_s: float) -> messages.Ready:
        """Wait for the child's first word. Raises AppError (child_silent, child_died, protocol_version)."""
        untrusted_first = self._hello.get(timeout_s)
        match untrusted_first:
            case None:
                self.break_off(AppError(ErrorCode.CHILD_SILENT.value))  # unless it has ended, and could not say so
            case AppError():
                raise untrusted_first
            case messages.Ready(protocol_version=messages.PROTOCOL_VERSION) if (
                untrusted_first.role == self.process.role
            ):
                return untrusted_first
            case messages.Ready():
                self.break_off(AppError(ErrorCode.PROTOCOL_VERSION.value))
            case _:
                self.break_off(AppError(ErrorCode.PROTOCOL_BROKEN.value))
        raise self._the_death()

    def new_id(self) -> int:
        """Return an id no other request has."""
        return next(self._ids)

    def ask(
        self, request: messages.AnyRequest, stop: threading.Event, patience_s: float | None = None
    ) -> Iterator[messages.AnyEvent]:
        """Send a request and yield its events; the last one is final.

        When `stop` is set the child is asked to cancel; one that goes on for `CANCEL_PATIENCE_S` is ended. There is no
        guessed time-out for honest work: `patience_s` bounds the silence between two events, where silence is a fault.
        A caller that leaves before the final event cancels the request, too.

        Raises:
            AppError: the child failed the request (its code), died, broke the protocol or was silent too long; the request
                is too large to be sent (request_too_large), and the child knows nothing of it.
        """
        body = body_of(request)
        inbox = Inbox()
        with self._lock:
            if self._death is not None:
                raise self._death
            self._pending[request.id] = inbox
            is_work = not isinstance(request, messages.GetStatus)
            self.has_worked |= is_work
            if is_work:
                self._stirred.set()
        try:
            self._write(body)
            yield from self._events_until_final(request.id, inbox, stop, patience_s)
        finally:
            self._leave(request.id)

    def wait_until_dead(self, timeout_s: float) -> None:
        """Return when the child has died, or after this time."""
        self._died.wait(timeout_s)

    def calm(self) -> None:
        """Let what is asked from now on count for `wait_until_stirred`."""
        if self.death is None:
            self._stirred.clear()

    def wait_until_stirred(self, timeout_s: float) -> None:
        """Return when something has been asked of the child since it was `calm`, when it has died, or after this time."""
        self._stirred.wait(timeout_s)

    def send(self, request: messages.AnyRequest) -> None:
        """Write one request. Raises AppError when the child is gone or does not read, or when it is too large."""
        self._write(body_of(request))

    def _write(self, body: bytes) -> None:
        if not self._write_lock.acquire(timeout=WRITE_PATIENCE_S):
            self.break_off(AppError(ErrorCode.CHILD_SILENT.value))
            raise self._the_death()
        try:
            death = self.death
            if death is not None:
                raise death
            framing.write_body(self.process.input_fd, body)
        except OSError:
            raise self._death_after_end() from None
        finally:
            self._write_lock.release()

    def break_off(self, error: AppError) -> None:
        """End the child because of `error`; every open request ends with it."""
        self._die(error)
        self.process.kill()

    def broken(self) -> AppError:
        """End the child because it said something impossible, and return the error to raise."""
        error = AppError(ErrorCode.PROTOCOL_BROKEN.value)
        self.break_off(error)
        return error

    def trusted(self, check: Callable[P, ValueT], *untrusted: P.args, **options: P.kwargs) -> ValueT:
        """Return what `check` (of `checked.py`) makes of something the child said. Ends the child when it was a lie."""
        try:
            return check(*untrusted, **options)
        except AppError as error:
            self.break_off(error)
            raise

    def close(self) -> None:
        """Stop the child and the reader thread."""
        self._die(AppError(ErrorCode.CANCELLED.value))
        if self._write_lock.acquire(timeout=LOOK_EVERY_S):  # a child that keeps a writer waiting is not asked to leave
            self.process.close_input()
            self._write_lock.release()
        self.process.stop()
        if self._thread is not None:
            self._thread.join(DEATH_WAIT_S)
        with self._write_lock:  # free by now: writing to a dead child fails
            self.process.close_input()
        if self._thread is None or not self._thread.is_alive():
            self.process.close_output()

    @property
    def death(self) -> AppError | None:
        """Why the child can no longer be used; None while it can."""
        with self._lock:
            return self._death

    def _events_until_final(
        self, request_id: int, inbox: Inbox, stop: threading.Event, patience_s: float | None
    ) -> Iterator[messages.AnyEvent]:
        ends_at = None if patience_s is None else time.monotonic() + patience_s
        has_cancelled = False
        while True:
            if stop.is_set() and not has_cancelled:
                has_cancelled = True
                ends_at = time.monotonic() + CANCEL_PATIENCE_S
                self.send(messages.Cancel(id=self.new_id(), target=request_id))
            event = inbox.get(LOOK_EVERY_S)
            match event:
                case None:
                    if (death := self.death) is not None:  # what it said before has been heard: the queue is empty
                        raise death
                case AppError():
                    raise event
                case messages.Failed():
                    raise self.trusted(checked.failure, event, is_cancelled=has_cancelled)
                case _:
                    yield event
                    if isinstance(event, messages.FINAL_EVENTS):
                        return
                    if patience_s is not None and not has_cancelled:
                        ends_at = time.monotonic() + patience_s
            if ends_at is not None and time.monotonic() > ends_at and self._is_unanswered(request_id):
                self.break_off(AppError((ErrorCode.CANCELLED if has_cancelled else ErrorCode.CHILD_SILENT).value))
                raise self._the_death()

    def _is_unanswered(self, request_id: int) -> bool:
        with self._lock:
            return request_id in self._pending

    def _leave(self, request_id: int) -> None:
        """Stop waiting. What a child still says about a request that has no final event yet is dropped."""
        with self._lock:
            if self._pending.pop(request_id, None) is None or self._death is not None:
                return
            self._abandoned[request_id] = 0
        with contextlib.suppress(AppError):
            self.send(messages.Cancel(id=self.new_id(), target=request_id))

    # -- the reader thread -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            while True:
                self._deliver(self._reader.read())
        except framing.EndOfStreamError:
            self._death_after_end()
        except framing.ProtocolError:
            # A frame cut off by the child's death is a death; any other broken frame is a child not to be trusted.
            if self.process.wait_exit_code(BROKEN_WAIT_S) is not None:
                self._death_after_end()
            else:
                self.break_off(AppError(ErrorCode.PROTOCOL_BROKEN.value))

    def _end(self, error: AppError | None) -> None:
        """Note that nobody reads any more: whatever the reason, the child is of no use and nobody waits for it."""
        if self.death is None:
            self._die(error or AppError(ErrorCode.BUG.value))
        self.process.kill()

    def _deliver(self, untrusted_event: messages.AnyEvent) -> None:
        """Give an event to whoever asked. Raises ProtocolError for one that nobody can have asked for."""
        request_id = untrusted_event.id
        is_last = request_id == 0 or isinstance(untrusted_event, messages.FINAL_EVENTS)
        with self._lock:
            inbox = self._pending.get(request_id)
            if inbox is None and request_id not in self._abandoned:
                raise framing.ProtocolError
            if inbox is None:
                self._abandoned[request_id] += EVENT_BYTES + self._reader.frame_bytes
                if self._abandoned[request_id] > MAX_UNREAD_BYTES:
                    raise framing.ProtocolError  # nobody listens, and it goes on
            if is_last:
                self._pending.pop(request_id, None)
                self._abandoned.pop(request_id, None)
        if inbox is not None and not inbox.put(untrusted_event, self._reader.frame_bytes):
            raise framing.ProtocolError

    def _death_after_end(self) -> AppError:
        """Note that the child has ended, with how it ended."""
        code = self.process.wait_exit_code(DEATH_WAIT_S)
        if code is None:
            self.process.kill()
        facts = {"signal": -code} if code is not None and code < 0 else {"exit_code": code or 0}
        self._die(AppError(ErrorCode.CHILD_DIED.value, **facts))
        return self._the_death()

    def _die(self, error: AppError) -> None:
        with self._lock:
            if self._death is not None:
                return
            self._death = error
            self._died.set()
            self._stirred.set()
            waiting = list(self._pending.values())
        logs.fact(self.process.role, error.code)
        for inbox in waiting:
            inbox.end(error)

    def _the_death(self) -> AppError:
        death = self.death
        assert death is not None
        return death
