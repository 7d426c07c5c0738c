"""Define what an engine is: one way to answer questions about redacted pages.

An engine knows no pipe and no thread: the server calls it on one worker thread and sends on what it yields.
Does not choose an engine (`registry.py`) and does not implement one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from model_runtime.protocol import payloads

IsCancelled: TypeAlias = Callable[[], bool]
"""Asked between small steps of work; True means: stop now, keep what came."""

OnProgress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total) bytes while weights load."""


@dataclass(frozen=True)
class EngineSetup:
    """What an engine is made with; the built-in ones need nothing of it.

    Attributes:
        weights: the one folder of weights that the sandbox lets it read.
        precision: `auto` lets the engine choose by the memory there is; PRECISION_UNAVAILABLE for one that it does not have.
        manifest: of the weights as they were imported; None: they were not, and whatever lies there is taken.
        manifest_sha256: what the manifest must be, from who holds the record of the import.
        cache: a folder of this model that it may write quantised weights into; None: it keeps none.
        template: how questions are written where they do not say themselves; empty: as the folder says.
    """

    weights: Path | None = None
    precision: str = "auto"
    manifest: Path | None = None
    manifest_sha256: str = ""
    cache: Path | None = None
    template: str = ""


@dataclass(frozen=True)
class Question:
    """What to answer: `text` about `page_keys` (in order), after the earlier turns in `history`.

    Attributes:
        times_s: when each of the pages is, where they are frames; else empty.
    """

    text: str
    page_keys: tuple[str, ...]
    options: payloads.AnswerOptions = field(default_factory=payloads.AnswerOptions)
    history: tuple[tuple[str, str], ...] = ()
    times_s: tuple[float, ...] = ()


@dataclass(frozen=True)
class Progress:
    """Yielded while pages are being read: page `number` is the `position`-th of `count`."""

    number: int
    position: int
    count: int


@dataclass(frozen=True)
class Delta:
    """Yielded as text comes."""

    text: str


AnswerPart: TypeAlias = Progress | Delta | payloads.Answer
"""The answer comes last, exactly once; its text is that of all deltas."""


class Engine(Protocol):
    """One way to answer: load, keep and forget pages, answer. Called from one thread at a time."""

    def load(self, on_progress: OnProgress, is_cancelled: IsCancelled) -> payloads.ModelInfo:
        """Get ready; safe to call again. Raises RequestFailed."""
        ...

    def keep_page(self, key: str, page: payloads.RedactedPage) -> None:
        """Keep a page for later questions, within a bound in bytes: pages used longest ago are forgotten."""
        ...

    def forget_pages(self) -> None:
        """Forget every page, and all that was made of them; what is loaded stays loaded."""
        ...

    def answer(self, question: Question, is_cancelled: IsCancelled) -> Iterator[AnswerPart]:
        """Yield Progress and Delta, then one Answer.

        Raises RequestFailed. PAGE_NOT_KEPT: send the page again; with the fact `limit`, there is no room for so many.
        """
        ...
