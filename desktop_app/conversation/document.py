"""Define what the window knows about a document, a question about it, and a refused drop.

Values only: controllers replace them, views show them.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from desktop_app.conversation.series import Study
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.film_decision import NOTHING_DECIDED
from desktop_app.jobs.film_events import FilmProgress
from desktop_app.jobs.job import (
    FILE_REPLACED,
)
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.served_series import Opened
from desktop_app.runtime_client.values import Answer, Box, GreyWindow, MedicalFacts, PageLine

PREVIEW_PX = 6_000_000
"""Of a source page, for the eye: an A4 page at 240 dpi, 18 MB."""

FIRST_PAGES = 8
"""Of a long document, asked about before all are prepared; where no more than these are missing, an answer waits for all."""


class DocumentState(StrEnum):
    """How far the airlock is with a document. HIDING: pages are made anew, as a person decided."""

    WAITING = "waiting"
    OPENING = "opening"
    HIDING = "hiding"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"


NOT_FOR_DIAGNOSIS = "not_for_diagnosis"
"""Note of every document of medical pictures."""

FACE_IN_SLICES = "face_in_slices"
"""Note of slices of a head."""

UNDER_WAY = frozenset({DocumentState.WAITING, DocumentState.OPENING, DocumentState.HIDING})
"""Of a document in one of these something is still being made."""


POLICY_ERRORS = frozenset({"policy_unknown", "policy_invalid"})
"""Of a document that can be read under another policy."""


@dataclass(frozen=True)
class Document:
    """A file of this conversation.

    Attributes:
        name: what the tray calls it.
        line: its pages; None until it has been opened.
        pages_ready: how many of `page_count` pages have been redacted.
        hidden: how many places were hidden in them.
        sha256: of the file that this document is; empty until it has been opened. Another file is another document.
        error: why it is FAILED.
        found: what was found in a film; None until it has been looked through under this policy, and of anything else.
        looking: how far the film is looked through; None where it is not.
        files: those that it is made of, in order, where it is a series of them; `path` is their folder.
        study, text: where it belongs, and how its file describes it: for the tray alone.
        facts: what is particular to medical pictures.
        window: in which its pictures are seen and sent; None: each as its file says.
    """

    id: str
    path: Path
    name: str
    state: DocumentState = DocumentState.WAITING
    kind: str = ""
    line: PageLine | None = None
    pages_ready: int = 0
    hidden: int = 0
    notes: tuple[str, ...] = ()
    sha256: str = ""
    prepared: PreparedDocument | None = None
    error: AppError | None = None
    found: FoundInFilm | None = None
    looking: FilmProgress | None = None
    files: tuple[Path, ...] = ()
    study: Study | None = None
    text: str = ""
    facts: MedicalFacts = field(default_factory=MedicalFacts)
    window: GreyWindow | None = None

    @property
    def is_film(self) -> bool:
        """Whether its pages follow each other in time and are looked through as a whole; a medical loop's are not."""
        return self.line is not None and bool(self.line.times_s) and not self.is_medical

    @property
    def missing(self) -> frozenset[int]:
        """The pages that are still to be made before it can be asked about: all, or of a film those that are sent."""
        if self.prepared is None:
            return frozenset(range(1, self.page_count + 1))
        wanted = {number for group in self.prepared.groups for number in group} or range(1, self.page_count + 1)
        return frozenset(wanted) - {page.number for page in self.prepared.pages}

    @property
    def source(self) -> Opened:
        """What is opened when it is worked on."""
        return self.files or self.path

    @property
    def is_medical(self) -> bool:
        """Whether it is of medical pictures, which are not for diagnosis here, whatever is done with them."""
        return NOT_FOR_DIAGNOSIS in self.notes

    @property
    def has_face_in_slices(self) -> bool:
        """Whether a face can be computed from its slices, whatever is hidden on them."""
        return FACE_IN_SLICES in self.notes

    @property
    def page_count(self) -> int:
        """How many pages it has; 0 until it has been opened."""
        return self.line.count if self.line is not None else 0

    @property
    def is_replaced(self) -> bool:
        """Whether its file is another one now: it can neither be shown nor asked about any more."""
        return self.error is not None and self.error.code == FILE_REPLACED


