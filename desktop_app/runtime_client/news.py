"""Pass on what an engine says while it works: checked, bounded in number and bytes, and no faster than anybody can look.

An engine that says a million things must not keep the window busy with them. Nothing of its text is lost. Asks nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.runtime_client import checked_answers
from desktop_app.runtime_client.checked import require
from desktop_app.runtime_client.checked_answers import Asked
from model_runtime.protocol import messages

NEWS_EVERY_S = 0.03
"""What comes faster is put together: a window draws no more often."""


@dataclass(frozen=True)
class Listener:
    """Whom the engine's news go to while it works."""

    on_load: Callable[[int, int], None]
    on_page: Callable[[int, int, int], None]
    on_text: Callable[[str], None]


class News:
    """The news of one request. `clock` tells seconds."""

    def __init__(self, listener: Listener, asked: Asked, clock: Callable[[], float]) -> None:
        self._listener = listener
        self._asked = asked
        self._clock = clock
        self._bytes_left = asked.most_text_bytes
        self._deltas_left = asked.most_deltas
        self._pages_left = 2 * asked.page_count
        self._loads_left = checked_answers.MAX_LOAD_NEWS
        self._told_at = -NEWS_EVERY_S
        self._page: tuple[int, int, int] | None = None
        self._load: tuple[int, int] | None = None
        self._text: list[str] = []

    def add(self, untrusted_news: messages.LoadProgress | messages.PageProgress | messages.TextDelta) -> None:
        """Take one piece of news. Raises AppError protocol_broken for one that cannot be, or is one too many."""
        match untrusted_news:
            case messages.LoadProgress():
                self._loads_left -= 1
                self._load = checked_answers.load_progress(untrusted_news)
            case messages.PageProgress():
                self._pages_left -= 1
                self._page = checked_answers.page_progress(untrusted_news, self._asked)
            case messages.TextDelta(text=text):
                self._deltas_left -= 1
                self._bytes_left -= checked_answers.size_bytes(text)
                self._text.append(text)
        require(min(self._loads_left, self._pages_left, self._deltas_left, self._bytes_left) >= 0)

    def tell_due(self) -> None:
        """Tell what there is, unless something has been told just now: then it waits for more."""
        now = self._clock()
        if now - self._told_at >= NEWS_EVERY_S:
            self._told_at = now
            self.tell_rest()

    def tell_rest(self) -> None:
        """Tell what is still untold."""
        load, self._load = self._load, None
        page, self._page = self._page, None
        text, self._text = "".join(self._text), []
        if load is not None:
            self._listener.on_load(*load)
        if page is not None:
            self._listener.on_page(*page)
        if text:
            self._listener.on_text(text)
