"""Run the pipeline with an airlock and an engine of the test's own, and keep what was asked of whom. Asserts nothing."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import job as jobs
from desktop_app.jobs.job import Job, JobEvent, JobOptions, JobResult, Work
from desktop_app.jobs.job_tools import JobTools, KeptPages
from desktop_app.jobs.lease import Lease
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.pipeline import run_job
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.checked_films import FoundInFilm, OnFilmProgress
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.page_size import PageSize, size_for
from desktop_app.runtime_client.values import (
    Answer,
    AnswerOptions,
    Box,
    Detection,
    GreyWindow,
    MedicalFacts,
    ModelInfo,
    OutputFormat,
    PageLine,
    PageRegions,
    RedactedPage,
    Region,
    Size,
    SourceView,
    Word,
)
from model_runtime.protocol.messages import DocumentOpened
from tests.helpers.pages import small_page, white_view

FACE = Region("FACE", 0.9, "faces", Box(1, 1, 2, 2))
BADGE = Region("BADGE", 1.0, "person", Box(3, 3, 1, 1), "blur")
LEFT = Region("FACE", 0.3, "faces", Box(5, 5, 2, 2))
MODEL = ModelInfo("test", "", "none", "CPU", False, 640)
SIZE = size_for(MODEL)


def carried_out(work: Work) -> JobResult:
    """Carry a job on to its end where no other wants a child."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: JobResult = end.value
            return result


@dataclass
class FakeAirlock:
    """Notes what is asked of it; page n has the shade n, or is `redacted`; `line` where their number is not all that counts."""

    page_count: int = 3
    line: PageLine | None = None
    kind: str = "png"
    redacted: RedactedPage | None = None
    review: bool = False
    asked: list[tuple[object, ...]] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    is_open: bool = False
    document: object = None
    openings: int = 0

    def open(self, file: ServedFile) -> DocumentOpened:
        """Open."""
        self.is_open, self.document = True, object()
        self.openings += 1
        return DocumentOpened(1, self.kind, self.line or PageLine(self.page_count), ("note",))

    def medical_facts(self) -> MedicalFacts:
        """Tell nothing."""
        return MedicalFacts()

    def show_in(self, window: GreyWindow | None) -> None:
        """Note the window in which everything is seen from now on."""
        self.asked.append(("window", window))

    def forget(self) -> None:
        """Close."""
        self.is_open = False

    def take_up(self, document: object) -> bool:
        """Go on."""
        return self.is_open and document is self.document

    def render(self, number: int, max_px: int) -> SourceView:
        """Show."""
        self.asked.append(("render", number, max_px))
        return white_view(number, 8, 8)

    def size(self, number: int) -> Size:
        """Tell."""
        return Size(8, 8)

    def detect(
        self, number: int, policy: str, hidden: tuple[Region, ...] = (), spared: tuple[Region, ...] = ()
    ) -> Detection:
        """Find a face on every page, and another one that nobody hides."""
        self.asked.append(("detect", number, policy, *(drafts for drafts in (hidden, spared) if drafts)))
        return Detection(self.size(number), (FACE,), 3, (LEFT,), self.review)

    def find_tracks(self, policy: str, on_progress: OnFilmProgress) -> FoundInFilm:
        """Find two scenes in every film."""
        on_progress("finding", 1, self.page_count)
        self.searched.append(policy)
        return FoundInFilm(scenes=(1, 4), review=self.review)

    def redact(self, number: int, regions: tuple[Region, ...], size: PageSize, part: Box | None = None) -> RedactedPage:
        """Hide."""
        self.asked.append(("redact", number, regions, size, part))
        return self.redacted or small_page(number, number)

    def read(self, number: int, regions: tuple[Region, ...]) -> tuple[Word, ...]:
        """Read a single word."""
        self.asked.append(("read", number, regions))
        return (Word(f"page {number}", Box(0, 0, 1, 1)),)

    def encode(self, pages: tuple[PageRegions, ...], output: OutputFormat) -> Iterator[bytes]:
        """Make a file of these words."""
        self.asked.append(("encode", pages, output))
        return iter((b"a new ", b"file"))


