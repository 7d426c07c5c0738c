"""Serve one role over two descriptors: a reader thread, one worker, and nothing else.

The reader takes what must not wait (`Cancel`, `GetStatus`, `Shutdown`, `Block`) and queues the rest for the worker, which is
the main thread. Every queued request is answered by exactly one final event. Does not know what a role does.
"""

import os
import queue
import sys
import threading
import traceback
from collections import deque

import msgspec

from model_runtime.protocol import framing, messages
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.role import RoleHandler
from model_runtime.server import memory

MAX_QUEUED_REQUESTS = 256
"""The desktop waits for answers; a longer queue is a fault on its side and is refused."""

BLOCK_TIMEOUT_S = 60.0
"""A file on a slow network drive is given this long for one block; then the document is unreadable, not the child."""

_NO_MORE_THREADS = "can't start new thread"
"""What `threading` says where this user may have no more processes."""

_NO_ROOM_FOR_A_LIBRARY = ("failed to map segment", "cannot map zero-fill pages", "cannot allocate memory")
"""What the C library says, as an ImportError, where a library does not fit into the memory that is left (`ulimit -v`)."""


class Server:
    """The process around a role.

    The reader thread owns the input, the worker owns the role; both may write, one frame at a time.
    """

    def __init__(self, input_fd: int, output_fd: int, role: RoleHandler) -> None:
        decoder: msgspec.msgpack.Decoder[messages.AnyRequest] = msgspec.msgpack.Decoder(messages.AnyRequest)
        self._reader = framing.MessageReader(input_fd, decoder)
        self._output_fd = output_fd
        self._role = role
        self._write_lock = threading.Lock()
        self._changed = threading.Condition()
        self._waiting: deque[messages.AnyRequest] = deque()
        self._current_id: int | None = None  # of the request that is being worked on
        self._is_current_cancelled = False
        self._blocks: queue.Queue[messages.Block] = queue.Queue()

    def serve(self) -> None:
        """Work until the desktop says `Shutdown` or closes the pipe. Never returns: the process ends."""
        threading.Thread(target=self._read, name="reader", daemon=True).start()
        while True:
            request = self._next()
            final = self._answer(request)
            with self._changed:
                self._current_id = None
            try:
                self.send(final)
            except framing.ProtocolError as error:  # an answer longer than a frame
                report_bug(error)
                self.send(messages.Failed(id=request.id, code=ErrorCode.BUG))
            del request, final  # a page must not stay here until the next request has been worked on

    def send(self, event: messages.AnyEvent) -> None:
        """Write one event; a desktop that is gone ends the process. Raises ProtocolError when it is too long."""
        try:
            with self._write_lock:
                framing.write_message(self._output_fd, event)
        except OSError:
            os._exit(0)

    def _next(self) -> messages.AnyRequest:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            request = self._waiting.popleft()
            self._current_id = request.id
            self._is_current_cancelled = False
            return request

    def _answer(self, request: messages.AnyRequest) -> messages.AnyEvent:
        try:
            return self._role.handle(request, _RequestChannel(self, request.id))
        except RequestFailed as failure:
            return messages.Failed(id=request.id, code=failure.code, facts=dict(failure.facts))
        except MemoryError:
            return messages.Failed(id=request.id, code=ErrorCode.OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001 - the seam: one request's bug must not take the child along
            if isinstance(error, RuntimeError) and str(error) == _NO_MORE_THREADS:
                return messages.Failed(id=request.id, code=ErrorCode.NO_MORE_THREADS)
            if isinstance(error, ImportError) and any(words in str(error).lower() for words in _NO_ROOM_FOR_A_LIBRARY):
                return messages.Failed(id=request.id, code=ErrorCode.OUT_OF_MEMORY)
            report_bug(error)
            return messages.Failed(id=request.id, code=ErrorCode.BUG)

    # -- the reader thread -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            while True:
                self._take(self._reader.read())
        except (framing.EndOfStreamError, framing.ProtocolError):
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - a child that cannot hear any more must not go on
            report_bug(error)
            os._exit(1)

    def _take(self, request: messages.AnyRequest) -> None:
        match request:
            case messages.Shutdown():
                os._exit(0)
            case messages.Cancel(target=target):
                self._cancel(target)
            case messages.GetStatus(id=request_id):
                with self._changed:
                    is_busy = self._current_id is not None or bool(self._waiting)
                resident, peak = memory.resident_and_peak_bytes()
                self.send(messages.StatusReport(request_id, is_busy=is_busy, resident_bytes=resident, peak_bytes=peak))
            case messages.Block():
                self._blocks.put(request)
            case _:
                self._enqueue(request)

    def _cancel(self, target: int) -> None:
        """Tell the role if it works on `target`; what still waits for its turn ends here and now."""
        with self._changed:
            self._is_current_cancelled |= target == self._current_id
            waiting = [request for request in self._waiting if request.id == target]
            for request in waiting:
                self._waiting.remove(request)
        for request in waiting:
            self.send(messages.Failed(id=request.id, code=ErrorCode.CANCELLED))

    def _enqueue(self, request: messages.AnyRequest) -> None:
        with self._changed:
            is_full = len(self._waiting) >= MAX_QUEUED_REQUESTS
            if not is_full:
                self._waiting.append(request)
                self._changed.notify()
        if is_full:
            self.send(messages.Failed(id=request.id, code=ErrorCode.BUG))

    # -- what a request's channel needs ----------------------------------------------------------------------------

    def is_cancelled(self, request_id: int) -> bool:
        """Tell whether this request was asked to stop."""
        with self._changed:
            return request_id == self._current_id and self._is_current_cancelled

    def fetch(self, request_id: int, offset: int, length: int) -> bytes:
        """Pull a block through the pipe and wait for it. Raises RequestFailed FILE_UNREADABLE."""
        while not self._blocks.empty():
            self._blocks.get_nowait()  # left over from a request that gave up
        self.send(messages.ReadBlock(id=request_id, offset=offset, length=length))
        try:
            block = self._blocks.get(timeout=BLOCK_TIMEOUT_S)
        except queue.Empty:
            raise RequestFailed(ErrorCode.FILE_UNREADABLE) from None
        if block.id != request_id or block.offset != offset or len(block.data) > length:
            raise RequestFailed(ErrorCode.FILE_UNREADABLE)
        return block.data


class _RequestChannel:
    """What a role may do while it works on one request (see `protocol.role.Channel`)."""

    def __init__(self, server: Server, request_id: int) -> None:
        self._server = server
        self._request_id = request_id

    def emit(self, event: messages.AnyEvent) -> None:
        self._server.send(event)

    def is_cancelled(self) -> bool:
        return self._server.is_cancelled(self._request_id)

    def fetch(self, offset: int, length: int) -> bytes:
        return self._server.fetch(self._request_id, offset, length)


def report_bug(error: BaseException) -> None:
    """Say on stderr where a bug is: exception types and places, never their texts, which may quote a page."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{os.path.basename(f.filename)}:{f.lineno}" for f in reversed(frames))
    print(f"bug: {type(error).__name__} at {places}", file=sys.stderr, flush=True)  # noqa: T201
