"""Answer questions with the families that transformers has classes for: load once, keep pages, answer about several at once.

No class of a folder is ever run: trust is in transformers' own, and it sees no path. Does not load weights
(`transformers_families/loading.py`) nor generate (`transformers_families/turn.py`).
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from model_runtime.engines.answering import answer_of, device_name, memory_failures, source_of, usage_of
from model_runtime.engines.engine import AnswerPart, EngineSetup, IsCancelled, OnProgress, Progress, Question
from model_runtime.engines.held_weights import FolderToLoad
from model_runtime.engines.precision import chosen_precision, room_here, the_device
from model_runtime.engines.transformers_families.judging import open_weights
from model_runtime.engines.transformers_families.loading import LoadedModel, load_model
from model_runtime.engines.transformers_families.sizing import needs_of
from model_runtime.engines.transformers_families.turn import Seen, TurnTaker
from model_runtime.placement.plan import plans
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest

MAX_PAGE_PX = 16_000_000
"""What a frame can carry. Each family scales by its own rule, so the page comes unscaled."""

MAX_KEPT_BYTES = 720_000_000
"""Of pages as they came: 15 of the largest."""


@dataclass(frozen=True)
class _KeptPage:
    """A page as it came; `digest` is of its size and its bytes."""

    source: payloads.Source
    picture: Any
    size_bytes: int
    digest: str


class TransformersEngine:
    """An `engine.Engine` for a folder of any family of the table."""

    def __init__(self, options: FolderToLoad) -> None:
        self._options = options
        self._model: LoadedModel | None = None
        self._turns: TurnTaker | None = None
        self._pages: OrderedDict[str, _KeptPage] = OrderedDict()

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Load the weights, once. Raises RequestFailed: the folder's first fault, CANCELLED or OUT_OF_MEMORY."""
        if self._model is None:
            with memory_failures():
                self._model = load_model(self._options, on_progress, is_cancelled)
            self._turns = TurnTaker(self._model)
        return payloads.ModelInfo(
            name=self._options.folder.name,
            sha256=self._model.digest,
            precision=self._model.precision,
            device=device_name(self._options.device),
            can_see=True,
            max_page_px=MAX_PAGE_PX,
        )

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep a page as it came. Raises RequestFailed: PROTOCOL_BROKEN."""
        from PIL import Image

        pixels, size = page.picture.pixels, (page.picture.width, page.picture.height)
        try:
            picture = Image.frombytes("RGB", size, pixels)
        except ValueError as error:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN) from error
        digest = hashlib.sha256(f"{size} ".encode() + pixels).hexdigest()
        self._pages[key] = _KeptPage(source_of(page), picture, len(pixels), digest)
        self._pages.move_to_end(key)
        while len(self._pages) > 1 and sum(kept.size_bytes for kept in self._pages.values()) > MAX_KEPT_BYTES:
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
        if self._turns is None:
            raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)
        pages = self._kept(tuple(dict.fromkeys(question.page_keys)))  # a page named twice is seen once
        times_s = tuple(dict(zip(question.page_keys, question.times_s, strict=False)).values())
        for position, page in enumerate(pages, start=1):
            yield Progress(page.source.number, position, len(pages))
        seen = Seen([page.picture for page in pages], [page.digest for page in pages], times_s)
        with memory_failures():
            said = yield from self._turns.take(seen, question, is_cancelled)
        usage = usage_of([said], started_s, has_pages=bool(pages))
        yield answer_of(said.text, [said], question.options, tuple(page.source for page in pages), usage)

    def _kept(self, keys: Sequence[str]) -> list[_KeptPage]:
        missing = [key for key in keys if key not in self._pages]
        if missing:
            held = [self._pages[key].size_bytes for key in keys if key in self._pages]
            # What was sent last is here: if others of this very question are not, they do not fit together.
            is_full = bool(held) and keys[-1] in self._pages
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, **({"limit": len(held)} if is_full else {}))
        for key in keys:
            self._pages.move_to_end(key)
        return [self._pages[key] for key in keys]


def check_weights(folder: Path) -> payloads.ModelInfo:
    """Tell what a folder holds, without reading a weight. Raises RequestFailed with the code of its first fault."""
    weights = open_weights(folder)
    return payloads.ModelInfo(
        name=weights.family.model_type,
        sha256="",
        precision="bf16",
        device="none",
        can_see=True,
        max_page_px=MAX_PAGE_PX,
    )


def plans_for(folder: Path) -> tuple[payloads.Plan, ...]:
    """Tell how a folder could run here, without reading a weight. Raises RequestFailed with the code of its first fault."""
    return plans(needs_of(open_weights(folder)), room_here(), spreads=True)


def engine_for(setup: EngineSetup) -> TransformersEngine:
    """Make the engine for a folder, on the device and in the precision that fit.

    Raises RequestFailed: MODEL_MISSING, PRECISION_UNAVAILABLE, or WEIGHTS_CHANGED when the manifest is not the one of the import.
    """
    if setup.weights is None or not setup.weights.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    folder = setup.weights
    precision = chosen_precision(setup.precision, lambda: needs_of(open_weights(folder)), spreads=True)
    options = FolderToLoad(folder, precision, the_device())
    manifest = None if setup.manifest is None else read_manifest(setup.manifest, setup.manifest_sha256)
    return TransformersEngine(replace(options, manifest=manifest))