def with_pages(document: Document, pages: tuple[PreparedPage, ...]) -> Document:
    """Return a document with the pages of it that may be sent now."""
    prepared = replace(document.prepared, pages=pages) if document.prepared is not None else None
    hidden = sum(len(page.regions) for page in pages)
    if document.found is not None:
        decision = document.prepared.decision if document.prepared is not None else NOTHING_DECIDED
        hidden = len(document.found.tracks) - len(decision.shown & set(document.found.tracks)) + len(decision.places)
    return replace(document, prepared=prepared, pages_ready=len(pages), hidden=hidden)


def first_part(
    document: Document, policy: str, pages: tuple[PreparedPage, ...], looked_at: int
) -> PreparedDocument | None:
    """Return a long document as far as its first `pages` go; None where that is not the thing to do.

    Too few pages answer little; where few are missing, or none is being prepared, it is better to wait for all. Nothing is
    answered without the page `looked_at`: whoever asks means that one, and would take it that nothing stands there.
    """
    is_preparing = document.state is DocumentState.OPENING
    if looked_at not in {page.number for page in pages}:
        return None
    if document.is_film or not is_preparing or not FIRST_PAGES <= len(pages) <= document.page_count - FIRST_PAGES:
        return None
    if document.line is None:
        return None
    return PreparedDocument(
        document.kind, document.line, document.sha256, policy, pages, document.notes, 0.0, 0.0, facts=document.facts
    )


class TurnState(StrEnum):
    """How far a question is. REVIEW: a person has to accept what is hidden first. QUEUED: others go before it."""

    WAITING = "waiting"
    REVIEW = "review"
    QUEUED = "queued"
    LOADING = "loading"
    READING = "reading"
    ANSWERING = "answering"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


OPEN_STATES = frozenset(
    {
        TurnState.WAITING,
        TurnState.REVIEW,
        TurnState.QUEUED,
        TurnState.LOADING,
        TurnState.READING,
        TurnState.ANSWERING,
    }
)
"""A turn in one of these can still be stopped."""


@dataclass(frozen=True)
class Question:
    """What the user wants to know.

    Attributes:
        text: what the engine is asked.
        title: what the window shows instead, for presets.
        note: a sentence to show with the answer; empty for none.
        page: the one that is looked at, which is read in any case.
        part: the piece of page `page` it is about; None for all pages.
        frames: numbers of the frames of a film that it is about; empty for those that are prepared.
    """

    text: str
    title: str = ""
    page: int = 1
    part: Box | None = None
    note: str = ""
    frames: tuple[int, ...] = ()

    @property
    def is_of_piece(self) -> bool:
        """Whether it is about less than its document."""
        return self.part is not None or bool(self.frames)


@dataclass(frozen=True)
class Turn:
    """One question and its answer so far.

    Attributes:
        model: what people call the model that is asked.
        done, total: bytes when LOADING, pages when READING.
        pages: that it is answered from, `of_pages` in all, where that is not the whole document; else empty.
        is_rest_ready: the others have been prepared since.
        page_count: of the document, once it is answered from; 0 before.
        policy: under which it was sent; empty before.
        line: the document's pages, once it is answered from.
        series: of which series the slices are that it is about; empty where pages are no slices.
        is_medical: it is about medical pictures: what is answered is not for diagnosis, and says so wherever it goes.
    """

    id: str
    document_id: str
    question: Question
    state: TurnState = TurnState.WAITING
    text: str = ""
    done: int = 0
    total: int = 0
    answer: Answer | None = None
    error: AppError | None = None
    model: str = ""
    pages: tuple[int, ...] = ()
    of_pages: int = 0
    is_rest_ready: bool = False
    page_count: int = 0
    policy: str = ""
    line: PageLine | None = None
    is_medical: bool = False
    series: str = ""

    @property
    def is_of_film(self) -> bool:
        """Whether what it is answered from follows each other in time."""
        return self.line is not None and bool(self.line.times_s) and not self.is_medical

    @property
    def is_of_several(self) -> bool:
        """Whether more than one page was read for its answer."""
        return self.question.part is None and (len(self.pages) or self.page_count) > 1


@dataclass(frozen=True)
class Refusal:
    """Files of one drop that could not be taken, by name and reason, out of `total`."""

    failed: tuple[Document, ...]
    total: int
