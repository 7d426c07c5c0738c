"""Check what the engine says against the question: its pages, its options, what it was sent. It is ended when it lies.

The types of the wire bound every field by itself (`model_runtime/protocol/limits.py`); here are the sums. Asks nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.runtime_client.checked import require
from desktop_app.runtime_client.values import Answer, AnswerOptions, Box, Size, Source
from model_runtime.protocol import limits, messages

BYTES_A_TOKEN = 256
"""The longest token of any vocabulary here has 128 bytes (a run of spaces)."""

BYTES_BESIDE = 100_000
"""Words of its own: headings, names of fields, what it cannot know."""

SHARE_OF_REST = 6
"""The answer's words may come again in its sources, its fields, and the fields' sources, with what stands around them."""

MAX_LOAD_NEWS = 100_000
NEWS_BESIDE = 1_000
ROUNDING_PX = 2
"""How far a source may reach over its page's edge: places are turned from one size of the page into another."""


@dataclass(frozen=True)
class Asked:
    """A question, as far as its answer can be judged by it.

    Attributes:
        pages: native size of each page asked about, by number.
        page_count: of the keys in the request; a page may be named twice.
        has_tokens: the engine that answers counts its words.
    """

    options: AnswerOptions
    pages: Mapping[int, Size]
    page_count: int
    has_tokens: bool

    @property
    def turns(self) -> int:
        """How often the engine may begin anew: once a page."""
        return max(1, self.page_count)

    @property
    def most_text_bytes(self) -> int:
        """How many bytes the answer's words can have."""
        if self.has_tokens:
            return BYTES_BESIDE + BYTES_A_TOKEN * self.options.max_tokens * self.turns
        # without tokens it quotes: it can say what stands on the pages, and no letter takes less than a pixel
        return BYTES_BESIDE + sum(min(limits.MAX_PAGE_TEXT_BYTES, page.pixel_count) for page in self.pages.values())

    @property
    def most_deltas(self) -> int:
        """In how many pieces they can come."""
        return NEWS_BESIDE + (
            2 * self.options.max_tokens * self.turns if self.has_tokens else self.most_text_bytes // 16
        )


def answer(untrusted_answer: Answer, asked: Asked) -> Answer:
    """Return an answer that can be one to the question. Raises AppError protocol_broken."""
    a = untrusted_answer
    require(size_bytes(a.text) <= asked.most_text_bytes)
    laid_out = [*a.alternatives, *(word for field in a.fields for word in (field.name, field.value))]
    require(sum(map(size_bytes, laid_out)) <= limits.MAX_LAID_OUT_BYTES)
    quoted = [*a.sources, *(source for field in a.fields for source in field.sources)]
    rest = [a.rule, *laid_out, *(source.text for source in quoted)]
    require(sum(map(size_bytes, rest)) <= SHARE_OF_REST * asked.most_text_bytes)
    require(all(field.name.isprintable() for field in a.fields))
    _require_sources(quoted, asked.pages)
    most_tokens = asked.options.max_tokens * asked.turns
    require(len(a.token_ids) <= (most_tokens if asked.options.token_ids else 0))
    require(a.usage.answer_tokens <= most_tokens and a.usage.first_token_s <= limits.MAX_SECONDS)
    return a


def page_progress(untrusted_news: messages.PageProgress, asked: Asked) -> tuple[int, int, int]:
    """Return which of the pages asked about is being read. Raises AppError protocol_broken."""
    n = untrusted_news
    require(n.number in asked.pages and n.position <= n.count <= asked.page_count)
    return n.number, n.position, n.count


def load_progress(untrusted_news: messages.LoadProgress) -> tuple[int, int]:
    """Return how much of how much is done. Raises AppError protocol_broken."""
    require(untrusted_news.done <= untrusted_news.total and untrusted_news.total > 0)
    return untrusted_news.done, untrusted_news.total


def size_bytes(text: str) -> int:
    """Return how much a text is."""
    return len(text.encode())


def _require_sources(sources: Iterable[Source], pages: Mapping[int, Size]) -> None:
    for source in sources:
        native = pages.get(source.number)
        require(native is not None and _lies_on(source.box, native))


def _lies_on(box: Box, native: Size | None) -> bool:
    if native is None:
        return False
    is_across = box.left >= 0 and box.right <= native.width + ROUNDING_PX
    return is_across and box.top >= 0 and box.bottom <= native.height + ROUNDING_PX
