"""Define what every message is: a frozen struct that its class name tags, a request with an id, an event about one.

Says nothing itself: `messages.py` and `film_messages.py` do.
"""

import msgspec

from model_runtime.protocol import limits


class Message(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A thing said over the pipe; its class name is its tag."""


class Request(Message, frozen=True):
    """Base of everything the desktop asks for."""

    id: limits.Id


class Event(Message, frozen=True):
    """Base of everything a child says. `id` is that of the request it belongs to; 0 for the child itself."""

    id: limits.Id
