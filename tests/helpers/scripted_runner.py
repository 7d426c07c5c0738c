"""A `queue.Runner` without children: tells the events that a test wrote down, as fast or slowly as it asks.

Files whose name begins with `bad` cannot be read. Everything else is a white page, and every answer is the script's.
"""

import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, field, replace

import msgspec

from desktop_app.audit.chain import Facts
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedCopy, RedactedFilm
from desktop_app.jobs.film_events import FilmProgress, FilmSearched
from desktop_app.jobs.header_events import FilesSorted, TagsListed
from desktop_app.jobs.job import (
    FILE_REPLACED,
    AnswerDelta,
    AnswerFinished,
    AnswerStarted,
    DocumentOpened,
    Emit,
    Job,
    JobResult,
    PagePrepared,
    PageRead,
    PageShown,
    ReadingPage,
    Work,
)
from desktop_app.jobs.need import Need
from desktop_app.jobs.page_shape import shape_of
from desktop_app.jobs.page_store import PageStore, PageWords, source_key, words_key
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import (
    Answer,
    Box,
    FilmTrack,
    FoundSeries,
    MedicalFacts,
    ModelInfo,
    PageLine,
    RedactedPage,
    Region,
    Size,
    Source,
    Tag,
    Usage,
    Word,
)
from tests.helpers import scripted_copies, scripted_films
from tests.helpers.pages import white_page, white_view

TOTAL = Answer(
    text="567.51 EUR",
    finish="stop",
    basis="rule",
    confidence="sure",
    sources=(Source(1, Box(40, 60, 30, 10), "567.51 EUR"),),
    rule="476.90 + 90.61 = 567.51",
    usage=Usage(total_s=0.4),
)
FACE = Region("FACE", 0.9, "yunet", Box(40, 40, 60, 80))
NAME = Region("PERSON", 0.8, "name-list", Box(40, 300, 140, 30))
LATE = Region("FACE", 0.4, "yunet", Box(300, 450, 40, 40))
"""What may be found on a page of 400 by 600; LATE only by another look."""
READER = ModelInfo("reader", "0" * 64, "fp32", "CPU", can_see=False, max_page_px=8_000_000)


