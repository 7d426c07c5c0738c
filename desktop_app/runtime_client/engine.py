"""Call the engine: load, keep a page, ask, with checked values.

Does not choose a model and never sees a source page: its pages come from `Airlock.redact`.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.values import AnswerOptions, Finished, ModelInfo, Page
from model_runtime.protocol import messages
from model_runtime.protocol.error_codes import ErrorCode


@dataclass(frozen=True)
class Listener:
    """Whom the engine's news go to while it works."""

    on_load: Callable[[int, int], None]
    on_page: Callable[[int, int, int], None]
    on_text: Callable[[str], None]


class Engine:
    """The engine of one job."""

    def __init__(self, client: Client, stop: threading.Event, listener: Listener) -> None:
        self._client = client
        self._stop = stop
        self._listener = listener
        self._model: ModelInfo | None = None

    def load(self) -> ModelInfo:
        """Get the model ready and return what it is; asks the child once. Raises AppError."""
        if self._model is not None:
            return self._model
        event = self._final(messages.LoadModel(id=self._client.new_id()))
        if not isinstance(event, messages.ModelLoaded):
            raise self._broken()
        self._model = event.model
        return event.model

    def keep(self, key: str, page: Page) -> None:
        """Send a redacted page; it stays until the engine needs the room."""
        self._final(messages.KeepPage(id=self._client.new_id(), key=key, page=page))

    def ask(
        self,
        question: str,
        page_keys: tuple[str, ...],
        options: AnswerOptions,
        history: tuple[tuple[str, str], ...] = (),
    ) -> Finished:
        """Return the answer; text comes through the listener as it is made. Raises AppError (page_not_kept)."""
        request = messages.Generate(self._client.new_id(), question, page_keys, options, history)
        event = self._final(request)
        if not isinstance(event, messages.Finished):
            raise self._broken()
        try:
            return checked.finished(event)
        except AppError as error:
            self._client.break_off(error)
            raise

    def _final(self, request: messages.AnyRequest) -> messages.AnyEvent:
        for event in self._client.ask(request, self._stop):
            match event:
                case messages.LoadProgress(done=done, total=total):
                    self._listener.on_load(done, total)
                case messages.PageProgress(page=page, position=position, count=count):
                    self._listener.on_page(page, position, count)
                case messages.TextDelta(text=text):
                    self._listener.on_text(text)
                case _ if isinstance(event, messages.FINAL_EVENTS):
                    return event
                case _:
                    raise self._broken()
        raise self._broken()

    def _broken(self) -> AppError:
        error = AppError(ErrorCode.PROTOCOL_BROKEN.value)
        self._client.break_off(error)
        return error
