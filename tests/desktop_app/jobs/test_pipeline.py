"""The pipeline with an airlock and an engine of the test's own: what is asked of whom, in which order, and what stops it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import job as jobs
from desktop_app.jobs.job import Job, JobEvent, JobOptions, JobResult
from desktop_app.jobs.pipeline import MAX_PAGES_AT_ONCE, JobTools, KeptPages, run_job
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import AnswerOptions, Box, Finished, ModelInfo, Page, Region, RegionsDetected
from model_runtime.protocol.messages import DocumentOpened
from tests.helpers.children import small_page

FACE = Region("FACE", 0.9, "faces", Box(1, 1, 2, 2))
BADGE = Region("BADGE", 1.0, "person", Box(3, 3, 1, 1), "blur")
LEFT = Region("FACE", 0.3, "faces", Box(5, 5, 2, 2))
MODEL = ModelInfo("test", "", "none", "CPU", False, 640)


@dataclass
class FakeAirlock:
    """Notes what is asked of it; page n has the shade n, or is `redacted`."""

    page_count: int = 3
    redacted: Page | None = None
    review: bool = False
    asked: list[tuple[object, ...]] = field(default_factory=list)
    is_open: bool = False

    @contextmanager
    def opened(self, file: ServedFile) -> Iterator[DocumentOpened]:
        """Open."""
        self.is_open = True
        try:
            yield DocumentOpened(1, "png", self.page_count, ("note",))
        finally:
            self.is_open = False

    def render(self, number: int, max_px: int) -> Page:
        """Show."""
        self.asked.append(("render", number, max_px))
        return small_page(0, number)

    def detect(self, number: int, policy: str) -> RegionsDetected:
        """Find a face on every page, and another one that nobody hides."""
        self.asked.append(("detect", number, policy))
        return RegionsDetected(0, number, (FACE,), 3, (LEFT,), self.review)

    def redact(self, number: int, regions: tuple[Region, ...], model: ModelInfo, part: Box | None = None) -> Page:
        """Hide."""
        self.asked.append(("redact", number, regions, model, part))
        return self.redacted or small_page(number, number)


@dataclass
class FakeEngine:
    """Keeps pages in `kept`, forgets them `forgets` times, and notes what is asked of it."""

    forgets: int = 0
    sent: list[Page] = field(default_factory=list)
    kept: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    listener: Listener | None = None
    load_s: float = 0.0

    def load(self) -> ModelInfo:
        """Be loaded."""
        return MODEL

    def keep(self, key: str, page: Page) -> None:
        """Keep."""
        self.sent.append(page)
        self.kept[key] = page

    def ask(
        self,
        question: str,
        page_keys: tuple[str, ...],
        options: AnswerOptions,
        history: tuple[tuple[str, str], ...] = (),
    ) -> Finished:
        """Answer with the question."""
        self.asked.append((question, page_keys))
        if self.forgets:
            self.forgets -= 1
            self.kept.clear()
        if not set(page_keys) <= set(self.kept):
            raise AppError("page_not_kept")
        assert self.listener is not None
        self.listener.on_page(1, 1, 1)
        self.listener.on_text(question)
        return Finished(0, question, "stop", "read")


@dataclass
class Bench:
    """Everything a job is run with, and what it told."""

    airlock: FakeAirlock = field(default_factory=FakeAirlock)
    engine: FakeEngine = field(default_factory=FakeEngine)
    kept: KeptPages = field(default_factory=KeptPages)
    stop: threading.Event = field(default_factory=threading.Event)
    stops_at: int = 0
    stops_after: type[JobEvent] | None = None
    told: list[JobEvent] = field(default_factory=list)

    def run(self, path: Path, *questions: str, **options: object) -> JobResult:
        """Run one job on `path`."""
        return self.run_job(Job("job", path, questions, JobOptions(**options)))  # type: ignore[arg-type]  # as given

    def run_job(self, job: Job) -> JobResult:
        """Run a job."""

        def engine(listener: Listener) -> Engine:
            self.engine.listener = listener
            return cast("Engine", self.engine)

        def emit(event: JobEvent) -> None:
            self.told.append(event)
            if self.stops_after is not None and isinstance(event, self.stops_after):
                self.stop.set()
            if isinstance(event, jobs.PagePrepared) and event.prepared.page.number == self.stops_at:
                self.stop.set()

        tools = JobTools(
            airlock=lambda: cast("Airlock", self.airlock),
            engine=engine,
            kept=lambda: self.kept,
            sandbox=lambda: (),
            stop=self.stop,
        )
        return run_job(job, tools, emit)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a file; the fake airlock does not look into it."""
    path = tmp_path / "document"
    path.write_bytes(b"bytes")
    return path


