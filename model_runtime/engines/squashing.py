"""Answer with networks that squash every picture to a square: keep pages as the network sees them, one picture at a time.

Several pages are read one after the other, because such a network was trained on one picture; then each page's answer is
headed by its number. Does not load weights and does not generate: both are handed in.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import torch

from model_runtime.cogvlm2.context import Picture
from model_runtime.cogvlm2.image_transform import pixels_from_rgb, squashed_rgb
from model_runtime.engines.answering import answer_of, device_name, memory_failures, source_of, usage_of
from model_runtime.engines.engine import AnswerPart, Delta, IsCancelled, OnProgress, Progress, Question
from model_runtime.engines.precision import Precision
from model_runtime.engines.saying import Said
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

MAX_PAGE_PX = 20_000_000
"""What a frame can carry. More than the network sees: it was trained on one resampling, so the page comes unscaled."""

MAX_KEPT_BYTES = 360_000_000
"""Of pages in the network's resolution: 66 of the 19B model, 5.4 MB each."""


class Turns(Protocol):
    """What answers one question about one page, or about none."""

    def take(
        self, picture: Picture | None, question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said. Raises RequestFailed."""
        ...

    def forget(self) -> None:
        """Forget every picture and every word."""
        ...


@dataclass(frozen=True)
class Ready:
    """A network that has been loaded.

    Attributes:
        side: of the square, in pixels; `image_tokens` what it costs of the context.
        digest: names the model; with `precision` a picture's rows are kept under it.
    """

    turns: Turns
    side: int
    image_tokens: int
    digest: str
    precision: Precision


Load: TypeAlias = Callable[[OnProgress, IsCancelled], Ready]


@dataclass(frozen=True)
class _KeptPage:
    """A page as the network sees it: `rgb` is a square of `side` pixels, `digest` is of these very bytes."""

    source: payloads.Source
    rgb: bytes
    side: int
    digest: str

    def picture(self, ready: Ready) -> Picture:
        """Name it by all that its rows depend on."""
        key = (self.digest, ready.digest, ready.precision)
        return Picture(key, lambda: pixels_from_rgb(self.rgb, self.side, self.side, self.side))


class SquashingEngine:
    """An `engine.Engine` for one folder of weights; `load` gets the network ready and raises RequestFailed."""

    def __init__(self, name: str, device: torch.device, load: Load) -> None:
        self._name = name
        self._device = device
        self._load = load
        self._ready: Ready | None = None
        self._pages: OrderedDict[str, _KeptPage] = OrderedDict()

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Load the weights, once. Raises RequestFailed: the folder's first fault, CANCELLED or OUT_OF_MEMORY."""
        if self._ready is None:
            with memory_failures():
                self._ready = self._load(on_progress, is_cancelled)
        return payloads.ModelInfo(
            name=self._name,
            sha256=self._ready.digest,
            precision=self._ready.precision,
            device=device_name(self._device),
            can_see=True,
            max_page_px=MAX_PAGE_PX,
            square_px=self._ready.side,
            image_tokens=self._ready.image_tokens,
        )

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep a page in the network's resolution. Raises RequestFailed: MODEL_NOT_LOADED, PROTOCOL_BROKEN."""
        side, picture = self._loaded().side, page.picture
        try:
            rgb = squashed_rgb(picture.pixels, picture.width, picture.height, side)
        except ValueError as error:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN) from error
        self._pages[key] = _KeptPage(source_of(page), rgb, side, hashlib.sha256(rgb).hexdigest())
        self._pages.move_to_end(key)
        while len(self._pages) > _room(side):
            self._pages.popitem(last=False)

    def forget_pages(self) -> None:
        """Forget the pages, what was made of them and what was said about them."""
        self._pages.clear()
        if self._ready is not None:
            self._ready.turns.forget()

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Yield text as it comes, then the answer.

        Raises RequestFailed: MODEL_NOT_LOADED, PAGE_NOT_KEPT, OUT_OF_MEMORY, and what `Turns.take` raises.
        """
        started_s = time.perf_counter()
        ready = self._loaded()
        pages = self._kept(tuple(dict.fromkeys(question.page_keys)))  # a page named twice is read once
        all_said: list[Said] = []
        text = ""
        for position, page in enumerate(pages or [None], start=1):
            if page is not None:
                yield Progress(page.source.number, position, len(pages))
            heading = _heading(page, position) if len(pages) > 1 else ""
            if heading:
                yield Delta(heading)
            with memory_failures():
                picture = page.picture(ready) if page is not None else None
                said = yield from ready.turns.take(picture, question, is_cancelled)
            all_said.append(said)
            text += heading + said.text
            if said.finish == "cancelled":
                break
        sources = tuple(page.source for page in pages[: len(all_said)])
        usage = usage_of(all_said, started_s, has_pages=bool(pages))
        yield answer_of(text, all_said, question.options, sources, usage)

    def _loaded(self) -> Ready:
        if self._ready is None:
            raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)
        return self._ready

    def _kept(self, keys: Sequence[str]) -> list[_KeptPage]:
        if any(key not in self._pages for key in keys):
            room = _room(self._loaded().side)
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, **({"limit": room} if len(keys) > room else {}))
        for key in keys:
            self._pages.move_to_end(key)
        return [self._pages[key] for key in keys]


def _room(side: int) -> int:
    """Return how many pages of `side` x `side` pixels are kept."""
    return max(1, MAX_KEPT_BYTES // (3 * side * side))


def _heading(page: _KeptPage | None, position: int) -> str:
    number = page.source.number if page is not None else position
    return f"[{number}] " if position == 1 else f"\n[{number}] "
