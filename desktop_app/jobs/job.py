"""Define a job, and every event that it tells on its way.

A job is one document and the questions about it. All front ends (window, kiosk, command line, batch) make jobs and
listen to the same events. Runs nothing: that is `pipeline.py`; orders nothing: that is `queue.py`.
"""

import secrets
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedCopy, RedactedFilm
from desktop_app.jobs.film_decision import NOTHING_DECIDED, FilmDecision
from desktop_app.jobs.film_events import FilmProgress, FilmSearched
from desktop_app.jobs.header_events import FilesSorted, TagsListed
from desktop_app.jobs.need import Need, Urgency
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.served_series import Opened
from desktop_app.runtime_client.values import (
    Answer,
    AnswerOptions,
    Box,
    GreyWindow,
    MedicalFacts,
    ModelInfo,
    Operator,
    PageLine,
    Region,
    Sampling,
    SandboxReport,
)

FILE_REPLACED = "file_replaced"
"""The file is not the one that somebody has seen, decided about and perhaps accepted: another file, another document."""


SECRET_BYTES = 32

SHORTEST_STRETCH_S = 0.001
"""Seconds. No frame of a film is shorter."""


class JobState(StrEnum):
    """Where a job is. `JobQueue` is the only writer."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class JobOptions:
    """How to go about a job.

    Attributes:
        policy: the name of a policy, or its text (TOML).
        operator: how every place is hidden; None: as the policy says.
        pages: 1-based; None means all.
        every_s: the first page of each stretch of so many seconds, in a line whose pages have times; 0: all pages.
        sampling: the rule by which pages that have times are chosen; `scenes`: each scene is asked about by itself; empty: the
            model's own.
        decided: what a person wants hidden, by page: it is hidden exactly so, and nobody looks for more.
        spared: what a person wants seen, by page: such a page is looked at once more as decided, and what is found then
            is its residual.
        film: what a person has decided about a film, in the place of `decided` and `spared`.
        decided_for: the hash of the file that all this is about, where an earlier job has seen it; empty: of whatever
            file is there. Another file is another document: the job ends with `file_replaced`.
        allows_unreviewed: pages on which the policy wants a person's word are asked about without it.
        everywhere: boxes that a person wants hidden on every page of a copy: one box for a whole series.
        batch_secret: what DICOM files name gets the same new names in all copies that are made with it, and in no others.
        part: a box on the single page asked about, sent at native resolution.
        preview_px: how many pixels of each source page to show to a person (event `PageShown`); 0: nobody is looking.
        window: in which medical pictures are seen, by people and by models; None: each as its file says.

    Raises:
        ValueError: decisions that belong to no file, or pages chosen in two ways.
    """

    policy: str = "faces"
    operator: Operator | None = None
    pages: tuple[int, ...] | None = None
    every_s: float = 0.0
    sampling: Sampling | Literal["scenes"] = ""
    part: Box | None = None
    everywhere: tuple[Box, ...] = ()
    batch_secret: bytes = field(default_factory=lambda: secrets.token_bytes(SECRET_BYTES), repr=False, compare=False)
    decided: Mapping[int, tuple[Region, ...]] = field(default_factory=dict)
    spared: Mapping[int, tuple[Region, ...]] = field(default_factory=dict)
    film: FilmDecision = NOTHING_DECIDED
    decided_for: str = ""
    allows_unreviewed: bool = False
    preview_px: int = 0
    window: GreyWindow | None = None
    answer: AnswerOptions = field(default_factory=AnswerOptions)

    def __post_init__(self) -> None:
        is_decided = self.decided or self.spared or self.film != NOTHING_DECIDED
        if is_decided and not self.decided_for:
            raise ValueError("decided_for")
        if self.every_s and (self.pages is not None or not self.every_s >= SHORTEST_STRETCH_S):
            raise ValueError("every_s")
        if self.sampling and (self.pages is not None or self.every_s):
            raise ValueError("sampling")


@dataclass(frozen=True)
class Job:
    """One document and the questions about it, in order. Without questions the document is only prepared.

    Attributes:
        id: opaque; events carry it.
        prepared: what an earlier job on the same file made, under the same policy and pages; it is not opened again.
        history: earlier (question, answer) pairs of the conversation.
        only_shows: pictures of `options.pages` that have gone are made again, of the source and of what was `prepared`;
            nothing is looked for and nothing asked.
        is_glance: pages are made for who looks at them, just as they would be sent, and are sent nowhere.
        reads: the words that a person can see on what was `prepared` are read, for that person alone; nothing is asked.
        copy_to: where a redacted copy of what was `prepared` goes; nothing is asked.
        files: the files that are one document, in their order; none: what is at `path` is.
        sorts: which of `files` belong together is found out (`FilesSorted`); no document is opened.
        lists_tags: the headers of `options.pages` are listed (`TagsListed`); nothing is looked for and nothing asked.
        urgency: who waits for it, when it is given to the queue.
    """

    id: str
    path: Path
    questions: tuple[str, ...] = ()
    options: JobOptions = field(default_factory=JobOptions)
    prepared: PreparedDocument | None = None
    history: tuple[tuple[str, str], ...] = ()
    only_shows: bool = False
    is_glance: bool = False
    reads: bool = False
    copy_to: Place | None = None
    urgency: Urgency = Urgency.REST
    files: tuple[Path, ...] = ()
    sorts: bool = False
    lists_tags: bool = False

    @property
    def source(self) -> Opened:
        """What is opened as one document."""
        return self.files or self.path

    @property
    def first_need(self) -> Need:
        """What it needs first."""
        if (
            self.only_shows
            or self.reads
            or self.sorts
            or self.lists_tags
            or (self.options.preview_px and self.prepared is None)
        ):
            return Need.SHOWING
        return Need.HIDING if self.prepared is None or self.copy_to is not None else Need.ANSWERING


# -- events ----------------------------------------------------------------------------------------------------------
#
# Of one job they come in this order, one after the other; those of several jobs come mixed, from several threads:
#
#   JobStarted
#   DocumentOpened, of a film FilmProgress… and FilmSearched, then for each page PageShown (where somebody is looking) and
#     PagePrepared, then DocumentPrepared
#     (of a document that an earlier job has prepared nothing of this comes; of a job that only shows, each as asked for;
#     of one that reads, PageRead for each page; of one that sorts files or lists headers, FilesSorted or TagsListed alone)
#   where something is asked: ModelLoading…, then for each question AnswerStarted, ReadingPage…, AnswerDelta…, AnswerFinished
#   JobEnded, exactly once, whatever else has come; of a job that never began it is all that comes
#
# Pages that are sent before all are prepared may be read early: then ModelLoading comes between two PagePrepared.


@dataclass(frozen=True)
class JobStarted:
    """The job's turn has come."""

    job_id: str


