"""Do a job: file -> airlock -> regions -> person -> redacted pages -> engine -> answers. The whole product in a page.

The only way from a source to an engine: pages are forwarded as `Airlock.redact` returned them, and nothing else is. Each
`yield` says which child the next lines use, and is where somebody more urgent may go first.
Does not start children (`tools.py`), does not order jobs (`queue.py`), words nothing.
"""

import time
from collections.abc import Generator
from dataclasses import replace

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import film_search, header_errands, hiding, page_choice, page_pictures, redacted_film
from desktop_app.jobs.asking import Asker
from desktop_app.jobs.film_search import FrameFinds
from desktop_app.jobs.job import (
    AnswerFinished,
    AnswerStarted,
    DocumentOpened,
    DocumentPrepared,
    Emit,
    Job,
    JobOptions,
    JobResult,
    PagePrepared,
    PageRead,
    Work,
)
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.lease import MEDICAL_KIND, OpenedFile
from desktop_app.jobs.need import Need
from desktop_app.jobs.page_pictures import Pictures
from desktop_app.jobs.page_shape import shape_of
from desktop_app.jobs.page_store import PageWords, size_bytes, words_key
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.jobs.redacted_copy import copy_prepared
from desktop_app.managed import bounds
from desktop_app.runtime_client.airlock import NOTHING_HIDDEN, Airlock
from desktop_app.runtime_client.page_size import PageSize, size_for
from desktop_app.runtime_client.values import Answer, Detection, ModelInfo, PageLine

SENT_EARLY_SHARE = 0.5
"""Pages that fill more of the store than this are sent before all are made: else the first would have to be made twice."""


def run_job(job: Job, tools: JobTools, emit: Emit) -> Work:
    """Prepare the document (unless an earlier job did) and answer every question. Raises AppError."""
    bounds.check_waiver(tools.rules, allows_unreviewed=job.options.allows_unreviewed)
    bounds.check_operator(tools.rules, job.options.operator)
    if job.sorts or job.lists_tags:
        return JobResult(header_errands.done(job, tools, emit), (), None, tools.sandbox(), 0.0)
    asker = Asker(job, tools, emit)
    if job.only_shows:
        size = (yield from _page_size(tools, asker)) if job.prepared is not None else None
        return JobResult(Pictures(job, tools).show(emit, size), (), None, tools.sandbox(), asker.load_s)
    if job.reads and job.prepared is not None:
        yield from _read(job, job.prepared, tools, emit)
        return JobResult(job.prepared, (), None, tools.sandbox(), asker.load_s)
    if job.copy_to is not None and job.prepared is not None:
        if job.prepared.found is not None:
            yield Need.FILMS
            film = redacted_film.film_copied_as_decided(job, tools, job.copy_to, emit)
            return JobResult(job.prepared, (), None, tools.sandbox(), asker.load_s, film)
        copy = copy_prepared(job, tools, job.copy_to)
        return JobResult(job.prepared, (), None, tools.sandbox(), asker.load_s, copy)
    try:
        document = job.prepared or (yield from _prepare(job, tools, asker, emit))
        if not job.questions:
            return JobResult(document, (), None, tools.sandbox(), asker.load_s)
        if _waits_for_person(job, document.pages):
            raise AppError("review_needed")
        answers: list[Answer] = []
        model: ModelInfo | None = None
        asked = tuple(page.number for page in document.pages)
        for asker.progress.index, question in enumerate(job.questions):
            yield Need.ANSWERING
            model = asker.model()
            emit(AnswerStarted(job.id, asker.progress.index, asked, document.line.count))
            answer = yield from asker.ask(question, document)
            answers.append(answer)
            emit(AnswerFinished(job.id, asker.progress.index, answer))
            if tools.stop.is_set():
                break
    finally:
        if job.options.part is not None or job.options.spared:
            tools.store.forget(job_ids=[job.id])  # nobody comes back to these pages
    return JobResult(document, tuple(answers), model, tools.sandbox(), asker.load_s)


def _waits_for_person(job: Job, pages: tuple[PreparedPage, ...]) -> bool:
    """Tell whether the policy wants a person's word on one of these pages that nobody has given or waived."""
    return not job.options.allows_unreviewed and any(page.is_unreviewed for page in pages)


