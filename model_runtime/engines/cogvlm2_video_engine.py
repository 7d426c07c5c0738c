"""Answer questions about films with CogVLM2-Video: up to 24 frames at once, in the order in which they are named.

A single picture is a film of one frame. Which frames of a film are sent is not decided here: `ModelInfo.sampling` says what
the model was trained with. Does not load weights (`cogvlm2_loading.py`) nor generate (`cogvlm2_video_turn.py`).
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor

from model_runtime.cogvlm2.config import TEMPLATES
from model_runtime.cogvlm2.context import Picture
from model_runtime.cogvlm2_video.config import MAX_FRAMES, config_from_json
from model_runtime.cogvlm2_video.context import Context
from model_runtime.cogvlm2_video.frame_transform import pixels_from_frame
from model_runtime.cogvlm2_video.prompt import NUMBERS_FRAMES
from model_runtime.engines import cogvlm2_choice
from model_runtime.engines.answering import answer_of, device_name, memory_failures, source_of, usage_of
from model_runtime.engines.cogvlm2_check import open_weights
from model_runtime.engines.cogvlm2_choice import load_options
from model_runtime.engines.cogvlm2_loading import LoadedModel, LoadOptions, load_model
from model_runtime.engines.cogvlm2_video_turn import TurnTaker
from model_runtime.engines.engine import AnswerPart, EngineSetup, IsCancelled, OnProgress, Progress, Question
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import read_manifest

MAX_PAGE_PX = 16_000_000
"""What a frame of the wire can carry. More than the network sees: it scales by a rule of its own, so pages come unscaled."""

MAX_KEPT_BYTES = 360_000_000
"""Of frames as the network sees them: 597 of the 12B model, 602 kB each. Never fewer than it can be asked about at once."""

PREFIX_STORE_BYTES = 1 << 30
"""Five films of 24 frames of the 12B model."""


@dataclass(frozen=True)
class _KeptFrame:
    """A frame as the network sees it; `digest` is of these very numbers."""

    source: payloads.Source
    pixels: Tensor
    digest: str


@dataclass(frozen=True)
class _Ready:
    """A network that has been loaded, and the template that it writes questions by."""

    model: LoadedModel
    turns: TurnTaker
    template: str

    @property
    def side(self) -> int:
        """Of the square that a frame becomes."""
        return self.model.network.config.vision.image_size

    def picture(self, frame: _KeptFrame) -> Picture:
        """Name a frame by all that its rows depend on."""
        return Picture((frame.digest, self.model.digest, self.model.precision), lambda: frame.pixels)


class CogVLM2VideoEngine:
    """An `engine.Engine` for a folder of CogVLM2-Video weights. `template`: instead of the folder's own; empty: that."""

    def __init__(self, options: LoadOptions, template: str = "") -> None:
        self._options = options
        self._template = template
        self._ready: _Ready | None = None
        self._frames: OrderedDict[str, _KeptFrame] = OrderedDict()

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Load the weights, once. Raises RequestFailed: the folder's first fault, CANCELLED or OUT_OF_MEMORY."""
        if self._ready is None:
            with memory_failures():
                self._ready = self._get_ready(on_progress, is_cancelled)
        ready = self._ready
        return payloads.ModelInfo(
            name=self._options.folder.name,
            sha256=ready.model.digest,
            precision=ready.model.precision,
            device=device_name(self._options.device),
            can_see=True,
            max_page_px=MAX_PAGE_PX,
            image_tokens=ready.model.network.config.vision.image_tokens,
            sampling=sampling_of(ready.template),
        )

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep a frame as the network sees it. Raises RequestFailed: MODEL_NOT_LOADED, PROTOCOL_BROKEN, OUT_OF_MEMORY."""
        side, picture = self._loaded().side, page.picture
        try:
            with memory_failures():
                pixels = pixels_from_frame(picture.pixels, picture.width, picture.height, side)
        except ValueError as error:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN) from error
        digest = hashlib.sha256(pixels.numpy().tobytes()).hexdigest()
        self._frames[key] = _KeptFrame(source_of(page), pixels, digest)
        self._frames.move_to_end(key)
        while len(self._frames) > max(MAX_FRAMES, MAX_KEPT_BYTES // pixels.nbytes):
            self._frames.popitem(last=False)

    def forget_pages(self) -> None:
        """Forget the frames, what was made of them and what was said about them."""
        self._frames.clear()
        if self._ready is not None:
            self._ready.turns.forget()

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Yield text as it comes, then the answer. A frame named twice is seen twice: so short films are stretched.

        Raises RequestFailed: MODEL_NOT_LOADED, PAGE_NOT_KEPT, OUT_OF_MEMORY, and what `TurnTaker.take` raises.
        """
        started_s = time.perf_counter()
        ready = self._loaded()
        frames = self._kept(question.page_keys)
        for position, frame in enumerate(frames, start=1):
            yield Progress(frame.source.number, position, len(frames))
        with memory_failures():
            said = yield from ready.turns.take([ready.picture(frame) for frame in frames], question, is_cancelled)
        usage = usage_of([said], started_s, has_pages=bool(frames))
        sources = tuple(dict.fromkeys(frame.source for frame in frames))
        yield answer_of(said.text, [said], question.options, sources, usage)

    def _get_ready(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> _Ready:
        model = load_model(self._options, on_progress, is_cancelled, config_from_json)
        template = self._template or model.network.config.template
        turns = TurnTaker(model, Context(model.network, PrefixStore(PREFIX_STORE_BYTES)), template)
        return _Ready(model, turns, template)

    def _loaded(self) -> _Ready:
        if self._ready is None:
            raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)
        return self._ready

    def _kept(self, keys: Sequence[str]) -> list[_KeptFrame]:
        if len(keys) > MAX_FRAMES:
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, limit=MAX_FRAMES)
        if any(key not in self._frames for key in keys):
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT)
        for key in keys:
            self._frames.move_to_end(key)
        return [self._frames[key] for key in keys]


