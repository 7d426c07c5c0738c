"""Call the engine: load, keep a page, ask, with checked values.

Does not choose a model and never sees a source page: its pages come from `Airlock.redact`.
"""

import threading
import time
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from desktop_app.runtime_client import checked, checked_answers, news
from desktop_app.runtime_client.checked_answers import Asked
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.values import Answer, AnswerOptions, ModelInfo, RedactedPage
from model_runtime.protocol import messages

EventT = TypeVar("EventT")

Listener: TypeAlias = news.Listener
"""Named here for those who call the engine."""

NOTHING_ASKED = Asked(AnswerOptions(max_tokens=0), {}, 0, has_tokens=True)
"""What loads, or takes a page, has no words to say."""

MAX_PAGES_REMEMBERED = 100_000
"""Of what was sent to one engine process, the last ones; it forgets them sooner itself."""


NOBODY = Listener(lambda *_: None, lambda *_: None, lambda _: None)
"""Whom the news go to that nobody wants."""


class Engine:
    """The engine of one job.

    Attributes:
        load_s: how long the job waited for the model to be ready.
    """

    def __init__(
        self,
        client: Client,
        stop: threading.Event,
        listener: Listener,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._stop = stop
        self._listener = listener
        self._clock = clock
        self._model: ModelInfo | None = None
        self.load_s = 0.0

    def load(self) -> ModelInfo:
        """Get the model ready and return what it is; asks the child once. Raises AppError."""
        if self._model is None:
            started = time.monotonic()
            request = messages.LoadModel(id=self._client.new_id())
            event = self._final(request, messages.ModelLoaded, NOTHING_ASKED)
            self.load_s = time.monotonic() - started
            self._model = self._client.trusted(checked.model, event.model)
        return self._model

    def keep(self, key: str, page: RedactedPage) -> None:
        """Send a page; it stays until the engine needs the room."""
        self._final(messages.KeepPage(id=self._client.new_id(), key=key, page=page), messages.Done, NOTHING_ASKED)
        sent = self._client.pages_sent
        sent[key] = (page.number, page.native)
        while len(sent) > MAX_PAGES_REMEMBERED:
            del sent[next(iter(sent))]

    def forget(self) -> None:
        """Let the child forget every page, and all that it has made of them. Raises AppError."""
        self._final(messages.ForgetPages(id=self._client.new_id()), messages.Done, NOTHING_ASKED)

    def ask(
        self,
        question: str,
        page_keys: tuple[str, ...],
        options: AnswerOptions,
        history: tuple[tuple[str, str], ...] = (),
        times_s: tuple[float, ...] = (),
    ) -> Answer:
        """Return the answer; text comes through the listener as it is made. `times_s`: of pages that are frames.

        Raises AppError (page_not_kept).
        """
        pages = dict(sent for key in page_keys if (sent := self._client.pages_sent.get(key)) is not None)
        has_tokens = self._model is not None and self._model.image_tokens > 0
        asked = Asked(options, pages, len(page_keys), has_tokens)
        request = messages.Generate(self._client.new_id(), question, page_keys, options, history, times_s)
        answer = self._final(request, messages.Finished, asked).answer
        return self._client.trusted(checked_answers.answer, answer, asked)

    def _final(self, request: messages.AnyRequest, wanted: type[EventT], asked: Asked) -> EventT:
        """Return the final event, which must be of the kind that answers `request`; pass on the news before it."""
        heard = news.News(self._listener, asked, self._clock)
        try:
            for event in self._client.ask(request, self._stop):
                match event:
                    case messages.LoadProgress() | messages.PageProgress() | messages.TextDelta():
                        self._client.trusted(heard.add, event)
                        heard.tell_due()
                    case _ if isinstance(event, wanted):
                        return event
                    case _:
                        break
            raise self._client.broken()
        finally:
            heard.tell_rest()