def _prepare(job: Job, tools: JobTools, asker: Asker, emit: Emit) -> Generator[Need, None, PreparedDocument]:
    """Open the file in the airlock and make every page that may be sent."""
    pictures = Pictures(job, tools)
    started = time.monotonic()
    opened = tools.opened(job, job.options.decided_for, None)
    open_s = time.monotonic() - started
    document = PreparedDocument(
        opened.kind, opened.line, opened.sha256, job.options.policy, (), opened.notes, open_s, 0.0, facts=opened.facts
    )
    emit(DocumentOpened(job.id, opened.kind, opened.line, opened.notes, opened.sha256, opened.facts))
    first = page_choice.first(opened.line, job.options)
    if job.options.preview_px:  # a person sees the first page before anybody looks for what is to be hidden
        pictures.show_source(first, opened, emit)
    is_film, frames = _is_film(opened), dict[int, FrameFinds]()
    if is_film:  # nothing of a film is sent before all of it has been looked through
        numbers_of = _numbers_of(opened.line, job.options, tools.page_size())
        searched, frames = yield from film_search.search(job, tools, opened.sha256, emit, numbers_of)
        document = replace(document, found=searched, decision=job.options.film)
        yield Need.HIDING
    scenes = document.found.scenes if document.found is not None else ()
    size = yield from _page_size(tools, asker)
    numbers = page_choice.chosen(opened.line, job.options, size.sampling, scenes)
    if is_film:
        document = replace(document, groups=page_choice.groups(opened.line, job.options, size.sampling, scenes))
        if not frames.keys() >= set(numbers):
            frames = yield from film_search.finds(job, tools, opened.sha256, numbers, emit)
    unsent_bytes = 0
    for number in numbers:
        yield Need.HIDING
        if tools.stop.is_set():
            raise AppError("cancelled")
        started = time.monotonic()
        opened = tools.opened(job, document.sha256, opened)  # still open, unless somebody else's was meanwhile
        if job.options.preview_px and number != first and not is_film:
            pictures.show_source(number, opened, emit)
        found = frames[number] if is_film else _finds(job.options, number, opened.airlock)
        prepared, kept_bytes = _prepare_page(job, number, (tools, opened.airlock), size, found)
        redact_s = document.redact_s + time.monotonic() - started
        document = replace(document, pages=(*document.pages, prepared), redact_s=redact_s)
        emit(PagePrepared(job.id, prepared))
        unsent_bytes += kept_bytes
        if unsent_bytes > SENT_EARLY_SHARE * tools.store.limit_bytes and _may_be_sent_early(job, document.pages):
            yield Need.ANSWERING
            yield from asker.send(document, document.pages)
            unsent_bytes = 0
    emit(DocumentPrepared(job.id, document))
    return document


def _numbers_of(line: PageLine, options: JobOptions, size: PageSize | None) -> film_search.NumbersOf | None:
    """Return how the frames of a film are chosen once it has been looked through; None where only the loaded model knows."""
    if size is None:
        return None
    return lambda found: page_choice.chosen(line, options, size.sampling, found.scenes)


def _read(job: Job, document: PreparedDocument, tools: JobTools, emit: Emit) -> Generator[Need, None, None]:
    """Read the words that are left to be seen on prepared pages, and put them beside those pages."""
    opened: OpenedFile | None = None
    for page in document.pages:
        if opened is not None:
            yield Need.SHOWING
        if tools.stop.is_set():
            raise AppError("cancelled")
        opened = tools.opened(job, document.sha256, opened)
        words = PageWords(page.number, opened.airlock.read(page.number, page.regions))
        tools.store.put(words_key(page.key), words, job.id, tools.stop)
        emit(PageRead(job.id, page.number))


def _is_film(opened: OpenedFile) -> bool:
    """Tell whether frames are looked through as a whole; those of a medical loop are pages like others, with times."""
    return bool(opened.line.times_s) and opened.kind != MEDICAL_KIND


def _page_size(tools: JobTools, asker: Asker) -> Generator[Need, None, PageSize]:
    """Return how large the model wants pages; waits for it only where nobody can know before it is loaded."""
    size = tools.page_size()
    if size is None:
        yield Need.ANSWERING
        size = size_for(asker.model())
        yield Need.HIDING
    return size


def _prepare_page(
    job: Job, number: int, lent: tuple[JobTools, Airlock], size: PageSize, finds: FrameFinds
) -> tuple[PreparedPage, int]:
    """Hide what was found, or what a person decided, and put the picture into the store; also return how large it is.

    Nothing else keeps it: a job that others go before holds no pixels.

    Raises AppError review_needed where nobody is looking who could still review it: before a model is loaded for nothing.
    """
    (tools, airlock), options, found = lent, job.options, finds.detection
    wants_review = found.review or tools.rules.redaction.review
    is_reviewed = finds.is_reviewed
    if job.questions and wants_review and not (is_reviewed or options.allows_unreviewed or options.preview_px):
        raise AppError("review_needed")
    regions = hiding.with_operator(found.regions, options.operator)
    # where nobody looked nothing is known, of faces neither
    is_known = is_reviewed or {options.policy, tools.rules.redaction.least} != {NOTHING_HIDDEN}
    page = page_pictures.told(airlock.redact(number, regions, size, options.part), regions, is_known=is_known)
    prepared = PreparedPage(
        number,
        page_pictures.key_of(page),
        shape_of(page),
        regions,
        found.rounds,
        found.residual,
        wants_review,
        is_reviewed,
        is_known,
        found.thresholds,
        finds.spared,
    )
    tools.store.put(prepared.key, page, job.id, tools.stop)
    return prepared, size_bytes(page)


def _may_be_sent_early(job: Job, pages: tuple[PreparedPage, ...]) -> bool:
    """Tell whether pages may be sent before all are made: something is asked, and no person's word can be missing.

    Of a page that was decided about nobody knows whether the policy would want a word on the next one.
    """
    return bool(job.questions) and not job.options.decided and not _waits_for_person(job, pages)


def _finds(options: JobOptions, number: int, airlock: Airlock) -> FrameFinds:
    return FrameFinds(_found(options, number, airlock), number in options.decided)


def _found(options: JobOptions, number: int, airlock: Airlock) -> Detection:
    """Return what is to be hidden on a page: what a person decided, or else what is found."""
    if number not in options.decided:
        return airlock.detect(number, options.policy)
    hidden = options.decided[number]
    if number not in options.spared:
        return Detection(airlock.size(number), hidden)
    again = airlock.detect(number, options.policy, hidden, options.spared[number])
    return msgspec.structs.replace(again, regions=hidden, residual=(*again.regions, *again.residual))
