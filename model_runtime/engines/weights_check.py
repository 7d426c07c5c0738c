"""Judge a folder of weights instead of answering: what an import asks for, in the sandboxed process, before a copy.

How a folder is judged is each family's own (`check_weights` in its engine's file). Loads no weight, keeps no page.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from model_runtime.engines.engine import AnswerPart, IsCancelled, OnProgress, Question
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.sandbox import processor_time

MOST_PROCESSOR_S = 180
"""Of processor time, imports and all; the largest published folders take a tenth. A pattern or a number from outside can keep
a library busy for ever where nothing of ours can break it off."""


class WeightsCheck:
    """An `engine.Engine` that only judges: `load` says what the folder holds, or fails with its first fault."""

    def __init__(
        self, folder: Path, check: Callable[[Path], payloads.ModelInfo], most_s: int = MOST_PROCESSOR_S
    ) -> None:
        self._folder = folder
        self._most_s = most_s
        self._check = check

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Judge the folder. Raises RequestFailed; ends the process where that takes longer than for any honest folder."""
        processor_time.allow(self._most_s)
        return self._check(self._folder)

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Refuse: there is no network. Raises RequestFailed MODEL_NOT_LOADED."""
        raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)

    def forget_pages(self) -> None:
        """No page is ever kept."""

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Refuse: there is no network. Raises RequestFailed MODEL_NOT_LOADED."""
        raise RequestFailed(ErrorCode.MODEL_NOT_LOADED)
