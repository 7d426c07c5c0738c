"""Ask an engine about the pages of a document: send what it does not hold, and go page by page where it cannot hold all.

Sends nothing but pages that were prepared. Does not decide whether a question may be asked (`pipeline.py`).
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from msgspec.structs import replace

from desktop_app.foundation import axis_words
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.film_clock import clock
from desktop_app.jobs.job import AnswerDelta, Emit, Job, ModelLoading, ReadingPage
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.need import Need
from desktop_app.jobs.page_pictures import Pictures
from desktop_app.jobs.page_store import PagesBeside
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.page_size import size_for
from desktop_app.runtime_client.values import Answer, ModelInfo, PageLine, RedactedPage, Usage

NOT_KEPT = "page_not_kept"

FINDS_NOTHING = ("not_found", "beyond", "stopped")
"""Bases of answers in which nothing of the page stands."""

PartT = TypeVar("PartT")

Pages: TypeAlias = Sequence[PreparedPage]


@dataclass
class Progress:
    """Which question is being answered, and how much of a document was read before what the engine tells of.

    Attributes:
        index: of the question.
        pages_before, page_count: where pages are asked about one by one; 0 where the engine counts them itself.
    """

    index: int = 0
    pages_before: int = 0
    page_count: int = 0

    def reading(self, job_id: str, number: int, position: int, count: int) -> ReadingPage:
        """Return how far the reading is, of all pages."""
        return ReadingPage(job_id, number, self.pages_before + position, self.page_count or count)


class Asker:
    """Asks one engine for one job. Its generators begin and end where the engine may be used, as `Work` does.

    Attributes:
        progress: whoever asks says which question it is.
    """

    def __init__(self, job: Job, tools: JobTools, emit: Emit) -> None:
        self.progress = Progress()
        self._job = job
        self._tools = tools
        self._emit = emit
        self._pictures = Pictures(job, tools)
        self._lent: Engine | None = None
        self._nothing = axis_words.NOT_FOUND

    @property
    def load_s(self) -> float:
        """How long the job waited for the model to be ready."""
        return self._lent.load_s if self._lent is not None else 0.0

    def model(self) -> ModelInfo:
        """Wait until the model is ready and return what it is. Raises AppError."""
        return self._engine.load()

    def send(self, document: PreparedDocument, pages: Iterable[PreparedPage]) -> Generator[Need, None, None]:
        """Send those of these pages that the engine does not hold; what has gone is made again first. Raises AppError."""
        size = size_for(self.model())
        kept = self._tools.kept()
        missing = deque(page for page in pages if page.key not in kept.keys)
        made = PagesBeside(self._tools.store)
        try:
            while missing:
                key = missing[0].key
                page = made.take(key) or self._tools.store.get(key, RedactedPage)
                if page is None:
                    yield Need.HIDING
                    made.clear()  # pages behind one that has gone meanwhile: the first is always made
                    self._pictures.make_again(document, missing, size, made)
                    yield Need.ANSWERING
                    continue
                self._engine.keep(key, page)
                kept.keys.add(key)
                missing.popleft()
        finally:  # also where the job is stopped while it waits
            made.clear()

    def ask(self, question: str, document: PreparedDocument) -> Generator[Need, None, Answer]:
        """Return the answer, also where the engine has forgotten pages or has no room for so many. Raises AppError."""
        groups = document.seen_together
        if len(groups) == 1:
            answer = yield from self._at_once(question, document, groups[0])
            if answer is not None:
                return answer
            groups = tuple((page,) for page in document.pages)
        return (yield from self._one_by_one(question, document, groups))

    def _at_once(self, question: str, document: PreparedDocument, pages: Pages) -> Generator[Need, None, Answer | None]:
        """Return the answer about all pages together; None where the engine has no room for so many."""
        for _ in range(2):
            yield from self.send(document, document.pages)
            try:
                return self._ask(question, document.line, pages)
            except AppError as error:
                if error.code != NOT_KEPT:
                    raise
                self._tools.kept().keys.clear()
                if "limit" in error.facts:
                    break  # it will never hold them all
        return None

    def _ask(self, question: str, line: PageLine, pages: Pages) -> Answer:
        keys = tuple(page.key for page in pages)
        times_s = tuple(line.times_s[page.number - 1] for page in pages) if line.times_s else ()
        self._nothing = axis_words.not_found(line.axis, len(pages))
        answer = self._engine.ask(question, keys, self._job.options.answer, self._job.history, times_s)
        return replace(answer, text=self._said(answer.text))

    def _said(self, text: str) -> str:
        """Return what the engine says; that it found nothing where it looked is said by what people call that place."""
        return self._nothing if text == axis_words.NOT_FOUND else text

    @property
    def _engine(self) -> Engine:
        """The engine of this job; waits for the child. Raises AppError."""
        if self._lent is None:
            job_id, emit, progress = self._job.id, self._emit, self.progress
            self._lent = self._tools.engine(
                Listener(
                    on_load=lambda done, total: emit(ModelLoading(job_id, done, total)),
                    on_page=lambda number, position, count: emit(progress.reading(job_id, number, position, count)),
                    on_text=lambda text: emit(AnswerDelta(job_id, progress.index, self._said(text))),
                )
            )
        return self._lent

    def _one_by_one(
        self, question: str, document: PreparedDocument, groups: Sequence[Pages]
    ) -> Generator[Need, None, Answer]:
        """Ask about each group of pages by itself, and head each answer with where the group begins."""
        answers: list[Answer] = []
        names = [name_of(document.line, group[0].number) for group in groups]
        self.progress.page_count = sum(map(len, groups))
        try:
            for name, group in zip(names, groups, strict=True):
                if answers and self._tools.stop.is_set():
                    break
                yield from self.send(document, group)
                if len(groups) > 1:
                    self._emit(AnswerDelta(self._job.id, self.progress.index, heading(name, len(answers))))
                answers.append(self._ask(question, document.line, group))
                self.progress.pages_before += len(group)
        finally:
            self.progress.pages_before = self.progress.page_count = 0
        return joined(names, answers)


def name_of(line: PageLine, number: int) -> str:
    """Return what people call a page: when it begins, where pages have times, or its number."""
    time_s = line.time_s(number)
    return str(number) if time_s is None else clock(time_s)


def heading(name: str, position: int) -> str:
    """Return what stands before the answer about a page or a group of them, `position` answers after the first."""
    return f"[{name}] " if position == 0 else f"\n[{name}] "


def joined(names: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """Return one answer made of those about groups of pages; what is sure of one is to be checked for all of them."""
    if len(names) == 1:
        return answers[0]
    pairs = list(zip(names, answers, strict=False))
    finishes = {answer.finish for answer in answers}
    found = [answer for answer in answers if answer.basis not in FINDS_NOTHING]
    is_stopped = any(answer.finish == "cancelled" for answer in answers)
    if is_stopped:  # of the page at which it was, nothing is said unless something has been
        pairs = [(name, answer) for name, answer in pairs if answer.finish != "cancelled" or answer.text]
    return Answer(
        text="".join(heading(name, position) + answer.text for position, (name, answer) in enumerate(pairs)),
        finish="cancelled" if is_stopped else "length" if "length" in finishes else "stop",
        basis=found[0].basis if found else "stopped" if is_stopped else answers[0].basis,
        confidence="check" if any(answer.confidence for answer in found) and not is_stopped else None,
        sources=_all(found, lambda answer: answer.sources),
        fields=_all(found, lambda answer: answer.fields),
        usage=Usage(
            prompt_tokens=sum(answer.usage.prompt_tokens for answer in answers),
            answer_tokens=sum(answer.usage.answer_tokens for answer in answers),
            first_token_s=answers[0].usage.first_token_s,
            total_s=sum(answer.usage.total_s for answer in answers),
            image_cached=all(answer.usage.image_cached for answer in answers),
        ),
        token_ids=_all(answers, lambda answer: answer.token_ids),
    )


def _all(answers: Iterable[Answer], parts: Callable[[Answer], tuple[PartT, ...]]) -> tuple[PartT, ...]:
    return tuple(part for answer in answers for part in parts(answer))
