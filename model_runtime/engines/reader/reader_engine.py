"""Answer questions with what stands on the page: the engine that needs no model brought along.

Reads each page once (its own text layer where that covers it, else by optical character recognition), keeps the text
and lets rules answer. Every answer is a piece of the page with its place, or says that it is not there. Never writes a
word of its own, never guesses at pictures.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator

import msgspec

from model_runtime.engines.engine import AnswerPart, Delta, EngineSetup, IsCancelled, OnProgress, Progress, Question
from model_runtime.engines.reader import answers, page_naming, questions
from model_runtime.engines.reader.page_reader import PageReader
from model_runtime.engines.reader.page_text import PageText
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

_MAX_PAGE_PX = 8_700_000  # an A4 page at 300 dpi: more does not read better
_KEPT_PAGES = 512  # text only: some 50 KB each…
_KEPT_BYTES = 128_000_000  # …and together no more than this, about, whatever stands on them
_LINE_BYTES, _CHAR_BYTES = 1500, 150  # a line with its places, as read and as derived; measured with tracemalloc
_WAITING_BYTES = 200_000_000  # pixels that wait to be read; beyond it pages are read as they come


class ReaderEngine:
    """The built-in reader. Pages are read when first asked about; only what was read on them is kept."""

    def __init__(self) -> None:
        self._reader: PageReader | None = None
        self._waiting: OrderedDict[str, payloads.RedactedPage] = OrderedDict()
        self._read: OrderedDict[str, ReadPage] = OrderedDict()

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Load the networks; safe to call again. Raises RequestFailed (MODEL_MISSING, CANCELLED)."""
        if self._reader is None:
            self._reader = PageReader.load(on_progress, is_cancelled)
        return payloads.ModelInfo("reader", self._reader.digest, "fp32", "CPU", can_see=False, max_page_px=_MAX_PAGE_PX)

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep a page until it is read; what was read before is not read again."""
        if key in self._read:
            self._read.move_to_end(key)
            return
        self._waiting[key] = page
        while (
            sum(len(one.picture.pixels) for one in self._waiting.values()) > _WAITING_BYTES and len(self._waiting) > 1
        ):
            oldest, waiting = self._waiting.popitem(last=False)
            if self._reader is not None:
                self._keep_read(oldest, self._reader.read(waiting, lambda: False))

    def forget_pages(self) -> None:
        """Forget the pages and all that was read on them."""
        self._waiting.clear()
        self._read.clear()

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Read what has not been read, then answer. Raises RequestFailed (MODEL_NOT_LOADED, PAGE_NOT_KEPT)."""
        started = time.monotonic()
        if self._reader is None:
            raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)
        if not all(key in self._read or key in self._waiting for key in question.page_keys):
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT)
        unread = [key for key in dict.fromkeys(question.page_keys) if key not in self._read]
        for key in unread:
            yield Progress(self._waiting[key].number, question.page_keys.index(key) + 1, len(question.page_keys))
            text = None if is_cancelled() else self._reader.read(self._waiting[key], is_cancelled)
            if text is None:
                yield answers.STOPPED
                return
            del self._waiting[key]
            self._keep_read(key, text)
        if not all(key in self._read for key in question.page_keys):  # the first went to make room for the last
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, limit=len(self._read))
        pages = [self._read[key] for key in question.page_keys]
        answer = _answer(question.text, pages)
        seconds = time.monotonic() - started
        usage = payloads.Usage(first_token_s=seconds, total_s=seconds, image_cached=not unread)
        yield Delta(answer.text)
        yield msgspec.structs.replace(answer, usage=usage)

    def _keep_read(self, key: str, text: PageText | None) -> None:
        if text is None:
            return
        self._read[key] = ReadPage(PageView(text))
        while len(self._read) > 1 and (len(self._read) > _KEPT_PAGES or self._read_bytes() > _KEPT_BYTES):
            self._read.popitem(last=False)

    def _read_bytes(self) -> int:
        return sum(_text_bytes(page.view.page) for page in self._read.values())


def _answer(question: str, pages: list[ReadPage]) -> payloads.Answer:
    """Answer from all pages, or from the one that the question names by its place among them."""
    named = page_naming.named_page(question) if len(pages) > 1 else None
    if named is None:
        return answers.answer_from(questions.understand(question), pages)
    own = [page for page in pages if named.is_number and page.view.page.number == named.position]
    if not own and named.position > len(pages):
        return answers.NOT_FOUND
    of_page = own or [pages[named.position - 1]]
    return answers.answer_from(questions.understand(named.question), of_page)


def _text_bytes(text: PageText) -> int:
    """Return what a read page takes in memory with all that is derived from it, about."""
    return sum(_LINE_BYTES + _CHAR_BYTES * len(line.text) for line in (*text.lines, *text.codes))


def engine_for(_setup: EngineSetup) -> ReaderEngine:
    """Make the reader; its weights come with In Camera."""
    return ReaderEngine()
