"""Define what a role (airlock or engine) is to the server, and what the server gives it.

Lets the roles and the server know each other's shape without importing each other. Implements neither.
"""

from typing import Protocol

from model_runtime.protocol import messages

CHECK_SUFFIX = "-check"
"""Behind an engine's name: do not answer, but judge the folder of weights as that engine would before it loads them."""

FIT_SUFFIX = "-fit"
"""Behind an engine's name: do not answer, but say how the folder could run here; graphics cards are looked at for it."""


class Channel(Protocol):
    """What a role may do with the desktop while it works on one request."""

    def emit(self, event: messages.AnyEvent) -> None:
        """Send a non-final event."""
        ...

    def is_cancelled(self) -> bool:
        """Tell whether the desktop has asked to stop this request; ask between small steps."""
        ...

    def fetch(self, offset: int, length: int) -> bytes:
        """Pull bytes of the document being opened. Raises RequestFailed when the desktop cannot give them."""
        ...


class RoleHandler(Protocol):
    """Carries out requests, one at a time, always on the same thread."""

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Carry out one request and return its final event. Raises RequestFailed; anything else is a bug."""
        ...
