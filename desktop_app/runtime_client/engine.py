"""Call the engine: load, keep a page, ask, with checked values.

Does not choose a model and never sees a source page: its pages come from `Airlock.redact`.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from desktop_app.runtime_client import checked
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.values import AnswerOptions, Finished, ModelInfo, Page
from model_runtime.protocol import messages

EventT = TypeVar("EventT")


@dataclass(frozen=True)
class Listener:
    """Whom the engine's news go to while it works."""

    on_load: Callable[[int, int], None]
    on_page: Callable[[int, int, int], None]
    on_text: Callable[[str], None]


NOBODY = Listener(lambda *_: None, lambda *_: None, lambda _: None)
"""Whom the news go to that nobody wants."""


class Engine:
    """The engine of one job.

    Attributes:
        load_s: how long the job waited for the model to be ready.
    """

    def __init__(self, client: Client, stop: threading.Event, listener: Listener) -> None:
        self._client = client
        self._stop = stop
        self._listener = listener
        self._model: ModelInfo | None = None
        self.load_s = 0.0

    def load(self) -> ModelInfo:
        """Get the model ready and return what it is; asks the child once. Raises AppError."""
        if self._model is None:
            started = time.monotonic()
            event = self._final(messages.LoadModel(id=self._client.new_id()), messages.ModelLoaded)
            self.load_s = time.monotonic() - started
            self._model = self._client.trusted(checked.model, event.model)
        return self._model

    def keep(self, key: str, page: Page) -> None:
        """Send a redacted page; it stays until the engine needs the room."""
        self._final(messages.KeepPage(id=self._client.new_id(), key=key, page=page), messages.Done)

    def forget(self) -> None:
        """Let the child forget every page, and all that it has made of them. Raises AppError."""
        self._final(messages.ForgetPages(id=self._client.new_id()), messages.Done)

    def ask(
        self,
        question: str,
        page_keys: tuple[str, ...],
        options: AnswerOptions,
        history: tuple[tuple[str, str], ...] = (),
    ) -> Finished:
        """Return the answer; text comes through the listener as it is made. Raises AppError (page_not_kept)."""
        request = messages.Generate(self._client.new_id(), question, page_keys, options, history)
        return self._client.trusted(checked.finished, self._final(request, messages.Finished))

    def _final(self, request: messages.AnyRequest, wanted: type[EventT]) -> EventT:
        """Return the final event, which must be of the kind that answers `request`; pass on the news before it."""
        said_chars = 0
        for event in self._client.ask(request, self._stop):
            match event:
                case messages.LoadProgress(done=done, total=total):
                    self._listener.on_load(*self._client.trusted(checked.progress, done, total))
                case messages.PageProgress(page=page, position=position, count=count):
                    self._client.trusted(checked.page_number, page)
                    self._listener.on_page(page, *self._client.trusted(checked.progress, position, count))
                case messages.TextDelta(text=text) if (
                    said_chars := said_chars + len(text)
                ) <= checked.MAX_ANSWER_CHARS:
                    self._listener.on_text(text)
                case _ if isinstance(event, wanted):
                    return event
                case _:
                    break
        raise self._client.broken()
