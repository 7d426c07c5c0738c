"""Answer questions with CogVLM2: load once, keep pages as the network sees them, answer about one or several.

Several pages are read one after the other, because the network was trained on one picture at a time; then each page's
answer is headed by its number. Does not load weights (`cogvlm2_loading.py`) nor generate (`cogvlm2_turn.py`).
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.image_transform import pixels_from_rgb, squashed_rgb
from model_runtime.engines.answering import answer_of, device_name, memory_failures, source_of, usage_of
from model_runtime.engines.cogvlm2_check import open_weights
from model_runtime.engines.cogvlm2_choice import load_options
from model_runtime.engines.cogvlm2_loading import LoadedModel, LoadOptions, load_model
from model_runtime.engines.cogvlm2_turn import TurnTaker
from model_runtime.engines.engine import (
    AnswerPart,
    Delta,
    EngineSetup,
    IsCancelled,
    OnProgress,
    Progress,
    Question,
)
from model_runtime.engines.saying import Said
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest

MAX_PAGE_PX = 20_000_000
"""What a frame can carry. More than the network sees: it was trained on one resampling, so the page comes unscaled."""

MAX_KEPT_BYTES = 360_000_000
"""Of pages in the network's resolution: 66 of the 19B model, 5.4 MB each."""

MAX_ROWS = 8192
"""1 GiB of keys and values of the 19B model."""

PREFIX_STORE_BYTES = 2 << 30
"""Six pictures of the 19B model."""


@dataclass(frozen=True)
class _KeptPage:
    """A page as the network sees it: `rgb` is a square of `side` pixels, `digest` is of these very bytes."""

    source: payloads.Source
    rgb: bytes
    side: int
    digest: str

    def picture(self, model: LoadedModel) -> Picture:
        """Name it by all that its rows depend on."""
        key = (self.digest, model.digest, model.precision)
        return Picture(key, lambda: pixels_from_rgb(self.rgb, self.side, self.side, self.side))


class CogVLM2Engine:
    """An `engine.Engine` for a folder of CogVLM2 weights."""

    def __init__(self, options: LoadOptions) -> None:
        self._options = options
        self._model: LoadedModel | None = None
        self._turns: TurnTaker | None = None
        self._pages: OrderedDict[str, _KeptPage] = OrderedDict()

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Load the weights, once. Raises RequestFailed: the folder's first fault, CANCELLED or OUT_OF_MEMORY."""
        if self._model is None:
            with memory_failures():
                model = load_model(self._options, on_progress, is_cancelled)
                rows = min(MAX_ROWS, model.network.config.max_position_embeddings)
                self._turns = TurnTaker(model, Context(model.network, rows, PrefixStore(PREFIX_STORE_BYTES)))
            self._model = model
        return payloads.ModelInfo(
            name=self._options.folder.name,
            sha256=self._model.digest,
            precision=self._model.precision,
            device=device_name(self._options.device),
            can_see=True,
            max_page_px=MAX_PAGE_PX,
            square_px=self._model.network.config.vision.image_size,
            image_tokens=self._model.network.config.vision.image_tokens,
        )

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep a page in the network's resolution. Raises RequestFailed: MODEL_NOT_LOADED, PROTOCOL_BROKEN."""
        side, picture = self._loaded().network.config.vision.image_size, page.picture
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
        if self._turns is not None:
            self._turns.forget()

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Yield text as it comes, then the answer.

        Raises RequestFailed: MODEL_NOT_LOADED, PAGE_NOT_KEPT, OUT_OF_MEMORY, and what `TurnTaker.take` raises.
        """
        started_s = time.perf_counter()
        model = self._loaded()
        assert self._turns is not None  # loaded with the model
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
                picture = page.picture(model) if page is not None else None
                said = yield from self._turns.take(picture, question, is_cancelled)
            all_said.append(said)
            text += heading + said.text
            if said.finish == "cancelled":
                break
        sources = tuple(page.source for page in pages[: len(all_said)])
        usage = usage_of(all_said, started_s, has_pages=bool(pages))
        yield answer_of(text, all_said, question.options, sources, usage)

    def _loaded(self) -> LoadedModel:
        if self._model is None:
            raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)
        return self._model

    def _kept(self, keys: Sequence[str]) -> list[_KeptPage]:
        if any(key not in self._pages for key in keys):
            room = _room(self._loaded().network.config.vision.image_size)
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


def check_weights(folder: Path) -> payloads.ModelInfo:
    """Tell what a folder holds, without reading a weight. Raises RequestFailed with the code of its first fault."""
    weights = open_weights(folder)
    side = weights.config.vision.image_size
    return payloads.ModelInfo(
        name="cogvlm2",
        sha256="",
        precision="fp4" if weights.packed else "bf16",
        device="none",
        can_see=True,
        max_page_px=side * side,
    )


def engine_for(setup: EngineSetup) -> CogVLM2Engine:
    """Make the engine for a folder, on the device and in the precision that fit.

    Raises RequestFailed: MODEL_MISSING, PRECISION_UNAVAILABLE, or WEIGHTS_CHANGED when the manifest is not the one of the import.
    """
    if setup.weights is None or not setup.weights.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    options = load_options(setup.weights, setup.precision)
    cache = None if setup.cache is None else setup.cache / f"{options.precision}.cache"
    manifest = None if setup.manifest is None else read_manifest(setup.manifest, setup.manifest_sha256)
    return CogVLM2Engine(replace(options, manifest=manifest, cache_file=cache))
