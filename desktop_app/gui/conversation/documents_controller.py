"""Keep the documents of this conversation: take files in, have them prepared, and made anew as a person decides.

Asks no question (`turns_controller.py`) and shows nothing. What is known of them is told by `known_documents.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_app.conversation import taking_in
from desktop_app.conversation.document import (
    POLICY_ERRORS,
    PREVIEW_PX,
    UNDER_WAY,
    Document,
    DocumentState,
    with_pages,
)
from desktop_app.conversation.drops import Drops
from desktop_app.conversation.errands import Errand, Errands, Jobs, job_about
from desktop_app.conversation.hurry import Hurry
from desktop_app.conversation.page_shelf import Shelf
from desktop_app.conversation.series import Taken
from desktop_app.conversation.taken_out import TakenOut, put_among
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.known_documents import KnownDocuments
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.jobs.film_events import FilmProgress, FilmSearched
from desktop_app.jobs.job import (
    FILE_REPLACED,
    DocumentOpened,
    JobEnded,
    JobEvent,
    JobOptions,
    JobStarted,
    JobState,
    PagePrepared,
    PageShown,
)
from desktop_app.jobs.need import Urgency
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.values import Region


class DocumentsController(KnownDocuments):
    """The documents and which one is looked at.

    Attributes:
        hurry, drops: who waits for which document; what came together, and how far it is.
    """

    def __init__(self, jobs: Jobs, new_id: Callable[[], str], policy: str, store: PageStore) -> None:
        super().__init__(policy, store)
        self._jobs = jobs
        self._new_id = new_id
        self._errands = Errands(jobs)
        self.hurry = Hurry(jobs, self._errands)
        self.drops = Drops()

    def put_source(self, document_id: str, number: int, key: str) -> None:
        """A page has come that a person may see."""
        if document_id in self._documents:
            self._shelf.put_source(document_id, number, key)
            self.page_arrived.emit(document_id, number)

    def add(self, paths: list[Path], name: str = "") -> None:
        """Take files in and look at the first one. `name` is shown instead of the file's own (pasted pictures)."""
        self.take_in([Taken(path, name=name) for path in paths])

    def take_in(self, taken: Sequence[Taken]) -> None:
        """Take in what is one document each, and look at the first one."""
        documents = [taking_in.document_of(self._new_id(), one) for one in taken]
        self.drops.begin(documents)
        for document in documents:
            self._documents[document.id] = document
            self.document_added.emit(document)
        if documents:
            self.choose(documents[0].id)
        for document in documents:
            self._prepare(document)

    def choose(self, document_id: str) -> None:
        """Look at a document."""
        if document_id in self._documents and document_id != self._current_id:
            self._look_at(document_id)

    def remove(self, document_id: str) -> None:
        """Forget a document, its pixels and its job."""
        self.take_out([document_id])

    def clear(self) -> None:
        """Begin a new conversation."""
        self.take_out(list(self._documents))

    def take_out(self, document_ids: Sequence[str]) -> TakenOut:
        """Forget documents, their pixels and their jobs. Returns what `put_back` needs; it holds no pixels."""
        places, current_id = list(self._documents), self._current_id
        taken = [one for one in document_ids if one in self._documents]
        out = TakenOut(
            tuple(self._documents[one] for one in taken),
            tuple(places.index(one) for one in taken),
            tuple(self._take_out(one) for one in taken),
            current_id or "",
        )
        if taken and not self._documents:
            self.emptied.emit()
        if current_id in taken:
            self._look_at(next(iter(self._documents), None))
        return out

    def put_back(self, out: TakenOut) -> None:
        """Have documents again as they were; one that was still being prepared is prepared anew, as it was decided."""
        for document, shelf in zip(out.documents, out.shelves, strict=True):
            self._shelf.put_back(document.id, shelf)
        self._documents = put_among(self._documents, out)
        self.drops.begin([document for document in out.documents if document.state in UNDER_WAY])
        for place, document in out.by_place:
            self.document_put_back.emit(document, place)
            if document.state in UNDER_WAY:
                self.prepare_again(document.id)
            else:
                self._put(document)
        if out.current_id in self._documents:
            self.choose(out.current_id)

    def replaced(self, document_id: str) -> None:
        """A document's file is another one now: forget what was made of the old one, and take the new one in.

        The old one stays with its answers, and cannot be asked about any more.
        """
        if (document := self._documents.get(document_id)) is None or document.is_replaced:
            return
        self._shelf.remove(document_id, self._errands.drop(document_id))
        error, looked_at = AppError(FILE_REPLACED), self._current_id or ""
        self._put(taking_in.failed(document, error))
        self._leave_drop(document_id, None)
        self.document_replaced.emit(document_id)
        self.changes_failed.emit("", error)
        self.take_in([taking_in.taken_of(document)])
        if looked_at != document_id:
            self.choose(looked_at)

    def set_policy(self, policy: str) -> None:
        """Redact under another policy; every document is prepared anew, nothing made under the old one is sent.

        Boxes that a person drew stay: no policy would find them.
        """
        if policy == self._policy:
            return
        self._policy = policy
        for document in self.documents:
            self._shelf.forget_decisions(document.id)
            self._documents[document.id] = replace(document, found=None)
        self.policy_changed.emit()
        self._make_all_anew([one for one in self.documents if one.error is None or one.error.code in POLICY_ERRORS])

    def prepare_again(self, document_id: str) -> None:
        """Prepare a document once more. What a person sees of its pages stays: only what may be sent is made anew."""
        self._errands.drop(document_id)
        document = self._documents[document_id]
        self._shelf.forget_prepared(document_id)
        nothing = replace(document, prepared=None, error=None, pages_ready=0, hidden=0, looking=None)
        self._prepare(replace(nothing, state=DocumentState.WAITING))

    def prepare_all_again(self) -> None:
        """Prepare every document once more, for another model: it wants other pixels of the same pages."""
        self._make_all_anew([document for document in self.documents if not document.is_replaced])

    def hold(self, document_id: str, drafts: Mapping[int, tuple[Region, ...]]) -> None:
        """Send nothing of a document while a person is at work on these pages; none: go on."""
        if (document := self._documents.get(document_id)) is not None and self._shelf.hold(document_id, drafts):
            self._put(document)

    def decide(self, document_id: str, regions_by_page: Mapping[int, tuple[Region, ...]]) -> None:
        """Hide exactly these regions on these pages; those on which that is not so yet are made anew."""
        document = self._documents[document_id]
        is_so = {number: self._shelf.decide(document_id, number, regions_by_page[number]) for number in regions_by_page}
        changed = frozenset(number for number, is_made in is_so.items() if not is_made)
        if changed:
            self._make_anew(document, changed)
        else:
            self._put(with_pages(document, self._shelf.all_prepared(document.id)))

    def decide_film(self, document_id: str, decision: FilmDecision) -> None:
        """Hide a film as a person has decided; all that is sent of it is made anew."""
        self._shelf.decide_film(document_id, decision)
        self.prepare_again(document_id)

    def put_frame(self, document_id: str, prepared: PreparedPage) -> None:
        """A frame of a film has been made that somebody looks at."""
        if document_id in self._documents:
            self._shelf.put_frame(document_id, prepared)
            self.page_arrived.emit(document_id, prepared.number)

    def stop(self) -> None:
        """Stop preparing every document; what has come of each stays."""
        for document in self.documents:
            self.stop_one(document.id)

    def stop_one(self, document_id: str) -> None:
        """Stop preparing a document, at once: what its jobs still make, until the airlock has noticed, is not listened to."""
        document = self._documents[document_id]
        if document.state in UNDER_WAY:
            self._errands.drop(document_id)
            self._put(replace(document, state=DocumentState.STOPPED))
            self._leave_drop(document_id, self._documents[document_id])

    def go_on_with(self, document_ids: Sequence[str]) -> None:
        """Prepare documents that were stopped, as if they had been dropped together."""
        stopped = [document for one in document_ids if (document := self._documents.get(one)) is not None]
        self.drops.begin(stopped)
        for document in stopped:
            self.prepare_again(document.id)

    def on_job_event(self, event: JobEvent) -> None:
        """Note what a preparing job tells; other jobs' events are not ours."""
        errand = self._errands.of(event.job_id)
        document = self._documents.get(errand.document_id) if errand is not None else None
        if document is None or errand is None:
            return
        match event:
            case JobStarted() if errand.pages is None:
                self._put(replace(document, state=DocumentState.OPENING))
            case DocumentOpened() if errand.pages is None:
                self._put(taking_in.as_opened(document, event))
            case FilmProgress():
                self._put(replace(document, looking=event))
            case FilmSearched():
                self._put(replace(document, found=event.found, looking=None))
            case PageShown():
                self.put_source(document.id, event.number, event.key)
            case PagePrepared():
                self._on_page_prepared(document, event)
            case JobEnded():
                self._on_ended(document, event)

    def _on_page_prepared(self, document: Document, event: PagePrepared) -> None:
        number = event.prepared.number
        if event.job_id != self._errands.newest(document.id, number):
            return  # a person has decided otherwise since; the page comes once more
        if self._shelf.put_prepared(document.id, event.prepared):
            self._put(with_pages(document, self._shelf.all_prepared(document.id)))
            self.page_arrived.emit(document.id, number)

    def _on_ended(self, document: Document, event: JobEnded) -> None:
        errand = self._errands.end(event.job_id)
        if event.error is not None and event.error.code == FILE_REPLACED:
            self.replaced(document.id)
            return
        if errand.pages is not None:
            self._on_made_anew(document, event)
            return
        match event.state:
            case JobState.FINISHED if event.result is not None:
                self._documents[document.id] = replace(document, prepared=event.result.document)
                self._go_on(document.id)
            case JobState.CANCELLED:
                self._put(replace(document, state=DocumentState.STOPPED))
            case _:
                error = event.error or AppError("bug")
                self._put(replace(document, state=DocumentState.FAILED, error=error))
                if not self.drops.tells_of(document.id):  # else it is told of with the others
                    self.changes_failed.emit(document.id, error)
        self._leave_drop(document.id, self._documents[document.id])

    def _on_made_anew(self, document: Document, event: JobEnded) -> None:
        """A document whose pages were not made as decided is not sent; asking about it prepares it once more."""
        if event.state is JobState.FINISHED:
            self._go_on(document.id)
            return
        self._errands.drop(document.id)
        self._put(replace(document, state=DocumentState.STOPPED))
        self._leave_drop(document.id, self._documents[document.id])
        if event.state is JobState.FAILED:
            self.changes_failed.emit(document.id, event.error or AppError("bug"))

    def _go_on(self, document_id: str) -> None:
        """A document is ready when all its pages are as they were decided."""
        document = with_pages(self._documents[document_id], self._shelf.all_prepared(document_id))
        if document.prepared is None:
            return  # it is still being prepared
        if not document.missing:
            self.hurry.forget(document_id)
            self._put(replace(document, state=DocumentState.READY))
        elif not self._errands.jobs_for(document_id):
            self._make_anew(document, document.missing)

    def _make_all_anew(self, documents: Sequence[Document]) -> None:
        """Prepare documents for another policy or model; what was stopped stays so, and nothing made before is sent."""
        self.drops.count([document for document in documents if document.state is not DocumentState.STOPPED])
        for document in documents:
            if document.state is DocumentState.STOPPED:
                self._shelf.forget_prepared(document.id)
                self._put(replace(document, prepared=None, pages_ready=0, hidden=0))
            else:
                self.prepare_again(document.id)

    def _prepare(self, document: Document) -> None:
        options = replace(self._options(document, self._shelf.decided(document.id)), preview_px=PREVIEW_PX)
        self._submit(document, Errand(document.id), options, self.hurry.of(document.id))

    def _make_anew(self, document: Document, numbers: frozenset[int]) -> None:
        """Make these pages as decided. Nothing is asked about the document until they are there."""
        decided = self._shelf.decided(document.id)
        options = self._options(document, {number: decided[number] for number in numbers})
        waiting = with_pages(document, self._shelf.all_prepared(document.id))
        if document.prepared is not None:
            waiting = replace(waiting, state=DocumentState.HIDING)
        self._submit(
            waiting, Errand(document.id, numbers), replace(options, pages=tuple(sorted(numbers))), Urgency.ASKED
        )

    def _options(self, document: Document, decided: Mapping[int, tuple[Region, ...]]) -> JobOptions:
        film = self._shelf.film(document.id)
        return JobOptions(policy=self._policy, decided=decided, film=film, decided_for=document.sha256)

    def _submit(self, document: Document, errand: Errand, options: JobOptions, urgency: Urgency) -> None:
        job = job_about(document, self._new_id(), options, urgency=urgency)
        self._errands.begin(job.id, errand)
        self._put(document)
        try:
            self._jobs.submit(job)
        except AppError as error:
            self._on_ended(document, JobEnded(job.id, JobState.FAILED, error=error))

    def _take_out(self, document_id: str) -> Shelf:
        document = self._documents.pop(document_id)
        shelf = self._shelf.remove(document_id, self._errands.drop(document_id))
        self._leave_drop(document_id, None)
        self.hurry.forget(document_id)
        self._jobs.leave(document.source)
        self.document_removed.emit(document_id)
        return shelf

    def _look_at(self, document_id: str | None) -> None:
        self._current_id = document_id
        self.hurry.look_at(document_id or "")
        self.current_changed.emit(self.current)

    def _put(self, document: Document) -> None:
        self._documents[document.id] = document
        self.document_changed.emit(document)

    def _leave_drop(self, document_id: str, ended: Document | None) -> None:
        if (refusal := self.drops.end(document_id, ended)) is not None:
            self.files_refused.emit(refusal)
