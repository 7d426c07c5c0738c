"""Answer with the word of a folder and the question itself: a family of models that is small enough to be read in a minute.

Its weights are one word in config.json. Not part of the product: a test adds it to a copy.
"""

from collections.abc import Iterator
from pathlib import Path

from model_runtime.engines.engine import AnswerPart, Delta, EngineSetup, IsCancelled, OnProgress, Question
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer
from model_runtime.weights.checkpoint import open_checkpoint
from model_runtime.weights.manifest import Manifest, read_manifest

MAX_PAGE_PX = 1_000_000


class ParrotEngine:
    """An `engine.Engine` for a folder with a word."""

    def __init__(self, folder: Path, manifest: Manifest | None) -> None:
        self._folder = folder
        self._manifest = manifest
        self._word = ""
        self._pages: dict[str, payloads.Source] = {}

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Learn the word. Raises RequestFailed."""
        self._word = _word(self._folder, self._manifest)
        return _info(self._folder.name, self._manifest)

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep where a page is."""
        self._pages[key] = payloads.Source(page.number, page.picture.shown)

    def forget_pages(self) -> None:
        """Forget the pages."""
        self._pages.clear()

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Say the word and the question. Raises RequestFailed PAGE_NOT_KEPT."""
        if not self._pages.keys() >= set(question.page_keys):
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT)
        if is_cancelled():
            yield Answer("", "cancelled", "seen")
            return
        text = f"{self._word} {question.text}"
        yield Delta(text)
        yield Answer(text, "stop", "seen", sources=tuple(self._pages[key] for key in question.page_keys))


def check_weights(folder: Path) -> payloads.ModelInfo:
    """Tell what a folder holds. Raises RequestFailed with the code of its first fault."""
    _word(folder, None)
    return _info("parrot", None)


def engine_for(setup: EngineSetup) -> ParrotEngine:
    """Make the engine for a folder. Raises RequestFailed MODEL_MISSING, WEIGHTS_CHANGED."""
    if setup.weights is None:
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    manifest = None if setup.manifest is None else read_manifest(setup.manifest, setup.manifest_sha256)
    return ParrotEngine(setup.weights, manifest)


def _word(folder: Path, manifest: Manifest | None) -> str:
    config = open_checkpoint(folder, manifest).config
    word = config.get("word")
    if config.get("architectures") != ["Parrot"] or not isinstance(word, str):
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID)
    return word


def _info(name: str, manifest: Manifest | None) -> payloads.ModelInfo:
    digest = "" if manifest is None else manifest.digest
    return payloads.ModelInfo(name, digest, "bf16", "CPU", can_see=True, max_page_px=MAX_PAGE_PX)
