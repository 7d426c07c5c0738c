"""Answer every question with the question, word by word: an engine for tests of everything around engines.

Obeys a few words in the question so that tests can make a slow, long or broken answer. Never offered to users.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator

from model_runtime.engines.engine import (
    AnswerPart,
    Delta,
    EngineSetup,
    IsCancelled,
    OnProgress,
    Progress,
    Question,
)
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer

WORD_PAUSE_S = 0.01

MAX_PAGES = 1000
"""Some 200 bytes each."""


class EchoEngine:
    """An `engine.Engine` without a model.

    `repeat N …` says the rest N times; `slowly …` pauses between words; `fail` fails; `bug` raises.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[str, payloads.Source] = OrderedDict()

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Report two steps of progress; nothing is loaded."""
        on_progress(1, 2)
        on_progress(2, 2)
        return payloads.ModelInfo(
            name="echo", sha256="", precision="none", device="CPU", can_see=False, max_page_px=20_000_000
        )

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep where a page is; nothing looks at its pixels."""
        self._pages[key] = payloads.Source(page.number, page.native.whole)
        while len(self._pages) > MAX_PAGES:
            self._pages.popitem(last=False)

    def forget_pages(self) -> None:
        """Forget the pages."""
        self._pages.clear()

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Yield the question's words; the sources are whole pages."""
        pages = [self._pages.get(key) for key in question.page_keys]
        found = [page for page in pages if page is not None]
        if len(found) < len(pages):
            limit = {"limit": MAX_PAGES} if len(pages) > MAX_PAGES else {}
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, **limit)
        for position, page in enumerate(found, 1):
            yield Progress(page.number, position, len(found))
        words = question.text.split()
        pause_s = 0.0
        if words[:1] == ["repeat"]:
            words = words[2:] * int(words[1])
        if words[:1] == ["slowly"]:
            pause_s = WORD_PAUSE_S
        if words[:1] == ["fail"]:
            raise RequestFailed(ErrorCode.MODEL_INVALID)
        if words[:1] == ["bug"]:
            raise ZeroDivisionError(question.text)
        said: list[str] = []
        for word in words:
            if is_cancelled():
                yield Answer(" ".join(said), "cancelled", "read")
                return
            yield Delta(word if not said else f" {word}")
            said.append(word)
            time.sleep(pause_s)
        yield Answer(" ".join(said), "stop", "read", sources=tuple(found))


def engine_for(_setup: EngineSetup) -> EchoEngine:
    """Make the engine; it needs nothing."""
    return EchoEngine()
