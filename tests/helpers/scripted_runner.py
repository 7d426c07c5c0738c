"""A `queue.Runner` without children: tells the events that a test wrote down, as fast or slowly as it asks.

Files whose name begins with `bad` cannot be read. Everything else is a white page, and every answer is the script's.
"""

import threading
import time
from dataclasses import dataclass, field

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import (
    AnswerDelta,
    AnswerFinished,
    AnswerStarted,
    DocumentOpened,
    Emit,
    Job,
    JobResult,
    PagePrepared,
    PageShown,
    PreparedDocument,
    PreparedPage,
    ReadingPage,
)
from desktop_app.runtime_client.values import Box, Finished, ModelInfo, Page, Region, Source, Usage

TOTAL = Finished(
    id=1,
    text="567.51 EUR",
    finish="stop",
    basis="rule",
    confidence="sure",
    sources=(Source(1, Box(40, 60, 30, 10), "567.51 EUR"),),
    rule="476.90 + 90.61 = 567.51",
    usage=Usage(total_s=0.4),
)
READER = ModelInfo("reader", "0" * 64, "fp32", "CPU", can_see=False, max_page_px=8_000_000)


@dataclass
class Script:
    """What the runner does.

    Attributes:
        answer: to every question.
        deltas: pieces in which the text of the answer comes.
        delta_pause_s: between two pieces.
        pages: how many pages each document has.
        width, height: of each page.
        sent_width: of the page that is sent; 0 sends it as it is.
        square: side of the square that every page is squashed to; 0 keeps its shape.
        ask_error: code of the error that every question ends with.
        hold: questions and preparations wait until it is set.
    """

    answer: Finished = TOTAL
    deltas: tuple[str, ...] = ("567.51 ", "EUR")
    delta_pause_s: float = 0.0
    pages: int = 1
    width: int = 120
    height: int = 160
    sent_width: int = 0
    square: int = 0
    ask_error: str = ""
    hold: threading.Event = field(default_factory=threading.Event)
    jobs: list[Job] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hold.set()

    def run(self, job: Job, emit: Emit, stop: threading.Event) -> JobResult:
        """Carry out a job as scripted (a `queue.Runner`)."""
        self.jobs.append(job)
        document = job.prepared or self._prepare(job, emit, stop)
        answers = tuple(self._answer(job, index, emit, stop) for index in range(len(job.questions)))
        return JobResult(document, answers, READER, (), 0.0)

    def _prepare(self, job: Job, emit: Emit, stop: threading.Event) -> PreparedDocument:
        self._wait(stop)
        if job.path.name.startswith("bad"):
            raise AppError("file_damaged")
        emit(DocumentOpened(job.id, "png", self.pages, ()))
        regions = (Region("FACE", 0.9, "faces", Box(1, 1, 9, 9)),) if job.options.policy == "faces" else ()
        pages = []
        for number in range(1, self.pages + 1):
            shown = white_page(number, self.width, self.height)
            emit(PageShown(job.id, shown))
            sent = white_page(number, *self._sent_size())
            sent = replace_native(sent, self.width, self.height)
            prepared = PreparedPage(sent, f"{job.path.name}-{number}", regions)
            emit(PagePrepared(job.id, prepared, self.pages))
            pages.append(prepared)
        return PreparedDocument("png", self.pages, "0" * 64, job.options.policy, tuple(pages), (), 0.0, 0.0)

    def _sent_size(self) -> tuple[int, int]:
        if self.square:
            return self.square, self.square
        width = self.sent_width or self.width
        return width, self.height * width // self.width

    def _answer(self, job: Job, index: int, emit: Emit, stop: threading.Event) -> Finished:
        emit(AnswerStarted(job.id, index))
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

    def _finish(self, job: Job, index: int, emit: Emit, text: str) -> Finished:
        stopped = Finished(id=1, text=text, finish="cancelled", basis="read")
        emit(AnswerFinished(job.id, index, stopped))
        return stopped

    def _wait(self, stop: threading.Event) -> None:
        while not self.hold.wait(0.005):
            if stop.is_set():
                raise AppError("cancelled")


def white_page(number: int, width: int, height: int) -> Page:
    """Return a white page with a black first pixel, so that its way can be followed."""
    pixels = b"\x00\x00\x00" + b"\xff" * (width * height * 3 - 3)
    return Page(number, width, height, pixels, width, height, part_width=width, part_height=height)


def replace_native(page: Page, width: int, height: int) -> Page:
    """Return the page as one scaled from `width` x `height`."""
    return Page(page.number, page.width, page.height, page.pixels, width, height, part_width=width, part_height=height)