def test_every_page_is_detected_redacted_and_only_that_is_sent(document: Path) -> None:
    """The engine gets what `redact` returned, made with what was found, and word of what was hidden."""
    bench = Bench()
    result = bench.run(document, "Total?", policy="faces")
    wanted = [
        step
        for number in (1, 2, 3)
        for step in (
            ("detect", number, "faces"),
            ("redact", number, (FACE,), MODEL, None),
        )
    ]
    assert wanted == bench.airlock.asked
    told = [msgspec.structs.replace(small_page(number, number), hidden=(FACE,)) for number in (1, 2, 3)]
    assert told == bench.engine.sent
    for page in result.document.pages:
        assert ((FACE,), 3, (LEFT,), False) == (page.regions, page.rounds, page.residual, page.is_reviewed)
    assert not bench.airlock.is_open


def test_what_a_person_decided_is_hidden_exactly_so(document: Path) -> None:
    """Nobody looks for more on that page; other pages are looked at."""
    bench = Bench()
    result = bench.run(document, "Total?", decided={2: (BADGE,)})
    assert [("detect", 1, "faces"), ("detect", 3, "faces")] == [
        step for step in bench.airlock.asked if step[0] == "detect"
    ]
    assert ("redact", 2, (BADGE,), MODEL, None) in bench.airlock.asked
    assert [False, True, False] == [page.is_reviewed for page in result.document.pages]
    assert (BADGE,) == bench.engine.sent[1].hidden


def test_a_decision_that_nothing_is_hidden_is_a_decision(document: Path) -> None:
    """The person took every box away; the engine is told that nothing is hidden."""
    bench = Bench(FakeAirlock(1))
    result = bench.run(document, "Total?", policy="off", decided={1: ()})
    assert ((), True) == (result.document.pages[0].regions, result.document.pages[0].is_reviewed)
    assert () == bench.engine.sent[0].hidden


def test_the_operator_of_a_job_replaces_that_of_the_policy(document: Path) -> None:
    """Also for what a person drew."""
    bench = Bench(FakeAirlock(2))
    bench.run(document, operator="pixelate", decided={2: (BADGE,)})
    asked = [step[2] for step in bench.airlock.asked if step[0] == "redact"]
    assert [(msgspec.structs.replace(region, operator="pixelate"),) for region in (FACE, BADGE)] == asked


def test_nothing_is_asked_about_a_page_that_waits_for_a_person(document: Path) -> None:
    """The pages are prepared and shown, the engine gets none of them, and the reason has a code."""
    bench = Bench(FakeAirlock(2, review=True))
    with pytest.raises(AppError, match="review_needed"):
        bench.run(document, "Total?", waits_for_review=True, decided={1: (FACE,)})
    assert ([], []) == (bench.engine.sent, bench.engine.asked)
    assert isinstance(bench.told[-1], jobs.DocumentPrepared)


@pytest.mark.parametrize(
    "options",
    [{"waits_for_review": True, "decided": {1: (FACE,), 2: ()}}, {"waits_for_review": False}],
    ids=["reviewed", "nobody waits"],
)
def test_a_reviewed_document_is_asked_about(options: dict[str, object], document: Path) -> None:
    """With every page decided, or where the front end says that nobody reviews."""
    bench = Bench(FakeAirlock(2, review=True))
    assert 1 == len(bench.run(document, "Total?", **options).answers)
    assert 2 == len(bench.engine.sent)


def test_a_document_is_prepared_without_waiting(document: Path) -> None:
    """Only asking waits: the person needs the pages to review them."""
    result = Bench(FakeAirlock(1, review=True)).run(document, waits_for_review=True)
    assert [True] == [page.is_unreviewed for page in result.document.pages]


def test_under_policy_off_the_engine_is_not_told_that_nothing_was_there(document: Path) -> None:
    """Nobody looked, so nobody knows."""
    bench = Bench()
    bench.run(document, "Total?", policy="off")
    assert [None] * 3 == [page.hidden for page in bench.engine.sent]


def test_events_come_in_the_order_of_the_flow(document: Path) -> None:
    """Front ends can rely on it."""
    bench = Bench(FakeAirlock(1))
    result = bench.run(document, "a", "b", preview_px=50)
    kinds = [
        jobs.DocumentOpened,
        jobs.PageShown,
        jobs.PagePrepared,
        jobs.DocumentPrepared,
        *[jobs.AnswerStarted, jobs.ReadingPage, jobs.AnswerDelta, jobs.AnswerFinished] * 2,
    ]
    assert kinds == [type(event) for event in bench.told]
    assert [0, 1] == [event.index for event in bench.told if isinstance(event, jobs.AnswerDelta)]
    assert ["a", "b"] == [answer.text for answer in result.answers]
    assert ("render", 1, 50) == bench.airlock.asked[0]


def test_a_page_is_sent_once_for_all_questions(document: Path) -> None:
    """Also over two jobs, as long as the same engine process runs."""
    bench = Bench()
    first = bench.run(document, "a", "b")
    bench.run_job(Job("again", document, ("c",), JobOptions(), prepared=first.document))
    assert 3 == len(bench.engine.sent)
    assert ["a", "b", "c"] == [question for question, _ in bench.engine.asked]