@dataclass(frozen=True)
class DocumentOpened:
    """The airlock knows what it is. `notes` are codes of what the user should know (`animation_shortened`).

    Attributes:
        sha256: hex digest of the file's bytes.
        facts: what is particular to medical pictures.
    """

    job_id: str
    kind: str
    line: PageLine
    notes: tuple[str, ...]
    sha256: str
    facts: MedicalFacts = field(default_factory=MedicalFacts)


@dataclass(frozen=True)
class PageShown:
    """The source page is in the store under `key`, for human eyes only; it never goes to the engine."""

    job_id: str
    number: int
    key: str


@dataclass(frozen=True)
class PagePrepared:
    """A page has been redacted; what lies in the store under `prepared.key` is exactly what will be sent."""

    job_id: str
    prepared: PreparedPage


@dataclass(frozen=True)
class PageRead:
    """The words that a person can see on a page lie in the store, beside the page."""

    job_id: str
    number: int


@dataclass(frozen=True)
class DocumentPrepared:
    """All pages asked for are ready to be sent."""

    job_id: str
    document: PreparedDocument


@dataclass(frozen=True)
class ModelLoading:
    """Weights are loading: `done` of `total` bytes."""

    job_id: str
    done: int
    total: int


@dataclass(frozen=True)
class ReadingPage:
    """The engine reads page `number`, the `position`-th of `count`."""

    job_id: str
    number: int
    position: int
    count: int


@dataclass(frozen=True)
class AnswerStarted:
    """The `index`-th question of the job is being answered, from these `pages` of a document of `page_count`."""

    job_id: str
    index: int
    pages: tuple[int, ...] = ()
    page_count: int = 0


@dataclass(frozen=True)
class AnswerDelta:
    """New text of the answer to the `index`-th question."""

    job_id: str
    index: int
    text: str


@dataclass(frozen=True)
class AnswerFinished:
    """The `index`-th question is answered (or stopped: `answer.finish == "cancelled"`)."""

    job_id: str
    index: int
    answer: Answer


@dataclass(frozen=True)
class JobResult:
    """What a job leaves: one answer a question, with what answered and how it was guarded; or the copy that was wanted."""

    document: PreparedDocument
    answers: tuple[Answer, ...]
    model: ModelInfo | None
    sandbox: tuple[SandboxReport, ...]
    load_s: float
    copy: RedactedCopy | RedactedFilm | None = None


@dataclass(frozen=True)
class JobEnded:
    """Last event of every job.

    Attributes:
        error: set in state FAILED.
        result: set in FINISHED; in CANCELLED what came, where it was answering.
    """

    job_id: str
    state: JobState
    error: AppError | None = None
    result: JobResult | None = None


JobEvent: TypeAlias = (
    JobStarted
    | DocumentOpened
    | PageShown
    | FilmProgress
    | FilmSearched
    | PagePrepared
    | PageRead
    | FilesSorted
    | TagsListed
    | DocumentPrepared
    | ModelLoading
    | ReadingPage
    | AnswerStarted
    | AnswerDelta
    | AnswerFinished
    | JobEnded
)

Emit: TypeAlias = Callable[[JobEvent], None]

Work: TypeAlias = Generator[Need, None, JobResult]
"""A job on its way. It yields what it needs next and is resumed when its turn at that child has come; it uses no other child
until it yields again. Between two of its steps it holds no child, and is ended by being closed."""
