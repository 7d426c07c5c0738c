"""Carry questions to the queue and their answers back, one turn each.

A question may be asked while its document is still being prepared, or waits for a person's review; it then waits, too. One
that waits for the engine is taken back when its pages are not as decided any more. Keeps no pixels, shows nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import OPEN_STATES, Document, DocumentState, Question, Turn, TurnState
from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.jobs.job import (
    FILE_REPLACED,
    AnswerDelta,
    AnswerFinished,
    AnswerStarted,
    Job,
    JobEnded,
    JobEvent,
    JobOptions,
    JobState,
    ModelLoading,
    ReadingPage,
)
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.values import ModelInfo

MAX_HISTORY_TURNS = 20
"""Earlier turns that go along with a question; older ones rarely matter and cost the engine time."""

_NOT_SENT = frozenset({TurnState.WAITING, TurnState.REVIEW})


@dataclass(frozen=True)
class _Sent:
    """A question on its way."""

    turn_id: str
    job: Job


class TurnsController(QObject):
    """The turns of every document.

    Signals:
        turn_added, turn_changed: a `Turn`.
        turn_failed: a `Turn` whose question should come back as a draft.
        model_known: the `ModelInfo` that answered.
        answered: an `Answer`, as it comes.
        rest_prepared: a `Turn` that was answered from a document's first pages; the rest is there now.
    """

    turn_added = Signal(object)
    turn_changed = Signal(object)
    turn_failed = Signal(object)
    model_known = Signal(object)
    answered = Signal(object)
    rest_prepared = Signal(object)

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], documents: DocumentsController) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._turns: dict[str, Turn] = {}
        self._sent: dict[str, _Sent] = {}
        self._model = ""
        documents.document_changed.connect(self._on_document_changed)
        documents.document_removed.connect(self._on_document_removed)
        documents.policy_changed.connect(self._on_policy_changed)

    def turns(self, document_id: str) -> tuple[Turn, ...]:
        """Return a document's turns, oldest first."""
        return tuple(turn for turn in self._turns.values() if turn.document_id == document_id)

    def turn(self, turn_id: str) -> Turn | None:
        """Return a turn, None when its document has been removed."""
        return self._turns.get(turn_id)

    @property
    def all_turns(self) -> tuple[Turn, ...]:
        """The turns of all documents, oldest first."""
        return tuple(self._turns.values())

    @property
    def is_busy(self) -> bool:
        """Whether a question is on its way."""
        return any(turn.state in OPEN_STATES for turn in self._turns.values())

    def ask(self, document: Document, question: Question) -> None:
        """Ask about a document."""
        turn = Turn(self._new_id(), document.id, question, model=self._model)
        self._turns[turn.id] = turn
        self.turn_added.emit(turn)
        if document.state is DocumentState.STOPPED:
            self._documents.prepare_again(document.id)
        else:
            self._go_on(turn, document)

    def ask_model(self, model: str) -> None:
        """Ask another model from now on. Questions on their way wait until their documents are prepared for it."""
        self._model = model
        self._take_back(*self._sent.values())

    def take_out(self, document_ids: Sequence[str]) -> tuple[Turn, ...]:
        """Return the turns of documents that are about to be removed; questions on their way end."""
        taken = [turn for turn in self._turns.values() if turn.document_id in document_ids]
        return tuple(replace(turn, state=TurnState.STOPPED) if turn.state in OPEN_STATES else turn for turn in taken)

    def put_back(self, turns: Sequence[Turn]) -> None:
        """Have turns again whose documents come back."""
        self._turns.update({turn.id: turn for turn in turns})

    def stop(self) -> None:
        """Stop every question that is on its way, at once; what has come stays.

        Nobody waits until a child has noticed, and what it still says is not listened to any more.
        """
        ended = list(self._sent)
        self._sent.clear()
        self._jobs.cancel(*ended)
        for turn in list(self._turns.values()):
            if turn.state in OPEN_STATES:
                self._documents.hurry.forget(turn.document_id)
                self._put(replace(turn, state=TurnState.STOPPED))

    def on_job_event(self, event: JobEvent) -> None:
        """Note what an asking job tells; other jobs' events are not ours."""
        sent = self._sent.get(event.job_id)
        turn = self._turns.get(sent.turn_id) if sent is not None else None
        if turn is None:
            return
        match event:
            case ModelLoading():
                self._put(replace(turn, state=TurnState.LOADING, done=event.done, total=event.total))
            case ReadingPage():
                self._put(replace(turn, state=TurnState.READING, done=event.position, total=event.count))
            case AnswerStarted():
                is_whole = turn.question.part is not None or len(event.pages) == event.page_count
                pages, count = ((), 0) if is_whole else (event.pages, event.page_count)
                told = replace(turn, state=TurnState.ANSWERING, pages=pages, of_pages=count)
                document = self._documents.document(turn.document_id)
                line = document.line if document is not None else None
                self._put(replace(told, page_count=event.page_count, line=line))
            case AnswerDelta():
                self._put(replace(turn, state=TurnState.ANSWERING, text=turn.text + event.text))
            case AnswerFinished():
                state = TurnState.STOPPED if event.answer.finish == "cancelled" else TurnState.DONE
                self._put(replace(turn, state=state, text=event.answer.text or turn.text, answer=event.answer))
                self.answered.emit(event.answer)
            case JobEnded():
                self._on_ended(turn, event)
            case _:
                pass  # opening and preparing are told by the document itself

    def _go_on(self, turn: Turn, document: Document) -> None:
        """Send a question, unless its document is not ready or a person has to accept first what is hidden."""
        if document.state in (DocumentState.READY, DocumentState.FAILED) and not self._waits_for_review(turn, document):
            self._send(turn, document, document.prepared)
            return
        is_whole = not turn.question.is_of_piece
        first_pages = self._documents.first_pages(document, turn.question.page) if is_whole else None
        if first_pages is not None:
            self._send(turn, document, first_pages)
            return
        self._documents.hurry.ask(document.id)
        state = TurnState.REVIEW if document.state is DocumentState.READY else TurnState.WAITING
        if turn.state is not state:
            self._put(replace(turn, state=state))

    def _waits_for_review(self, turn: Turn, document: Document) -> bool:
        to_review = self._documents.pages_to_review(document.id)
        is_of_page = turn.question.part is not None and not document.is_film
        return turn.question.page in to_review if is_of_page else bool(to_review)

    def _send(self, turn: Turn, document: Document, prepared: PreparedDocument | None) -> None:
        if document.error is not None:
            self._fail(turn, document.error)
            return
        question = turn.question
        options = JobOptions(policy=self._documents.policy, decided_for=document.sha256)
        if question.is_of_piece:
            film = self._documents.film_decision(document.id)
            decided = {} if document.is_film else self._documents.decided(document.id)
            pages = question.frames or (question.page,)
            options = replace(options, pages=pages, part=question.part, decided=decided, film=film)
            prepared = None
        history = self._history(document.id)
        job = job_about(
            document,
            self._new_id(),
            options,
            questions=(question.text,),
            prepared=prepared,
            history=history,
            urgency=Urgency.ASKED,
        )
        self._sent[job.id] = _Sent(turn.id, job)
        series = document.name if document.files else ""
        turn = replace(
            turn, state=TurnState.QUEUED, policy=options.policy, is_medical=document.is_medical, series=series
        )
        self._put(turn)
        try:
            self._jobs.submit(job)
        except AppError as error:
            del self._sent[job.id]
            self._fail(turn, error)

    def _way_of(self, turn: Turn) -> _Sent | None:
        return next((sent for sent in self._sent.values() if sent.turn_id == turn.id), None)

    def _take_back(self, *taken: _Sent) -> list[Turn]:
        """Let questions wait again, as if they had not been sent: all at once. Returns their turns."""
        for sent in taken:
            del self._sent[sent.job.id]
        self._jobs.cancel(*(sent.job.id for sent in taken))
        for sent in taken:
            turn = self._turns[sent.turn_id]
            self._put(replace(turn, model=self._model, state=TurnState.WAITING, text="", done=0, total=0))
        return [self._turns[sent.turn_id] for sent in taken]

    def _may_go(self, turn: Turn, job: Job, document: Document) -> bool:
        """Tell whether a job would still send what is decided now; what the engine is reading already has gone."""
        if turn.state is TurnState.READING or turn.text:
            return True
        if self._waits_for_review(turn, document):
            return False
        if job.prepared is None:  # of a piece, whose pages are made when its turn comes
            if document.is_film:
                return job.options.film == self._documents.film_decision(document.id)
            number = turn.question.page
            return job.options.decided.get(number) == self._documents.decided(document.id).get(number)
        here = (self._documents.prepared_page(document.id, page.number) for page in job.prepared.pages)
        return all(now is not None and now.key == page.key for page, now in zip(job.prepared.pages, here, strict=True))

    def _history(self, document_id: str) -> tuple[tuple[str, str], ...]:
        done = [
            turn for turn in self.turns(document_id) if turn.state is TurnState.DONE and not turn.question.is_of_piece
        ]
        return tuple((turn.question.text, turn.text) for turn in done[-MAX_HISTORY_TURNS:])

    def _on_ended(self, turn: Turn, event: JobEnded) -> None:
        del self._sent[event.job_id]
        if event.state is JobState.FAILED:
            self._fail(turn, event.error or AppError("bug"))
            if event.error is not None and event.error.code == FILE_REPLACED:
                self._documents.replaced(turn.document_id)
        elif turn.state in OPEN_STATES:
            self._put(replace(turn, state=TurnState.STOPPED))
        model: ModelInfo | None = event.result.model if event.result is not None else None
        if model is not None:
            self.model_known.emit(model)

    def _fail(self, turn: Turn, error: AppError) -> None:
        self._put(replace(turn, state=TurnState.FAILED, error=error))
        self.turn_failed.emit(self._turns[turn.id])

    def _put(self, turn: Turn) -> None:
        self._turns[turn.id] = turn
        self.turn_changed.emit(turn)

    def _on_document_changed(self, document: Document) -> None:
        for turn in self.turns(document.id):
            if (sent := self._way_of(turn)) is not None:
                if self._may_go(turn, sent.job, document):
                    continue
                (turn,) = self._take_back(sent)  # noqa: PLW2901 - it is the same one
            elif turn.state not in _NOT_SENT:
                continue
            if document.state is DocumentState.STOPPED:
                self._put(replace(turn, state=TurnState.STOPPED))
            else:
                self._go_on(turn, document)
        if document.state is DocumentState.READY:
            self._tell_of_the_rest(document.id)

    def _tell_of_the_rest(self, document_id: str) -> None:
        for turn in self.turns(document_id):
            if turn.pages and not turn.is_rest_ready:
                self._turns[turn.id] = replace(turn, is_rest_ready=True)
                self.rest_prepared.emit(self._turns[turn.id])

    def _on_policy_changed(self) -> None:
        """Nothing made under the old policy is sent: questions on their way wait until their documents are prepared anew."""
        for turn in self._take_back(*self._sent.values()):
            document = self._documents.document(turn.document_id)
            if document is not None and document.error is not None:  # it will not be
                self._fail(turn, document.error)

    def _on_document_removed(self, document_id: str) -> None:
        for turn in self.turns(document_id):
            del self._turns[turn.id]
            if (sent := self._way_of(turn)) is not None:
                del self._sent[sent.job.id]
                self._jobs.cancel(sent.job.id)