@dataclass
class FakeEngine:
    """Keeps `holds` pages in `kept`, forgets them `forgets` times, and notes what is asked of it."""

    forgets: int = 0
    holds: int = 1000
    sent: list[RedactedPage] = field(default_factory=list)
    kept: dict[str, RedactedPage] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    times_s: list[tuple[float, ...]] = field(default_factory=list)
    listener: Listener | None = None
    model: ModelInfo = MODEL
    load_s: float = 0.0
    loads: int = 0

    def load(self) -> ModelInfo:
        """Be loaded."""
        self.loads += 1
        return self.model

    def keep(self, key: str, page: RedactedPage) -> None:
        """Keep."""
        self.sent.append(page)
        self.kept[key] = page
        while len(self.kept) > self.holds:
            del self.kept[next(iter(self.kept))]

    def ask(
        self,
        question: str,
        page_keys: tuple[str, ...],
        options: AnswerOptions,
        history: tuple[tuple[str, str], ...] = (),
        times_s: tuple[float, ...] = (),
    ) -> Answer:
        """Answer with the question."""
        self.asked.append((question, page_keys))
        self.times_s.append(times_s)
        if self.forgets:
            self.forgets -= 1
            self.kept.clear()
        if not set(page_keys) <= set(self.kept):
            raise AppError("page_not_kept", **({"limit": self.holds} if len(page_keys) > self.holds else {}))
        assert self.listener is not None
        self.listener.on_page(1, 1, 1)
        self.listener.on_text(question)
        return Answer(question, "stop", "read")


@dataclass
class Bench:
    """Everything a job is run with, and what it told."""

    airlock: FakeAirlock = field(default_factory=FakeAirlock)
    engine: FakeEngine = field(default_factory=FakeEngine)
    kept: KeptPages = field(default_factory=KeptPages)
    store: PageStore = field(default_factory=PageStore)
    lease: Lease = field(default_factory=Lease)
    page_size: PageSize | None = SIZE
    stop: threading.Event = field(default_factory=threading.Event)
    stops_at: int = 0
    stops_after: type[JobEvent] | None = None
    told: list[JobEvent] = field(default_factory=list)

    def run(self, path: Path, *questions: str, **options: object) -> JobResult:
        """Run one job on `path`, about the very file that is there."""
        if path.exists():
            options.setdefault("decided_for", hashlib.sha256(path.read_bytes()).hexdigest())
        return self.run_job(Job("job", path, questions, JobOptions(**options)))  # type: ignore[arg-type]  # as given

    def tools(self) -> JobTools:
        """Return what a job is run with."""

        def engine(listener: Listener) -> Engine:
            self.engine.listener = listener
            return cast("Engine", self.engine)

        airlock = cast("Airlock", self.airlock)
        return JobTools(
            airlock=lambda: airlock,
            idle_airlock=lambda: airlock,
            film_airlock=lambda: airlock,
            film_opened=lambda path, decided_for: self.lease.opened(path, decided_for, airlock),
            opened=lambda job, decided_for, so_far: self.lease.opened(
                job.source, decided_for, airlock, so_far, job.options.window
            ),
            engine=engine,
            page_size=lambda: self.page_size,
            kept=lambda: self.kept,
            sandbox=lambda: (),
            stop=self.stop,
            store=self.store,
        )

    def run_job(self, job: Job) -> JobResult:
        """Run a job."""

        def emit(event: JobEvent) -> None:
            self.told.append(event)
            if self.stops_after is not None and isinstance(event, self.stops_after):
                self.stop.set()
            if isinstance(event, jobs.PagePrepared) and event.prepared.number == self.stops_at:
                self.stop.set()

        try:
            return carried_out(run_job(job, self.tools(), emit))
        finally:
            self.lease.rest()
