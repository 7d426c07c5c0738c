"""Do a job: file -> airlock -> regions -> person -> redacted pages -> engine -> answers. The whole product in a page.

The only way from a source to an engine: pages are forwarded as `Airlock.redact` returned them, and nothing else is.
Does not start children (`tools.py`), does not order jobs (`queue.py`), words nothing.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import hiding
from desktop_app.jobs.job import (
    AnswerDelta,
    AnswerFinished,
    AnswerStarted,
    DocumentOpened,
    DocumentPrepared,
    Emit,
    Job,
    JobOptions,
    JobResult,
    ModelLoading,
    PagePrepared,
    PageShown,
    PreparedDocument,
    PreparedPage,
    ReadingPage,
)
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import Finished, Page, RegionsDetected, SandboxReport

MAX_PAGES_AT_ONCE = 200
"""Pages of one document that are prepared in one job: 200 A4 pages are 1.3 GB. More are asked for with `--pages`."""


NOTHING_HIDDEN = "off"
"""The policy under which nobody looks for anything: then nothing is known of faces on a page either."""


@dataclass
class KeptPages:
    """Which pages the running engine has been sent; emptied when another engine process takes over."""

    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class JobTools:
    """What one job works with.

    Attributes:
        airlock: waits for the child and returns it.
        engine: likewise, telling a listener the engine's news.
        sandbox: the proofs of both children, as they are now.
    """

    airlock: Callable[[], Airlock]
    engine: Callable[[Listener], Engine]
    kept: Callable[[], KeptPages]
    sandbox: Callable[[], tuple[SandboxReport, ...]]
    stop: threading.Event


def run_job(job: Job, tools: JobTools, emit: Emit) -> JobResult:
    """Prepare the document (unless an earlier job did) and answer every question. Raises AppError."""
    index_now = 0
    engine = tools.engine(
        Listener(
            on_load=lambda done, total: emit(ModelLoading(job.id, done, total)),
            on_page=lambda page, position, count: emit(ReadingPage(job.id, page, position, count)),
            on_text=lambda text: emit(AnswerDelta(job.id, index_now, text)),
        )
    )
    document = job.prepared or _prepare(job, tools, engine, emit)
    if job.questions and not job.options.allows_unreviewed and any(page.is_unreviewed for page in document.pages):
        raise AppError("review_needed")
    model = engine.load()
    answers: list[Finished] = []
    for index_now, question in enumerate(job.questions):
        emit(AnswerStarted(job.id, index_now))
        answer = _ask(job, question, document, engine, tools)
        answers.append(answer)
        emit(AnswerFinished(job.id, index_now, answer))
        if tools.stop.is_set():
            break
    return JobResult(document, tuple(answers), model, tools.sandbox(), engine.load_s)


def _prepare(job: Job, tools: JobTools, engine: Engine, emit: Emit) -> PreparedDocument:
    """Open the file in the airlock and make every page that may be sent."""
    started = time.monotonic()
    with ServedFile(job.path) as file, (airlock := tools.airlock()).opened(file) as opened:
        sha256 = file.sha256()
        open_s = time.monotonic() - started
        emit(DocumentOpened(job.id, opened.kind, opened.page_count, opened.notes))
        pages: list[PreparedPage] = []
        for number in _chosen_pages(job, opened.page_count):
            if tools.stop.is_set():
                raise AppError("cancelled")
            prepared = _prepare_page(job, number, airlock, engine, emit)
            pages.append(prepared)
            emit(PagePrepared(job.id, prepared, opened.page_count))
    redact_s = time.monotonic() - started - open_s
    document = PreparedDocument(
        opened.kind, opened.page_count, sha256, job.options.policy, tuple(pages), opened.notes, open_s, redact_s
    )
    emit(DocumentPrepared(job.id, document))
    return document


def _prepare_page(job: Job, number: int, airlock: Airlock, engine: Engine, emit: Emit) -> PreparedPage:
    """Find and hide, or hide what a person decided: one page. They see the source before the model is even loaded."""
    options = job.options
    if options.preview_px:
        emit(PageShown(job.id, airlock.render(number, options.preview_px)))
    found = _found(options, number, airlock)
    is_reviewed = number in options.decided
    regions = hiding.with_operator(found.regions, options.operator)
    page = airlock.redact(number, regions, engine.load(), options.part)
    is_known = is_reviewed or options.policy != NOTHING_HIDDEN
    told = msgspec.structs.replace(page, hidden=regions if is_known else None)
    return PreparedPage(told, _key(told), regions, found.rounds, found.residual, found.review, is_reviewed)


def _found(options: JobOptions, number: int, airlock: Airlock) -> RegionsDetected:
    """Return what is to be hidden on a page: what a person decided, or else what is found."""
    if number not in options.decided:
        return airlock.detect(number, options.policy)
    hidden = options.decided[number]
    if number not in options.spared:
        return RegionsDetected(0, number, hidden)
    again = airlock.detect(number, options.policy, hidden, options.spared[number])
    return msgspec.structs.replace(again, regions=hidden, residual=(*again.regions, *again.residual))


def _chosen_pages(job: Job, page_count: int) -> tuple[int, ...]:
    """Return the page numbers to prepare. Raises AppError for a page that is not there or too many at once."""
    chosen = job.options.pages or tuple(range(1, page_count + 1))
    if max(chosen) > page_count:
        raise AppError("page_missing", found=max(chosen), limit=page_count)
    if len(chosen) > MAX_PAGES_AT_ONCE:
        raise AppError("too_many_pages", found=len(chosen), limit=MAX_PAGES_AT_ONCE)
    return chosen


def _ask(job: Job, question: str, document: PreparedDocument, engine: Engine, tools: JobTools) -> Finished:
    """Send the pages that the engine does not hold and ask; once more if it has forgotten one meanwhile."""
    keys = tuple(page.key for page in document.pages)
    for is_last_try in (False, True):
        kept = tools.kept()
        for prepared in document.pages:
            if prepared.key not in kept.keys:
                engine.keep(prepared.key, prepared.page)
                kept.keys.add(prepared.key)
        try:
            return engine.ask(question, keys, job.options.answer, job.history)
        except AppError as error:
            if error.code != "page_not_kept" or is_last_try:
                raise
            kept.keys.clear()
    raise AppError("bug")


def _key(page: Page) -> str:
    """Return a digest of everything of a page that an engine can see: equal pixels are kept and read once."""
    digest = hashlib.sha256(page.pixels)
    digest.update(repr(msgspec.structs.replace(page, pixels=b"")).encode())
    return digest.hexdigest()
