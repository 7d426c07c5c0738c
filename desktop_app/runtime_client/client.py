"""Talk to one running child: requests out, events back to whoever asked, by id.

One thread reads; any thread may ask. When the child dies or breaks the protocol every open request ends with the same
error. Does not start children and does not check values (`checked.py`).
"""

import itertools
import queue
import threading
import time
from collections.abc import Iterator

import msgspec

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.process import ChildProcess
from model_runtime.protocol import framing, messages
from model_runtime.protocol.error_codes import ErrorCode

DEATH_WAIT_S = 2.0
"""How long a child whose pipe has ended is given to leave by itself, so that its exit code can be told."""

CANCEL_PATIENCE_S = 5.0
"""A child that does not stop when asked to is ended and started again."""

LOOK_EVERY_S = 0.05
"""How soon a wish to stop is noticed while a child is working."""

MAX_UNREAD_EVENTS = 100_000
"""A child that talks faster than anybody listens is broken."""


class Client:
    """The desktop's end of one child's pipes.

    Attributes:
        process: the child.
    """

    def __init__(self, process: ChildProcess) -> None:
        self.process = process
        decoder: msgspec.msgpack.Decoder[messages.AnyEvent] = msgspec.msgpack.Decoder(messages.AnyEvent)
        self._reader = framing.MessageReader(process.output_fd, decoder)
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._pending: dict[int, queue.Queue[messages.AnyEvent | AppError]] = {}
        self._death: AppError | None = None
        self._hello: queue.Queue[messages.AnyEvent | AppError] = queue.Queue()
        self._pending[0] = self._hello
        self._thread = threading.Thread(target=self._read, name=f"{process.role}-reader", daemon=True)
        self._thread.start()

    def wait_ready(self, timeout_s: float) -> messages.Ready:
        """Wait for the child's first word. Raises AppError (child_silent, child_died, protocol_version)."""
        untrusted_first = self._next(self._hello, timeout_s)
        match untrusted_first:
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
        guessed time-out for honest work: `patience_s` is for requests that must be quick (a heartbeat).

        Raises:
            AppError: the child failed the request (its code), died, broke the protocol or was silent too long.
        """
        events: queue.Queue[messages.AnyEvent | AppError] = queue.Queue()
        with self._lock:
            if self._death is not None:
                raise self._death
            self._pending[request.id] = events
        try:
            self.send(request)
            yield from self._events_until_final(request.id, events, stop, patience_s)
        finally:
            with self._lock:
                self._pending.pop(request.id, None)

    def send(self, request: messages.AnyRequest) -> None:
        """Write one request. Raises AppError when the child is gone."""
        try:
            with self._write_lock:
                framing.write_message(self.process.input_fd, request)
        except (OSError, ValueError):
            raise self._death_after_end() from None

    def break_off(self, error: AppError) -> None:
        """End the child because of `error`; every open request ends with it."""
        self._die(error)
        self.process.kill()

    def close(self) -> None:
        """Stop the child and the reader thread."""
        self._die(AppError(ErrorCode.CANCELLED.value))
        self.process.stop()
        self._thread.join(DEATH_WAIT_S)
        if not self._thread.is_alive():
            self.process.close_output()

    @property
    def death(self) -> AppError | None:
        """Why the child can no longer be used; None while it can."""
        with self._lock:
            return self._death

    def _events_until_final(
        self,
        request_id: int,
        events: "queue.Queue[messages.AnyEvent | AppError]",
        stop: threading.Event,
        patience_s: float | None,
    ) -> Iterator[messages.AnyEvent]:
        ends_at = None if patience_s is None else time.monotonic() + patience_s
        has_cancelled = False
        while True:
            if stop.is_set() and not has_cancelled:
                has_cancelled = True
                ends_at = time.monotonic() + CANCEL_PATIENCE_S
                self.send(messages.Cancel(id=self.new_id(), target=request_id))
            try:
                event = events.get(timeout=LOOK_EVERY_S)
            except queue.Empty:
                if ends_at is not None and time.monotonic() > ends_at:
                    self.break_off(AppError((ErrorCode.CANCELLED if has_cancelled else ErrorCode.CHILD_SILENT).value))
                continue
            if isinstance(event, AppError):
                raise event
            if isinstance(event, messages.Failed):
                raise AppError(event.code.value, **event.facts)
            yield event
            if isinstance(event, messages.FINAL_EVENTS):
                return

    def _next(self, events: "queue.Queue[messages.AnyEvent | AppError]", timeout_s: float) -> messages.AnyEvent:
        try:
            event = events.get(timeout=timeout_s)
        except queue.Empty:
            error = AppError(ErrorCode.CHILD_SILENT.value)
            self.break_off(error)
            raise error from None
        if isinstance(event, AppError):
            raise event
        return event

    # -- the reader thread -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        while True:
            try:
                untrusted_event = self._reader.read()
            except framing.EndOfStreamError:
                self._death_after_end()
                return
            except framing.ProtocolError:
                # A frame cut off by the child's death is a death; any other broken frame is a child not to be trusted.
                if self.process.wait_exit_code(0.2) is not None:
                    self._death_after_end()
                else:
                    self.break_off(AppError(ErrorCode.PROTOCOL_BROKEN.value))
                return
            with self._lock:
                events = self._pending.get(untrusted_event.id)
            if events is None:
                continue  # an answer to a request that nobody waits for any more (cancelled, timed out)
            if events.qsize() > MAX_UNREAD_EVENTS:
                self.break_off(AppError(ErrorCode.PROTOCOL_BROKEN.value))
                return
            events.put(untrusted_event)

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
            waiting = list(self._pending.values())
        logs.fact(self.process.role, error.code)
        for events in waiting:
            events.put(error)

    def _the_death(self) -> AppError:
        death = self.death
        assert death is not None
        return death
