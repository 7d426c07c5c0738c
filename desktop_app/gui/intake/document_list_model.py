"""Offer the documents of this conversation to Qt's list view. Keeps rows, paints nothing."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.foundation import film_clock
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.style import controls
from desktop_app.gui.words import wording
from desktop_app.gui.words.error_messages import error_message

DOCUMENT_ROLE = Qt.ItemDataRole.UserRole
SUBTITLE_ROLE = Qt.ItemDataRole.UserRole + 1
THUMBNAIL_ROLE = Qt.ItemDataRole.UserRole + 2
STANDING_ROLE = Qt.ItemDataRole.UserRole + 3
STUDY_ROLE = Qt.ItemDataRole.UserRole + 4
"""What stands above a row: the name of the study that begins there; empty where none does."""


class Standing(StrEnum):
    """What a person should know of a document before they look at it, the most urgent first."""

    REVIEW = "review"
    ANSWERING = "answering"
    ANSWERED = "answered"
    NONE = ""


_Index = QModelIndex | QPersistentModelIndex


class DocumentListModel(QAbstractListModel):
    """Rows of documents, in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self._documents: list[Document] = []
        self._thumbnails: dict[str, QImage] = {}
        self._standings: dict[str, Standing] = {}

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of documents (Qt)."""
        return 0 if parent.isValid() else len(self._documents)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows (Qt)."""
        if not index.isValid():
            return None
        document = self._documents[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plain(document.name)
            case Qt.ItemDataRole.ToolTipRole:
                lines = (plain(document.name), plain(document.text), self.subtitle(document), *_reason(document))
                return controls.tip("\n".join(line for line in lines if line))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{plain(document.name)}, {self.subtitle(document)}"
            case _ if role == DOCUMENT_ROLE:
                return document
            case _ if role == SUBTITLE_ROLE:
                return self.subtitle(document)
            case _ if role == THUMBNAIL_ROLE:
                return self._thumbnails.get(document.id)
            case _ if role == STANDING_ROLE:
                return self._standing(document)
            case _ if role == STUDY_ROLE:
                return self._heading(index.row())
            case _:
                return None

    def add(self, document: Document) -> None:
        """Add a row at the end."""
        self.put_back(document, len(self._documents))

    def put_back(self, document: Document, row: int) -> None:
        """Add a row where it was."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._documents.insert(row, document)
        self.endInsertRows()

    def change(self, document: Document) -> None:
        """Replace a document's row."""
        row = self.row(document.id)
        if row >= 0:
            self._documents[row] = document
            self._tell(row)

    def remove(self, document_id: str) -> None:
        """Take a row away."""
        row = self.row(document_id)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._documents[row]
            self.endRemoveRows()
        self._thumbnails.pop(document_id, None)
        self._standings.pop(document_id, None)

    def thumbnail(self, document_id: str) -> QImage | None:
        """Return a document's thumbnail."""
        return self._thumbnails.get(document_id)

    def set_thumbnail(self, document_id: str, thumbnail: QImage) -> None:
        """Show a document's thumbnail."""
        row = self.row(document_id)
        if row >= 0:
            self._thumbnails[document_id] = thumbnail
            self._tell(row)

    def show_standing(self, document_id: str, standing: Standing) -> None:
        """Show what a person should know of a document."""
        row = self.row(document_id)
        if row >= 0 and self._standings.get(document_id, Standing.NONE) is not standing:
            self._standings[document_id] = standing
            self._tell(row)

    def row(self, document_id: str) -> int:
        """Return a document's row, -1 when it has none."""
        return next((row for row, document in enumerate(self._documents) if document.id == document_id), -1)

    def subtitle(self, document: Document) -> str:
        """Return the quiet line below a document's name."""
        match document.state:
            case DocumentState.WAITING:
                return self.tr("waiting")
            case DocumentState.OPENING if document.is_film:
                looking = document.looking
                percent = 100 * looking.number // looking.count if looking is not None else 0
                return self.tr("looking through it, {percent} %").format(percent=percent)
            case DocumentState.OPENING if document.page_count > 1:
                done, count = document.pages_ready, document.page_count
                words = self.tr("slice {done} of {count}") if document.files else self.tr("page {done} of {count}")
                return words.format(done=min(done + 1, count), count=count)
            case DocumentState.OPENING:
                return self.tr("opening…")
            case DocumentState.HIDING:
                return self.tr("hiding what you marked…")
            case DocumentState.FAILED if document.is_replaced:
                return self.tr("replaced by another file")
            case DocumentState.FAILED:
                return self.tr("cannot be read")
            case DocumentState.STOPPED:
                return self.tr("stopped")
            case _:
                return self._ready_subtitle(document)

    def _ready_subtitle(self, document: Document) -> str:
        kind = wording.kind_name(document.kind)
        words = self.tr("{count} slices") if document.files else self.tr("{count} pages")
        pages = words.format(count=document.page_count) if document.page_count > 1 else ""
        if document.line is not None and document.is_film:
            pages = film_clock.clock(film_clock.end_s(document.line.times_s))
        hidden = self.tr("{count} hidden").format(count=document.hidden) if document.hidden else self.tr("ready")
        what = ", ".join(part for part in (kind, pages) if part)
        standing = self._standing_words(self._standing(document))
        notes = [wording.note(code) for code in document.notes]
        return " · ".join(part for part in (standing, what, hidden, *notes) if part)

    def _standing(self, document: Document) -> Standing:
        is_ready = document.state is DocumentState.READY
        return self._standings.get(document.id, Standing.NONE) if is_ready else Standing.NONE

    def _standing_words(self, standing: Standing) -> str:
        match standing:
            case Standing.REVIEW:
                return self.tr("review it first")
            case Standing.ANSWERING:
                return self.tr("answering…")
            case Standing.ANSWERED:
                return self.tr("answered")
            case _:
                return ""

    def _heading(self, row: int) -> str:
        """Return the words above a row: of the study that begins with it."""
        study = self._documents[row].study
        before = self._documents[row - 1].study if row else None
        if study is None or (before is not None and before.key == study.key):
            return ""
        return plain(study.text) or self.tr("Study")

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)


def _reason(document: Document) -> tuple[str, ...]:
    """Return why a document cannot be read, for whoever has closed the notice that said so."""
    if document.error is None:
        return ()
    message = error_message(document.error, is_about_file=True)
    return message.what, message.why
