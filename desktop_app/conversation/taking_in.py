"""Make documents of what is taken in, and of what becomes known of it. Values only; takes nothing in itself."""

from dataclasses import replace

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.conversation.series import Taken
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import DocumentOpened


def document_of(document_id: str, taken: Taken) -> Document:
    """Return a document that nobody has opened yet."""
    name = taken.name or taken.path.name
    return Document(document_id, taken.path, name, files=taken.files, study=taken.study, text=taken.text)


def taken_of(document: Document) -> Taken:
    """Return what a document was made of, to be taken in again."""
    return Taken(document.path, document.files, document.name, document.study, document.text)


def failed(document: Document, error: AppError) -> Document:
    """Return a document of which nothing is known but why it cannot be worked on."""
    return replace(document_of(document.id, taken_of(document)), state=DocumentState.FAILED, error=error)


def as_opened(document: Document, event: DocumentOpened) -> Document:
    """Return a document with what is known of it once it is open."""
    kind, line, notes, sha256, facts = event.kind, event.line, event.notes, event.sha256, event.facts
    return replace(document, kind=kind, line=line, notes=notes, sha256=sha256, facts=facts)
