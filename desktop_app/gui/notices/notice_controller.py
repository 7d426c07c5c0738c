"""Decide what a notice says and what its buttons do: refused files, failed questions, failed saves.

What concerns one document is shown while that is looked at, and goes with it; the rest until it is closed. Why a document
cannot be read is said again whenever it is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.conversation.document import Document, DocumentState, Refusal, Turn
from desktop_app.conversation.file_gathering import MAX_FILES, Gathered
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.gui.words import wording
from desktop_app.gui.words.error_messages import (
    ErrorMessage,
    Remedy,
    error_message,
    is_about_model,
    model_error_message,
    remedy_name,
)

_MAX_NAMED_FILES = 6
"""More names than this make a notice nobody reads; the tray marks them all."""

_NAME_CHARS = 60
"""Of each: two lines, so that six of them leave room for the buttons."""


@dataclass(frozen=True)
class _Notice:
    """What is said, and what its buttons need.

    Attributes:
        actions: the id and the words of each button.
        turn_id: the question it is about; empty for none.
        refused: the documents that it names.
    """

    what: str
    why: str
    actions: tuple[tuple[str, str], ...] = ()
    turn_id: str = ""
    details: str = ""
    refused: tuple[str, ...] = ()


class NoticeController(QObject):
    """The notices.

    Signals:
        choose_files_asked, part_asked, shield_asked, review_asked: a button was pressed.
        ask_again_asked: a turn's id.
        reader_asked, four_bit_asked: another model, or the same one smaller.
        removal_asked: the ids of documents that are to be removed.
    """

    choose_files_asked = Signal()
    part_asked = Signal()
    shield_asked = Signal()
    review_asked = Signal()
    ask_again_asked = Signal(str)
    reader_asked = Signal()
    four_bit_asked = Signal()
    removal_asked = Signal(object)

    def __init__(self, documents: DocumentsController, view: NoticeView) -> None:
        super().__init__()
        self._documents = documents
        self._view = view
        self._general: _Notice | None = None
        self._by_document: dict[str, _Notice] = {}
        self._current_id = ""
        self._precision: str | None = None  # of the imported model; None with the built-in reader
        view.action_chosen.connect(self._on_action_chosen)
        view.dismissed.connect(self.clear)
        documents.document_removed.connect(self._on_document_removed)
        documents.current_changed.connect(self._on_current_changed)

    def clear(self) -> None:
        """Take the notice away that is shown, and show the one behind it, if any."""
        if self._by_document.pop(self._current_id, None) is None:
            self._general = None
        self._show()

    def clear_all(self) -> None:
        """Take every notice away."""
        self._general = None
        self._by_document.clear()
        self._show()

    def expect_model(self, precision: str | None) -> None:
        """Know what errors can be about: an imported model in a precision, or None for the built-in reader."""
        self._precision = precision

    def show_error(self, error: AppError) -> None:
        """Show an error that belongs to no file and no question."""
        self._say(_notice_of(self._message(error)))

    def show_error_of(self, document_id: str, error: AppError) -> None:
        """Show an error that belongs to a document; to none where the id is empty."""
        self._say(_notice_of(self._message(error)), document_id)

    def show_refused_model(self, name: str, error: AppError) -> None:
        """Say that a remembered model cannot be used, why, and what answers instead."""
        what = self.tr("{model} cannot be used; the built-in reader answers.").format(model=plain(name))
        message = error_message(error, is_about_file=False)
        self._say(_Notice(what, f"{message.what} {message.why}"))

    def show_missing_policy(self, name: str) -> None:
        """Say that a policy of the user's own is gone, and what hides instead."""
        what = self.tr("The redaction policy {policy} is no longer there.").format(policy=plain(name))
        self._say(_Notice(what, self.tr("All text is covered until you choose another.")))

    def show_refusal(self, refusal: Refusal) -> None:
        """Say how many files of a drop cannot be read, which and why, and what is accepted."""
        refused = tuple(document.id for document in refusal.failed)
        first = refusal.failed[0].error or AppError("bug")
        if self._precision is not None and is_about_model(first):  # no file's fault, and the same for all of them
            self.show_error(first)
            return
        messages = [error_message(document.error or AppError("bug"), is_about_file=True) for document in refusal.failed]
        if refusal.total == 1:
            self._say(replace(_notice_of(messages[0]), refused=refused), refused[0])
            return
        what = self.tr("{count} of {total} files cannot be read.").format(
            count=len(refusal.failed), total=refusal.total
        )
        lines = [
            f"{plain(document.name, _NAME_CHARS)}: {message.what}"
            for document, message in zip(refusal.failed[:_MAX_NAMED_FILES], messages, strict=False)
        ]
        if len(refusal.failed) > _MAX_NAMED_FILES:
            lines.append(self.tr("and {count} more").format(count=len(refusal.failed) - _MAX_NAMED_FILES))
        lines.append(self.tr("Accepted are: {kinds}.").format(kinds=wording.ACCEPTED_KINDS))
        actions = ((str(Remedy.REMOVE), self.tr("Continue without these")),)
        self._say(_Notice(what, "\n".join(lines), actions, refused=refused))

    def show_failed_turn(self, turn: Turn) -> None:
        """Say why a question was not answered."""
        self._say(_notice_of(self._message(turn.error or AppError("bug")), turn.id), turn.document_id)

    def show_gathered(self, found: Gathered) -> None:
        """Say that a folder held nothing, or too much."""
        if found.is_cut:
            what = self.tr("Only the first {count} files were taken.").format(count=MAX_FILES)
            self._say(_Notice(what, self.tr("Open larger folders in smaller groups.")))
        else:
            self._say(_Notice(self.tr("There are no files in this folder."), ""))

    def show_nothing_to_paste(self) -> None:
        """Say that the clipboard holds nothing that can be opened."""
        why = self.tr("Copy a picture or files first, then press Ctrl+V here.")
        self._say(_Notice(self.tr("The clipboard holds no picture and no file."), why))

    def _message(self, error: AppError) -> ErrorMessage:
        if self._precision is not None and is_about_model(error):
            return model_error_message(error, self._precision)
        return error_message(error, is_about_file=False)

    def _say(self, notice: _Notice, document_id: str = "") -> None:
        """Say something about a document, or about none; of each only the newest is said."""
        if document_id and self._documents.document(document_id) is not None:
            self._by_document[document_id] = notice
        else:
            self._general = notice
            self._by_document.pop(self._current_id, None)  # what is new is seen
        self._show()

    def _show(self) -> None:
        notice = self._shown
        if notice is None:
            self._view.hide()
        else:
            self._view.show_notice(notice.what, notice.why, notice.actions)

    @property
    def _shown(self) -> _Notice | None:
        return self._by_document.get(self._current_id, self._general)

    def _on_action_chosen(self, action: str) -> None:
        notice = self._shown
        if notice is None:
            return
        match Remedy(action):
            case Remedy.COPY_DETAILS:
                QGuiApplication.clipboard().setText(notice.details)
                return
            case Remedy.SHOW_SHIELD:
                self.shield_asked.emit()
                return
            case remedy:
                self.clear()
                self._act(remedy, notice)

    def _act(self, remedy: Remedy, notice: _Notice) -> None:
        match remedy:
            case Remedy.REMOVE:
                self.removal_asked.emit(notice.refused)
            case Remedy.CHOOSE_FILES:
                self.choose_files_asked.emit()
            case Remedy.ASK_AGAIN:
                self.ask_again_asked.emit(notice.turn_id)
            case Remedy.ASK_ABOUT_PART:
                self.part_asked.emit()
            case Remedy.USE_READER:
                self.reader_asked.emit()
            case Remedy.USE_FOUR_BIT:
                self.four_bit_asked.emit()
            case Remedy.REVIEW:
                self.review_asked.emit()
            case _:
                pass  # the others leave the notice where it is

    def _on_current_changed(self, document: Document | None) -> None:
        self._current_id = document.id if document is not None else ""
        if document is not None and self._is_untold(document):
            message = error_message(document.error or AppError("bug"), is_about_file=True)
            self._by_document[document.id] = replace(_notice_of(message), refused=(document.id,))
        self._show()

    def _is_untold(self, document: Document) -> bool:
        """Tell whether nothing says any more why a document cannot be read."""
        is_named = self._general is not None and document.id in self._general.refused
        return document.state is DocumentState.FAILED and not is_named and document.id not in self._by_document

    def _on_document_removed(self, document_id: str) -> None:
        self._by_document.pop(document_id, None)
        if self._general is not None and document_id in self._general.refused:
            left = tuple(refused for refused in self._general.refused if refused != document_id)
            self._general = replace(self._general, refused=left) if left else None
        self._show()


def _notice_of(message: ErrorMessage, turn_id: str = "") -> _Notice:
    """Return the notice of an error; only a question's can be asked again."""
    remedies: Sequence[Remedy] = [one for one in message.remedies if turn_id or one is not Remedy.ASK_AGAIN]
    actions = tuple((str(remedy), remedy_name(remedy)) for remedy in remedies)
    return _Notice(message.what, message.why, actions, turn_id, message.details)
