"""Do a job: file -> airlock -> regions -> person -> redacted pages -> engine -> answers. The whole product in a page.

The only way from a source to an engine: pages are forwarded as `Airlock.redact` returned them, and nothing else is.
Does not start children (`tools.py`), does not order jobs (`queue.py`), words nothing.
"""

import time
from dataclasses import replace

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import hiding, page_choice, page_pictures
from desktop_app.jobs.asking import Asker, Progress
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
    PreparedDocument,
    PreparedPage,
    shape_of,
)
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.page_pictures import Pictures
from desktop_app.jobs.page_store import size_bytes
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.values import Answer, Detection, RedactedPage

NOTHING_HIDDEN = "off"
"""The policy under which nobody looks for anything: then nothing is known of faces on a page either."""

SENT_EARLY_SHARE = 0.5
"""Pages that fill more of the store than this are sent before all are made: else the first would have to be made twice."""


def run_job(job: Job, tools: JobTools, emit: Emit) -> JobResult:
    """Prepare the document (unless an earlier job did) and answer every question. Raises AppError."""
    progress = Progress()
    engine = tools.engine(
        Listener(
            on_load=lambda done, total: emit(ModelLoading(job.id, done, total)),
            on_page=lambda number, position, count: emit(progress.reading(job.id, number, position, count)),
            on_text=lambda text: emit(AnswerDelta(job.id, progress.index, text)),
        )
    )
    if job.only_shows:
        return JobResult(Pictures(job, tools, engine).show(emit), (), None, tools.sandbox(), engine.load_s)
    asker = Asker(job, tools, engine, emit, progress)
    try:
        document = job.prepared or _prepare(job, tools, engine, asker, emit)
        if job.questions and _waits_for_person(job, document.pages):
            raise AppError("review_needed")
        model = engine.load()
        answers: list[Answer] = []
        for progress.index, question in enumerate(job.questions):
            emit(AnswerStarted(job.id, progress.index))
            answer = asker.ask(question, document)
            answers.append(answer)
            emit(AnswerFinished(job.id, progress.index, answer))
            if tools.stop.is_set():
                break
    finally:
        if job.options.part is not None or job.options.spared:
            tools.store.forget(job_ids=[job.id])  # nobody comes back to these pages
    return JobResult(document, tuple(answers), model, tools.sandbox(), engine.load_s)


def _waits_for_person(job: Job, pages: tuple[PreparedPage, ...]) -> bool:
    """Tell whether the policy wants a person's word on one of these pages that nobody has given or waived."""
    return not job.options.allows_unreviewed and any(page.is_unreviewed for page in pages)


def _prepare(job: Job, tools: JobTools, engine: Engine, asker: Asker, emit: Emit) -> PreparedDocument:
    """Open the file in the airlock and make every page that may be sent."""
    started = time.monotonic()
    with page_pictures.opened(job.path, job.options.decided_for, tools.airlock()) as opened:
        open_s = time.monotonic() - started
        emit(DocumentOpened(job.id, opened.kind, opened.line, opened.notes, opened.sha256))
        document = PreparedDocument(
            opened.kind, opened.line, opened.sha256, job.options.policy, (), opened.notes, open_s, 0.0
        )
        unsent_bytes = 0
        for number in page_choice.chosen(opened.line, job.options):
            if tools.stop.is_set():
                raise AppError("cancelled")
            if job.options.preview_px:  # a person sees the source before the model is even loaded
                Pictures(job, tools, engine).show_source(number, opened, emit)
            prepared, page = _prepare_page(job, number, opened.airlock, engine)
            tools.store.put(prepared.key, page, job.id, tools.stop)
            unsent_bytes += size_bytes(page)
            document = replace(document, pages=(*document.pages, prepared))
            emit(PagePrepared(job.id, prepared))
            if unsent_bytes > SENT_EARLY_SHARE * tools.store.limit_bytes and _may_be_sent_early(job, document.pages):
                asker.send(document, document.pages, opened)
                unsent_bytes = 0
    document = replace(document, redact_s=time.monotonic() - started - open_s)
    emit(DocumentPrepared(job.id, document))
    return document


def _prepare_page(job: Job, number: int, airlock: Airlock, engine: Engine) -> tuple[PreparedPage, RedactedPage]:
    """Find and hide, or hide what a person decided: one page, and its picture.

    Raises AppError review_needed where nobody is looking who could still review it: before a model is loaded for nothing.
    """
    options = job.options
    found = _found(options, number, airlock)
    is_reviewed = number in options.decided
    if job.questions and found.review and not (is_reviewed or options.allows_unreviewed or options.preview_px):
        raise AppError("review_needed")
    regions = hiding.with_operator(found.regions, options.operator)
    is_known = is_reviewed or options.policy != NOTHING_HIDDEN
    page = page_pictures.told(airlock.redact(number, regions, engine.load(), options.part), regions, is_known=is_known)
    prepared = PreparedPage(
        number,
        page_pictures.key_of(page),
        shape_of(page),
        regions,
        found.rounds,
        found.residual,
        found.review,
        is_reviewed,
        is_known,
    )
    return prepared, page


def _may_be_sent_early(job: Job, pages: tuple[PreparedPage, ...]) -> bool:
    """Tell whether pages may be sent before all are made: something is asked, and no person's word can be missing.

    Of a page that was decided about nobody knows whether the policy would want a word on the next one.
    """
    return bool(job.questions) and not job.options.decided and not _waits_for_person(job, pages)


def _found(options: JobOptions, number: int, airlock: Airlock) -> Detection:
    """Return what is to be hidden on a page: what a person decided, or else what is found."""
    if number not in options.decided:
        return airlock.detect(number, options.policy)
    hidden = options.decided[number]
    if number not in options.spared:
        return Detection(airlock.size(number), hidden)
    again = airlock.detect(number, options.policy, hidden, options.spared[number])
    return msgspec.structs.replace(again, regions=hidden, residual=(*again.regions, *again.residual))
