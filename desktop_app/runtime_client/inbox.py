"""Hold what a child has said about one request until somebody reads it, within a bound.

Does not route events and does not judge them.
"""

import queue
import threading

from desktop_app.foundation.errors import AppError
from model_runtime.protocol import messages

MAX_UNREAD_BYTES = 512 * 1024 * 1024
"""A slow disk may keep an encoded document waiting here; a child that says more than this unheard is broken."""

EVENT_BYTES = 256
"""What even the shortest event costs in memory, about."""


class Inbox:
    """The unread events of one request, from the reader thread to the thread that asked."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[tuple[messages.AnyEvent | AppError, int]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._unread_bytes = 0

    def put(self, event: messages.AnyEvent, frame_bytes: int) -> bool:
        """Add an event; False when more is unread than there may be."""
        size = frame_bytes + EVENT_BYTES
        with self._lock:
            self._unread_bytes += size
            is_within = self._unread_bytes <= MAX_UNREAD_BYTES
        self._events.put((event, size))
        return is_within

    def end(self, error: AppError) -> None:
        """Tell that nothing more will come."""
        self._events.put((error, 0))

    def get(self, timeout_s: float) -> messages.AnyEvent | AppError | None:
        """Return the oldest unread event, or the error after the last one; None when nothing comes in time."""
        try:
            event, size = self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None
        with self._lock:
            self._unread_bytes -= size
        return event
