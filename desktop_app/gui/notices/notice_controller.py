"""Decide what a notice says and what its buttons do: refused files, failed questions, failed saves."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.conversation.document import Refusal, Turn
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


class NoticeController(QObject):
    """The notices.

    Signals:
        choose_files_asked, part_asked, shield_asked, review_asked: a button was pressed.
        ask_again_asked: a turn's id.
        reader_asked, four_bit_asked: another model, or the same one smaller.
    """

    choose_files_asked = Signal()
    part_asked = Signal()
    shield_asked = Signal()
    review_asked = Signal()
    ask_again_asked = Signal(str)
    reader_asked = Signal()
    four_bit_asked = Signal()

    def __init__(self, documents: DocumentsController, view: NoticeView) -> None:
        super().__init__()
        self._documents = documents
        self._view = view
        self._refused: tuple[str, ...] = ()
        self._turn_id = ""
        self._details = ""
        self._precision: str | None = None  # of the imported model; None with the built-in reader
        view.action_chosen.connect(self._on_action_chosen)
        documents.document_removed.connect(self._on_document_removed)

    def clear(self) -> None:
        """Take the notice away."""
        self._view.hide()

    def expect_model(self, precision: str | None) -> None:
        """Know what errors can be about: an imported model in a precision, or None for the built-in reader."""
        self._precision = precision

    def show_error(self, error: AppError) -> None:
        """Show an error that belongs to no file and no question."""
        self._show(self._message(error))

    def show_refused_model(self, name: str, error: AppError) -> None:
        """Say that a remembered model cannot be used, why, and what answers instead."""
        what = self.tr("{model} cannot be used; the built-in reader answers.").format(model=plain(name))
        message = error_message(error, is_about_file=False)
        self._view.show_notice(what, f"{message.what} {message.why}", [])

    def show_missing_policy(self, name: str) -> None:
        """Say that a policy of the user's own is gone, and what hides instead."""
        what = self.tr("The redaction policy {policy} is no longer there.").format(policy=plain(name))
        why = self.tr("All text is covered until you choose another.")
        self._view.show_notice(what, why, [])

    def show_refusal(self, refusal: Refusal) -> None:
        """Say how many files of a drop cannot be read, which and why, and what is accepted."""
        self._refused = tuple(document.id for document in refusal.failed)
        first = refusal.failed[0].error or AppError("bug")
        if self._precision is not None and is_about_model(first):  # no file's fault, and the same for all of them
            self.show_error(first)
            return
        messages = [error_message(document.error or AppError("bug"), is_about_file=True) for document in refusal.failed]
        if refusal.total == 1:
            self._show(messages[0])
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
        self._view.show_notice(what, "\n".join(lines), [(Remedy.REMOVE, self.tr("Continue without these"))])

    def show_failed_turn(self, turn: Turn) -> None:
        """Say why a question was not answered."""
        self._show(self._message(turn.error or AppError("bug")), turn.id)

    def show_gathered(self, found: Gathered) -> None:
        """Say that a folder held nothing, or too much."""
        if found.is_cut:
            what = self.tr("Only the first {count} files were taken.").format(count=MAX_FILES)
            self._view.show_notice(what, self.tr("Open larger folders in smaller groups."), [])
        else:
            self._view.show_notice(self.tr("There are no files in this folder."), "", [])

    def show_nothing_to_paste(self) -> None:
        """Say that the clipboard holds nothing that can be opened."""
        why = self.tr("Copy a picture or files first, then press Ctrl+V here.")
        self._view.show_notice(self.tr("The clipboard holds no picture and no file."), why, [])

    def _message(self, error: AppError) -> ErrorMessage:
        if self._precision is not None and is_about_model(error):
            return model_error_message(error, self._precision)
        return error_message(error, is_about_file=False)

    def _show(self, message: ErrorMessage, turn_id: str = "") -> None:
        """Show an error; only a question's can be asked again."""
        self._turn_id = turn_id
        self._details = message.details
        remedies = [remedy for remedy in message.remedies if turn_id or remedy is not Remedy.ASK_AGAIN]
        self._view.show_notice(message.what, message.why, [(remedy, remedy_name(remedy)) for remedy in remedies])

    def _on_action_chosen(self, action: str) -> None:
        match Remedy(action):
            case Remedy.COPY_DETAILS:
                QGuiApplication.clipboard().setText(self._details)
                return
            case Remedy.REMOVE:
                for document_id in self._refused:
                    self._documents.remove(document_id)
            case Remedy.CHOOSE_FILES:
                self.choose_files_asked.emit()
            case Remedy.ASK_AGAIN:
                self.ask_again_asked.emit(self._turn_id)
            case Remedy.ASK_ABOUT_PART:
                self.part_asked.emit()
            case Remedy.USE_READER:
                self.reader_asked.emit()
            case Remedy.USE_FOUR_BIT:
                self.four_bit_asked.emit()
            case Remedy.REVIEW:
                self.review_asked.emit()
            case Remedy.SHOW_SHIELD:
                self.shield_asked.emit()
                return
        self._view.hide()

    def _on_document_removed(self, document_id: str) -> None:
        self._refused = tuple(refused for refused in self._refused if refused != document_id)