def sampling_of(template: str) -> payloads.Sampling:
    """Return which frames a model was trained with: numbered ones are one a second, the others spread evenly."""
    return "per-second" if template in NUMBERS_FRAMES else "uniform"


def check_weights(folder: Path) -> payloads.ModelInfo:
    """Tell what a folder holds, without reading a weight. Raises RequestFailed with the code of its first fault."""
    weights = open_weights(folder, read_config=config_from_json)
    return payloads.ModelInfo(
        name="cogvlm2_video",
        sha256="",
        precision="fp4" if weights.packed else "bf16",
        device="none",
        can_see=True,
        max_page_px=MAX_PAGE_PX,
        sampling=sampling_of(weights.config.template),
    )


def plans_for(folder: Path) -> tuple[payloads.Plan, ...]:
    """Tell how a folder could run here, without reading a weight. Raises RequestFailed with the code of its first fault."""
    return cogvlm2_choice.plans_for(folder, config_from_json)


def engine_for(setup: EngineSetup) -> CogVLM2VideoEngine:
    """Make the engine for a folder, on the device and in the precision that fit.

    Raises RequestFailed: MODEL_MISSING, PRECISION_UNAVAILABLE, PROTOCOL_BROKEN for a template that there is not, or
    WEIGHTS_CHANGED when the manifest is not the one of the import.
    """
    if setup.weights is None or not setup.weights.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    if setup.template not in ("", *TEMPLATES):
        raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)
    options = load_options(setup.weights, setup.precision, config_from_json)
    cache = None if setup.cache is None else setup.cache / f"{options.precision}.cache"
    manifest = None if setup.manifest is None else read_manifest(setup.manifest, setup.manifest_sha256)
    return CogVLM2VideoEngine(replace(options, manifest=manifest, cache_file=cache), setup.template)