@dataclass
class Script:
    """What the runner does.

    Attributes:
        answer: to every question.
        deltas: pieces in which the text of the answer comes.
        delta_pause_s: between two pieces.
        pages: how many pages each document has.
        times_s: when each of them begins: then every document is a film.
        tracks: what is found in a film.
        sent_frames: of a film, those that are sent.
        forgets_films: a film is looked through anew whenever somebody comes back to it.
        width, height: of each page.
        sent_width: of the page that is sent; 0 sends it as it is.
        words: sent with every page.
        seen: words that can be read on every page, where nothing hides them.
        square: side of the square that every page is squashed to; 0 keeps its shape.
        ask_error: code of the error that every question ends with.
        change_error: code of the error with which pages that a person decided about are not made.
        show_error: code of the error with which pages that have gone are not made again.
        broken: a policy that is refused.
        found: what is found on every page, under every policy but `off`.
        residual: what the last look at every page still finds.
        late: what a look again finds on a page that a person has changed.
        review: policies under which a person has to accept.
        hold: questions and preparations wait until it is set.
        hold_copies: copies of what is called slow wait until it is set.
        is_deaf: what waits for that does not notice that it is stopped.
        waits_before: the page before which preparing a whole document waits until `goes_on` is set, and lets others go
            first; 0: none.
        series: what several files are found to be.
        facts, notes: of every document, where it is one of medical pictures.
        tags: the header of every page.
        sha256: of every file; a job about another one ends as the pipeline ends it.
        store: where pages lie.
        log: what the window writes down itself; jobs write down nothing here.
    """

    answer: Answer = TOTAL
    deltas: tuple[str, ...] = ("567.51 ", "EUR")
    delta_pause_s: float = 0.0
    pages: int = 1
    times_s: tuple[float, ...] = ()
    tracks: tuple[FilmTrack, ...] = ()
    sent_frames: tuple[int, ...] = ()
    forgets_films: bool = False
    width: int = 120
    height: int = 160
    sent_width: int = 0
    words: tuple[Word, ...] = ()
    seen: tuple[Word, ...] = ()
    square: int = 0
    ask_error: str = ""
    change_error: str = ""
    show_error: str = ""
    broken: str = ""
    found: tuple[Region, ...] = (Region("FACE", 0.9, "faces", Box(1, 1, 9, 9)),)
    residual: tuple[Region, ...] = ()
    late: tuple[Region, ...] = ()
    review: tuple[str, ...] = ("medical", "financial")
    hold: threading.Event = field(default_factory=threading.Event)
    hold_copies: threading.Event = field(default_factory=threading.Event)
    is_deaf: bool = False
    waits_before: int = 0
    goes_on: threading.Event = field(default_factory=threading.Event)
    series: tuple[FoundSeries, ...] = ()
    facts: MedicalFacts = field(default_factory=MedicalFacts)
    notes: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    sha256: str = "0" * 64
    store: PageStore = field(default_factory=PageStore)
    jobs: list[Job] = field(default_factory=list)
    log: list[tuple[str, Facts]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hold.set()
        self.hold_copies.set()

    def write_down(self, what: str, facts: Facts) -> None:
        """Keep an entry (an `audited.Tell`)."""
        self.log.append((what, facts))

    def run(self, job: Job, emit: Emit, stop: threading.Event) -> Work:
        """Carry out a job as scripted (a `queue.Runner`)."""
        self.jobs.append(job)
        if job.sorts:
            emit(FilesSorted(job.id, self.series))
            return JobResult(self._document(job, ()), (), None, (), 0.0)
        if job.lists_tags:
            for number in job.options.pages or ():
                emit(TagsListed(job.id, number, self.tags, is_cut=False))
            return JobResult(self._document(job, ()), (), None, (), 0.0)
        if job.options.decided_for not in ("", self.sha256) and (job.only_shows or job.prepared is None):
            raise AppError(FILE_REPLACED)
        gone = (
            [page for page in job.prepared.pages if self.store.get(page.key, RedactedPage) is None]
            if job.prepared
            else []
        )
        if gone and job.prepared is not None and job.prepared.sha256 != self.sha256:
            raise AppError(FILE_REPLACED)
        is_of_prepared = job.reads or job.copy_to is not None
        if is_of_prepared and job.prepared is not None and job.prepared.sha256 != self.sha256:
            raise AppError(FILE_REPLACED)
        if job.copy_to is not None and job.prepared is not None:
            if job.path.name.startswith("slow"):
                self._wait(stop, self.hold_copies)
            return JobResult(job.prepared, (), None, (), 0.0, self._copied(job, job.prepared, job.copy_to, emit))
        if job.reads and job.prepared is not None:
            yield from self._read(job, job.prepared, emit, stop)
            return JobResult(job.prepared, (), None, (), 0.0)
        if job.only_shows:
            return JobResult(self._show(job, emit, stop), (), None, (), 0.0)
        document = job.prepared or (yield from self._prepare(job, emit, stop))
        answers: list[Answer] = []
        for index in range(len(job.questions)):
            yield Need.ANSWERING
            answers.append(self._answer(job, index, emit, stop))
        return JobResult(document, tuple(answers), READER if answers else None, (), 0.0)

    def _prepare(self, job: Job, emit: Emit, stop: threading.Event) -> Generator[Need, None, PreparedDocument]:
        self._wait(stop)
        if job.path.name.startswith("bad"):
            raise AppError("file_damaged")
        if job.options.policy == self.broken:
            raise AppError("policy_invalid")
        if self.change_error and job.options.pages is not None:
            raise AppError(self.change_error)
        whole = self._document(job, ())
        emit(DocumentOpened(job.id, whole.kind, whole.line, whole.notes, self.sha256, self.facts))
        pages = []
        if self.times_s and job.options.preview_px:
            self._show_source(job, 1, emit, stop)
        if self.times_s:
            yield from self._search(job, emit, stop)
        for number in job.options.pages or self.sent_frames or range(1, self.pages + 1):
            if job.options.preview_px and not self.times_s:
                self._show_source(job, number, emit, stop)
            yield Need.HIDING
            while number == self.waits_before and job.options.pages is None and not self.goes_on.wait(0.005):
                yield Need.HIDING
            prepared = self._prepare_page(job, number, stop)
            emit(PagePrepared(job.id, prepared))
            pages.append(prepared)
        document = self._document(job, tuple(pages))
        if not self.times_s:
            return document
        return replace(document, groups=(self.sent_frames,), found=self._found, decision=job.options.film)

    def _document(self, job: Job, pages: tuple[PreparedPage, ...]) -> PreparedDocument:
        """Return the document of a job: a picture, a film, or slices of a series."""
        return PreparedDocument(
            self._kind, self._line, self.sha256, job.options.policy, pages, self.notes, 0.0, 0.0, facts=self.facts
        )

    def _search(self, job: Job, emit: Emit, stop: threading.Event) -> Generator[Need, None, None]:
        """Look through a film, where that was not done before: half of it, and the rest once `goes_on` is set."""
        yield Need.FILMS
        is_new = not job.is_glance or self.forgets_films
        if is_new:
            emit(FilmProgress(job.id, "finding", self.pages // 2, self.pages))
        while self.waits_before and is_new and not self.goes_on.wait(0.005):
            if stop.is_set():
                raise AppError("cancelled")
        emit(FilmSearched(job.id, self._found))
        yield Need.HIDING

    @property
    def _kind(self) -> str:
        return "mp4" if self.times_s else "dicom" if self.notes else "png"

    @property
    def _line(self) -> PageLine:
        if self.times_s:
            return PageLine(self.pages, "frames", self.times_s)
        return PageLine(self.pages, "slices") if self.notes else PageLine(self.pages)

    @property
    def _found(self) -> FoundInFilm:
        return FoundInFilm(self.tracks, Size(self.width, self.height), scenes=(1,))

    def _show(self, job: Job, emit: Emit, stop: threading.Event) -> PreparedDocument:
        """Make pages again whose pixels have gone."""
        self._wait(stop)
        if self.show_error:
            raise AppError(self.show_error)
        for number in job.options.pages or ():
            if job.options.preview_px:
                self._show_source(job, number, emit, stop)
            for prepared in job.prepared.pages if job.prepared is not None else ():
                self.store.put(prepared.key, self._sent(number), job.id, stop)
        return job.prepared or self._document(job, ())

    def _read(
        self, job: Job, document: PreparedDocument, emit: Emit, stop: threading.Event
    ) -> Generator[Need, None, None]:
        """Read the words of the script on every page, but for those that something hides."""
        for page in document.pages:
            yield Need.SHOWING
            self._wait(stop)
            hidden = [region.box for region in page.regions]
            words = tuple(word for word in self.seen if not any(box.contains(word.box) for box in hidden))
            self.store.put(words_key(page.key), PageWords(page.number, words), job.id, stop)
            emit(PageRead(job.id, page.number))

    def _copied(self, job: Job, document: PreparedDocument, place: Place, emit: Emit) -> RedactedCopy | RedactedFilm:
        if not self.times_s:
            return scripted_copies.copied(job, document, place)
        emit(FilmProgress(job.id, "writing", self.pages, self.pages))
        return scripted_films.copied(job, place, self._found, self._line)

    def _show_source(self, job: Job, number: int, emit: Emit, stop: threading.Event) -> None:
        key = source_key(f"{self.sha256}{job.path.name}", number, job.options.preview_px, job.options.window)
        self.store.put(key, white_view(number, self.width, self.height), job.id, stop)
        emit(PageShown(job.id, number, key))

    def _prepare_page(self, job: Job, number: int, stop: threading.Event) -> PreparedPage:
        """Hide what was decided, else what is found; a page's key says what is hidden in it."""
        policy = job.options.policy
        is_decided = number in job.options.decided
        regions = job.options.decided[number] if is_decided else self.found if policy != "off" else ()
        spared: tuple[Region, ...] = ()
        if self.times_s:
            regions, spared = scripted_films.in_frame(self.tracks, number, job.options.film)
            is_decided = job.options.film.is_reviewed
        sent, key = self._sent(number), f"{job.path.name}-{number}-{regions!r}-{job.options.window!r}"
        self.store.put(key, sent, job.id, stop)
        return PreparedPage(
            number,
            key,
            shape_of(sent),
            regions,
            residual=self.late if number in job.options.spared else () if is_decided else self.residual,
            review=policy in self.review and not is_decided,
            is_reviewed=is_decided,
            spared=spared,
        )

    def _sent(self, number: int) -> RedactedPage:
        page = white_page(number, *self._sent_size(), native=(self.width, self.height))
        return msgspec.structs.replace(page, words=self.words)

    def _sent_size(self) -> tuple[int, int]:
        if self.square:
            return self.square, self.square
        width = self.sent_width or self.width
        return width, self.height * width // self.width

    def _answer(self, job: Job, index: int, emit: Emit, stop: threading.Event) -> Answer:
        asked = tuple(page.number for page in job.prepared.pages) if job.prepared is not None else job.options.pages
        emit(AnswerStarted(job.id, index, asked or (), self.pages))
        emit(ReadingPage(job.id, 1, 1, self.pages))
        self._wait(stop)
        if self.ask_error:
            raise AppError(self.ask_error)
        for piece in self.deltas:
            if stop.is_set():
                return self._finish(job, index, emit, "".join(self.deltas[: self.deltas.index(piece)]))
            emit(AnswerDelta(job.id, index, piece))
            time.sleep(self.delta_pause_s)
        emit(AnswerFinished(job.id, index, self.answer))
        return self.answer

    def _finish(self, job: Job, index: int, emit: Emit, text: str) -> Answer:
        stopped = Answer(text=text, finish="cancelled", basis="read")
        emit(AnswerFinished(job.id, index, stopped))
        return stopped

    def _wait(self, stop: threading.Event, hold: threading.Event | None = None) -> None:
        while not (hold or self.hold).wait(0.005):
            if stop.is_set() and not self.is_deaf:
                raise AppError("cancelled")
