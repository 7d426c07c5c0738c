"""Ask a child questions and collect what comes of them. Starts no child."""

import threading
from collections.abc import Callable

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.client import Client
from model_runtime.protocol import messages, payloads

NEVER = threading.Event()
"""Nobody stops what is asked with this."""


def ask(client: Client, question: str, stop: threading.Event = NEVER) -> list[messages.AnyEvent]:
    """Ask and return all events."""
    return list(client.ask(messages.Generate(client.new_id(), question, ()), stop))


def answer_of(event: messages.AnyEvent) -> payloads.Answer:
    """Return the answer with which a request ended."""
    assert isinstance(event, messages.Finished)
    return event.answer


def failure(client: Client, question: str = "x", stop: threading.Event = NEVER) -> AppError:
    """Ask and return the error that it must end with."""
    with pytest.raises(AppError) as raised:
        ask(client, question, stop)
    return raised.value


def first_delta(client: Client, question: str, stop: threading.Event, came: threading.Event) -> messages.AnyEvent:
    """Ask, tell when the first word has come, and return the last event."""
    last: messages.AnyEvent | None = None
    for last in client.ask(messages.Generate(client.new_id(), question, ()), stop):
        if isinstance(last, messages.TextDelta):
            came.set()
    assert last is not None
    return last


def error_of(function: Callable[..., object], *arguments: object) -> AppError:
    """Call a function and return the error that it must end with."""
    with pytest.raises(AppError) as raised:
        function(*arguments)
    return raised.value