def test_a_prepared_document_is_not_opened_again(tmp_path: Path) -> None:
    """A later question needs neither the file nor the airlock."""
    bench = Bench()
    path = tmp_path / "gone"
    path.write_bytes(b"x")
    prepared = bench.run(path).document
    path.unlink()
    bench.airlock.asked.clear()
    assert ["later"] == [
        answer.text for answer in bench.run_job(Job("j", path, ("later",), JobOptions(), prepared)).answers
    ]
    assert [] == bench.airlock.asked


def test_a_new_engine_process_gets_the_pages_again(document: Path) -> None:
    """What the dead process had been sent is not believed to be in the new one."""
    bench = Bench()
    prepared = bench.run(document, "a").document
    bench.kept = KeptPages()
    bench.engine.kept.clear()
    bench.run_job(Job("j", document, ("b",), JobOptions(), prepared))
    assert 6 == len(bench.engine.sent)


def test_a_forgotten_page_is_sent_again_once(document: Path) -> None:
    """The engine may forget; the question is asked again without anybody noticing."""
    bench = Bench(engine=FakeEngine(forgets=1))
    assert ["a"] == [answer.text for answer in bench.run(document, "a").answers]
    assert (6, 2) == (len(bench.engine.sent), len(bench.engine.asked))


def test_an_engine_that_keeps_forgetting_is_an_error(document: Path) -> None:
    """There is no endless loop."""
    bench = Bench(engine=FakeEngine(forgets=9))
    with pytest.raises(AppError, match="page_not_kept"):
        bench.run(document, "a")
    assert 2 == len(bench.engine.asked)


def test_only_the_chosen_pages_are_made_in_the_chosen_order(document: Path) -> None:
    """Pages 3 and 1 of 3."""
    bench = Bench()
    bench.run(document, "a", pages=(3, 1))
    assert [3, 1] == [page.number for page in bench.engine.sent]


def test_a_part_is_cut_out_of_its_page(document: Path) -> None:
    """The airlock cuts; the box reaches it unchanged."""
    bench = Bench()
    part = Box(1, 2, 3, 4)
    bench.run(document, "a", pages=(2,), part=part)
    assert ("redact", 2, (FACE,), MODEL, part) == bench.airlock.asked[-1]


def test_a_page_that_is_not_there_is_said_before_anything_is_made(document: Path) -> None:
    """With what was asked for and what there is."""
    bench = Bench()
    with pytest.raises(AppError) as raised:
        bench.run(document, "a", pages=(1, 9))
    assert ("page_missing", {"found": 9, "limit": 3}) == (raised.value.code, raised.value.facts)
    assert [] == bench.airlock.asked
    assert not bench.airlock.is_open


def test_more_pages_than_one_job_holds_are_refused(document: Path) -> None:
    """The bound is told, and a selection helps."""
    bench = Bench(FakeAirlock(MAX_PAGES_AT_ONCE + 1))
    with pytest.raises(AppError) as raised:
        bench.run(document, "a")
    assert ("too_many_pages", {"found": 201, "limit": 200}) == (raised.value.code, raised.value.facts)
    assert 1 == len(bench.run(document, "a", pages=(201,)).document.pages)


def test_a_stop_takes_effect_between_two_pages(document: Path) -> None:
    """The page in hand is finished, the next one not begun, and the airlock forgets the document."""
    bench = Bench(stops_at=2)
    with pytest.raises(AppError, match="cancelled"):
        bench.run(document, "a")
    assert {1, 2} == {step[1] for step in bench.airlock.asked}
    assert [] == bench.engine.sent
    assert not bench.airlock.is_open


def test_a_stop_takes_effect_between_two_questions(document: Path) -> None:
    """What was answered is kept, the next question is not asked."""
    bench = Bench(stops_after=jobs.AnswerFinished)
    result = bench.run(document, "a", "b")
    assert ["a"] == [answer.text for answer in result.answers]


def test_a_missing_file_ends_the_job_with_its_code(tmp_path: Path) -> None:
    """Nothing is asked of anybody."""
    bench = Bench()
    with pytest.raises(AppError, match="file_missing"):
        bench.run(tmp_path / "none", "a")
    assert [] == bench.airlock.asked


def test_pages_that_differ_in_anything_an_engine_sees_have_different_keys(document: Path) -> None:
    """Equal pixels at another scale, place, number or with other words are another page."""
    keys = set()
    honest = small_page(1, 1)
    changes: list[dict[str, object]] = [
        {},
        {"number": 2},
        {"native_width": 99},
        {"offset_left": 1, "part_width": 7},
        {"pixels": bytes(len(honest.pixels))},
    ]
    for change in changes:
        page = msgspec.structs.replace(honest, **change)
        bench = Bench(FakeAirlock(1, redacted=page))
        keys.add(bench.run(document).document.pages[0].key)
    assert len(changes) == len(keys)
